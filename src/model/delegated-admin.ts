import type { Guid } from './guid';

/** Source: https://learn.microsoft.com/graph/api/resources/delegatedadminrelationship */
export const relationshipStatuses = [
  'created',
  'approvalPending',
  'approved',
  'activating',
  'active',
  'expiring',
  'expired',
  'terminationRequested',
  'terminating',
  'terminated',
] as const;
export type RelationshipStatus = (typeof relationshipStatuses)[number];

/** What a customer delegated to the partner (GDAP), or was asked to. Times are RFC 3339. */
export interface DelegatedRelationship {
  readonly id: string;
  readonly displayName: string;
  /** One that Azure has added since is `unknown`. */
  readonly status: RelationshipStatus | 'unknown';
  /** Absent until a relationship that names nobody is accepted. */
  readonly customer?: { readonly tenantId: Guid; readonly displayName?: string | undefined } | undefined;
  /** Template ids of roles of Entra ID. */
  readonly roles: readonly Guid[];
  /** Whether Azure moves the end by 180 days each time that it comes. */
  readonly extendsItself: boolean;
  readonly createdOn: string;
  /** Absent where the customer never accepted. */
  readonly activatedOn?: string | undefined;
  readonly modifiedOn: string;
  readonly endsOn?: string | undefined;
  readonly etag: string;
}

/** The roles that a security group of the partner's tenant has through a relationship. */
export interface GroupAccess {
  readonly id: string;
  readonly groupId: Guid;
  readonly roles: readonly Guid[];
  readonly status: 'pending' | 'active' | 'deleting' | 'deleted' | 'error' | 'unknown';
  readonly etag: string;
}

/** What a customer's file says of the relationship. */
export interface DeclaredRelationship {
  /** Template ids of roles of Entra ID, by the name or the object id of a security group of the partner's tenant. */
  readonly roles: Readonly<Record<string, readonly Guid[]>>;
  readonly autoExtend: boolean;
  /** From 1 to 730; counts when the relationship is requested. */
  readonly days: number;
}

/** A customer as Partner Center has it. */
export interface PartnerCustomer {
  readonly tenantId: Guid;
  readonly name: string;
  readonly domain: string;
}

/** An Azure subscription that the partner sold. */
export interface SoldSubscription {
  readonly subscriptionId: Guid;
  readonly displayName: string;
  /** Partner Center's word, such as `active`. */
  readonly status: string;
}
