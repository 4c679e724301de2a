import { findRole, type PermissionBlock } from '../catalogue';
import { byText, naturalKey, type Guid, type RoleAssignment } from '../model';
import { isAssignmentChange, type ActiveAssignmentChange, type AssignmentChange, type Plan } from '../plan';

type Permissions = readonly PermissionBlock[];

/** An assignment as far as it decides about access; an active one under Privileged Identity Management has no name. */
export type Assigned = Omit<RoleAssignment, 'name'>;

/** Access that somebody has through one assignment. */
export interface Holding {
  readonly assignment: Assigned;
  /** What the role permits; undefined for a custom role that nobody could read. */
  readonly permissions?: Permissions;
}

/** All access that the plan knows of, at, above and below the scopes it was made for, as it is and as it would be. */
export interface Access {
  readonly before: readonly Holding[];
  readonly after: readonly Holding[];
}

/** A change of what Azure shows as a role assignment. */
export type AccessChange = AssignmentChange | ActiveAssignmentChange;

export function accessChanges({ changes }: Plan): readonly AccessChange[] {
  return changes.filter(
    (change): change is AccessChange =>
      isAssignmentChange(change) || change.type === 'azurerm_pim_active_role_assignment',
  );
}

export function accessOf(plan: Plan): Access {
  const unmanaged = plan.unmanaged.map(({ assignment }) => assignment);
  const changes = accessChanges(plan);
  const roles = rolesOf(plan);
  return {
    before: [...changes.flatMap(assignedBefore), ...unmanaged].map(holdingBy(roles.before)),
    after: [...changes.flatMap(assignedAfter), ...unmanaged].map(holdingBy(roles.after)),
  };
}

/** A change after which an assignment is gone or permits something else. */
export type Taking = Extract<AccessChange, { action: 'delete' | 'replace' | 'update' }>;

export function takingsOf(plan: Plan): readonly Taking[] {
  return accessChanges(plan).filter((change): change is Taking =>
    ['delete', 'replace', 'update'].includes(change.action),
  );
}

/** A change by which somebody gets what they did not have through this assignment. */
export type Giving = Extract<AccessChange, { action: 'create' | 'replace' | 'update' }>;

export function givingsOf(plan: Plan): readonly Giving[] {
  return accessChanges(plan).filter((change): change is Giving =>
    ['create', 'replace', 'update'].includes(change.action),
  );
}

/** The changes that remove an assignment which Azure has. */
export function removalsOf(plan: Plan): readonly Exclude<Taking, { action: 'update' }>[] {
  return takingsOf(plan).filter((change) => change.action !== 'update');
}

function assignedBefore(change: AccessChange): Assigned[] {
  return 'before' in change ? [change.before] : [];
}

function assignedAfter(change: AccessChange): Assigned[] {
  if ('after' in change) return [change.after];
  return change.action === 'no-op' ? [change.before] : [];
}

/** What custom roles permit before and after the plan. */
function rolesOf({ facts, changes }: Plan): Record<'before' | 'after', ReadonlyMap<string, Permissions>> {
  const before = new Map<string, Permissions>(Object.entries(facts.customRoles));
  const after = new Map(before);
  for (const change of changes) {
    if (change.type !== 'azurerm_role_definition') continue;
    if ('before' in change && !before.has(change.before.name)) {
      before.set(change.before.name, change.before.permissions);
      after.set(change.before.name, change.before.permissions);
    }
    if ('after' in change) after.set(change.after.name, change.after.permissions);
  }
  return { before, after };
}

function holdingBy(customRoles: ReadonlyMap<string, Permissions>): (assignment: Assigned) => Holding {
  return (assignment) => {
    const permissions = permissionsOf(assignment.role, customRoles);
    return { assignment, ...(permissions && { permissions }) };
  };
}

function permissionsOf(role: Guid, customRoles: ReadonlyMap<string, Permissions>): Permissions | undefined {
  return findRole(role)?.permissions ?? customRoles.get(role);
}

/** How a finding calls somebody: a group of another tenant with its object id, since anybody can take its name. */
export function calledIn({ names }: Plan, { principalId, principalType }: Assigned): string {
  const name = names[principalId];
  if (name === undefined) return principalId;
  return principalType === 'ForeignGroup' ? `${name} ${principalId}` : name;
}

/** The first of the changes by address, so that a finding about several is always shown at the same place. */
export function firstOf<Change extends { readonly address: string }>(
  changes: readonly Change[],
): Change | undefined {
  return changes.toSorted(byText(({ address }) => address))[0];
}

/** True for two assignments of the same role to the same principal at the same scope. */
export function isSameAccess(left: Assigned, right: Assigned): boolean {
  return naturalKey(left) === naturalKey(right);
}
