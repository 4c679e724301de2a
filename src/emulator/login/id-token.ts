import type { Context } from '../context';
import type { UserGrant } from './user-grant';

/**
 * What a client that asks for `openid` learns of who signed in. No service takes it: its audience is the client.
 * Source: https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference
 */
export function issueIdToken(
  { issuer, now, origin }: Context,
  { tenant: { tenant }, user, appId }: UserGrant,
): Promise<string> {
  const issuedAt = Math.floor(now().getTime() / 1000);
  return issuer.sign(
    {
      aud: appId,
      iss: `${origin}/${tenant.id}/v2.0`,
      iat: issuedAt,
      nbf: issuedAt,
      exp: issuedAt + issuer.lifetime,
      name: user.displayName,
      oid: user.id,
      preferred_username: user.userPrincipalName,
      sub: user.id,
      tid: tenant.id,
      ver: '2.0',
    },
    'JWT',
  );
}

/** By which a client tells accounts apart: the person at home, whatever the tenant of the token. */
export function clientInfo({ signedIn: { home, user } }: UserGrant): string {
  return Buffer.from(JSON.stringify({ uid: user.id, utid: home.tenant.id })).toString('base64url');
}
