import { indexObjects, listObjects } from './tenant-objects';
import type { ObjectMaps } from './tenant-objects';
import type {
  Application,
  Group,
  RoleAssignment,
  ServicePrincipal,
  Subscription,
  Tenant,
  User,
  World,
} from './world';

/**
 * The running state: the world, indexed. Role assignments and the `objects` change, and with them the principals; a
 * subscription can move to another tenant.
 */
export interface Cloud {
  /** By lower-case id. */
  readonly tenants: ReadonlyMap<string, TenantState>;
  /** By lower-case id. */
  readonly subscriptions: Map<string, SubscriptionState>;
  /** By lower-case client id. */
  readonly applications: ReadonlyMap<string, Application>;
}

export interface TenantState {
  /** What it has been given; another one when a subscription comes or goes. */
  tenant: Tenant;
  /** By lower-case object id. */
  readonly principals: Map<string, Principal>;
  /** By lower-case name: Azure keeps names unique in the tenant, not in the scope. */
  readonly roleAssignments: Map<string, StoredRoleAssignment>;
  readonly objects: ObjectMaps;
}

export interface SubscriptionState {
  readonly home: TenantState;
  readonly subscription: Subscription;
}

export type Principal =
  | { readonly type: 'User'; readonly object: User }
  | { readonly type: 'Group'; readonly object: Group }
  | { readonly type: 'ServicePrincipal'; readonly object: ServicePrincipal };

/** A role assignment with everything that Azure fills in filled in. */
export type StoredRoleAssignment = Required<RoleAssignment>;

/** @param now stamps the assignments that the world gives no date for */
export function createCloud(world: World, now: Date): Cloud {
  const tenants = new Map(world.tenants.map((tenant) => [idKey(tenant.id), createTenant(tenant, now)]));
  return {
    tenants,
    subscriptions: new Map(
      [...tenants.values()].flatMap((home) =>
        (home.tenant.subscriptions ?? []).map(
          (subscription) => [idKey(subscription.id), { home, subscription }] as const,
        ),
      ),
    ),
    applications: new Map(world.applications.map((application) => [idKey(application.appId), application])),
  };
}

/** The inverse of {@link createCloud}. */
export function snapshotOf(cloud: Cloud): World {
  return {
    tenants: [...cloud.tenants.values()].map((state) => ({
      ...state.tenant,
      ...listObjects(state.objects),
      roleAssignments: [...state.roleAssignments.values()],
    })),
    applications: [...cloud.applications.values()],
  };
}

/** @param idOrDomain in any letter case, as authority URLs carry it */
export function findTenant(cloud: Cloud, idOrDomain: string): TenantState | undefined {
  const wanted = idKey(idOrDomain);
  return (
    cloud.tenants.get(wanted) ??
    [...cloud.tenants.values()].find((state) =>
      state.tenant.domains.some((domain) => idKey(domain) === wanted),
    )
  );
}

/** A group of a tenant that has a reseller relationship with `home`, as AdminAgents is in a CSP subscription. */
export function findForeignGroup(
  cloud: Cloud,
  home: TenantState,
  groupId: string,
): { readonly group: Group; readonly partner: TenantState } | undefined {
  for (const reseller of home.objects.resellers.keys()) {
    const partner = cloud.tenants.get(reseller);
    const principal = partner?.principals.get(idKey(groupId));
    if (partner && principal?.type === 'Group') return { group: principal.object, partner };
  }
  return undefined;
}

/** By client id. Without one, an application is not known in a tenant. */
export function findServicePrincipal(home: TenantState, appId: string): ServicePrincipal | undefined {
  return [...home.objects.servicePrincipals.values()].find((each) => idKey(each.appId) === idKey(appId));
}

/** Azure compares ids without regard to letter case. */
export function idKey(id: string): string {
  return id.toLowerCase();
}

/** A timestamp as the authorization resource provider writes it: UTC with seven fraction digits. */
export function azureTimestamp(time: Date): string {
  return time.toISOString().replace('Z', '0000Z');
}

function createTenant(tenant: Tenant, now: Date): TenantState {
  const principals: Principal[] = [
    ...[...(tenant.users ?? []), ...(tenant.invitedUsers ?? [])].map((object) => ({
      type: 'User' as const,
      object,
    })),
    ...(tenant.groups ?? []).map((object) => ({ type: 'Group' as const, object })),
    ...(tenant.servicePrincipals ?? []).map((object) => ({ type: 'ServicePrincipal' as const, object })),
  ];
  return {
    tenant,
    objects: indexObjects(tenant),
    principals: new Map(principals.map((principal) => [idKey(principal.object.id), principal])),
    roleAssignments: new Map(
      (tenant.roleAssignments ?? []).map((assignment) => [idKey(assignment.name), complete(assignment, now)]),
    ),
  };
}

function complete(assignment: RoleAssignment, now: Date): StoredRoleAssignment {
  const createdOn = assignment.createdOn ?? azureTimestamp(now);
  return {
    description: null,
    condition: null,
    conditionVersion: null,
    delegatedManagedIdentityResourceId: null,
    createdBy: null,
    updatedBy: null,
    updatedOn: createdOn,
    ...assignment,
    createdOn,
  };
}
