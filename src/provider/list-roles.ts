import { listRoles, type AzureRole } from '../azure';
import type { Guid, Scope } from '../model';
import { orDiagnosticError } from './azure-diagnostic';
import type { Connections } from './connections';

/** Every role that can be assigned at any of the scopes, each once. Throws DiagnosticError. */
export async function listRolesAt(
  { arm }: Connections,
  scopes: readonly Scope[],
): Promise<readonly AzureRole[]> {
  const roles = new Map<Guid, AzureRole>();
  for (const scope of scopes) {
    const found = await orDiagnosticError(listRoles(arm, scope), {
      what: `The roles at ${scope} could not be read`,
    });
    for (const role of found) roles.set(role.id, role);
  }
  return [...roles.values()];
}
