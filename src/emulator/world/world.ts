import type { FederatedCredential } from './federated-credential';
import type { ObjectLists } from './tenant-objects';

/**
 * What a local Azure holds, as plain data. Everything that Azure keeps per tenant hangs under its tenant, so no
 * tenant id is repeated and none can contradict another. Ids are GUIDs unless stated otherwise.
 */
export interface World {
  readonly tenants: readonly Tenant[];
  readonly applications: readonly Application[];
}

/** The collections that it has from {@link ObjectLists} are those that requests can change, or only Azure itself. */
export interface Tenant extends ObjectLists {
  readonly id: string;
  readonly displayName: string;
  /** The initial `*.onmicrosoft.com` domain first. */
  readonly domains: readonly [string, ...string[]];
  readonly users?: readonly User[];
  readonly groups?: readonly Group[];
  /** Object ids of those who have the directory role Global Administrator, which is no role in Azure. */
  readonly globalAdministrators?: readonly string[];
  /**
   * Object ids of those who may invite guests besides the Global Administrators: people with the directory role Guest
   * Inviter, applications with User.Invite.All in Microsoft Graph.
   */
  readonly guestInviters?: readonly string[];
  /** Without the tenant root group, which every tenant has under its own id. */
  readonly managementGroups?: readonly ManagementGroup[];
  readonly subscriptions?: readonly Subscription[];
  readonly roleAssignments?: readonly RoleAssignment[];
}

export interface User {
  readonly id: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
  readonly mail?: string;
  readonly otherMails?: readonly string[];
  readonly userType?: 'Member' | 'Guest';
}

export interface Group {
  readonly id: string;
  readonly displayName: string;
  /** Object ids of direct members: users, groups or service principals of the same tenant. */
  readonly members?: readonly string[];
  readonly owners?: readonly string[];
  /** Default true. */
  readonly securityEnabled?: boolean;
  /** Default false. */
  readonly mailEnabled?: boolean;
}

export interface ServicePrincipal {
  readonly id: string;
  readonly appId: string;
  readonly displayName: string;
  /** Default `Application`. */
  readonly servicePrincipalType?: 'Application' | 'ManagedIdentity';
}

/** An app registration. It can sign in to every tenant that has a service principal with its `appId`. */
export interface Application {
  readonly appId: string;
  readonly displayName: string;
  readonly clientSecrets: readonly string[];
  /** Id of the tenant in which it is registered. Absent: of none that is here. */
  readonly tenant?: string;
  /** Issuers whose tokens sign it in instead of a secret. */
  readonly federatedCredentials?: readonly FederatedCredential[];
}

export interface ManagementGroup {
  /** Any text without a slash; Azure does not require a GUID. */
  readonly id: string;
  readonly displayName: string;
  /** Absent: directly under the tenant root group. */
  readonly parent?: string;
}

export interface Subscription {
  readonly id: string;
  readonly displayName: string;
  readonly resourceGroups?: readonly string[];
  /** Id of the management group above it; absent: directly under the tenant root group. */
  readonly managementGroup?: string;
  /** Tenants it is delegated to through Azure Lighthouse. */
  readonly managedByTenants?: readonly string[];
}

/** One block of a role's permissions; a list that is absent is empty. */
export interface Permission {
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
  readonly dataActions?: readonly string[];
  readonly notDataActions?: readonly string[];
  readonly condition?: string | null;
  readonly conditionVersion?: string | null;
}

export type PrincipalType = 'User' | 'Group' | 'ServicePrincipal' | 'ForeignGroup' | 'Device';

export interface RoleAssignment {
  /** The GUID at the end of the assignment's id, unique in its tenant. */
  readonly name: string;
  /** `/`, or the id of a management group, subscription, resource group or resource. */
  readonly scope: string;
  /** The role's bare GUID. */
  readonly roleDefinitionId: string;
  readonly principalId: string;
  readonly principalType: PrincipalType;
  readonly description?: string | null;
  readonly condition?: string | null;
  readonly conditionVersion?: string | null;
  readonly delegatedManagedIdentityResourceId?: string | null;
  /** ISO 8601 UTC with seven fraction digits; absent: the time at which the emulator first loads this world. */
  readonly createdOn?: string;
  readonly updatedOn?: string;
  /** Object id of the creator. */
  readonly createdBy?: string | null;
  readonly updatedBy?: string | null;
}
