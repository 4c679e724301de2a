import {
  keyOf,
  type DesiredGrant,
  type DesiredState,
  type ExistingRoleAssignment,
  type NaturalKey,
} from '../model';
import { assignmentTypeOf } from '../resources';
import type { AssignmentChange, ChangeReason } from './change';
import type { FoundAssignment } from './plan-changes';
import type { UnmanagedAccess } from './plan';
import { isOurs, isToGo } from './unmanaged';

type Removal = Extract<AssignmentChange, { action: 'delete' }>;

/** What becomes of access that no grant declares. */
export interface PlannedRemovals {
  readonly removals: readonly Removal[];
  /** What stays, and why. */
  readonly unmanaged: readonly UnmanagedAccess[];
}

/**
 * What is to go: ours and no longer declared, and under `full` also what nobody declared. Only assignments whose own
 * scope the stack manages, and which nothing speaks for.
 */
export function planRemovals(
  undeclared: readonly FoundAssignment[],
  judge: (found: FoundAssignment) => UnmanagedAccess,
  desired: DesiredState,
): PlannedRemovals {
  const ended = new Map(
    desired.grants.filter((grant) => grant.ended).map((grant) => [keyOf(grant.assignment), grant]),
  );
  const removals: Removal[] = [];
  const unmanaged: UnmanagedAccess[] = [];
  for (const found of undeclared) {
    const access = judge(found);
    if (access.standing !== 'drift' || !isToGo(found, desired)) unmanaged.push(access);
    else if (isOurs(found)) removals.push(planOwnRemoval(found.assignment, ended));
    else removals.push(removal(found.assignment, 'undeclared-under-full-ownership'));
  }
  return { removals, unmanaged };
}

function planOwnRemoval(
  before: ExistingRoleAssignment,
  ended: ReadonlyMap<NaturalKey, DesiredGrant>,
): Removal {
  const grant = ended.get(keyOf(before));
  if (!grant) return removal(before, 'no-longer-declared');
  const { address, constructPath, source } = grant;
  return { ...removal(before, 'grant-ended'), address, constructPath, ...(source && { source }) };
}

function removal(before: ExistingRoleAssignment, reason: ChangeReason): Removal {
  const type = assignmentTypeOf(before);
  return {
    type,
    action: 'delete',
    address: `${type}.undeclared["${before.name}"]`,
    naturalKey: keyOf(before),
    dependsOn: [],
    before,
    reason,
  };
}
