import { DiagnosticError } from '../diagnostics';
import { isAtOrBelow, managedScopes, scopeOfKey, type Lock, type Scope } from '../model';
import type { Plan } from '../plan';
import type { ApplyResult } from './apply-plan';
import { subjectId } from './kinds';
import { lockAfterAdoption, lockAfterRemoval } from './record-lock';
import type { ResourceWriter } from './writer';

/**
 * The lock once the plan was carried out: without what is gone, with what was adopted on the way. Gone is also what the
 * lock knows and neither the plan nor Azure does: somebody removed it, or an apply that ended before it wrote so down.
 */
export async function lockAfterApply(
  lock: Lock,
  plan: Plan,
  { removedIds, adopted }: ApplyResult,
  writer: ResourceWriter,
): Promise<Lock> {
  const left = lockAfterRemoval(lock, removedIds);
  const gone: string[] = [];
  for (const entry of unheardOf(left, plan)) if (await isGone(entry, writer)) gone.push(entry.id);
  return lockAfterAdoption(lockAfterRemoval(left, gone), adopted);
}

interface Entry {
  readonly id: string;
  readonly scope: Scope;
  readonly type?: string;
}

/** What the plan does not speak of, in scopes that it was made for and that could be read. */
function unheardOf({ adopted, made }: Lock, plan: Plan): Entry[] {
  const spokenOf = new Set(
    [...plan.changes.map(subjectId), ...plan.unmanaged.map(({ assignment }) => assignment.id)].map((id) =>
      id.toLowerCase(),
    ),
  );
  const read = managedScopes(plan).filter(
    ({ scope }) => !plan.unread.some((each) => each.scope.toLowerCase() === scope.toLowerCase()),
  );
  const entries: Entry[] = [
    ...adopted.map(({ id, naturalKey }) => ({ id, scope: scopeOfKey(naturalKey) })),
    ...made,
  ];
  return entries.filter(
    ({ id, scope }) =>
      !spokenOf.has(id.toLowerCase()) && read.some((managed) => isAtOrBelow(scope, managed.scope)),
  );
}

/** What cannot be looked at may be there. */
async function isGone({ id, type }: Entry, writer: ResourceWriter): Promise<boolean> {
  try {
    return (await readerOf(type, writer).read(id)) === undefined;
  } catch (error) {
    if (error instanceof DiagnosticError) return false;
    throw error;
  }
}

function readerOf(
  type: string | undefined,
  writer: ResourceWriter,
): { readonly read: (id: string) => Promise<unknown> } {
  const { roleDefinitions, registrations } = writer;
  switch (type) {
    case 'azurerm_role_definition':
      return roleDefinitions;
    case 'azurerm_lighthouse_definition':
      return registrations.definitions;
    case 'azurerm_lighthouse_assignment':
      return registrations.assignments;
    case undefined:
    default:
      return writer;
  }
}
