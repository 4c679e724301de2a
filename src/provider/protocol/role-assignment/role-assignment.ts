import { setTimeout as sleep } from 'node:timers/promises';
import { diagnostic, DiagnosticError } from '../../../diagnostics';
import {
  assignmentId,
  parseGuid,
  parseScope,
  type ExistingRoleAssignment,
  type RoleAssignment,
} from '../../../model';
import { fromAttributes, toAttributes } from '../../../resources';
import { FindingError, refuse, wrongArgument } from '../finding';
import { InDoubt, type Kept, type ManagedResource } from '../managed-resource';
import type { Session } from '../session';
import { inTime, timeLimit, type Operation } from '../time-limits';
import { textAt, type Values } from '../values/value';
import { moveFrom, withoutTenant } from './move';
import { naming } from './naming-errors';
import { isSame, planChange } from './plan';
import { readWritten, rememberWrite } from './recent-write';
import { attributeNames, schema } from './schema';
import { validate } from './validate';

/** `tilldela_role_assignment`. */
export const roleAssignment: ManagedResource = {
  schema,
  validate,
  plan: planChange,
  read,
  create,
  update,
  delete: remove,
  import: importState,
  move: moveFrom,
};

async function read(
  { state, privateState }: Kept & { readonly state: Values },
  session: Session,
): Promise<Kept> {
  return limited(session, state, 'read', async (signal) => {
    const provider = await session.provider();
    const found = await readWritten(privateState, () => provider.read(idOf(state)), {
      now: () => Date.now(),
      wait: (milliseconds) => sleep(milliseconds, undefined, { signal }),
    });
    return { state: found ? refreshed(state, found) : null, privateState };
  });
}

/** What Azure has, in the words of the state wherever those mean the same. */
function refreshed(state: Values, found: ExistingRoleAssignment): Values {
  const actual = toAttributes(found);
  const attributes = attributeNames.map((name) => {
    const before = state[name] ?? null;
    return [name, isSame(name, before, actual[name]) ? before : actual[name]] as const;
  });
  const id = textAt(state, 'id');
  return {
    ...state,
    ...Object.fromEntries(attributes),
    id: id?.toLowerCase() === found.id.toLowerCase() ? id : found.id,
  };
}

/** What Azure was asked for and may have made comes with the failure, so that no access is left that no state has. */
async function create(planned: Values, session: Session): Promise<Kept> {
  let inDoubt: Kept | undefined;
  const making = limited(session, planned, 'create', async (signal) => {
    const [provider, { AssignmentExistsError }, { leavesInDoubt }] = await Promise.all([
      session.provider(),
      import('../../create-assignment'),
      import('../../azure-diagnostic'),
    ]);
    const wanted = assignmentOf(planned, session);
    const id = assignmentId(wanted);
    if (await provider.read(id)) {
      return refuse('already_exists', `Azure has ${id}.`, importHint(id));
    }
    inDoubt = justWritten(planned, id);
    try {
      return justWritten(planned, (await provider.create(wanted, signal)).id);
    } catch (error) {
      const isRefusal = error instanceof DiagnosticError && !leavesInDoubt(error);
      if (isRefusal) inDoubt = undefined;
      throw error instanceof AssignmentExistsError && error.existing ? sameAccess(error.existing) : error;
    }
  });
  return making.catch((error: unknown) => {
    throw inDoubt && error instanceof FindingError ? new InDoubt(error.findings, inDoubt) : error;
  });
}

function justWritten(planned: Values, id: string): Kept {
  return { state: { ...planned, id }, privateState: rememberWrite(Date.now()) };
}

async function update(
  { state: prior, privateState }: Kept & { readonly state: Values },
  planned: Values,
  session: Session,
): Promise<Kept> {
  const isSameAccess = attributeNames.every((name) => planned[name] === prior[name]);
  if (isSameAccess) return { state: planned, privateState }; // only its `timeouts` are others
  return limited(session, planned, 'update', async () => {
    const provider = await session.provider();
    const existing = await provider.read(idOf(prior));
    if (!existing) return refuse('gone_meanwhile', `${idOf(prior)} does not exist any more.`);
    const wanted = assignmentOf(planned, session);
    await provider.update(describedAs(existing, wanted.description), wanted);
    return justWritten(planned, idOf(prior));
  });
}

/** The same access under another name: what to write to take it over. */
function sameAccess({ id, name }: ExistingRoleAssignment): FindingError {
  const detail = `The same principal has the same role at the same scope already, as ${id}.`;
  const hint = `Set name = "${name}" in the resource. ${importHint(id)}`;
  return new FindingError([{ diagnostic: diagnostic('already_exists', { detail, hint }) }]);
}

/** An update sends again all that it does not change, so that the description is given as if it had been there. */
function describedAs(existing: ExistingRoleAssignment, description = ''): ExistingRoleAssignment {
  return { ...existing, description };
}

async function remove(prior: Values, session: Session): Promise<void> {
  await limited(session, prior, 'delete', async () => {
    const provider = await session.provider();
    await provider.delete({ ...assignmentOf(prior, session), id: idOf(prior) });
  });
}

/** Import ids are Azure's resource ids, as the portal and `az role assignment list` show them, or those of azurerm. */
function importState(id: string): Values {
  const [, scopeText = '', nameText = ''] =
    /^(.*)\/providers\/microsoft\.authorization\/roleassignments\/([^/]+)$/i.exec(withoutTenant(id.trim())) ??
    [];
  const [scope, name] = [parseScope(scopeText || '/'), parseGuid(nameText)];
  if (!scope || !name) {
    const detail = `"${id}" is no resource id of a role assignment.`;
    const hint =
      'It ends in /providers/Microsoft.Authorization/roleAssignments/ and a GUID. To list them:\n\naz role assignment list --scope SCOPE --query "[].id"';
    throw new FindingError([wrongArgument(['id'], detail, hint)]);
  }
  return { id: assignmentId({ scope, name }), scope, name };
}

/** Runs one operation within its time; what Azure refuses is told at the argument that it is about. */
function limited<Value>(
  { stopped }: Session,
  values: Values,
  operation: Operation,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  return inTime({ limit: timeLimit(values, operation), stopped }, work).catch(naming);
}

function assignmentOf(values: Values, { configuration }: Session): RoleAssignment {
  if (!configuration) return refuse('provider_not_ready', 'An argument of the provider block is not known.');
  const read = fromAttributes(values, configuration.tenantId);
  if ('assignment' in read) return read.assignment;
  throw new FindingError(
    read.malformed.map((name) => wrongArgument([name], 'What it became in the apply cannot be used.')),
  );
}

function idOf(values: Values): string {
  return textAt(values, 'id') ?? '';
}

function importHint(id: string): string {
  return `To manage it from here, import it:\n\nimport {\n  to = tilldela_role_assignment.NAME\n  id = "${id}"\n}`;
}
