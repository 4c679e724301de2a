import type { Context } from '../context';
import { idKey } from '../world/cloud';
import { isMultiFactor, methodsOf } from './access-token';
import { fail, isShared, missingParameter, tenantOfPerson } from './token-request';
import type { Outcome } from './token-request';
import { checkPublicClient, grantToPerson } from './user-grant';
import type { SignedIn, UserGrant } from './user-grant';

/** Seconds: 90 days. Source: https://learn.microsoft.com/entra/identity-platform/refresh-tokens */
const lifetime = 90 * 24 * 3600;

/** Marks a signed text as a refresh token, so that no endpoint takes it for an access token. */
const type = 'refresh+jwt';

/** A refresh token as a sign-in in the browser gives it. It is good for every tenant that knows the person. */
export function issueRefreshToken({ now, issuer }: Context, signedIn: SignedIn): Promise<string> {
  const issuedAt = Math.floor(now().getTime() / 1000);
  const claims = {
    tid: signedIn.home.tenant.id,
    oid: signedIn.user.id,
    amr: methodsOf(signedIn),
    iat: issuedAt,
    exp: issuedAt + lifetime,
  };
  return issuer.sign(claims, type);
}

/**
 * `grant_type=refresh_token`.
 * Source: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#refresh-the-access-token
 */
export async function checkRefreshToken(
  context: Context,
  form: URLSearchParams,
  tenantName: string,
): Promise<Outcome<UserGrant>> {
  const [clientId, token] = [form.get('client_id'), form.get('refresh_token')];
  if (!clientId) return missingParameter('client_id');
  if (!token) return missingParameter('refresh_token');
  const signedIn = await readSignedIn(context, token);
  if (isShared(tenantName) && 'failure' in signedIn) return signedIn;
  const home = tenantOfPerson(context, tenantName, 'found' in signedIn ? signedIn.found.home : undefined);
  if ('failure' in home) return home;
  const request = { context, form, home: home.found };
  const client = checkPublicClient(request, clientId);
  if ('failure' in client) return client;
  if ('failure' in signedIn) return signedIn;
  return grantToPerson(request, signedIn.found, clientId, form.get('scope') ?? '');
}

async function readSignedIn({ issuer, ledger }: Context, token: string): Promise<Outcome<SignedIn>> {
  const verdict = await issuer.open(token, type);
  if (verdict.kind === 'expired') {
    return fail(
      400,
      'invalid_grant',
      700082,
      'The refresh token has expired due to inactivity. The token was issued on ' +
        `${new Date(Number(verdict.payload.iat) * 1000).toISOString()} and was inactive for 90.00:00:00.`,
    );
  }
  if (verdict.kind === 'valid') {
    const home = ledger.cloud.tenants.get(idKey(String(verdict.payload['tid'])));
    const principal = home?.principals.get(idKey(String(verdict.payload['oid'])));
    if (home && principal?.type === 'User') {
      return { found: { home, user: principal.object, mfa: isMultiFactor(verdict.payload) } };
    }
  }
  return fail(400, 'invalid_grant', 9002313, 'Invalid request. Request is malformed or invalid.');
}
