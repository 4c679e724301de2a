import {
  isAtOrBelow,
  subscriptionScope,
  type AdoptedAssignment,
  type Lock,
  type ManagedSubscription,
} from '../model';
import { isAdopting, isAssignmentChange, type Change, type Plan } from '../plan';

/**
 * The lock as it must be before the first write: every scope that the plan acts on, and every assignment it adopts.
 * Recorded first, so that a crash cannot leave access behind that no lock file knows of.
 */
export function lockBeforeApply(lock: Lock, plan: Plan, subscriptions: readonly ManagedSubscription[]): Lock {
  const unread = new Set(plan.unread.map(({ scope }) => scope.toLowerCase()));
  const applied = subscriptions
    .map(({ alias, subscriptionId }) => ({ alias, scope: subscriptionScope(subscriptionId) }))
    .filter(({ scope }) => !unread.has(scope.toLowerCase()));
  const others = lock.scopes.filter(({ scope }) => !applied.some((entry) => entry.scope === scope));
  const adopting = plan.changes.flatMap(adoptionOf);
  const kept = lock.adopted.filter(({ id }) => !adopting.some((entry) => isSameId(entry.id, id)));
  return { ...lock, scopes: [...others, ...applied], adopted: [...kept, ...adopting] };
}

/** The lock after assignments are verified to be gone. */
export function lockAfterRemoval(lock: Lock, removedIds: readonly string[]): Lock {
  return {
    ...lock,
    adopted: lock.adopted.filter(({ id }) => !removedIds.some((removed) => isSameId(removed, id))),
  };
}

/** The lock without one scope and what was adopted there, or without any where no alias is named. */
export function lockWithout(lock: Lock, alias: string | undefined): Lock {
  const gone = lock.scopes.filter((entry) => alias === undefined || entry.alias === alias);
  return {
    ...lock,
    scopes: lock.scopes.filter((entry) => !gone.includes(entry)),
    adopted: lock.adopted.filter(({ naturalKey }) => {
      const scope = naturalKey.split('|')[1] ?? '';
      return !gone.some((entry) => isAtOrBelow(scope as typeof entry.scope, entry.scope));
    }),
  };
}

function adoptionOf(change: Change): AdoptedAssignment[] {
  if (!isAssignmentChange(change) || !isAdopting(change)) return [];
  if (!('before' in change) || change.constructPath === undefined) return [];
  const { constructPath, naturalKey, before } = change;
  return [{ constructPath, id: before.id, name: before.name, naturalKey }];
}

function isSameId(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
