import { idKey } from '../../world/cloud';
import type { Cloud, TenantState } from '../../world/cloud';
import { groupsHolding } from '../../world/membership';

/**
 * Lower-case ids under which a caller that signed in to `tenant` can hold a role: its own, its groups' in that tenant,
 * and its groups' in the tenant of a reseller. Through the last a partner's person is Owner of a subscription that the
 * partner sold (admin on behalf of): the role is held by the partner's group, as a ForeignGroup.
 * Source: https://learn.microsoft.com/partner-center/customers/revoke-reinstate-csp
 */
export function holdersOf(cloud: Cloud, tenant: TenantState, objectId: string): ReadonlySet<string> {
  const resellers = (tenant.tenant.resellers ?? []).map((id) => cloud.tenants.get(idKey(id)));
  const directories = [tenant, ...resellers].filter((each) => each !== undefined);
  return new Set([idKey(objectId), ...groupsHolding(directories, objectId)]);
}
