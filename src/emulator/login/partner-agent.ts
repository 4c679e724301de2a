import { partnerRoles } from '../delegated-admin/partner-roles';
import { idKey } from '../world/cloud';
import type { Cloud, TenantState } from '../world/cloud';
import type { User } from '../world/world';

/**
 * Whether a person may sign in to a customer's tenant without being a user there: as who has an Entra role there through
 * GDAP, whatever role. The token is the customer's, the object id that of the person at home.
 * Source: https://learn.microsoft.com/partner-center/customers/gdap-supported-workloads
 */
export function mayEnter(customer: TenantState, partner: TenantState, user: User, now: Date): boolean {
  return partnerRoles(partner, customer.tenant.id, user.id, now).size > 0;
}

/** Somebody of a partner who may sign in to a customer's tenant. @param name in any letter case */
export function findVisitor(cloud: Cloud, customer: TenantState, name: string, now: Date): User | undefined {
  for (const partner of cloud.tenants.values()) {
    if (partner.objects.delegatedAdminRelationships.size === 0) continue;
    const user = partner.tenant.users?.find(
      ({ userPrincipalName }) => idKey(userPrincipalName) === idKey(name),
    );
    if (user && mayEnter(customer, partner, user, now)) return user;
  }
  return undefined;
}
