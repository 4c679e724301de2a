import type { Context } from '../context';
import type { Answer, Exchange } from '../http/exchange';
import { idKey } from '../world/cloud';
import { codeLifetime } from './device-sign-ins';
import { answerSignInError } from './sign-in-error';
import { checkTenant, fail, isShared, missingParameter, tenantOfPerson } from './token-request';
import type { Outcome } from './token-request';
import { checkPublicClient, grantToPerson } from './user-grant';
import type { UserGrant } from './user-grant';

/** Seconds between two questions of a client. Azure says 5; who waits here is a test. */
const interval = 1;

/**
 * `POST /{tenant}/oauth2/v2.0/devicecode`: begins a sign-in that a person finishes elsewhere.
 * Source: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code
 */
export function answerDeviceCode(context: Context, exchange: Exchange, tenantName: string): Answer {
  const form = new URLSearchParams(exchange.body);
  const checked = checkBeginning(context, form, tenantName);
  if ('failure' in checked) return answerSignInError(context, checked.failure);
  const { deviceCode, userCode } = context.deviceSignIns.begin(checked.found, form.get('scope') ?? '');
  const page = `${context.origin}/devicelogin`;
  return {
    status: 200,
    headers: { 'Cache-Control': 'no-store, no-cache' },
    body: {
      user_code: userCode,
      device_code: deviceCode,
      verification_uri: page,
      expires_in: codeLifetime,
      interval,
      message: `To sign in, use a web browser to open the page ${page} and enter the code ${userCode} to authenticate.`,
    },
  };
}

/** `grant_type=urn:ietf:params:oauth:grant-type:device_code`: the device asks whether the person has been there. */
export function checkDeviceCode(
  context: Context,
  form: URLSearchParams,
  tenantName: string,
): Outcome<UserGrant> {
  const [clientId, deviceCode] = [form.get('client_id'), form.get('device_code')];
  if (!clientId) return missingParameter('client_id');
  if (!deviceCode) return missingParameter('device_code');
  const signIn = context.deviceSignIns.find(deviceCode);
  if (!signIn || idKey(signIn.clientId) !== idKey(clientId)) {
    return fail(400, 'bad_verification_code', 70018, 'The device code is invalid.');
  }
  const { outcome, scope } = signIn;
  if (context.now().getTime() >= signIn.expiry) {
    return fail(400, 'expired_token', 70019, 'The verification code has expired.');
  }
  if (outcome === 'declined') {
    return fail(400, 'authorization_declined', 65004, 'User declined to consent to access the app.');
  }
  if (outcome === undefined) {
    const message =
      'The provided request has not yet been authorized by the user. The user must input their code.';
    return fail(400, 'authorization_pending', 70016, message);
  }
  const home = tenantOfPerson(context, tenantName, outcome.home);
  if ('failure' in home) return home;
  context.deviceSignIns.forget(deviceCode);
  return grantToPerson({ context, form, home: home.found }, outcome, clientId, form.get('scope') ?? scope);
}

function checkBeginning(context: Context, form: URLSearchParams, tenantName: string): Outcome<string> {
  const clientId = form.get('client_id');
  if (!clientId) return missingParameter('client_id');
  if (!form.get('scope')) return missingParameter('scope');
  // Without a tenant, who signs in decides whether the client is known.
  if (isShared(tenantName)) return { found: clientId };
  const tenant = checkTenant(context, tenantName);
  if ('failure' in tenant) return tenant;
  const client = checkPublicClient({ context, form, home: tenant.found }, clientId);
  return 'failure' in client ? client : { found: clientId };
}
