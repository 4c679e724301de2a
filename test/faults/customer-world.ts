import type { Tenant } from '../../src/emulator';
import type {
  Guid,
  ManagedManagementGroup,
  ManagedSubscription,
  PrincipalType,
  RoleAssignment,
  RoleDefinition,
} from '../../src/model';
import { application, ownerRole, partner, type CustomerIds } from './scenario';

/** What a customer has at the beginning. */
interface Holdings {
  readonly subscriptions: readonly ManagedSubscription[];
  /** Above the first subscription. */
  readonly managementGroups: readonly ManagedManagementGroup[];
  readonly assignments: readonly RoleAssignment[];
  readonly roles: readonly RoleDefinition[];
}

/** The customer in the emulator's words. */
export function tenantOf(customer: CustomerIds, holdings: Holdings): Tenant {
  const { tenant, automation, somebody, specialists, scheduled, principals } = customer;
  const { subscriptions, managementGroups, assignments, roles } = holdings;
  const inDirectory = (type: PrincipalType): Guid[] =>
    principals.filter((each) => each[1] === type).map(([id]) => id);
  return {
    id: tenant,
    displayName: tenant,
    domains: [`${tenant}.example`],
    resellers: [partner.tenant],
    users: [somebody, scheduled, ...inDirectory('User')].map((id) => ({
      ...{ id, displayName: id, userPrincipalName: `${id}@${tenant}.example` },
    })),
    groups: [specialists, ...inDirectory('Group')].map((id) => ({ id, displayName: id })),
    servicePrincipals: [{ id: automation, appId: application.appId, displayName: 'tilldela' }],
    managementGroups: managementGroups.map(({ alias, managementGroup }) => ({
      ...{ id: managementGroup, displayName: alias },
    })),
    subscriptions: subscriptions.map(({ alias, subscriptionId }, index) => ({
      id: subscriptionId,
      displayName: alias,
      resourceGroups: ['rg-a', 'rg-b'],
      ...(index === 0 && managementGroups[0] && { managementGroup: managementGroups[0].managementGroup }),
    })),
    customRoles: roles.map(({ name, ...role }) => ({ ...role, id: name })),
    roleAssignments: [
      ...rightsOf(customer),
      ...assignments.map(({ role, ...rest }) => ({ ...rest, roleDefinitionId: role })),
    ],
  };
}

/** Whoever applies and whoever interferes are Owners of everything. */
function rightsOf({ tenant, automation, somebody }: CustomerIds) {
  return [automation, somebody].map((principalId, index) => ({
    name: `${tenant.slice(0, 8)}-0000-4000-8000-00000000ff0${index}`,
    scope: `/providers/Microsoft.Management/managementGroups/${tenant}`,
    roleDefinitionId: ownerRole,
    principalId,
    principalType: index === 0 ? ('ServicePrincipal' as const) : ('User' as const),
  }));
}
