import { setTimeout as wait } from 'node:timers/promises';
import { HttpError, isAzureError, type RoleAssignmentCalls } from '../azure';
import { assignmentId, type ExistingRoleAssignment, type RoleAssignment } from '../model';
import { azureDiagnostic, orDiagnosticError, withCause } from './azure-diagnostic';

/**
 * Creates the assignment under its name. Safe to repeat: the same name and content succeed again.
 * `replicationDelays`: milliseconds to wait before each further try while Azure does not know a new principal yet.
 */
export async function createAssignment(
  calls: RoleAssignmentCalls,
  assignment: RoleAssignment,
  replicationDelays: readonly number[],
): Promise<ExistingRoleAssignment> {
  const id = assignmentId(assignment);
  const delays = [...replicationDelays];
  for (;;) {
    try {
      return await calls.put(id, assignment);
    } catch (error) {
      if (!isAzureError(error)) throw error;
      const delay = isPrincipalNotFound(error) ? delays.shift() : undefined;
      if (delay === undefined) {
        const what = `Role assignment ${id} could not be created`;
        throw withCause([azureDiagnostic(error, { what, hint: hintFor(error) })], error);
      }
      await wait(delay);
    }
  }
}

/**
 * Gives the existing assignment another condition, or none. Name, description and all else stay: a PUT replaces the
 * whole assignment, so what is to stay is sent again.
 */
export async function updateAssignment(
  calls: RoleAssignmentCalls,
  before: ExistingRoleAssignment,
  after: Pick<RoleAssignment, 'condition' | 'conditionVersion'>,
): Promise<ExistingRoleAssignment> {
  const changed = {
    ...before,
    condition: after.condition || undefined,
    conditionVersion: (after.condition && after.conditionVersion) || undefined,
  };
  return orDiagnosticError(calls.put(before.id, changed), {
    what: `Role assignment ${before.id} could not be changed`,
  });
}

/** Removes the assignment; one that is already gone is no error. */
export async function deleteAssignment(
  calls: RoleAssignmentCalls,
  { id }: ExistingRoleAssignment,
): Promise<void> {
  await orDiagnosticError(calls.delete(id), { what: `Role assignment ${id} could not be removed` });
}

/** New principals take seconds to minutes until Resource Manager knows them ("Troubleshoot Azure RBAC", learn.microsoft.com). */
function isPrincipalNotFound(error: unknown): boolean {
  return error instanceof HttpError && error.code === 'PrincipalNotFound';
}

function hintFor(error: unknown): string | undefined {
  if (isPrincipalNotFound(error)) {
    return 'A principal that was just created takes some minutes to be known everywhere. Apply again then.';
  }
  return error instanceof HttpError && error.code === 'RoleAssignmentExists'
    ? 'Somebody made this assignment after the plan was made. Plan again: it will then be adopted.'
    : undefined;
}
