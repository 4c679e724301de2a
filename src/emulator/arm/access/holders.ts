import { partnerRoles } from '../../delegated-admin/partner-roles';
import { idKey } from '../../world/cloud';
import type { Cloud, TenantState } from '../../world/cloud';
import { groupsHolding } from '../../world/membership';

/**
 * Lower-case ids under which a caller that signed in to `tenant` can hold a role: its own, its groups' in that tenant,
 * and its groups' in the tenant of a reseller. Through the last a partner's person is Owner of a subscription that the
 * partner sold (admin on behalf of): the role is held by the partner's group, as a ForeignGroup. It takes any Entra role
 * in the customer's tenant, by GDAP, to use it.
 * Sources: https://learn.microsoft.com/partner-center/customers/revoke-reinstate-csp,
 * https://learn.microsoft.com/partner-center/customers/gdap-supported-workloads
 */
export function holdersOf(
  cloud: Cloud,
  tenant: TenantState,
  objectId: string,
  now: Date,
): ReadonlySet<string> {
  const resellers = [...tenant.objects.resellers.keys()]
    .map((id) => cloud.tenants.get(id))
    .filter((each) => each !== undefined)
    .filter((partner) => partner.principals.has(idKey(objectId)))
    .filter((partner) => partnerRoles(partner, tenant.tenant.id, objectId, now).size > 0);
  return new Set([idKey(objectId), ...groupsHolding([tenant, ...resellers], objectId)]);
}
