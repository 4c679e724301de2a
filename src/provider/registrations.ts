import { isAzureError, type RegistrationCalls } from '../azure';
import type { Diagnostic } from '../diagnostics';
import {
  registrationAssignmentId,
  registrationDefinitionId,
  type ExistingRegistrationAssignment,
  type ExistingRegistrationDefinition,
  type KnownRegistrations,
  type RegistrationAssignment,
  type RegistrationDefinition,
} from '../model';
import { azureDiagnostic, orDiagnosticError } from './azure-diagnostic';
import type { Connections } from './connections';
import { mapBounded } from './map-bounded';

/** Azure Lighthouse's objects of one kind. Failures are DiagnosticErrors. */
export interface RegistrationProvider<Declared, Existing> {
  /** The object with this resource id, undefined if there is none. */
  read(id: string): Promise<Existing | undefined>;
  create(declared: Declared): Promise<void>;
  /** Replaces all that the object says. */
  update(before: Existing, after: Declared): Promise<void>;
  /** Also succeeds when the object is already gone. */
  delete(existing: Existing): Promise<void>;
}

export interface Registrations {
  readonly definitions: RegistrationProvider<RegistrationDefinition, ExistingRegistrationDefinition>;
  readonly assignments: RegistrationProvider<RegistrationAssignment, ExistingRegistrationAssignment>;
}

export function registrationProvider({ read, write }: Connections['registrations']): Registrations {
  return {
    definitions: providerOf(
      'Lighthouse definition',
      registrationDefinitionId,
      read.definitions,
      write.definitions,
    ),
    assignments: providerOf(
      'Lighthouse assignment',
      registrationAssignmentId,
      read.assignments,
      write.assignments,
    ),
  };
}

function providerOf<Declared, Existing extends { readonly id: string }>(
  what: string,
  idOf: (declared: Declared) => string,
  read: RegistrationCalls<Declared, Existing>,
  write: RegistrationCalls<Declared, Existing>,
): RegistrationProvider<Declared, Existing> {
  const could = (id: string, verb: string) => ({ what: `${what} ${id} could not be ${verb}` });
  return {
    read: (id) => orDiagnosticError(read.get(id), could(id, 'read')),
    create: (declared) =>
      orDiagnosticError(write.put(idOf(declared), declared), could(idOf(declared), 'created')),
    update: ({ id }, after) => orDiagnosticError(write.put(id, after), could(id, 'changed')),
    delete: ({ id }) => orDiagnosticError(write.delete(id), could(id, 'removed')),
  };
}

export interface RegistrationIds {
  readonly definitions: readonly string[];
  readonly assignments: readonly string[];
}

/** What was asked for by resource id; each failure is an error, and its object has no entry. */
export interface RegistrationsRead {
  readonly known: KnownRegistrations;
  readonly diagnostics: readonly Diagnostic[];
}

/** Requests under way at once. */
const concurrency = 4;

/** Reads what is declared or was made before, one by one: there are few, and their ids are known. */
export async function readRegistrations(
  { registrations: { read } }: Connections,
  ids: RegistrationIds,
): Promise<RegistrationsRead> {
  const definitions = await readAll(ids.definitions, read.definitions);
  const assignments = await readAll(ids.assignments, read.assignments);
  return {
    known: { definitions: definitions.found, assignments: assignments.found },
    diagnostics: [...definitions.diagnostics, ...assignments.diagnostics],
  };
}

async function readAll<Declared, Existing>(
  ids: readonly string[],
  calls: RegistrationCalls<Declared, Existing>,
) {
  const found = new Map<string, Existing | 'missing'>();
  const diagnostics: Diagnostic[] = [];
  await mapBounded([...new Set(ids.map((id) => id.toLowerCase()))].sort(), concurrency, async (id) => {
    try {
      found.set(id, (await calls.get(id)) ?? 'missing');
    } catch (error) {
      if (!isAzureError(error)) throw error;
      diagnostics.push(azureDiagnostic(error, { what: `${id} could not be read`, code: 'scope_unread' }));
    }
  });
  return { found, diagnostics };
}
