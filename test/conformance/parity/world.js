/* The Azure of a fleet: each customer has two subscriptions under a management group, people, and access made by hand. */
const { exampleWorld } = require('../../../dist/emulator');

const [partner] = exampleWorld.tenants;
const [application] = exampleWorld.applications;
const owner = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';

const guid = (kind, number) => `e0e0e0e0-${kind}-4000-8000-${String(number).padStart(12, '0')}`;
const numbers = (count) => Array.from({ length: count }, (_, index) => index + 1);

/** @param {{ name: string, number: number, found: readonly object[] }[]} customers `found`: access made by hand */
function worldOf(customers) {
  return { tenants: [partner, ...customers.map(tenantOf)], applications: [application] };
}

function tenantOf({ name, number, found }) {
  const ids = idsOf(number);
  return {
    id: ids.tenant,
    displayName: name,
    domains: [`${name}.onmicrosoft.com`, `${name}.com`],
    resellers: [partner.id],
    users: ids.users.map((id, index) => ({
      id,
      displayName: `Person ${index + 1}`,
      userPrincipalName: `person${index + 1}@${name}.com`,
    })),
    groups: ids.groups.map((id, index) => ({ id, displayName: `Team ${index + 1}` })),
    servicePrincipals: [
      { id: ids.automation, appId: application.appId, displayName: 'tilldela' },
      { id: ids.worker, appId: guid('0006', number * 100 + 9), displayName: 'worker' },
    ],
    managementGroups: [{ id: `mg-${name}`, displayName: `All of ${name}` }],
    subscriptions: ids.subscriptions.map((id, index) => ({
      id,
      displayName: `${name} ${index + 1}`,
      resourceGroups: ['rg-web', 'rg-data'],
      managementGroup: `mg-${name}`,
    })),
    roleAssignments: [
      assignment(number, 0, '/', owner, ids.automation, 'ServicePrincipal'),
      ...ids.subscriptions.map((id, index) =>
        assignment(number, index + 1, `/subscriptions/${id}`, owner, ids.users[0], 'User'),
      ),
      ...found.map(({ scope, role, principal, type }, index) =>
        assignment(number, index + 10, scope, role, principal, type),
      ),
    ],
  };
}

/** The ids that the Azure of a customer consists of. */
function idsOf(number) {
  const some = (kind, count) => numbers(count).map((index) => guid(kind, number * 100 + index));
  return {
    tenant: guid('0001', number * 100),
    subscriptions: some('0002', 2),
    users: some('0003', 5),
    groups: some('0004', 3),
    automation: guid('0005', number * 100 + 1),
    worker: guid('0005', number * 100 + 2),
  };
}

function assignment(number, index, scope, roleDefinitionId, principalId, principalType) {
  const name = guid('0008', number * 100 + index);
  return { name, scope, roleDefinitionId, principalId, principalType };
}

module.exports = { worldOf, idsOf, partner, application, owner };
