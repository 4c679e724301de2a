import type { ArmRequest } from '../arm/arm-request';
import { resolveScope } from '../arm/scope';
import type { Scope } from '../arm/scope';
import { isVisibleTo } from '../arm/subscriptions';
import { Refusal } from '../http/refusal';
import { idKey } from '../world/cloud';
import type { SubscriptionState } from '../world/cloud';
import type { GraphQueryBody } from './graph-request-body';

/** Where a query looks. */
export interface QueriedScopes {
  /** The scopes that it names; root and every delegated subscription when it names none. */
  readonly scopes: readonly Scope[];
  readonly subscriptions: readonly SubscriptionState[];
}

/**
 * @throws Refusal 400 when none of the named subscriptions can be seen, 403 for a management group that cannot
 */
export function queriedScopes(request: ArmRequest, body: GraphQueryBody): QueriedScopes {
  const visible = [...request.context.ledger.cloud.subscriptions.values()].filter((found) =>
    isVisibleTo(found, request),
  );
  if (body.subscriptions.length > 0) return bySubscription(request, body.subscriptions, visible);
  if (body.managementGroups.length > 0) return byManagementGroup(request, body.managementGroups, visible);
  const delegated = visible.filter((found) => found.home !== request.callerHome);
  const root = resolveScope([], request.callerHome, undefined);
  return {
    scopes: [...(root ? [root] : []), ...delegated.map((found) => scopeOf(request, found))],
    subscriptions: visible,
  };
}

function bySubscription(
  request: ArmRequest,
  ids: readonly string[],
  visible: readonly SubscriptionState[],
): QueriedScopes {
  const wanted = new Set(ids.map(idKey));
  const subscriptions = visible.filter(({ subscription }) => wanted.has(idKey(subscription.id)));
  if (subscriptions.length === 0) {
    throw new Refusal(
      400,
      'NoValidSubscriptionsInQueryRequest',
      `There must be at least one subscription that is eligible to contain resources. Given: '${ids.join(',')}'.`,
    );
  }
  return { scopes: subscriptions.map((found) => scopeOf(request, found)), subscriptions };
}

function byManagementGroup(
  request: ArmRequest,
  names: readonly string[],
  visible: readonly SubscriptionState[],
): QueriedScopes {
  const scopes = names.map((name) => {
    const segments = ['providers', 'Microsoft.Management', 'managementGroups', name];
    const scope = resolveScope(segments, request.callerHome, undefined);
    const action = 'Microsoft.Management/managementGroups/read';
    if (scope && request.access.allows({ action }, scope)) return scope;
    throw new Refusal(403, 'AccessDenied', `The management group '${name}' cannot be queried.`);
  });
  const reached = new Set(scopes.flatMap(({ reach }) => reach));
  const subscriptions = visible.filter(({ subscription }) =>
    reached.has(idKey(`/subscriptions/${subscription.id}`)),
  );
  return { scopes, subscriptions };
}

function scopeOf(request: ArmRequest, found: SubscriptionState): Scope {
  const scope = resolveScope(['subscriptions', found.subscription.id], request.callerHome, found);
  if (!scope) throw new Error('a subscription is always a scope');
  return scope;
}
