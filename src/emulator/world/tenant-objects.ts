import type { ApplicationConsent, AzurePlan } from './azure-plan';
import type { CustomRole } from './custom-role';
import type {
  DelegatedAdminAccessAssignment,
  DelegatedAdminOperation,
  DelegatedAdminRelationship,
  DelegatedAdminRequest,
} from './delegated-admin';
import type { DenyAssignment } from './deny-assignment';
import type { ManagementLock } from './management-lock';
import type { RegistrationAssignment, RegistrationDefinition } from './registration';
import type { RoleSchedule, RoleScheduleRequest } from './role-schedule';
import type { WrittenFederatedCredential } from './trusted-issuers';
import type { ServicePrincipal, User } from './world';

/** What a tenant keeps besides its role assignments, by collection. */
export interface TenantObjects {
  readonly customRoles: CustomRole;
  readonly denyAssignments: DenyAssignment;
  readonly managementLocks: ManagementLock;
  readonly roleSchedules: RoleSchedule;
  readonly roleScheduleRequests: RoleScheduleRequest;
  readonly registrationDefinitions: RegistrationDefinition;
  readonly registrationAssignments: RegistrationAssignment;
  readonly registeredProviders: RegisteredProvider;
  readonly servicePrincipals: ServicePrincipal;
  /** Guests that came by an invitation. */
  readonly invitedUsers: User;
  /** Ids of tenants with a live reseller relationship: their groups can hold roles here as ForeignGroup. */
  readonly resellers: string;
  readonly azurePlans: AzurePlan;
  readonly applicationConsents: ApplicationConsent;
  readonly federatedCredentials: WrittenFederatedCredential;
  readonly delegatedAdminRelationships: DelegatedAdminRelationship;
  readonly delegatedAdminRequests: DelegatedAdminRequest;
  readonly delegatedAdminAccessAssignments: DelegatedAdminAccessAssignment;
  readonly delegatedAdminOperations: DelegatedAdminOperation;
}

/** A resource provider that somebody registered in a subscription. */
export interface RegisteredProvider {
  readonly subscription: string;
  readonly namespace: string;
}

export type Collection = keyof TenantObjects;

/** The objects of each collection by key. */
export type ObjectMaps = { readonly [C in Collection]: Map<string, TenantObjects[C]> };

/** In a world, where each collection is a list. */
export type ObjectLists = { readonly [C in Collection]?: readonly TenantObjects[C][] };

const keys: { readonly [C in Collection]: (value: TenantObjects[C]) => string } = {
  customRoles: (role) => role.id,
  denyAssignments: (assignment) => assignment.name,
  managementLocks: ({ scope, name }) => `${scope}/${name}`,
  roleSchedules: (schedule) => schedule.name,
  // Eligible and active requests are two types, each with names of its own.
  roleScheduleRequests: (request) => `${request.kind}/${request.name}`,
  registrationDefinitions: (definition) => `${definition.scope}/${definition.name}`,
  registrationAssignments: (assignment) => `${assignment.scope}/${assignment.name}`,
  registeredProviders: (provider) => `${provider.subscription}/${provider.namespace}`,
  servicePrincipals: ({ id }) => id,
  invitedUsers: ({ id }) => id,
  resellers: (id) => id,
  azurePlans: ({ id }) => id,
  applicationConsents: ({ applicationId }) => applicationId,
  federatedCredentials: ({ applicationId, name }) => `${applicationId}/${name}`,
  delegatedAdminRelationships: ({ id }) => id,
  delegatedAdminRequests: ({ relationship, id }) => `${relationship}/${id}`,
  delegatedAdminAccessAssignments: ({ relationship, id }) => `${relationship}/${id}`,
  delegatedAdminOperations: ({ relationship, id }) => `${relationship}/${id}`,
};

const collections = Object.keys(keys) as Collection[];

/** The key, in lower case, under which an object is kept. */
export function objectKey<C extends Collection>(collection: C, value: TenantObjects[C]): string {
  return keys[collection](value).toLowerCase();
}

export function indexObjects(lists: ObjectLists): ObjectMaps {
  const index = <C extends Collection>(collection: C): Map<string, TenantObjects[C]> => {
    const list: readonly TenantObjects[C][] = lists[collection] ?? [];
    return new Map(list.map((value) => [objectKey(collection, value), value]));
  };
  return Object.fromEntries(collections.map((name) => [name, index(name)])) as unknown as ObjectMaps;
}

/** The inverse of {@link indexObjects}. A collection that is empty is undefined, which JSON leaves out. */
export function listObjects(maps: ObjectMaps): ObjectLists {
  return Object.fromEntries(
    collections.map((name) => [name, maps[name].size > 0 ? [...maps[name].values()] : undefined]),
  );
}
