import type { Context } from '../context';
import type { Answer, Exchange } from '../http/exchange';
import type { TokenSubject } from './access-token';
import { checkClientCredentials } from './client-credentials-grant';
import { checkRefreshToken } from './refresh-token-grant';
import { answerSignInError } from './sign-in-error';
import { checkTenant, fail, missingParameter } from './token-request';
import type { Outcome, TokenRequest } from './token-request';

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
  const type = form.get('grant_type');
  if (!type) return missingParameter('grant_type');
  if (type !== 'client_credentials' && type !== 'refresh_token') {
    const message = `The app requested an unsupported grant type '${type}'.`;
    return fail(400, 'unsupported_grant_type', 70003, message);
  }
  const tenant = checkTenant(context, tenantName);
  if ('failure' in tenant) return tenant;
  const request = { context, form, home: tenant.found };
  return type === 'refresh_token' ? grantToUser(request) : grantToApplication(request);
}

async function grantToApplication(request: TokenRequest): Promise<Outcome<Granted>> {
  const checked = await checkClientCredentials(request);
  if ('failure' in checked) return checked;
  const { servicePrincipal, resource } = checked.found;
  const { id: objectId, appId } = servicePrincipal;
  return { found: { subject: { tenantId: request.home.tenant.id, objectId, appId }, resource } };
}

async function grantToUser(request: TokenRequest): Promise<Outcome<Granted>> {
  const checked = await checkRefreshToken(request);
  if ('failure' in checked) return checked;
  const { mfa, appId, resource, refreshToken } = checked.found;
  const user = { ...checked.found.user, mfa };
  const subject = { tenantId: request.home.tenant.id, objectId: user.id, appId, user };
  const rest = { refresh_token: refreshToken, scope: request.form.get('scope') ?? '' };
  return { found: { subject, resource, rest } };
}
