/** The Azure plan that a partner sold to a customer, kept in the customer's tenant: what Partner Center calls a subscription. */
export interface AzurePlan {
  readonly id: string;
  /** Tenant of the partner. */
  readonly reseller: string;
  readonly status: 'active' | 'suspended' | 'deleted';
  /** ISO 8601 */
  readonly creationDate: string;
  /** The Azure subscriptions under it. */
  readonly entitlements: readonly AzureEntitlement[];
}

export interface AzureEntitlement {
  /** Id of the Azure subscription. It need not exist any more. */
  readonly id: string;
  readonly friendlyName: string;
  readonly status: 'active' | 'suspended' | 'deleted';
}

/** What a partner consented to for its application on a customer's behalf, kept in the customer's tenant. */
export interface ApplicationConsent {
  readonly applicationId: string;
  readonly displayName: string;
  readonly applicationGrants: readonly ApplicationGrant[];
}

interface ApplicationGrant {
  /** Client id of the resource: Azure Resource Manager, Microsoft Graph. */
  readonly enterpriseApplicationId: string;
  /** Permissions, separated by commas. */
  readonly scope: string;
}
