import { randomUUID } from 'node:crypto';
import type { JWTPayload } from 'jose';
import type { Signer } from './signer';

/** Seconds. Azure's default lifetime is about an hour; the Go SDK renews tokens that have less than 20 minutes left. */
const usualLifetime = 3600;

/** Who a token is for. Source: https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference */
export interface TokenSubject {
  readonly tenantId: string;
  readonly objectId: string;
  /** Client id of the application that asked. */
  readonly appId: string;
  /** Present for a user, absent for an application. */
  readonly user?: {
    readonly userPrincipalName: string;
    readonly displayName: string;
    /** Whether the person signed in with a second factor. */
    readonly mfa: boolean;
  };
}

/** The verified claims that the endpoints look at. */
export interface TokenClaims {
  readonly audience: string;
  readonly issuer: string;
  readonly tenantId: string;
  readonly objectId: string;
  readonly appId: string;
  /** What refusals call the caller: a user principal name or a client id. */
  readonly name: string;
  /** A person, as opposed to an application. */
  readonly isUser: boolean;
  /** Whether a person signed in with a second factor. */
  readonly mfa: boolean;
}

type TokenVerdict =
  | { readonly kind: 'valid'; readonly claims: TokenClaims }
  | { readonly kind: 'expired'; readonly expiry: Date }
  | { readonly kind: 'invalid' };

export interface TokenIssuer extends Signer {
  issue(subject: TokenSubject, audience: string): Promise<string>;
  verify(token: string): Promise<TokenVerdict>;
  /** Ends every access token issued so far, as a revocation does. */
  expireIssued(): void;
  /** Seconds that an access token is good for. */
  readonly lifetime: number;
}

/** The type in the header of an access token. */
const type = 'JWT';

/** @param lifetime seconds that an access token is good for; absent: an hour */
export function createTokenIssuer(signer: Signer, now: () => Date, lifetime = usualLifetime): TokenIssuer {
  const stamps = createStamps();
  return {
    ...signer,
    lifetime,
    issue: (subject, audience) =>
      signer.sign(claimsFor(subject, audience, { now: now(), lifetime, uti: stamps.next() }), type),
    expireIssued: () => stamps.revoke(),
    async verify(token) {
      const opened = await signer.open(token, type);
      if (opened.kind === 'invalid') return opened;
      const { payload } = opened;
      if (opened.kind === 'expired') return { kind: 'expired', expiry: new Date((payload.exp ?? 0) * 1000) };
      if (stamps.isRevoked(String(payload['uti']))) return { kind: 'expired', expiry: now() };
      return { kind: 'valid', claims: readClaims(payload) };
    },
  };
}

/**
 * Identifiers of tokens, in the order of issue. Times would not do to end some of them: a token says its time in whole
 * seconds, and the clock may stand still.
 */
function createStamps() {
  let last = 0;
  let revoked = 0;
  const numberOf = (uti: string): number => parseInt(uti.slice(0, 16), 16);
  return {
    next(): string {
      last = Math.max(last + 1, Date.now() * 1000); // the real clock, so that they also grow over restarts
      return last.toString(16).padStart(16, '0') + randomUUID().replaceAll('-', '').slice(0, 16);
    },
    revoke: () => (revoked = Math.max(last, Date.now() * 1000)),
    isRevoked: (uti: string): boolean => numberOf(uti) <= revoked,
  };
}

/** The issuer that Azure Resource Manager compares with a subscription's tenant. */
export function issuerOf(tenantId: string): string {
  return `https://sts.windows.net/${tenantId}/`;
}

function claimsFor(
  subject: TokenSubject,
  audience: string,
  token: { readonly now: Date; readonly lifetime: number; readonly uti: string },
): JWTPayload {
  const issuedAt = Math.floor(token.now.getTime() / 1000);
  const issuer = issuerOf(subject.tenantId);
  return {
    aud: audience,
    iss: issuer,
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + token.lifetime,
    appid: subject.appId,
    idp: issuer,
    oid: subject.objectId,
    sub: subject.objectId,
    tid: subject.tenantId,
    uti: token.uti,
    ver: '1.0',
    ...(subject.user
      ? {
          appidacr: '0', // a public client
          idtyp: 'user',
          scp: 'user_impersonation',
          amr: methodsOf(subject.user),
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
    name: String(payload['upn'] ?? payload['appid']),
    isUser: payload['idtyp'] === 'user',
    mfa: isMultiFactor(payload),
  };
}

/** The claim `amr`, from which services learn of a second factor. */
export function methodsOf({ mfa }: { readonly mfa: boolean }): readonly string[] {
  return mfa ? ['pwd', 'mfa'] : ['pwd'];
}

export function isMultiFactor({ amr }: JWTPayload): boolean {
  return Array.isArray(amr) && amr.includes('mfa');
}
