import { managementGroupScope, scopeKey, subscriptionScope, type DesiredState } from '../model';
import type { Declaration } from './document';

/** The ownership that holds where nothing else is said, and by scope where something is. */
export function ownershipOf({
  ownership,
  ownershipAt,
  subscriptions,
  managementGroups,
}: Declaration): Pick<DesiredState, 'ownership' | 'ownershipAt'> {
  const byScope = Object.entries(ownershipAt).flatMap(([alias, each]) => {
    const [subscription, managementGroup] = [subscriptions[alias], managementGroups[alias]];
    if (subscription) return [[scopeKey(subscriptionScope(subscription)), each] as const];
    return managementGroup ? [[scopeKey(managementGroupScope(managementGroup)), each] as const] : [];
  });
  return { ownership, ...(byScope.length > 0 && { ownershipAt: new Map(byScope) }) };
}

/** True where access that nobody declared may be removed. */
export function removesOthers({ ownership, ownershipAt }: Declaration): boolean {
  return [ownership, ...Object.values(ownershipAt)].includes('full');
}
