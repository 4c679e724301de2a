import type { Context } from '../context';
import { Refusal } from '../http/refusal';
import { managingTenantsOf } from '../lighthouse/managing-tenants';
import { issuerOf } from '../login/access-token';
import type { TokenClaims } from '../login/access-token';
import { armAudiencesOf, isOneOf } from '../login/audience';
import { idKey } from '../world/cloud';
import type { SubscriptionState } from '../world/cloud';

/** A refusal by the ARM front door rather than by a resource provider, which it marks with a header of its own. */
export function gatewayRefusal(
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Refusal {
  return new Refusal(status, code, message, { 'x-ms-failure-cause': 'gateway', ...headers });
}

/**
 * Checks the bearer token of an ARM request.
 *
 * @param tenantHint id of the tenant whose token would be right, for the `WWW-Authenticate` header
 * @throws Refusal 401 with the code that ARM gives for what is wrong with the token
 */
export async function authenticateArm(
  context: Context,
  authorization: string | undefined,
  tenantHint: string,
): Promise<TokenClaims> {
  const refuse = (code: string, message: string): Refusal => unauthorized(context, tenantHint, code, message);
  if (!authorization) {
    throw refuse('AuthenticationFailed', "Authentication failed. The 'Authorization' header is missing.");
  }
  const token = /^Bearer\s+(\S+)$/i.exec(authorization)?.[1];
  if (token === undefined) {
    throw refuse(
      'AuthenticationFailedInvalidHeader',
      "Authentication failed. The 'Authorization' header is provided in an invalid format.",
    );
  }
  const verdict = await context.issuer.verify(token);
  if (verdict.kind === 'invalid') throw refuse('InvalidAuthenticationToken', 'The access token is invalid.');
  if (verdict.kind === 'expired') {
    throw refuse(
      'ExpiredAuthenticationToken',
      `The access token expiry UTC time '${usTime(verdict.expiry)}' is earlier than ` +
        `current UTC time '${usTime(context.now())}'.`,
    );
  }
  const allowed = armAudiencesOf(context.origin);
  if (!isOneOf(verdict.claims.audience, allowed)) {
    throw refuse(
      'InvalidAuthenticationTokenAudience',
      `The access token has been obtained for wrong audience or resource '${verdict.claims.audience}'. It should ` +
        `exactly match with one of the allowed audiences ${allowed.map((name) => `'${name}'`).join(',')}.`,
    );
  }
  return verdict.claims;
}

/**
 * A subscription answers to tokens of its own tenant and of the tenants it is delegated to.
 *
 * @throws Refusal 401 `InvalidAuthenticationTokenTenant`
 */
export function requireTenantOf(context: Context, claims: TokenClaims, found: SubscriptionState): void {
  const home = found.home.tenant.id;
  const accepted = [home, ...managingTenantsOf(found)];
  if (accepted.some((tenant) => idKey(tenant) === idKey(claims.tenantId))) return;
  throw unauthorized(
    context,
    home,
    'InvalidAuthenticationTokenTenant',
    `The access token is from the wrong issuer '${claims.issuer}'. It must match the tenant '${issuerOf(home)}' ` +
      `associated with this subscription. Please use the authority (URL) 'https://login.windows.net/${home}' to ` +
      'get the token. Note, if the subscription is transferred to another tenant there is no impact to the ' +
      'services, but information about new tenant could take time to propagate (up to an hour). If you just ' +
      'transferred your subscription and see this error message, please try back later.',
  );
}

function unauthorized(context: Context, tenant: string, code: string, message: string): Refusal {
  const description = message.replaceAll('"', "'");
  return gatewayRefusal(401, code, message, {
    'WWW-Authenticate':
      `Bearer authorization_uri="${context.origin}/${tenant}", ` +
      `error="invalid_token", error_description="${description}"`,
  });
}

/** `8/21/2018 3:22:00 PM`, in UTC, whatever locale this process has. */
function usTime(time: Date): string {
  const hour = time.getUTCHours();
  const twoDigits = (part: number): string => String(part).padStart(2, '0');
  const date = `${time.getUTCMonth() + 1}/${time.getUTCDate()}/${time.getUTCFullYear()}`;
  const clock = `${hour % 12 || 12}:${twoDigits(time.getUTCMinutes())}:${twoDigits(time.getUTCSeconds())}`;
  return `${date} ${clock} ${hour < 12 ? 'AM' : 'PM'}`;
}
