import { findRole, operationBeyond, type PermissionBlock } from '../../catalogue';
import { isAtOrBelow, subscriptionOf, type Guid, type RoleAssignment } from '../../model';
import { assignmentChanges, type Plan, type UnmanagedAccess } from '../../plan';

/** Access that stands or will stand after an apply. */
export interface GivenAccess {
  readonly assignment: RoleAssignment;
  /** Of the grant that declares it; access that nobody declared has none. */
  readonly address?: string;
  /** For access from above subscriptions: those that inherit it. */
  readonly reaches?: readonly Guid[];
}

/** A declared grant that gives nothing which its principal would not have without it. */
export interface RedundantGrant {
  readonly grant: GivenAccess;
  readonly by: GivenAccess;
}

/** Of two grants that give the same, the one with the later address. */
export function findRedundant(plan: Plan): readonly RedundantGrant[] {
  const declared = declaredAccess(plan);
  const inherited = plan.unmanaged
    .filter(({ origin, standing }) => origin === 'inherited' && standing === 'outside')
    .map(asGiven);
  return declared.flatMap((grant) => {
    const by = [...declared, ...inherited].find(
      (other) =>
        other !== grant &&
        covers(other, grant, plan) &&
        !(isEarlier(grant, other) && covers(grant, other, plan)),
    );
    return by ? [{ grant, by }] : [];
  });
}

/** The declared grant that gives all of what an undeclared assignment gives: the assignment makes no difference. */
export function findShadow(access: Pick<UnmanagedAccess, 'assignment'>, plan: Plan): GivenAccess | undefined {
  return declaredAccess(plan).find((grant) => covers(grant, access, plan));
}

function declaredAccess(plan: Plan): GivenAccess[] {
  return assignmentChanges(plan).flatMap((change): GivenAccess[] => {
    if (change.action === 'delete') return [];
    return [
      { assignment: change.action === 'no-op' ? change.before : change.after, address: change.address },
    ];
  });
}

function asGiven({ assignment, reaches }: UnmanagedAccess): GivenAccess {
  return { assignment, ...(reaches && { reaches }) };
}

function isEarlier(one: GivenAccess, other: GivenAccess): boolean {
  return one.address !== undefined && other.address !== undefined && one.address < other.address;
}

function covers(outer: GivenAccess, inner: GivenAccess, plan: Plan): boolean {
  const [wide, narrow] = [outer.assignment, inner.assignment];
  if (wide.principalId !== narrow.principalId || !reachesTo(outer, narrow)) return false;
  if (wide.condition !== undefined && (wide.role !== narrow.role || wide.condition !== narrow.condition))
    return false;
  return wide.role === narrow.role || roleCovers(wide.role, narrow.role, plan);
}

function reachesTo({ assignment, reaches }: GivenAccess, { scope }: RoleAssignment): boolean {
  if (isAtOrBelow(scope, assignment.scope)) return true;
  const subscription = subscriptionOf(scope);
  return subscription !== undefined && reaches?.includes(subscription) === true;
}

/** False where one of the roles is not known: nothing is called redundant on a guess. */
function roleCovers(wide: Guid, narrow: Guid, plan: Plan): boolean {
  const [held, given] = [permissionsOf(wide, plan), permissionsOf(narrow, plan)];
  return held !== undefined && given !== undefined && operationBeyond(given, held) === undefined;
}

/** Undefined also for a role that is itself bound to conditions. */
function permissionsOf(role: Guid, { facts }: Plan): readonly PermissionBlock[] | undefined {
  const blocks: readonly PermissionBlock[] | undefined =
    findRole(role)?.permissions ?? facts.customRoles[role];
  return blocks?.some(({ condition }) => condition !== undefined) ? undefined : blocks;
}
