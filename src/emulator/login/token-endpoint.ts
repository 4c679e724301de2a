import type { Context } from '../context';
import type { Answer, Exchange } from '../http/exchange';
import type { TokenSubject } from './access-token';
import { checkClientCredentials } from './client-credentials-grant';
import { checkDeviceCode } from './device-code-grant';
import { clientInfo, issueIdToken } from './id-token';
import { checkRefreshToken, issueRefreshToken } from './refresh-token-grant';
import { answerSignInError } from './sign-in-error';
import { checkTenant, fail, missingParameter } from './token-request';
import type { Outcome } from './token-request';
import type { UserGrant } from './user-grant';

/** What a token is issued for. */
interface Granted {
  readonly subject: TokenSubject;
  readonly resource: string;
  /** More members of the answer. */
  readonly rest?: Readonly<Record<string, string>>;
}

/**
 * `POST /{tenant}/oauth2/v2.0/token`. Fields that are not needed are ignored, because every client adds telemetry of
 * its own.
 */
export async function answerTokenRequest(
  context: Context,
  exchange: Exchange,
  tenantName: string,
): Promise<Answer> {
  const granted = await grant(context, exchange, tenantName);
  if ('failure' in granted) return answerSignInError(context, granted.failure);
  const { subject, resource, rest } = granted.found;
  const { issuer } = context;
  return {
    status: 200,
    headers: { 'Cache-Control': 'no-store, no-cache', Pragma: 'no-cache' },
    body: {
      token_type: 'Bearer',
      expires_in: issuer.lifetime - 1,
      ext_expires_in: issuer.lifetime - 1,
      access_token: await issuer.issue(subject, resource),
      ...rest,
    },
  };
}

async function grant(context: Context, exchange: Exchange, tenantName: string): Promise<Outcome<Granted>> {
  if (exchange.method !== 'POST') {
    const message = `The endpoint only accepts POST requests. Received a ${exchange.method} request.`;
    return fail(400, 'invalid_request', 900561, message);
  }
  const form = new URLSearchParams(exchange.body);
  switch (form.get('grant_type') ?? '') {
    case '':
      return missingParameter('grant_type');
    case 'client_credentials':
      return grantToApplication(context, form, tenantName);
    case 'refresh_token':
      return toUser(context, form, await checkRefreshToken(context, form, tenantName));
    case 'urn:ietf:params:oauth:grant-type:device_code':
    case 'device_code':
      return toUser(context, form, checkDeviceCode(context, form, tenantName));
    default: {
      const message = `The app requested an unsupported grant type '${form.get('grant_type')}'.`;
      return fail(400, 'unsupported_grant_type', 70003, message);
    }
  }
}

async function grantToApplication(
  context: Context,
  form: URLSearchParams,
  tenantName: string,
): Promise<Outcome<Granted>> {
  const tenant = checkTenant(context, tenantName);
  if ('failure' in tenant) return tenant;
  const checked = await checkClientCredentials({ context, form, home: tenant.found });
  if ('failure' in checked) return checked;
  const { servicePrincipal, resource } = checked.found;
  const { id: objectId, appId } = servicePrincipal;
  return { found: { subject: { tenantId: tenant.found.tenant.id, objectId, appId }, resource } };
}

async function toUser(
  context: Context,
  form: URLSearchParams,
  checked: Outcome<UserGrant>,
): Promise<Outcome<Granted>> {
  if ('failure' in checked) return checked;
  const { signedIn, tenant, user, appId, resource } = checked.found;
  const person = { ...user, mfa: signedIn.mfa };
  const scope = form.get('scope') ?? '';
  const rest = {
    refresh_token: await issueRefreshToken(context, signedIn),
    scope,
    ...(scope.split(' ').includes('openid') && {
      id_token: await issueIdToken(context, checked.found),
    }),
    ...(form.get('client_info') === '1' && { client_info: clientInfo(checked.found) }),
  };
  const subject = { tenantId: tenant.tenant.id, objectId: user.id, appId, user: person };
  return { found: { subject, resource, rest } };
}
