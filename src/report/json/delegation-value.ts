import type { Delegation } from '../../model';
import type { Names } from '../words/names';

/** Access through Azure Lighthouse, which no role assignment shows. */
export interface DelegationValue {
  readonly id: string;
  readonly scope: string;
  readonly offer: string;
  readonly managingTenant: { readonly id: string; readonly name: string | null };
  readonly authorizations: readonly {
    readonly principal: { readonly id: string; readonly name: string | null };
    readonly role: { readonly id: string; readonly name: string | null };
    /** True where the role has to be activated first. */
    readonly eligible: boolean;
  }[];
}

export function delegationValue(delegation: Delegation, names: Names): DelegationValue {
  const { id, scope, offer, managingTenant, managingTenantName, authorizations } = delegation;
  return {
    id,
    scope,
    offer,
    managingTenant: { id: managingTenant, name: managingTenantName ?? null },
    authorizations: authorizations.map(({ principalId, displayName, role, isEligible }) => ({
      principal: { id: principalId, name: displayName ?? null },
      role: { id: role, name: names.plainRole(role) ?? null },
      eligible: isEligible,
    })),
  };
}
