import type { Answer } from '../http/exchange';
import { managingTenantsOf } from '../lighthouse/managing-tenants';
import { idKey } from '../world/cloud';
import type { SubscriptionState, TenantState } from '../world/cloud';
import { armPage } from './arm-page';
import { authorizationFailed, requireAccess } from './access/require-access';
import type { ArmRequest } from './arm-request';
import { placeAt, subscriptionPlace } from './scope';

/** Regions are of no consequence to access; every resource group is in one. */
export const location = 'westeurope';

/** `GET /subscriptions`: those of the caller's tenant, and those delegated to it, in which the caller holds a role. */
export function listSubscriptions(request: ArmRequest): Answer {
  const visible = [...request.context.ledger.cloud.subscriptions.values()].filter((found) =>
    isVisibleTo(found, request),
  );
  const page = armPage(request, visible, renderSubscription);
  return { status: 200, body: { ...page, count: { type: 'Total', value: visible.length } } };
}

/** `GET /subscriptions/{id}` */
export function getSubscription(request: ArmRequest, found: SubscriptionState): Answer {
  const place = subscriptionPlace(found);
  const action = 'Microsoft.Resources/subscriptions/read';
  if (!request.access.reaches(place)) throw authorizationFailed(request, action, place.id);
  return { status: 200, body: renderSubscription(found) };
}

/** `GET /tenants`: the caller's own, and those that delegate a subscription to the caller. */
export function listTenants(request: ArmRequest): Answer {
  const { cloud } = request.context.ledger;
  const delegating = [...cloud.tenants.values()].filter(
    (state) =>
      state !== request.callerHome &&
      state.tenant.subscriptions?.some((subscription) => isVisibleTo({ home: state, subscription }, request)),
  );
  const page = armPage(request, [request.callerHome, ...delegating], (state) =>
    renderTenant(state, state === request.callerHome ? 'Home' : 'ProjectedBy'),
  );
  return { status: 200, body: page };
}

/** `GET /subscriptions/{id}/resourceGroups`: those that the caller may read. 403 when it may read none. */
export function listResourceGroups(request: ArmRequest, found: SubscriptionState): Answer {
  const readable = readableGroups(request, found);
  const whole = subscriptionPlace(found);
  if (readable.length === 0) requireAccess(request, { action: readGroup }, whole);
  const page = armPage(request, readable, (name) => ({
    id: `/subscriptions/${found.subscription.id}/resourceGroups/${name}`,
    name,
    type: 'Microsoft.Resources/resourceGroups',
    location,
    properties: { provisioningState: 'Succeeded' },
  }));
  return { status: 200, body: page };
}

const readGroup = 'Microsoft.Resources/subscriptions/resourceGroups/read';

export function readableGroups(request: ArmRequest, found: SubscriptionState): readonly string[] {
  const { resourceGroups = [], id } = found.subscription;
  return resourceGroups.filter((name) => {
    const place = placeAt(['subscriptions', id, 'resourceGroups', name], request.callerHome, found);
    return place && request.access.allows({ action: readGroup }, place);
  });
}

/** A subscription shows itself to everybody who holds a role in it, however far below. */
export function isVisibleTo(found: SubscriptionState, { callerHome, access }: ArmRequest): boolean {
  const isNear = found.home === callerHome || isManagedBy(found, callerHome);
  return isNear && access.reaches(subscriptionPlace(found));
}

function isManagedBy(found: SubscriptionState, { tenant }: TenantState): boolean {
  return managingTenantsOf(found).some((manager) => idKey(manager) === idKey(tenant.id));
}

function renderSubscription(found: SubscriptionState) {
  const { home, subscription } = found;
  return {
    id: `/subscriptions/${subscription.id}`,
    authorizationSource: 'RoleBased',
    managedByTenants: managingTenantsOf(found).map((tenantId) => ({ tenantId })),
    subscriptionId: subscription.id,
    tenantId: home.tenant.id,
    displayName: subscription.displayName,
    state: 'Enabled',
    subscriptionPolicies: {
      locationPlacementId: 'Public_2014-09-01',
      quotaId: home.objects.resellers.size > 0 ? 'CSP_2015-05-01' : 'PayAsYouGo_2014-09-01',
      spendingLimit: 'Off',
    },
    tags: {},
  };
}

function renderTenant({ tenant }: TenantState, tenantCategory: 'Home' | 'ProjectedBy') {
  return {
    id: `/tenants/${tenant.id}`,
    tenantId: tenant.id,
    displayName: tenant.displayName,
    defaultDomain: tenant.domains[0],
    domains: tenant.domains,
    tenantCategory,
    tenantType: 'AAD',
  };
}
