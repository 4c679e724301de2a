import { HttpError, isAzureError, type PimKey, type PimAssignmentCalls } from '../azure';
import { DiagnosticError, type Diagnostic } from '../diagnostics';
import {
  pimAssignmentId,
  parseGuid,
  parseRoleDefinitionGuid,
  parseScope,
  type PimAssignment,
  type ExistingPimAssignment,
  type KnownPimAssignments,
  type PimKind,
} from '../model';
import { changedInPimAssignment } from '../resources';
import { azureDiagnostic, orDiagnosticError } from './azure-diagnostic';
import type { Connections } from './connections';
import { mapBounded } from './map-bounded';

const titleOf: Readonly<Record<PimKind, string>> = {
  eligible: 'Eligible assignment',
  active: 'Active assignment',
};

/** Assignments of one kind under Privileged Identity Management, of one customer. Failures are DiagnosticErrors. */
export interface PimAssignmentProvider {
  read(id: string): Promise<ExistingPimAssignment | undefined>;
  /** Also succeeds where just what is declared stands already. */
  create(assignment: PimAssignment): Promise<void>;
  /** Asks for another end. */
  update(before: ExistingPimAssignment, after: PimAssignment): Promise<void>;
  /** Asks for its removal. Also succeeds when it has ended already. */
  delete(existing: ExistingPimAssignment): Promise<void>;
}

export function pimAssignmentProvider(
  kind: PimKind,
  { read, write }: Connections['pimAssignments'][PimKind],
  now: () => number,
): PimAssignmentProvider {
  const ask = (type: Parameters<PimAssignmentCalls['request']>[0], assignment: PimAssignment, verb: string) =>
    orDiagnosticError(write.request(type, assignment, new Date(now())), {
      what: `${titleOf[kind]} ${pimAssignmentId(assignment)} could not be ${verb}`,
    });
  const find = async (id: string) => {
    const key = keyIn(id);
    const what = `${titleOf[kind]} ${id} could not be read`;
    return key && orDiagnosticError(read.find(key), { what });
  };
  const stands = async (assignment: PimAssignment): Promise<boolean> => {
    const found = await find(pimAssignmentId(assignment));
    return found !== undefined && changedInPimAssignment(found, assignment).length === 0;
  };
  return {
    read: find,
    create: (assignment) =>
      ask('AdminAssign', assignment, 'created').catch(async (error: unknown) => {
        if (codeOf(error) !== 'RoleAssignmentExists' || !(await stands(assignment))) throw error;
      }),
    update: (_, after) => ask('AdminUpdate', after, 'changed'),
    delete: (existing) =>
      ask('AdminRemove', existing, 'removed').catch((error: unknown) => {
        if (codeOf(error) !== 'RoleAssignmentDoesNotExist') throw error;
      }),
  };
}

/** Azure's code. */
function codeOf(error: unknown): string | undefined {
  const cause = error instanceof DiagnosticError ? error.cause : undefined;
  return cause instanceof HttpError ? cause.code : undefined;
}

function keyIn(id: string): PimKey | undefined {
  const [first = '', second = '', third = ''] = id.split('|');
  const [scope, role, principalId] = [parseScope(first), parseRoleDefinitionGuid(second), parseGuid(third)];
  return scope && role && principalId ? { scope, role, principalId } : undefined;
}

/** What was asked for, by id; each failure is an error, and its assignment has no entry. */
export interface PimAssignmentsRead {
  readonly known: KnownPimAssignments;
  readonly diagnostics: readonly Diagnostic[];
}

/** Requests under way at once. */
const concurrency = 4;

export async function readPimAssignments(
  { pimAssignments }: Connections,
  kind: PimKind,
  keys: readonly PimKey[],
): Promise<PimAssignmentsRead> {
  const { read } = pimAssignments[kind];
  const byId = new Map(keys.map((key) => [pimAssignmentId(key), key]));
  const known = new Map<string, ExistingPimAssignment | 'missing'>();
  const diagnostics: Diagnostic[] = [];
  await mapBounded([...byId], concurrency, async ([id, key]) => {
    try {
      known.set(id, (await read.find(key)) ?? 'missing');
    } catch (error) {
      if (!isAzureError(error)) throw error;
      const what = `${titleOf[kind]} ${id} could not be read`;
      diagnostics.push(azureDiagnostic(error, { what, code: 'scope_unread' }));
    }
  });
  return { known, diagnostics };
}
