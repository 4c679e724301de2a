import { HttpError, isAzureError, type AzureError, type Timing } from '../azure';
import { diagnostic, DiagnosticError } from '../diagnostics';
import {
  assignmentId,
  keyOf,
  roleDefinitionIdAt,
  subscriptionOf,
  type ExistingRoleAssignment,
  type Guid,
  type RoleAssignment,
} from '../model';
import { azureDiagnostic, withCause } from './azure-diagnostic';
import type { Connections } from './connections';
import type { DescribedPrincipals } from './refresh';
import type { WriteBudget } from './write-budget';

/** The same access exists already: under another name, or it is being removed and cannot be read any more. */
export class AssignmentExistsError extends DiagnosticError {
  /** Undefined where Azure says that it exists and does not show it: its removal is still under way. */
  readonly existing: ExistingRoleAssignment | undefined;

  constructor(error: AzureError, wanted: RoleAssignment, existing: ExistingRoleAssignment | undefined) {
    const answer = azureDiagnostic(error, {
      what: `Role assignment ${assignmentId(wanted)} could not be created`,
    });
    const found = existing
      ? `The existing one is ${existing.id}.`
      : 'It cannot be read: its removal seems to be under way.';
    const hint = existing
      ? 'Plan again: the plan then says what becomes of it.'
      : 'Apply again in some minutes.';
    super([{ ...answer, detail: `${answer.detail}\n${found}`, hint }]);
    this.cause = error;
    this.existing = existing;
  }
}

export interface AssignmentCreation {
  readonly calls: Connections['assignments'];
  /** Custom and built-in roles as whoever writes sees them. */
  readonly roles: Pick<Connections['roleDefinitions']['write'], 'get'>;
  readonly customerTenant: Connections['customerTenant'];
  readonly budget: WriteBudget;
  readonly timing: Pick<Timing, 'wait'>;
  readonly describePrincipals: (ids: readonly Guid[]) => Promise<DescribedPrincipals>;
}

/**
 * Milliseconds before each further try while Azure does not know the principal or the role. A new one takes seconds to
 * minutes ("Troubleshoot Azure RBAC", learn.microsoft.com), which is waited for when the directory has the principal.
 */
const delays = {
  inDirectory: [3_000, 7_000, 15_000, 30_000, 60_000, 60_000, 60_000],
  unsure: [3_000, 7_000],
  role: [3_000, 7_000, 15_000, 30_000],
};

/**
 * Creates the assignment under its name. Safe to repeat: the same name and content succeed again. Throws
 * AssignmentExistsError where the access exists under another name. Once the signal is aborted, nothing is waited for.
 */
export async function createAssignment(
  creation: AssignmentCreation,
  assignment: RoleAssignment,
  signal?: AbortSignal,
): Promise<ExistingRoleAssignment> {
  const id = assignmentId(assignment);
  let left: number[] | undefined;
  for (;;) {
    try {
      await creation.budget('write', assignment.scope);
      return await creation.calls.write.put(id, assignment);
    } catch (error) {
      if (!isAzureError(error)) throw error;
      if (hasCode(error, 'RoleAssignmentExists')) {
        throw new AssignmentExistsError(error, assignment, await findExisting(creation, assignment, error));
      }
      if (!hasCode(error, 'PrincipalNotFound') && !isUnknownRole(error)) throw refusal(error, id);
      left ??= isUnknownRole(error)
        ? await patienceForRole(creation, assignment)
        : await patienceFor(creation, assignment, error);
      const delay = left.shift();
      if (delay === undefined || signal?.aborted) throw refusal(error, id, whenUnknown(error, assignment));
      await creation.timing.wait(delay, signal).catch(() => undefined);
    }
  }
}

/** How often to try again for a principal that Azure does not know. Throws `principal_not_found` for one that the directory does not have. */
async function patienceFor(
  { describePrincipals, customerTenant }: AssignmentCreation,
  { principalId, principalType }: RoleAssignment,
  error: AzureError,
): Promise<number[]> {
  const isElsewhere = principalType === 'ForeignGroup' || principalType === 'Device';
  const known = isElsewhere
    ? undefined
    : (await describePrincipals([principalId])).principals.get(principalId);
  if (known !== 'missing') return [...(known ? delays.inDirectory : delays.unsure)];
  const unknown = diagnostic('principal_not_found', {
    detail: `Neither Azure nor the directory of tenant ${customerTenant} has a principal with the object id ${principalId}, so this is no matter of waiting.`,
    hint: 'Check the object id in the grant. It is that of the user, group or service principal, not an application id.',
  });
  throw withCause([unknown], error);
}

/** A role that can be read was just made, and is waited for longer than one that nobody has seen: that is a wrong id. */
async function patienceForRole(
  { roles }: AssignmentCreation,
  { scope, role }: RoleAssignment,
): Promise<number[]> {
  const found = await roles.get(roleDefinitionIdAt(scope, role)).catch((error: unknown) => {
    if (isAzureError(error)) return undefined;
    throw error;
  });
  return [...(found ? delays.role : delays.unsure)];
}

/** Azure names the existing assignment by its guid without dashes, in older answers not at all. */
async function findExisting(
  { calls: { read } }: AssignmentCreation,
  wanted: RoleAssignment,
  error: AzureError,
): Promise<ExistingRoleAssignment | undefined> {
  const digits = /existing role assignment is ([0-9a-f]{32})\b/i.exec(error.message)?.[1];
  const subscription = subscriptionOf(wanted.scope);
  try {
    if (digits !== undefined) {
      const name = digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') as RoleAssignment['name'];
      return await read.get(assignmentId({ scope: wanted.scope, name }));
    }
    const listed = subscription === undefined ? [] : await read.list(subscription);
    return listed.find((each) => keyOf(each) === keyOf(wanted));
  } catch (failed) {
    if (isAzureError(failed)) throw refusal(error, assignmentId(wanted));
    throw failed;
  }
}

/** Azure's message speaks of replication also where a relationship is missing. */
function whenUnknown(error: AzureError, { principalId, principalType, role }: RoleAssignment): string {
  if (isUnknownRole(error))
    return `Check the role: ${role}. A custom role that was just made takes some minutes to be known everywhere; apply again then.`;
  return principalType === 'ForeignGroup'
    ? `${principalId} is a group of another tenant, so waiting does not help: Azure knows it only while that tenant is a reseller of the customer and has delegated admin privileges (GDAP). Check both in Partner Center, and that it is the object id of AdminAgents in the tenant of the partner.`
    : 'A principal that was just created takes some minutes to be known everywhere. Apply again then.';
}

function refusal(error: AzureError, id: string, hint?: string): DiagnosticError {
  return withCause(
    [azureDiagnostic(error, { what: `Role assignment ${id} could not be created`, hint })],
    error,
  );
}

/** Role definitions are known everywhere only some time after they were made. */
function isUnknownRole(error: AzureError): boolean {
  return hasCode(error, 'RoleDefinitionDoesNotExist');
}

function hasCode(error: AzureError, code: string): boolean {
  return error instanceof HttpError && error.code === code;
}
