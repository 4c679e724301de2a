import type { Permission } from './world';

/** A role that a tenant made for itself. */
export interface CustomRole {
  /** The GUID at the end of the role's id. */
  readonly id: string;
  readonly roleName: string;
  readonly description?: string;
  readonly permissions: readonly Permission[];
  readonly assignableScopes: readonly string[];
  /** ISO 8601 UTC with seven fraction digits. */
  readonly createdOn?: string;
  readonly updatedOn?: string;
  /** Object id of the creator. */
  readonly createdBy?: string | null;
  readonly updatedBy?: string | null;
}
