import { findForeignGroup, idKey } from '../world/cloud';
import type { Cloud, TenantState } from '../world/cloud';
import { groupsHolding } from '../world/membership';
import type { User } from '../world/world';

/** The groups that Partner Center makes in a partner's tenant for those who work in customers' tenants. */
const agentGroups = ['AdminAgents', 'HelpdeskAgents'];

/**
 * Whether a person may sign in to a customer's tenant without being a user there: as an agent of a partner that has a
 * reseller relationship with the customer. The token is the customer's, the object id that of the person at home.
 * Source: https://learn.microsoft.com/partner-center/customers/gdap-supported-workloads
 */
export function isPartnerAgent(
  cloud: Cloud,
  customer: TenantState,
  partner: TenantState,
  user: User,
): boolean {
  return [...groupsHolding([partner], user.id)].some((groupId) => {
    const foreign = findForeignGroup(cloud, customer, groupId);
    return foreign?.partner === partner && agentGroups.includes(foreign.group.displayName);
  });
}

/** An agent of one of a customer's partners. @param name in any letter case */
export function findPartnerAgent(cloud: Cloud, customer: TenantState, name: string): User | undefined {
  const partners = (customer.tenant.resellers ?? []).map((id) => cloud.tenants.get(idKey(id)));
  for (const partner of partners) {
    const user = partner?.tenant.users?.find(
      ({ userPrincipalName }) => idKey(userPrincipalName) === idKey(name),
    );
    if (partner && user && isPartnerAgent(cloud, customer, partner, user)) return user;
  }
  return undefined;
}
