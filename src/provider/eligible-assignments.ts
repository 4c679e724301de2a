import { isAzureError, type EligibilityKey, type EligibleAssignmentCalls } from '../azure';
import type { Diagnostic } from '../diagnostics';
import {
  eligibleAssignmentId,
  parseGuid,
  parseRoleDefinitionGuid,
  parseScope,
  type EligibleAssignment,
  type ExistingEligibleAssignment,
} from '../model';
import { azureDiagnostic, orDiagnosticError } from './azure-diagnostic';
import type { Connections } from './connections';
import { mapBounded } from './map-bounded';

/** Eligible assignments of one customer. Failures are DiagnosticErrors. */
export interface EligibleAssignmentProvider {
  read(id: string): Promise<ExistingEligibleAssignment | undefined>;
  create(assignment: EligibleAssignment): Promise<void>;
  /** Asks for another end. */
  update(before: ExistingEligibleAssignment, after: EligibleAssignment): Promise<void>;
  /** Asks for its removal. */
  delete(existing: ExistingEligibleAssignment): Promise<void>;
}

export function eligibleAssignmentProvider(
  { read, write }: Connections['eligibleAssignments'],
  now: () => number,
): EligibleAssignmentProvider {
  const ask = (
    type: Parameters<EligibleAssignmentCalls['request']>[0],
    assignment: EligibleAssignment,
    verb: string,
  ) =>
    orDiagnosticError(write.request(type, assignment, new Date(now())), {
      what: `Eligible assignment ${eligibleAssignmentId(assignment)} could not be ${verb}`,
    });
  return {
    read: async (id) => {
      const key = keyIn(id);
      const what = `Eligible assignment ${id} could not be read`;
      return key && orDiagnosticError(read.find(key), { what });
    },
    create: (assignment) => ask('AdminAssign', assignment, 'created'),
    update: (_, after) => ask('AdminUpdate', after, 'changed'),
    delete: (existing) => ask('AdminRemove', existing, 'removed'),
  };
}

function keyIn(id: string): EligibilityKey | undefined {
  const [first = '', second = '', third = ''] = id.split('|');
  const [scope, role, principalId] = [parseScope(first), parseRoleDefinitionGuid(second), parseGuid(third)];
  return scope && role && principalId ? { scope, role, principalId } : undefined;
}

/** What was asked for, by id; each failure is an error, and its assignment has no entry. */
export interface EligibleAssignmentsRead {
  readonly known: ReadonlyMap<string, ExistingEligibleAssignment | 'missing'>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Requests under way at once. */
const concurrency = 4;

export async function readEligibleAssignments(
  { eligibleAssignments: { read } }: Connections,
  keys: readonly EligibilityKey[],
): Promise<EligibleAssignmentsRead> {
  const byId = new Map(keys.map((key) => [eligibleAssignmentId(key), key]));
  const known = new Map<string, ExistingEligibleAssignment | 'missing'>();
  const diagnostics: Diagnostic[] = [];
  await mapBounded([...byId], concurrency, async ([id, key]) => {
    try {
      known.set(id, (await read.find(key)) ?? 'missing');
    } catch (error) {
      if (!isAzureError(error)) throw error;
      const what = `Eligible assignment ${id} could not be read`;
      diagnostics.push(azureDiagnostic(error, { what, code: 'scope_unread' }));
    }
  });
  return { known, diagnostics };
}
