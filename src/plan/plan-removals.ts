import { keyOf, type ActualState, type DesiredState, type ExistingRoleAssignment } from '../model';
import { originOf } from './origin';
import { assignmentTypeOf } from '../resources';
import type { AssignmentChange, ChangeReason } from './change';
import type { FoundAssignment } from './plan-changes';
import type { PlannedGrants } from './plan-grants';
import { standingOf } from './unmanaged';

type Removal = Extract<AssignmentChange, { action: 'delete' }>;

/**
 * What is to go: ours and no longer declared, and under `full` also what nobody declared. Only assignments whose own
 * scope the stack manages; a conflicting one of another owner is never among them.
 */
export function planRemovals(
  desired: DesiredState,
  actual: ActualState,
  found: readonly FoundAssignment[],
  grants: PlannedGrants,
  asOf: string,
): Removal[] {
  const removals: Removal[] = [];
  for (const entry of found) {
    const { assignment, owner, inManagedScope } = entry;
    if (!inManagedScope || grants.matched.has(assignment.id)) continue;
    if (owner === 'ours') removals.push(planOwnRemoval(assignment, desired));
    else if (desired.ownership === 'full' && owner === 'nobody') {
      const origin = originOf(assignment, owner, desired.partner, actual.principals);
      if (standingOf(assignment, origin, desired, asOf).standing !== 'drift') continue;
      removals.push(removal(assignment, 'undeclared-under-full-ownership'));
    }
  }
  return removals;
}

function planOwnRemoval(before: ExistingRoleAssignment, desired: DesiredState): Removal {
  const ended = desired.grants.find((grant) => grant.ended && keyOf(grant.assignment) === keyOf(before));
  if (!ended) return removal(before, 'no-longer-declared');
  const { address, constructPath, source } = ended;
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
