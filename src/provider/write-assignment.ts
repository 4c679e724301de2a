import { HttpError, isAzureError, type RoleAssignmentCalls } from '../azure';
import type { ExistingRoleAssignment, RoleAssignment } from '../model';
import { azureDiagnostic, orDiagnosticError, withCause } from './azure-diagnostic';
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
  try {
    await calls.delete(id);
  } catch (error) {
    if (!isAzureError(error)) throw error;
    const what = `Role assignment ${id} could not be removed`;
    throw withCause([azureDiagnostic(error, { what, hint: hintFor(error) })], error);
  }
}

function hintFor(error: unknown): string | undefined {
  return error instanceof HttpError && error.code === 'ScopeLocked'
    ? 'A resource lock at or above the scope forbids deleting, also of access. Remove the lock, apply again, and put it back:\n\naz lock list'
    : undefined;
}
