import { HttpError, isAzureError, type RoleDefinitionCalls } from '../azure';
import { roleDefinitionId, type ExistingRoleDefinition, type RoleDefinition } from '../model';
import { azureDiagnostic, orDiagnosticError, withCause } from './azure-diagnostic';
import type { Connections } from './connections';

/** Custom roles of one customer. Failures are DiagnosticErrors. */
export interface RoleDefinitionProvider {
  /** The role with this resource id, undefined if there is none. */
  read(id: string): Promise<ExistingRoleDefinition | undefined>;
  create(definition: RoleDefinition): Promise<ExistingRoleDefinition>;
  /** Replaces all that the role says; its guid stays. */
  update(before: ExistingRoleDefinition, after: RoleDefinition): Promise<ExistingRoleDefinition>;
  /** Also succeeds when the role is already gone. */
  delete(existing: ExistingRoleDefinition): Promise<void>;
}

export function roleDefinitionProvider({
  read,
  write,
}: Connections['roleDefinitions']): RoleDefinitionProvider {
  return {
    read: (id) => orDiagnosticError(read.get(id), { what: `Custom role ${id} could not be read` }),
    create: (definition) => put(write, roleDefinitionId(definition), definition, 'created'),
    update: (before, after) => put(write, before.id, after, 'changed'),
    async delete({ id, roleName }) {
      const what = `Custom role "${roleName}" (${id}) could not be removed`;
      await write.delete(id).catch((error: unknown) => refuse(error, what));
    },
  };
}

function put(
  calls: RoleDefinitionCalls,
  id: string,
  definition: RoleDefinition,
  verb: 'created' | 'changed',
): Promise<ExistingRoleDefinition> {
  const what = `Custom role "${definition.roleName}" (${id}) could not be ${verb}`;
  return calls.put(id, definition).catch((error: unknown) => refuse(error, what));
}

function refuse(error: unknown, what: string): never {
  if (!isAzureError(error)) throw error;
  const hint = error instanceof HttpError ? hints.get(error.code) : undefined;
  throw withCause([azureDiagnostic(error, { what, hint })], error);
}

/** What Azure does not say, or does not say where to look. */
const hints: ReadonlyMap<string, string> = new Map([
  [
    'RoleDefinitionWithSameNameExists',
    'A custom role of that name may stand where this customer file does not look.',
  ],
  [
    'RoleDefinitionHasAssignments',
    'Somebody has the role in a place that this customer file does not manage.',
  ],
]);
