import type { DirectoryLookup, ExistingRoleAssignment, Guid, RoleAssignment } from '../model';
import { orDiagnosticError } from './azure-diagnostic';
import { connect, type ConnectionOptions } from './connections';
import { refresh, type Refreshed } from './refresh';
import { createPrincipalResolver, type ResolvedPrincipals } from './resolve-principals';
import { roleDefinitionProvider, type RoleDefinitionProvider } from './role-definitions';
import { createAssignment, deleteAssignment, updateAssignment } from './write-assignment';

export interface ProviderOptions extends ConnectionOptions {
  /** Milliseconds before each further try of a creation whose principal Azure does not know yet. Default 3 and 7 s. */
  readonly replicationDelays?: readonly number[];
}

/**
 * Role assignments of one customer. What is wrong with a subscription or a name is returned as data; `read` and the
 * writes throw DiagnosticError (`azure_error`, `azure_unreachable`, `token_refused`) with the typed error as cause.
 */
export interface Provider {
  /** One list of role assignments per subscription and management group. What could not be read is `unread`, never empty. */
  refresh(subscriptionIds: readonly Guid[], managementGroups?: readonly string[]): Promise<Refreshed>;
  /** Object ids of names in the customer's directory. */
  resolvePrincipals(lookups: readonly DirectoryLookup[]): Promise<ResolvedPrincipals>;
  /** The assignment with this resource id, undefined if there is none. */
  read(id: string): Promise<ExistingRoleAssignment | undefined>;
  create(assignment: RoleAssignment): Promise<ExistingRoleAssignment>;
  /** Changes the condition in place; name and description stay as they are. */
  update(
    before: ExistingRoleAssignment,
    after: Pick<RoleAssignment, 'condition' | 'conditionVersion'>,
  ): Promise<ExistingRoleAssignment>;
  /** Also succeeds when the assignment is already gone. */
  delete(existing: ExistingRoleAssignment): Promise<void>;
  readonly roleDefinitions: RoleDefinitionProvider;
}

/** Connects when first asked. A provider is made for one run: what it resolved it does not ask again. */
export function createProvider({
  replicationDelays = [3_000, 7_000],
  ...options
}: ProviderOptions): Provider {
  const connections = connect(options);
  const { read, write } = connections.assignments;
  return {
    refresh: (subscriptionIds, managementGroups) => refresh(connections, subscriptionIds, managementGroups),
    resolvePrincipals: createPrincipalResolver(connections),
    read: (id) => orDiagnosticError(read.get(id), { what: `Role assignment ${id} could not be read` }),
    create: (assignment) => createAssignment(write, assignment, replicationDelays),
    update: (before, after) => updateAssignment(write, before, after),
    delete: (existing) => deleteAssignment(write, existing),
    roleDefinitions: roleDefinitionProvider(connections.roleDefinitions),
  };
}
