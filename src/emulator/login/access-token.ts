import { createPrivateKey, createPublicKey, randomUUID } from 'node:crypto';
import { SignJWT, calculateJwkThumbprint, errors, exportJWK, jwtVerify } from 'jose';
import type { JWK, JWTPayload } from 'jose';

/** Seconds. Azure's default lifetime is about an hour; the Go SDK renews tokens that have less than 20 minutes left. */
const usualLifetime = 3600;

/** Who a token is for. Source: https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference */
export interface TokenSubject {
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

/** What became of a text that claims to be signed with the emulator's key. */
type Opened =
  { readonly kind: 'valid' | 'expired'; readonly payload: JWTPayload } | { readonly kind: 'invalid' };

export interface TokenIssuer {
  issue(subject: TokenSubject, audience: string): Promise<string>;
  verify(token: string): Promise<TokenVerdict>;
  /** Ends every access token issued so far, as a revocation does. */
  expireIssued(): void;
  /** Signs claims that are no access token. @param type sets them apart from every other kind */
  sign(claims: JWTPayload, type: string): Promise<string>;
  open(token: string, type: string): Promise<Opened>;
  /** Seconds that an access token is good for. */
  readonly lifetime: number;
  /** The public half of the signing key. */
  readonly publicKey: JWK;
}

export interface TokenIssuerOptions {
  /** PKCS #8 PEM of an RSA key. */
  readonly tokenKey: string;
  readonly now: () => Date;
  /** Seconds that an access token is good for; absent: an hour. */
  readonly lifetime?: number | undefined;
}

export async function createTokenIssuer(options: TokenIssuerOptions): Promise<TokenIssuer> {
  const { now, lifetime = usualLifetime } = options;
  const privateKey = createPrivateKey(options.tokenKey);
  const verifyingKey = createPublicKey(privateKey);
  const jwk = await exportJWK(verifyingKey);
  const kid = await calculateJwkThumbprint(jwk);
  const stamps = createStamps();
  const sign: TokenIssuer['sign'] = (claims, typ) =>
    new SignJWT(claims).setProtectedHeader({ typ, alg: 'RS256', kid }).sign(privateKey);
  const open: TokenIssuer['open'] = async (token, typ) => {
    try {
      const { payload } = await jwtVerify(token, verifyingKey, {
        algorithms: ['RS256'],
        currentDate: now(),
        typ,
      });
      return { kind: 'valid', payload };
    } catch (error) {
      return error instanceof errors.JWTExpired
        ? { kind: 'expired', payload: error.payload }
        : { kind: 'invalid' };
    }
  };
  return {
    publicKey: { ...jwk, use: 'sig', alg: 'RS256', kid },
    lifetime,
    sign,
    open,
    issue: (subject, audience) =>
      sign(claimsFor(subject, audience, { now: now(), lifetime, uti: stamps.next() }), 'JWT'),
    expireIssued: () => stamps.revoke(),
    async verify(token) {
      const opened = await open(token, 'JWT');
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
