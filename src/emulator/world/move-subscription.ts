import { idKey } from './cloud';
import type { Cloud, TenantState } from './cloud';

/** A subscription trusts another tenant from now on. `tenant` is that one. */
export interface SubscriptionMoved {
  readonly kind: 'subscriptionMoved';
  readonly tenant: string;
  readonly subscription: string;
}

/**
 * Access stays behind and is deleted: role assignments, what is under PIM, deny assignments and the custom roles of the
 * subscription. Locks and registered providers go along. Moving it where it is already does nothing.
 * Source: https://learn.microsoft.com/azure/role-based-access-control/transfer-subscription
 */
export function moveSubscription(cloud: Cloud, to: TenantState, id: string): void {
  const found = cloud.subscriptions.get(idKey(id));
  if (!found) throw new Error(`A recorded change names the unknown subscription ${id}.`);
  const { home: from } = found;
  if (from === to) return;
  const { displayName, resourceGroups = [] } = found.subscription; // neither management group nor delegations
  const subscription = { id: found.subscription.id, displayName, resourceGroups };
  from.tenant = {
    ...from.tenant,
    subscriptions: (from.tenant.subscriptions ?? []).filter((each) => each !== found.subscription),
  };
  to.tenant = { ...to.tenant, subscriptions: [...(to.tenant.subscriptions ?? []), subscription] };
  cloud.subscriptions.set(idKey(id), { home: to, subscription });
  const isInside = (scope: string): boolean => idKey(`${scope}/`).startsWith(idKey(`/subscriptions/${id}/`));
  leaveAccess(from, isInside);
  for (const [key, lock] of from.objects.managementLocks) {
    if (!isInside(lock.scope)) continue;
    from.objects.managementLocks.delete(key);
    to.objects.managementLocks.set(key, lock);
  }
  for (const [key, provider] of from.objects.registeredProviders) {
    if (idKey(provider.subscription) !== idKey(id)) continue;
    from.objects.registeredProviders.delete(key);
    to.objects.registeredProviders.set(key, provider);
  }
}

function leaveAccess(from: TenantState, isInside: (scope: string) => boolean): void {
  const { denyAssignments, roleSchedules, roleScheduleRequests, customRoles } = from.objects;
  for (const scoped of [from.roleAssignments, denyAssignments, roleSchedules, roleScheduleRequests]) {
    for (const [key, { scope }] of scoped) if (isInside(scope)) scoped.delete(key);
  }
  for (const [key, { assignableScopes }] of customRoles) {
    if (assignableScopes.every(isInside)) customRoles.delete(key);
  }
}
