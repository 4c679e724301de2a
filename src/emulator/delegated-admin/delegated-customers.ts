import type { GraphRequest } from '../graph/graph-request';
import { idKey } from '../world/cloud';
import type { TenantState } from '../world/cloud';
import { statusOf } from './relationship-status';

/** The tenants with which the partner has an active relationship. */
export function delegatedCustomers({ context, home }: GraphRequest): readonly TenantState[] {
  const ids = [...home.objects.delegatedAdminRelationships.values()]
    .filter((relationship) => statusOf(relationship, context.now()) === 'active')
    .map(({ customer }) => idKey(customer?.tenantId ?? ''));
  return [...new Set(ids)]
    .map((id) => context.ledger.cloud.tenants.get(id))
    .filter((customer) => customer !== undefined);
}

/** Source: https://learn.microsoft.com/graph/api/resources/delegatedadmincustomer */
export function renderCustomer({ tenant }: TenantState) {
  return {
    '@odata.type': '#microsoft.graph.delegatedAdminCustomer',
    id: tenant.id,
    tenantId: tenant.id,
    displayName: tenant.displayName,
  };
}

/**
 * The portals in which a partner works for the customer; of those that Azure names, the two that Azure roles matter in.
 * Source: https://learn.microsoft.com/graph/api/delegatedadmincustomer-list-servicemanagementdetails
 */
export function serviceManagementDetails({ tenant }: TenantState) {
  const type = '#microsoft.graph.delegatedAdminServiceManagementDetail';
  const [domain] = tenant.domains;
  return [
    {
      '@odata.type': type,
      id: 'fa5fa04e-13df-4b7c-9e99-92573ba1fa55',
      serviceName: 'Azure Active Directory',
      serviceManagementUrl: `https://aad.portal.azure.com/${domain}`,
    },
    {
      '@odata.type': type,
      id: '5d0273c3-0f0e-4e00-90e8-e792c8860fb5',
      serviceName: 'Microsoft 365 Lighthouse',
      serviceManagementUrl: 'https://lighthouse.microsoft.com',
    },
  ];
}
