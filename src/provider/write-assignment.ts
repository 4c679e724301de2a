import type { RoleAssignmentCalls } from '../azure';
import type { ExistingRoleAssignment, RoleAssignment } from '../model';
import { orDiagnosticError } from './azure-diagnostic';
import type { WriteBudget } from './write-budget';

/**
 * Gives the existing assignment another condition, or none. Name, description and all else stay: a PUT replaces the
 * whole assignment, so what is to stay is sent again.
 */
export async function updateAssignment(
  calls: RoleAssignmentCalls,
  budget: WriteBudget,
  before: ExistingRoleAssignment,
  after: Pick<RoleAssignment, 'condition' | 'conditionVersion'>,
): Promise<ExistingRoleAssignment> {
  const changed = {
    ...before,
    condition: after.condition || undefined,
    conditionVersion: (after.condition && after.conditionVersion) || undefined,
  };
  await budget('write', before.scope);
  return orDiagnosticError(calls.put(before.id, changed), {
    what: `Role assignment ${before.id} could not be changed`,
  });
}

/** Removes the assignment; one that is already gone is no error. */
export async function deleteAssignment(
  calls: RoleAssignmentCalls,
  budget: WriteBudget,
  { id, scope }: ExistingRoleAssignment,
): Promise<void> {
  await budget('delete', scope);
  await orDiagnosticError(calls.delete(id), { what: `Role assignment ${id} could not be removed` });
}
