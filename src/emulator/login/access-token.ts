import { createPrivateKey, createPublicKey, randomUUID } from 'node:crypto';
import { SignJWT, calculateJwkThumbprint, errors, exportJWK, jwtVerify } from 'jose';
import type { JWK, JWTPayload } from 'jose';

/** Seconds. Azure's default lifetime is about an hour; the Go SDK renews tokens that have less than 20 minutes left. */
const lifetime = 3600;

/** Who a token is for. Source: https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference */
interface TokenSubject {
  readonly tenantId: string;
  readonly objectId: string;
  /** Client id of the application that asked. */
  readonly appId: string;
  /** Present for a user, absent for an application. */
  readonly user?: { readonly userPrincipalName: string; readonly displayName: string };
}

/** The verified claims that the endpoints look at. */
export interface TokenClaims {
  readonly audience: string;
  readonly issuer: string;
  readonly tenantId: string;
  readonly objectId: string;
  readonly appId: string;
}

type TokenVerdict =
  | { readonly kind: 'valid'; readonly claims: TokenClaims }
  | { readonly kind: 'expired'; readonly expiry: Date }
  | { readonly kind: 'invalid' };

export interface TokenIssuer {
  issue(subject: TokenSubject, audience: string): Promise<string>;
  verify(token: string): Promise<TokenVerdict>;
  /** The public half of the signing key. */
  readonly publicKey: JWK;
}

/** @param tokenKey PKCS #8 PEM of an RSA key */
export async function createTokenIssuer(tokenKey: string, now: () => Date): Promise<TokenIssuer> {
  const privateKey = createPrivateKey(tokenKey);
  const verifyingKey = createPublicKey(privateKey);
  const jwk = await exportJWK(verifyingKey);
  const kid = await calculateJwkThumbprint(jwk);
  return {
    publicKey: { ...jwk, use: 'sig', alg: 'RS256', kid },
    issue: (subject, audience) =>
      new SignJWT(claimsFor(subject, audience, now()))
        .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid })
        .sign(privateKey),
    async verify(token) {
      try {
        const options = { algorithms: ['RS256'], currentDate: now() };
        const { payload } = await jwtVerify(token, verifyingKey, options);
        return { kind: 'valid', claims: readClaims(payload) };
      } catch (error) {
        if (error instanceof errors.JWTExpired) {
          return { kind: 'expired', expiry: new Date((error.payload.exp ?? 0) * 1000) };
        }
        return { kind: 'invalid' };
      }
    },
  };
}

/** The issuer that Azure Resource Manager compares with a subscription's tenant. */
export function issuerOf(tenantId: string): string {
  return `https://sts.windows.net/${tenantId}/`;
}

function claimsFor(subject: TokenSubject, audience: string, now: Date): JWTPayload {
  const issuedAt = Math.floor(now.getTime() / 1000);
  const issuer = issuerOf(subject.tenantId);
  return {
    aud: audience,
    iss: issuer,
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + lifetime,
    appid: subject.appId,
    idp: issuer,
    oid: subject.objectId,
    sub: subject.objectId,
    tid: subject.tenantId,
    uti: randomUUID().replaceAll('-', ''),
    ver: '1.0',
    ...(subject.user
      ? {
          appidacr: '0', // a public client
          idtyp: 'user',
          scp: 'user_impersonation',
          name: subject.user.displayName,
          upn: subject.user.userPrincipalName,
          unique_name: subject.user.userPrincipalName,
        }
      : { appidacr: '1', idtyp: 'app', roles: ['Directory.Read.All'] }), // '1': signed in with a secret
  };
}

function readClaims(payload: JWTPayload): TokenClaims {
  // Signed with our own key, so the claims are those of `claimsFor`.
  return {
    audience: String(payload.aud),
    issuer: payload.iss ?? '',
    tenantId: String(payload['tid']),
    objectId: String(payload['oid']),
    appId: String(payload['appid']),
  };
}
