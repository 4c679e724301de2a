import type { Guid } from './guid';
import type { Scope } from './scope';

/**
 * What a customer delegated to another tenant through Azure Lighthouse. Its principals act in the customer's
 * subscription with these roles, and no role assignment there says so.
 */
export interface Delegation {
  /** Azure's id of the registration assignment. */
  readonly id: string;
  /** A subscription or a resource group. */
  readonly scope: Scope;
  /** Name of the offer that was taken. */
  readonly offer: string;
  readonly managingTenant: Guid;
  readonly managingTenantName?: string;
  readonly authorizations: readonly DelegatedAccess[];
}

/** A principal of the managing tenant and its role. */
export interface DelegatedAccess {
  readonly principalId: Guid;
  readonly displayName?: string;
  readonly role: Guid;
  /** True where the role has to be activated first. */
  readonly isEligible: boolean;
}
