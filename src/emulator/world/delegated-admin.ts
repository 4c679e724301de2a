/**
 * Granular delegated admin privileges (GDAP), kept in the partner's tenant.
 * Source: https://learn.microsoft.com/graph/api/resources/delegatedadminrelationships-api-overview
 */
export interface DelegatedAdminRelationship {
  /** Two GUIDs, joined by a dash. */
  readonly id: string;
  readonly displayName: string;
  /** ISO 8601 duration, one day to two years. */
  readonly duration: string;
  readonly autoExtendDuration: 'P0D' | 'PT0S' | 'P180D';
  /** Absent: whichever customer accepts. */
  readonly customer?: { readonly tenantId: string; readonly displayName: string | null };
  /** Template ids of Entra roles that the partner asks for. */
  readonly roles: readonly string[];
  /** ISO 8601, as all times here. */
  readonly createdDateTime: string;
  readonly lastModifiedDateTime: string;
  /** What it became and will become, in order: its status is the last whose time has come. */
  readonly transitions: readonly Transition<RelationshipStatus>[];
  /** From the customer's approval on; {@link autoExtendDuration} moves it when it is reached. */
  readonly endDateTime?: string;
  /** Grows with each write, for the ETag. */
  readonly version: number;
}

export type RelationshipStatus =
  | 'created'
  | 'approvalPending'
  | 'approved'
  | 'activating'
  | 'active'
  | 'expiring'
  | 'expired'
  | 'terminationRequested'
  | 'terminating'
  | 'terminated';

export interface Transition<S extends string> {
  readonly status: S;
  readonly at: string;
}

/** What the partner or the customer asked to be done with a relationship. */
export interface DelegatedAdminRequest {
  readonly relationship: string;
  readonly id: string;
  readonly action: 'lockForApproval' | 'approve' | 'reject' | 'terminate';
  readonly createdDateTime: string;
  readonly completesOn: string;
}

/** Which of a relationship's roles the members of a security group of the partner have. */
export interface DelegatedAdminAccessAssignment {
  readonly relationship: string;
  readonly id: string;
  readonly groupId: string;
  readonly roles: readonly string[];
  readonly createdDateTime: string;
  readonly lastModifiedDateTime: string;
  readonly transitions: readonly Transition<AccessAssignmentStatus>[];
  /** An update on its way. */
  readonly update?: { readonly roles: readonly string[]; readonly at: string };
  readonly version: number;
}

export type AccessAssignmentStatus = 'pending' | 'active' | 'deleting' | 'deleted';

/** The long-running part of an update of an access assignment. */
export interface DelegatedAdminOperation {
  readonly relationship: string;
  readonly id: string;
  readonly createdDateTime: string;
  readonly completesOn: string;
  readonly data: string;
}
