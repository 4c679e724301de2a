/** An offer of Azure Lighthouse: which principals of a managing tenant get which roles. */
export interface RegistrationDefinition {
  /** The GUID at the end of the id. */
  readonly name: string;
  /** `/subscriptions/{id}` */
  readonly scope: string;
  readonly registrationDefinitionName: string | null;
  readonly description: string | null;
  readonly managedByTenantId: string;
  readonly authorizations: readonly LighthouseAuthorization[];
  readonly eligibleAuthorizations: readonly EligibleAuthorization[];
  /** Of an offer from the Azure Marketplace. */
  readonly plan: MarketplacePlan | null;
  readonly createdOn: string;
  readonly updatedOn: string;
  /** Object id of the caller. */
  readonly createdBy: string;
  readonly updatedBy: string;
}

export interface LighthouseAuthorization {
  readonly principalId: string;
  readonly principalIdDisplayName?: string;
  /** Bare GUID. */
  readonly roleDefinitionId: string;
  /** Bare GUIDs of the roles that a User Access Administrator may give to managed identities. */
  readonly delegatedRoleDefinitionIds?: readonly string[];
}

export interface EligibleAuthorization {
  readonly principalId: string;
  readonly principalIdDisplayName?: string;
  readonly roleDefinitionId: string;
  readonly justInTimeAccessPolicy?: {
    readonly multiFactorAuthProvider?: string;
    readonly maximumActivationDuration?: string;
    readonly managedByTenantApprovers?: readonly {
      readonly principalId: string;
      readonly principalIdDisplayName?: string;
    }[];
  };
}

interface MarketplacePlan {
  readonly name: string;
  readonly publisher: string;
  readonly product: string;
  readonly version: string;
}

/** The customer's acceptance of an offer for a subscription or a resource group. */
export interface RegistrationAssignment {
  /** The GUID at the end of the id. */
  readonly name: string;
  /** Id of a subscription or resource group. */
  readonly scope: string;
  /** Full id, in canonical casing. */
  readonly registrationDefinitionId: string;
  readonly createdOn: string;
  readonly updatedOn: string;
  readonly createdBy: string;
  readonly updatedBy: string;
}
