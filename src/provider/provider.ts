import type { DirectoryLookup, ExistingRoleAssignment, Guid, PimKind, RoleAssignment, Scope } from '../model';
import type { AzureRole, PimKey } from '../azure';
import { orDiagnosticError } from './azure-diagnostic';
import { connect, type ConnectionOptions } from './connections';
import {
  pimAssignmentProvider,
  readPimAssignments,
  type PimAssignmentProvider,
  type PimAssignmentsRead,
} from './pim-assignments';
import { listRolesAt } from './list-roles';
import { writerReading, type WriterReading } from './read-writer';
import { describePrincipals, refresh, type DescribedPrincipals, type Refreshed } from './refresh';
import {
  readRegistrations,
  registrationProvider,
  type RegistrationIds,
  type Registrations,
  type RegistrationsRead,
} from './registrations';
import { createPrincipalResolver, type ResolvedPrincipals } from './resolve-principals';
import { roleDefinitionProvider, type RoleDefinitionProvider } from './role-definitions';
import { signIn, type SignIn } from './sign-in';
import { createAssignment } from './create-assignment';
import { deleteAssignment, updateAssignment } from './write-assignment';
import { createWriteBudget } from './write-budget';

/**
 * Role assignments of one customer. What is wrong with a subscription or a name is returned as data; `read` and the
 * writes throw DiagnosticError (`azure_error`, `azure_unreachable`, `token_refused`) with the typed error as cause.
 */
export interface Provider {
  /** One list of role assignments per subscription and management group. What could not be read is `unread`, never empty. */
  refresh(subscriptionIds: readonly Guid[], managementGroups?: readonly string[]): Promise<Refreshed>;
  /** Object ids of names in the customer's directory. */
  resolvePrincipals(lookups: readonly DirectoryLookup[]): Promise<ResolvedPrincipals>;
  /** What the customer's directory knows of the ids. */
  describePrincipals(ids: readonly Guid[]): Promise<DescribedPrincipals>;
  /** Every role that can be assigned at any of the scopes. Throws DiagnosticError. */
  listRoles(scopes: readonly Scope[]): Promise<readonly AzureRole[]>;
  /** Who the two channels sign in. */
  signIn(forWhat: 'reads' | 'writes'): Promise<SignIn>;
  /** Who makes the changes, and what Azure lets them do. */
  readonly writer: WriterReading;
  /** The assignment with this resource id, undefined if there is none. */
  read(id: string): Promise<ExistingRoleAssignment | undefined>;
  /** Throws AssignmentExistsError where the access exists under another name. An aborted signal ends waiting. */
  create(assignment: RoleAssignment, signal?: AbortSignal): Promise<ExistingRoleAssignment>;
  /** Changes the condition in place; name and description stay as they are. */
  update(
    before: ExistingRoleAssignment,
    after: Pick<RoleAssignment, 'condition' | 'conditionVersion'>,
  ): Promise<ExistingRoleAssignment>;
  /** Also succeeds when the assignment is already gone. */
  delete(existing: ExistingRoleAssignment): Promise<void>;
  readonly roleDefinitions: RoleDefinitionProvider;
  readonly registrations: Registrations;
  readonly pimAssignments: Readonly<Record<PimKind, PimAssignmentProvider>>;
  /** Assignments under Privileged Identity Management by scope, role and principal. */
  readPimAssignments(kind: PimKind, keys: readonly PimKey[]): Promise<PimAssignmentsRead>;
  /** Lighthouse's objects by resource id. */
  readRegistrations(ids: RegistrationIds): Promise<RegistrationsRead>;
}

/** Connects when first asked. A provider is made for one run: what it resolved it does not ask again. */
export function createProvider(options: ConnectionOptions): Provider {
  const connections = connect(options);
  const { assignments: calls, customerTenant } = connections;
  const { read, write } = calls;
  const { timing } = options.environment.settings;
  const budget = createWriteBudget(timing);
  const principalsById: Provider['describePrincipals'] = (ids) => describePrincipals(connections, ids);
  const roles = connections.roleDefinitions.write;
  const creation = { calls, roles, customerTenant, budget, timing, describePrincipals: principalsById };
  const pim = (kind: PimKind): PimAssignmentProvider =>
    pimAssignmentProvider(kind, connections.pimAssignments[kind], () => timing.now());
  return {
    refresh: (subscriptionIds, managementGroups) => refresh(connections, subscriptionIds, managementGroups),
    resolvePrincipals: createPrincipalResolver(connections),
    describePrincipals: principalsById,
    listRoles: (scopes) => listRolesAt(connections, scopes),
    signIn: (forWhat) => signIn(forWhat === 'reads' ? connections.reader : connections.writer),
    writer: writerReading(connections),
    read: (id) => orDiagnosticError(read.get(id), { what: `Role assignment ${id} could not be read` }),
    create: (assignment, signal) => createAssignment(creation, assignment, signal),
    update: (before, after) => updateAssignment(write, budget, before, after),
    delete: (existing) => deleteAssignment(write, budget, existing),
    roleDefinitions: roleDefinitionProvider(connections.roleDefinitions),
    registrations: registrationProvider(connections.registrations),
    pimAssignments: { eligible: pim('eligible'), active: pim('active') },
    readPimAssignments: (kind, keys) => readPimAssignments(connections, kind, keys),
    readRegistrations: (ids) => readRegistrations(connections, ids),
  };
}
