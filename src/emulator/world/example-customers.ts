import type { AzurePlan } from './azure-plan';
import { fabrikamDelegation } from './example-delegation';
import { exampleId } from './example-id';
import type { ExampleOwner } from './example-id';
import type { Group, PrincipalType, RoleAssignment, ServicePrincipal, Tenant, User } from './world';

// Ids of the built-in roles: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
const owner = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
const contributor = 'b24988ac-6180-42a0-ab88-20f7382dd24c';
const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
const roleBasedAccessControlAdministrator = 'f58310d9-a9f6-439a-9e8d-f62e7b41a168';

const partnerTenant = exampleId('tenant', 'partner');
const adminAgents = exampleId('group', 'partner');

/** A CSP customer with two subscriptions, both born with the partner's AdminAgents as Owner. */
export const contoso: Tenant = {
  ...customer('contoso', 'Contoso'),
  ...soldByPartner('contoso', 'Contoso production', 'Contoso sandbox'),
  users: [user('contoso', 1, 'Dana'), user('contoso', 2, 'Lee'), user('contoso', 3, 'Audit')],
  groups: [group('contoso', 1, 'Lab team'), group('contoso', 2, 'Backup team')],
  subscriptions: [
    {
      id: exampleId('subscription', 'contoso', 1),
      displayName: 'Contoso production',
      resourceGroups: ['rg-web', 'rg-data'],
    },
    {
      id: exampleId('subscription', 'contoso', 2),
      displayName: 'Contoso sandbox',
      resourceGroups: ['rg-lab'],
    },
  ],
  roleAssignments: [
    bornWithAdminAgents('contoso', 1),
    bornWithAdminAgents('contoso', 2, exampleId('subscription', 'contoso', 2)),
    automationAsOwner('contoso', 3),
  ],
};

/** A CSP customer that also delegates its subscription to the partner through Azure Lighthouse. */
export const fabrikam: Tenant = {
  ...customer('fabrikam', 'Fabrikam'),
  ...soldByPartner('fabrikam', 'Fabrikam main'),
  users: [user('fabrikam', 1, 'Kim'), user('fabrikam', 2, 'Noor')],
  groups: [group('fabrikam', 1, 'Finance IT'), group('fabrikam', 2, 'Backup team')],
  subscriptions: [
    {
      id: exampleId('subscription', 'fabrikam'),
      displayName: 'Fabrikam main',
      resourceGroups: ['rg-erp'],
    },
  ],
  ...fabrikamDelegation,
  roleAssignments: [bornWithAdminAgents('fabrikam', 1), automationAsAccessAdministrator('fabrikam', 2)],
};

/** A customer without a reseller relationship: a management group above, a guest's grant, and an orphan. */
export const woodgrove: Tenant = {
  ...customer('woodgrove', 'Woodgrove'),
  users: [user('woodgrove', 1, 'Omar'), user('woodgrove', 2, 'Contractor')],
  groups: [group('woodgrove', 1, 'Platform team')],
  managementGroups: [{ id: 'woodgrove', displayName: 'Woodgrove' }],
  subscriptions: [
    {
      id: exampleId('subscription', 'woodgrove'),
      displayName: 'Woodgrove core',
      resourceGroups: ['rg-bank'],
      managementGroup: 'woodgrove',
    },
  ],
  roleAssignments: [
    assignment('woodgrove', 1, { role: owner, to: exampleId('user', 'woodgrove', 1), as: 'User' }),
    automationAsAccessAdministrator('woodgrove', 2),
    assignment('woodgrove', 3, {
      role: reader,
      to: exampleId('group', 'woodgrove', 1),
      as: 'Group',
      at: '/providers/Microsoft.Management/managementGroups/woodgrove',
    }),
    assignment('woodgrove', 4, {
      role: contributor,
      to: exampleId('user', 'woodgrove', 2),
      as: 'User',
      at: `/subscriptions/${exampleId('subscription', 'woodgrove')}/resourceGroups/rg-bank`,
    }),
    // An orphan: the user was deleted and the assignment was left behind.
    assignment('woodgrove', 5, { role: reader, to: exampleId('user', 'woodgrove', 99), as: 'User' }),
  ],
};

export const tailspin: Tenant = {
  ...customer('tailspin', 'Tailspin'),
  ...soldByPartner('tailspin', 'Tailspin shop'),
  users: [user('tailspin', 1, 'Ivy')],
  groups: [group('tailspin', 1, 'Backup team')],
  subscriptions: [
    {
      id: exampleId('subscription', 'tailspin'),
      displayName: 'Tailspin shop',
      resourceGroups: ['rg-shop'],
    },
  ],
  roleAssignments: [bornWithAdminAgents('tailspin', 1), automationAsOwner('tailspin', 2)],
};

export const wingtip: Tenant = {
  ...customer('wingtip', 'Wingtip'),
  ...soldByPartner('wingtip', 'Wingtip games'),
  users: [user('wingtip', 1, 'Max')],
  groups: [group('wingtip', 1, 'Backup team')],
  subscriptions: [
    {
      id: exampleId('subscription', 'wingtip'),
      displayName: 'Wingtip games',
      resourceGroups: ['rg-games'],
    },
  ],
  roleAssignments: [bornWithAdminAgents('wingtip', 1), automationAsOwner('wingtip', 2)],
};

/** The partner's automation has a service principal in every tenant of the example. */
export function automation(tenant: ExampleOwner): ServicePrincipal {
  return {
    id: exampleId('servicePrincipal', tenant),
    appId: exampleId('application', 'partner'),
    displayName: 'tilldela',
  };
}

function customer(name: ExampleOwner, displayName: string) {
  return {
    id: exampleId('tenant', name),
    displayName,
    domains: [`${name}.onmicrosoft.com`, `${name}.com`] as const,
    servicePrincipals: [automation(name)],
    globalAdministrators: [exampleId('user', name)],
  };
}

/** @param subscriptions names of its Azure subscriptions, the first being number 1 */
function soldByPartner(owner: ExampleOwner, ...subscriptions: readonly string[]) {
  const plan: AzurePlan = {
    id: exampleId('azurePlan', owner),
    reseller: partnerTenant,
    status: 'active',
    creationDate: '2026-01-05T08:00:00.0000000Z',
    entitlements: subscriptions.map((friendlyName, index) => ({
      id: exampleId('subscription', owner, index + 1),
      friendlyName,
      status: 'active',
    })),
  };
  return { resellers: [partnerTenant], azurePlans: [plan] };
}

function user(tenant: ExampleOwner, number: number, displayName: string): User {
  const address = `${displayName.toLowerCase()}@${tenant}.com`;
  return { id: exampleId('user', tenant, number), displayName, userPrincipalName: address, mail: address };
}

function group(tenant: ExampleOwner, number: number, displayName: string): Group {
  return { id: exampleId('group', tenant, number), displayName };
}

/** @param grant `at` is by default the customer's first subscription */
function assignment(
  tenant: ExampleOwner,
  number: number,
  grant: { role: string; to: string; as: PrincipalType; at?: string },
): RoleAssignment {
  return {
    name: exampleId('roleAssignment', tenant, number),
    scope: grant.at ?? `/subscriptions/${exampleId('subscription', tenant)}`,
    roleDefinitionId: grant.role,
    principalId: grant.to,
    principalType: grant.as,
  };
}

function bornWithAdminAgents(
  tenant: ExampleOwner,
  number: number,
  subscription = exampleId('subscription', tenant),
): RoleAssignment {
  const at = `/subscriptions/${subscription}`;
  return assignment(tenant, number, { role: owner, to: adminAgents, as: 'ForeignGroup', at });
}

/** At the tenant root group, as a customer sets it up once for all its subscriptions. */
function automationAsOwner(tenant: ExampleOwner, number: number): RoleAssignment {
  return assignment(tenant, number, {
    role: owner,
    to: exampleId('servicePrincipal', tenant),
    as: 'ServicePrincipal',
    at: `/providers/Microsoft.Management/managementGroups/${exampleId('tenant', tenant)}`,
  });
}

function automationAsAccessAdministrator(tenant: ExampleOwner, number: number): RoleAssignment {
  return assignment(tenant, number, {
    role: roleBasedAccessControlAdministrator,
    to: exampleId('servicePrincipal', tenant),
    as: 'ServicePrincipal',
  });
}
