import type { Guid, PrincipalType, Scope } from '../model';

/** What somebody must be allowed to do, and where, so that a change can be made. */
export interface Need {
  readonly operation: string;
  readonly scope: Scope;
  /** Azure asks only whether they may: the request itself goes elsewhere, or is another, so that locks do not count. */
  readonly isRightOnly?: true;
  /** The role assignment that is written or deleted: conditions ask about it. */
  readonly assignment?: NeededAssignment;
}

export interface NeededAssignment {
  readonly role: Guid;
  readonly principalId: Guid;
  /** Undefined where it is not known. */
  readonly principalType?: PrincipalType | undefined;
  /** The resource of the managed identity, which makes the assignment one across tenants. */
  readonly delegatedManagedIdentityResourceId?: string | undefined;
}
