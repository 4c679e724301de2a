import { isAtOrBelow, subscriptionOf, type Guid, type Scope } from '../model';
import type {
  ActiveAssignmentChange,
  AssignmentChange,
  PimAssignmentChange,
  RoleDefinitionChange,
} from './change';

/**
 * Makes every removal wait for the grants that may take its place: those to the same principal at whatever scope, as
 * when access moves, and those to anybody at an overlapping scope, as when a group takes over from a user. If one of
 * them fails, the old access stays. Grants wait for nothing, so there are no cycles.
 */
export function addDependencies(
  changes: readonly AssignmentChange[],
  active: readonly ActiveAssignmentChange[],
): AssignmentChange[] {
  const givings = [...changes, ...active].filter(({ action }) => action !== 'no-op' && action !== 'delete');
  return changes.map((change) => {
    if (change.action !== 'delete' && change.action !== 'replace') return change;
    const dependsOn = givings
      .filter((other) => canBeDependedOn(other, change.action))
      .filter((other) => mayTakeThePlaceOf(change.before, subjectOf(other)))
      .map(({ address }) => address)
      .sort();
    return { ...change, dependsOn };
  });
}

/** Makes every active assignment that is taken back wait for the grants that may take its place. */
export function awaitGivings(
  active: readonly ActiveAssignmentChange[],
  assignments: readonly AssignmentChange[],
): ActiveAssignmentChange[] {
  const givings = [...assignments, ...active].filter((change) => canBeDependedOn(change, 'delete'));
  return active.map((change) => {
    if (change.action !== 'delete') return change;
    const awaited = givings.filter((other) => mayTakeThePlaceOf(change.before, subjectOf(other)));
    return { ...change, dependsOn: awaited.map(({ address }) => address).sort() };
  });
}

/** Makes every grant wait until the custom role that it gives is as declared. Roles wait for no grant that is made. */
export function awaitRoles<Grant extends AssignmentChange | PimAssignmentChange>(
  changes: readonly Grant[],
  roles: readonly RoleDefinitionChange[],
): Grant[] {
  const pending = new Map(
    roles
      .filter((role) => role.action === 'create' || role.action === 'update')
      .map((role) => [role.after.name, role.address]),
  );
  return changes.map((change) => {
    const role = 'after' in change ? pending.get(change.after.role) : undefined;
    return role === undefined ? change : { ...change, dependsOn: [...change.dependsOn, role].sort() };
  });
}

/** Who has access, and where. */
interface Subject {
  readonly principalId: Guid;
  readonly scope: Scope;
}

/** True when nobody should lose the one access before they have the other. */
export function mayTakeThePlaceOf(removed: Subject, granted: Subject): boolean {
  return granted.principalId === removed.principalId || overlap(granted.scope, removed.scope);
}

/** Above subscriptions nothing tells what is below a management group, so it may overlap with anything. */
function overlap(one: Scope, other: Scope): boolean {
  const isAboveSubscriptions = [one, other].some((scope) => subscriptionOf(scope) === undefined);
  return isAboveSubscriptions || isAtOrBelow(one, other) || isAtOrBelow(other, one);
}

function canBeDependedOn(
  { action }: AssignmentChange | ActiveAssignmentChange,
  by: 'delete' | 'replace',
): boolean {
  return action === 'create' || action === 'update' || (action === 'replace' && by === 'delete');
}

function subjectOf(change: AssignmentChange | ActiveAssignmentChange): Subject {
  return 'after' in change ? change.after : change.before;
}
