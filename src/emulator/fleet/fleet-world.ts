import type { Application, RoleAssignment, Subscription, Tenant } from '../world/world';
import { fleetAzurePlan, fleetRelationships } from './fleet-delegation';
import { fleetId } from './fleet-id';
import { fleetRoles } from './fleet-roles';
import { pick, randomNumbers } from '../store/random-numbers';

/** How large a made-up fleet is. */
export interface FleetSize {
  readonly customers: number;
  /** Of each customer. */
  readonly subscriptions: number;
  /** Of each subscription, AdminAgents' own included; what it inherits is not counted. */
  readonly assignments: number;
  /** The same seed and size make the same fleet. */
  readonly seed: number;
}

/** The largest of each that ids and names have room for. */
export const largestFleet = { customers: 50_000, subscriptions: 50, assignments: 500 } as const;

const partner = 0;
const usersEach = 8;
const groupsEach = 4;
const resourceGroups = ['rg-web', 'rg-data', 'rg-shared'];

/** The partner's application; its id and secret are those of the example world. */
export const fleetApplication: Application = {
  appId: fleetId('0006', partner),
  displayName: 'tilldela',
  clientSecrets: ['emulator-only-secret'],
};

/**
 * The partner and its customers, one by one: a large fleet is written without ever being in memory as a whole. Every
 * customer has people, groups of them, the partner's application, and subscriptions born with AdminAgents as Owner.
 */
export function* fleetTenants(size: FleetSize): Generator<Tenant> {
  yield partnerTenant(size);
  for (let number = 1; number <= size.customers; number += 1) yield customerTenant(number, size);
}

function partnerTenant({ customers }: FleetSize): Tenant {
  return {
    ...tenantBase(partner, 'Northwind Cloud', 'northwind'),
    ...fleetRelationships(numbers(customers)),
    groups: [
      { id: fleetId('0004', partner, 1), displayName: 'AdminAgents', members: [fleetId('0003', partner)] },
      { id: fleetId('0004', partner, 2), displayName: 'HelpdeskAgents' },
    ],
    users: [{ id: fleetId('0003', partner), displayName: 'Sam', userPrincipalName: 'sam@northwind.com' }],
  };
}

function customerTenant(customer: number, size: FleetSize): Tenant {
  const random = randomNumbers(size.seed * 100_003 + customer);
  const name = `customer${String(customer).padStart(5, '0')}`;
  const users = numbers(usersEach).map((number) => ({
    id: fleetId('0003', customer, number),
    displayName: `Person ${number}`,
    userPrincipalName: `person${number}@${name}.com`,
    mail: `person${number}@${name}.com`,
  }));
  const groups = numbers(groupsEach).map((number) => ({
    id: fleetId('0004', customer, number),
    displayName: `Team ${number}`,
    members: users.map(({ id }) => id).filter(() => random() < 0.4),
  }));
  const subscriptions = numbers(size.subscriptions).map((number) => ({
    id: fleetId('0002', customer, number),
    displayName: `Customer ${customer} subscription ${number}`,
    resourceGroups,
  }));
  return {
    ...tenantBase(customer, `Customer ${customer}`, name),
    resellers: [fleetId('0001', partner)],
    azurePlans: [fleetAzurePlan(customer, subscriptions)],
    users,
    groups,
    subscriptions,
    roleAssignments: [
      ...subscriptions.flatMap((subscription, index) =>
        assignmentsOf(customer, subscription, { first: index * size.assignments + 1, size, random }),
      ),
      automationAtTenantRoot(customer, size.subscriptions * size.assignments + 1),
    ],
  };
}

function assignmentsOf(
  customer: number,
  subscription: Subscription,
  rest: { readonly first: number; readonly size: FleetSize; readonly random: () => number },
): RoleAssignment[] {
  const scope = `/subscriptions/${subscription.id}`;
  const scopes = [scope, ...resourceGroups.map((name) => `${scope}/resourceGroups/${name}`)];
  const people = [
    ...numbers(usersEach).map((number) => ({ id: fleetId('0003', customer, number), type: 'User' as const })),
    ...numbers(groupsEach).map((number) => ({
      id: fleetId('0004', customer, number),
      type: 'Group' as const,
    })),
  ];
  const grants = new Map<
    string,
    Pick<RoleAssignment, 'scope' | 'roleDefinitionId' | 'principalId' | 'principalType'>
  >();
  const give = (at: string, role: string, to: string, type: RoleAssignment['principalType']) =>
    grants.set(`${at} ${role} ${to}`, {
      scope: at,
      roleDefinitionId: role,
      principalId: to,
      principalType: type,
    });
  give(scope, fleetRoles.owner, fleetId('0004', partner, 1), 'ForeignGroup');
  while (grants.size < rest.size.assignments) {
    const { id, type } = pick(people, rest.random);
    give(pick(scopes, rest.random), pick(fleetRoles.granted, rest.random), id, type);
  }
  return [...grants.values()].slice(0, rest.size.assignments).map((grant, index) => ({
    name: fleetId('0008', customer, rest.first + index),
    ...grant,
    createdOn: '2026-01-05T08:00:00.0000000Z',
    createdBy: fleetId('0005', customer),
  }));
}

/** What lets the partner's automation in: one assignment for all subscriptions, which shows as inherited in each. */
function automationAtTenantRoot(customer: number, number: number): RoleAssignment {
  return {
    name: fleetId('0008', customer, number),
    scope: `/providers/Microsoft.Management/managementGroups/${fleetId('0001', customer)}`,
    roleDefinitionId: fleetRoles.accessAdministrator,
    principalId: fleetId('0005', customer),
    principalType: 'ServicePrincipal',
    createdOn: '2026-01-05T08:00:00.0000000Z',
  };
}

function tenantBase(owner: number, displayName: string, domain: string) {
  return {
    id: fleetId('0001', owner),
    displayName,
    domains: [`${domain}.onmicrosoft.com`, `${domain}.com`] as const,
    servicePrincipals: [
      { id: fleetId('0005', owner), appId: fleetId('0006', partner), displayName: 'tilldela' },
    ],
  };
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}
