import {
  isAtOrBelow,
  managedScopes,
  scopeOfKey,
  type AdoptedAssignment,
  type Lock,
  type MadeResource,
  type ManagedSubscription,
} from '../model';
import { isAdopting, isAssignmentChange, isPimAssignmentChange, type Change, type Plan } from '../plan';
import { subjectId } from './kinds';

/**
 * The lock as it must be before the first write: every scope that the plan acts on, every assignment it adopts, and
 * every thing named by its construct that it keeps or makes.
 * Recorded first, so that a crash cannot leave access behind that no lock file knows of. That all of ours was gone once is
 * no longer true then.
 */
export function lockBeforeApply(lock: Lock, plan: Plan, subscriptions: readonly ManagedSubscription[]): Lock {
  const unread = new Set(plan.unread.map(({ scope }) => scope.toLowerCase()));
  const applied = managedScopes({ subscriptions, managementGroups: plan.managementGroups }).filter(
    ({ scope }) => !unread.has(scope.toLowerCase()),
  );
  const others = lock.scopes.filter(({ scope }) => !applied.some((entry) => entry.scope === scope));
  const adopting = plan.changes.flatMap(adoptionOf);
  const kept = lock.adopted.filter(({ id }) => !adopting.some((entry) => isSameId(entry.id, id)));
  const making = plan.changes.flatMap(madeBy);
  const madeBefore = lock.made.filter(({ id }) => !making.some((entry) => isSameId(entry.id, id)));
  const { customer, cloud } = lock;
  return {
    customer,
    cloud,
    tenantId: plan.tenantId,
    owner: plan.unread.length === 0 ? plan.owner : (lock.owner ?? plan.owner),
    scopes: [...others, ...applied],
    adopted: [...kept, ...adopting],
    made: [...madeBefore, ...making],
  };
}

/** The lock after resources are verified to be gone. */
export function lockAfterRemoval(lock: Lock, removedIds: readonly string[]): Lock {
  const isLeft = ({ id }: { readonly id: string }) => !removedIds.some((removed) => isSameId(removed, id));
  return { ...lock, adopted: lock.adopted.filter(isLeft), made: lock.made.filter(isLeft) };
}

/** The lock after assignments turned out to exist that were to be created. */
export function lockAfterAdoption(lock: Lock, adopted: readonly AdoptedAssignment[]): Lock {
  const others = lock.adopted.filter(({ id }) => !adopted.some((entry) => isSameId(entry.id, id)));
  return { ...lock, adopted: [...others, ...adopted] };
}

/** The lock without one scope and what was adopted there, or without any where no alias is named. */
export function lockWithout(lock: Lock, alias: string | undefined): Lock {
  const gone = lock.scopes.filter((entry) => alias === undefined || entry.alias === alias);
  return {
    ...lock,
    scopes: lock.scopes.filter((entry) => !gone.includes(entry)),
    adopted: lock.adopted.filter(
      ({ naturalKey }) => !gone.some((entry) => isAtOrBelow(scopeOfKey(naturalKey), entry.scope)),
    ),
    made: lock.made.filter(({ scope }) => !gone.some((entry) => isAtOrBelow(scope, entry.scope))),
  };
}

function adoptionOf(change: Change): AdoptedAssignment[] {
  if (!isAssignmentChange(change) || !isAdopting(change)) return [];
  if (!('before' in change) || change.constructPath === undefined) return [];
  const { constructPath, naturalKey, before } = change;
  return [{ constructPath, id: before.id, name: before.name, naturalKey }];
}

function madeBy(change: Change): MadeResource[] {
  const { type, constructPath } = change;
  if (isAssignmentChange(change) || isPimAssignmentChange(change)) return [];
  if (change.action === 'delete' || constructPath === undefined) return [];
  const { scope } = 'after' in change ? change.after : change.before;
  return [{ type, constructPath, scope, id: subjectId(change) }];
}

function isSameId(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
