import { parseJson, isObject } from '../arm/json-body';
import type { Answer } from '../http/exchange';
import { Refusal } from '../http/refusal';
import { objectDeleted } from '../world/change';
import { idKey } from '../world/cloud';
import type { TenantState } from '../world/cloud';
import { link, pagedCollection } from './collection';
import { badRequest, codes } from './partner-center-error';
import { requireAdminAgent } from './partner-center-request';
import type { PartnerCenterRequest } from './partner-center-request';

/** Source: https://learn.microsoft.com/partner-center/developer/get-a-list-of-customers */
export function listCustomers(request: PartnerCenterRequest): Answer {
  const accepts = readFilter(request.exchange.query('filter'));
  const partner = idKey(request.partner.tenant.id);
  const found = [...request.context.ledger.cloud.tenants.values()].filter(
    (tenant) => tenant.objects.resellers.has(partner) && accepts(tenant),
  );
  return pagedCollection(request, '/customers', found.map(renderCustomer));
}

export function getCustomer(customer: TenantState): Answer {
  const { tenant } = customer;
  return {
    status: 200,
    body: {
      ...renderCustomer(customer),
      commerceId: tenant.id,
      billingProfile: {
        companyName: tenant.displayName,
        culture: 'en-US',
        language: 'en',
        attributes: { objectType: 'CustomerBillingProfile' },
      },
      // Of the older delegated admin privileges, which GDAP has replaced.
      allowDelegatedAccess: false,
    },
  };
}

/**
 * `{"relationshipToPartner": "none"}` ends the reseller relationship, once nothing that was sold is active.
 * Source: https://learn.microsoft.com/partner-center/developer/remove-a-reseller-relationship-with-a-customer
 */
export function patchCustomer(request: PartnerCenterRequest, customer: TenantState): Answer {
  requireAdminAgent(request);
  const { relationshipToPartner } = readObject(request.exchange.body);
  if (String(relationshipToPartner).toLowerCase() !== 'none') {
    throw badRequest('Of a customer only relationshipToPartner can be changed, to none.');
  }
  const { id } = request.partner.tenant;
  const isActive = [...customer.objects.azurePlans.values()].some(
    ({ reseller, status }) => idKey(reseller) === idKey(id) && status === 'active',
  );
  if (isActive) {
    const message =
      'All active subscriptions of the customer must be suspended before the relationship is removed.';
    throw new Refusal(409, codes.conflict, message);
  }
  request.context.ledger.record(objectDeleted(customer, 'resellers', id));
  return { status: 200, body: { ...renderCustomer(customer), relationshipToPartner: 'none' } };
}

/** @throws Refusal 400 */
export function readObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const body = parseJson(text);
    if (isObject(body)) return body;
  } catch {
    // told below
  }
  throw badRequest('The request body must be a JSON object.');
}

function renderCustomer({ tenant }: TenantState) {
  const uri = `/customers/${tenant.id}`;
  return {
    id: tenant.id,
    companyProfile: {
      tenantId: tenant.id,
      domain: tenant.domains[0],
      companyName: tenant.displayName,
      links: { self: link(`${uri}/profiles/company`) },
      attributes: { objectType: 'CustomerCompanyProfile' },
    },
    relationshipToPartner: 'reseller',
    links: { self: link(uri) },
    attributes: { objectType: 'Customer' },
  };
}

/**
 * `{"Field": "CompanyName" | "Domain", "Value": …, "Operator": "starts_with"}`, the names in any letter case.
 * Source: https://learn.microsoft.com/partner-center/developer/get-a-list-of-customers-filtered-by-a-search-field
 */
function readFilter(text: string | undefined): (tenant: TenantState) => boolean {
  if (text === undefined) return () => true;
  const filter = Object.fromEntries(
    Object.entries(readObject(text)).map(([name, value]) => [
      name.toLowerCase(),
      String(value).toLowerCase(),
    ]),
  );
  const { field, value = '', operator } = filter;
  const isKnown =
    (field === 'companyname' || field === 'domain') && operator?.replace('_', '') === 'startswith';
  if (!isKnown)
    throw badRequest('The filter must be on CompanyName or Domain, with the operator starts_with.');
  return ({ tenant }) =>
    field === 'companyname'
      ? tenant.displayName.toLowerCase().startsWith(value)
      : tenant.domains.some((domain) => domain.toLowerCase().startsWith(value));
}
