import type { Context } from '../context';
import type { Answer, Exchange } from '../http/exchange';
import { Refusal } from '../http/refusal';
import type { TokenClaims } from '../login/access-token';
import { idKey } from '../world/cloud';
import type { SubscriptionState } from '../world/cloud';
import { requireApiVersion } from './api-version';
import { authenticateArm, gatewayRefusal, requireTenantOf } from './arm-authentication';
import { armHeaders } from './arm-headers';
import { parseArmPath } from './arm-path';
import type { ArmPath } from './arm-path';
import type { ArmRequest } from './arm-request';
import { putRoleAssignment } from './put-role-assignment';
import { isGuid } from './role-assignment-body';
import { deleteRoleAssignment, getRoleAssignment, listRoleAssignments } from './role-assignments';
import { getRoleDefinition, listRoleDefinitions } from './role-definitions';
import { resolveScope } from './scope';
import type { Scope } from './scope';
import {
  getSubscription,
  listProviders,
  listResourceGroups,
  listSubscriptions,
  listTenants,
} from './subscriptions';

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
  return route(
    { context, exchange, claims, callerHome, apiVersion, ...(known && { subscription: known }) },
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

function route(request: ArmRequest, path: ArmPath): Answer {
  if (path.type === 'roleAssignments') {
    return routeRoleAssignments(request, scopeOf(request, path), path.name);
  }
  if (path.type === 'roleDefinitions') {
    return routeRoleDefinitions(request, scopeOf(request, path), path.name);
  }
  return routeSubscriptions(request, path);
}

function routeRoleAssignments(request: ArmRequest, scope: Scope, name: string | undefined): Answer {
  const { method } = request.exchange;
  if (name === undefined) {
    if (method === 'GET') return listRoleAssignments(request, scope);
    throw notImitated(request.exchange);
  }
  if (!isGuid(name)) {
    const message = `The role assignment ID '${name}' is not valid. The role assignment ID must be a GUID.`;
    throw new Refusal(400, 'InvalidRoleAssignmentId', message);
  }
  if (method === 'GET') return getRoleAssignment(request, scope, name);
  if (method === 'PUT') return putRoleAssignment(request, scope, name);
  if (method === 'DELETE') return deleteRoleAssignment(request, scope, name);
  throw notImitated(request.exchange);
}

function routeRoleDefinitions(request: ArmRequest, scope: Scope, id: string | undefined): Answer {
  if (request.exchange.method !== 'GET') throw notImitated(request.exchange);
  return id === undefined ? listRoleDefinitions(request, scope) : getRoleDefinition(scope, id);
}

function routeSubscriptions(request: ArmRequest, path: ArmPath): Answer {
  const { subscription, exchange } = request;
  if (exchange.method !== 'GET') throw notImitated(exchange);
  if (path.type === 'tenants') return listTenants(request);
  if (!subscription) return listSubscriptions(request);
  if (path.type === 'resourceGroups') return listResourceGroups(request, subscription);
  if (path.type === 'providers') return listProviders(subscription);
  return getSubscription(subscription);
}

/** ARM does not tell a management group that is not there from one that the caller may not see. */
function scopeOf(request: ArmRequest, path: ArmPath): Scope {
  const scope = resolveScope(path.scope, request.callerHome, request.subscription);
  if (scope) return scope;
  const operation = { PUT: 'write', DELETE: 'delete' }[request.exchange.method] ?? 'read';
  const { appId, objectId } = request.claims;
  throw new Refusal(
    403,
    'AuthorizationFailed',
    `The client '${appId}' with object id '${objectId}' does not have authorization to perform action ` +
      `'Microsoft.Authorization/${path.type}/${operation}' over scope '/${path.scope.join('/')}' or the scope is ` +
      'invalid. If access was recently granted, please refresh your credentials.',
  );
}

function notImitated({ method, segments }: Exchange): Refusal {
  const message = `The emulator does not imitate ${method} /${segments.join('/')}.`;
  return gatewayRefusal(404, 'NotFound', message);
}
