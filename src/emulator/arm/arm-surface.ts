import type { Context } from '../context';
import type { Answer, Exchange } from '../http/exchange';
import { Refusal } from '../http/refusal';
import type { TokenClaims } from '../login/access-token';
import { settleSchedules } from '../pim/schedules';
import { idKey } from '../world/cloud';
import type { SubscriptionState } from '../world/cloud';
import { accessOf } from './access/access';
import { requireMfa } from './access/require-mfa';
import { requireApiVersion } from './api-version';
import { authenticateArm, gatewayRefusal, requireTenantOf } from './arm-authentication';
import { armHeaders } from './arm-headers';
import { parseArmPath } from './arm-path';
import { routeArm } from './arm-routes';
import { isGuid } from './json-body';
import { notImitated } from './not-imitated';

/** Azure Resource Manager. Answers every path, those that no service has included. */
export async function answerArm(context: Context, exchange: Exchange): Promise<Answer> {
  const headers = armHeaders(exchange, context.now());
  try {
    const answer = await admit(context, exchange);
    return { ...answer, headers: { ...headers, ...answer.headers } };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return armError(error.status, error.code, error.message, { ...headers, ...error.headers });
  }
}

/** The error envelope that all services of ARM share. */
export function armError(
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return { status, headers, body: { error: { code, message } } };
}

/** The front door: token, then subscription, then api-version. */
async function admit(context: Context, exchange: Exchange): Promise<Answer> {
  const [root, subscriptionId] = exchange.segments;
  const named = root?.toLowerCase() === 'subscriptions' ? subscriptionId : undefined;
  const known = named === undefined ? undefined : context.ledger.cloud.subscriptions.get(idKey(named));
  const tenantHint = known?.home.tenant.id ?? 'common';
  const claims = await authenticateArm(context, exchange.header('authorization'), tenantHint);
  if (named !== undefined) requireSubscription(context, claims, named, known);

  const path = parseArmPath(exchange.segments);
  const apiVersion = requireApiVersion(exchange, path?.type);
  const callerHome = context.ledger.cloud.tenants.get(idKey(claims.tenantId));
  if (!path || !callerHome) throw notImitated(exchange);
  requireMfa(exchange, claims, path);
  const homes = new Set([callerHome, known?.home ?? callerHome]);
  for (const home of homes) settleSchedules(context, home);
  const access = accessOf(context.ledger.cloud, callerHome, claims.objectId, context.now());
  return routeArm(
    { context, exchange, claims, callerHome, access, apiVersion, ...(known && { subscription: known }) },
    path,
  );
}

function requireSubscription(
  context: Context,
  claims: TokenClaims,
  id: string,
  found: SubscriptionState | undefined,
): void {
  if (!isGuid(id)) {
    const message = `The provided subscription identifier '${id}' is malformed or invalid.`;
    throw gatewayRefusal(400, 'InvalidSubscriptionId', message);
  }
  if (!found) {
    throw gatewayRefusal(404, 'SubscriptionNotFound', `The subscription '${id}' could not be found.`);
  }
  requireTenantOf(context, claims, found);
}
