import type { Answer } from '../http/exchange';
import type { AzurePlan } from '../world/azure-plan';
import { idKey } from '../world/cloud';
import type { TenantState } from '../world/cloud';
import { link, wholeCollection } from './collection';
import { badRequest, notFound } from './partner-center-error';
import { readObject } from './customers';
import { objectWritten } from '../world/change';
import { requireAdminAgent } from './partner-center-request';
import type { PartnerCenterRequest } from './partner-center-request';

const statuses = ['active', 'suspended', 'deleted'] as const;

/** Source: https://learn.microsoft.com/partner-center/developer/get-all-of-a-customer-s-subscriptions */
export function listSubscriptions(request: PartnerCenterRequest, customer: TenantState): Answer {
  const plans = plansOf(request, customer).map((plan) => renderPlan(plan, customer));
  return { status: 200, body: wholeCollection(`/customers/${customer.tenant.id}/subscriptions`, plans) };
}

export function getSubscription(request: PartnerCenterRequest, customer: TenantState, id: string): Answer {
  return { status: 200, body: renderPlan(findPlan(request, customer, id), customer) };
}

/**
 * `{"status": "suspended" | "active" | "deleted"}` of an Azure plan, and with it of all that is under it.
 * Source: https://learn.microsoft.com/partner-center/developer/suspend-a-subscription; for plans ours
 */
export function patchSubscription(request: PartnerCenterRequest, customer: TenantState, id: string): Answer {
  requireAdminAgent(request);
  const plan = findPlan(request, customer, id);
  const wanted = readObject(request.exchange.body)['status'];
  const status = statuses.find((each) => each === wanted);
  if (!status) throw badRequest('The status must be active, suspended or deleted.');
  const entitlements = plan.entitlements.map((each) => ({ ...each, status }));
  request.context.ledger.record(objectWritten(customer, 'azurePlans', { ...plan, status, entitlements }));
  return getSubscription(request, customer, id);
}

/** Source: https://learn.microsoft.com/partner-center/developer/get-a-list-of-azure-entitlements-for-subscription */
export function listAzureEntitlements(
  request: PartnerCenterRequest,
  customer: TenantState,
  id: string,
): Answer {
  const plan = findPlan(request, customer, id);
  const items = plan.entitlements.map((entitlement) => ({
    id: entitlement.id,
    friendlyName: entitlement.friendlyName,
    status: entitlement.status,
    subscriptionId: plan.id,
    attributes: { objectType: 'AzureEntitlement' },
  }));
  const uri = `/customers/${customer.tenant.id}/subscriptions/${plan.id}/azureEntitlements`;
  return { status: 200, body: wholeCollection(uri, items) };
}

function plansOf({ partner }: PartnerCenterRequest, customer: TenantState): readonly AzurePlan[] {
  return [...customer.objects.azurePlans.values()].filter(
    ({ reseller }) => idKey(reseller) === idKey(partner.tenant.id),
  );
}

function findPlan(request: PartnerCenterRequest, customer: TenantState, id: string): AzurePlan {
  const plan = plansOf(request, customer).find((each) => idKey(each.id) === idKey(id));
  if (!plan) throw notFound(`The subscription '${id}'`);
  return plan;
}

/** An offer id of an Azure plan is a product and a SKU of the catalogue, the same for every partner. */
function renderPlan(plan: AzurePlan, { tenant }: TenantState) {
  const uri = `/customers/${tenant.id}/subscriptions/${plan.id}`;
  return {
    id: plan.id,
    offerId: 'DZH318Z0BPS6:0001',
    offerName: 'Azure plan',
    friendlyName: 'Azure plan',
    productType: { id: 'Azure', displayName: 'Azure' },
    quantity: 1,
    unitType: 'none',
    creationDate: plan.creationDate,
    effectiveStartDate: plan.creationDate,
    status: plan.status,
    autoRenewEnabled: false,
    billingType: 'usage',
    billingCycle: 'monthly',
    termDuration: 'P1M',
    isMicrosoftProduct: true,
    links: { self: link(uri) },
    attributes: { objectType: 'Subscription' },
  };
}
