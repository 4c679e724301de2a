/**
 * Trust in the tokens of another issuer, such as a pipeline's: what they say must equal this, word for word.
 * Source: https://learn.microsoft.com/graph/api/resources/federatedidentitycredential
 */
export interface FederatedCredential {
  readonly issuer: string;
  readonly subject: string;
  readonly audiences: readonly string[];
  /** The issuer's public keys as a JWKS has them. Azure fetches them from the issuer; here there is no outside. */
  readonly issuerKeys: readonly IssuerKey[];
}

/** A JSON Web Key, RFC 7517. */
export interface IssuerKey {
  readonly kty: string;
  readonly kid?: string;
  readonly [member: string]: unknown;
}
