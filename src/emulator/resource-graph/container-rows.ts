import type { ArmRequest } from '../arm/arm-request';
import { managementGroupChain } from '../arm/scope';
import { location, readableGroups } from '../arm/subscriptions';
import { managingTenantsOf } from '../lighthouse/managing-tenants';
import { idKey } from '../world/cloud';
import type { SubscriptionState } from '../world/cloud';
import type { Tenant } from '../world/world';
import type { QueriedScopes } from './queried-scopes';
import { readableBy } from './readable';
import type { GraphRow } from './tables';

/** `resourcecontainers`: subscriptions, resource groups, and the management groups of the caller's own tenant. */
export function containerRows(request: ArmRequest, queried: QueriedScopes): readonly GraphRow[] {
  return [
    ...queried.subscriptions.flatMap((found) => [subscriptionRow(found), ...groupRows(request, found)]),
    ...managementGroupRows(request, queried),
  ];
}

function subscriptionRow(found: SubscriptionState): GraphRow {
  const { home, subscription } = found;
  return {
    id: `/subscriptions/${subscription.id}`,
    name: subscription.displayName,
    type: 'microsoft.resources/subscriptions',
    tenantId: home.tenant.id,
    subscriptionId: subscription.id,
    properties: {
      managementGroupAncestorsChain: ancestors(home.tenant, subscription.managementGroup),
      managedByTenants: managingTenantsOf(found).map((tenantId) => ({ tenantId })),
      state: 'Enabled',
    },
  };
}

function groupRows(request: ArmRequest, found: SubscriptionState): readonly GraphRow[] {
  const { home, subscription } = found;
  return readableGroups(request, found).map((name) => ({
    id: `/subscriptions/${subscription.id}/resourceGroups/${name}`,
    name,
    type: 'microsoft.resources/subscriptions/resourcegroups',
    tenantId: home.tenant.id,
    subscriptionId: subscription.id,
    resourceGroup: name.toLowerCase(),
    location,
    properties: { provisioningState: 'Succeeded' },
  }));
}

function managementGroupRows(request: ArmRequest, queried: QueriedScopes): readonly GraphRow[] {
  const { callerHome } = request;
  const { tenant } = callerHome;
  const mayRead = readableBy(request, 'Microsoft.Management/managementGroups/read');
  const reached = new Set(queried.scopes.flatMap(({ id, reach }) => [idKey(id), ...reach]));
  const groups = [{ id: tenant.id, displayName: 'Tenant Root Group' }, ...(tenant.managementGroups ?? [])];
  return groups
    .map((group) => ({ group, id: `/providers/Microsoft.Management/managementGroups/${group.id}` }))
    .filter(({ id }) => (reached.has('/') || reached.has(idKey(id))) && mayRead(callerHome, id))
    .map(({ group, id }) => ({
      id,
      name: group.id,
      type: 'microsoft.management/managementgroups',
      tenantId: tenant.id,
      properties: { displayName: group.displayName, tenantId: tenant.id },
    }));
}

/** The nearest group first. */
function ancestors(tenant: Tenant, parent: string | undefined): readonly object[] {
  return managementGroupChain(tenant, parent).map((name) => ({
    name,
    displayName:
      tenant.managementGroups?.find((group) => idKey(group.id) === idKey(name))?.displayName ??
      'Tenant Root Group',
  }));
}
