import type { Guid } from './guid';
import { naturalKey, type NaturalKey } from './natural-key';
import type { Scope } from './scope';

/** Azure's principal types that a role assignment can name. */
export const principalTypes = ['User', 'Group', 'ServicePrincipal', 'ForeignGroup', 'Device'] as const;
export type PrincipalType = (typeof principalTypes)[number];

/** What a role assignment says, whether declared or found. */
export interface RoleAssignment {
  /** Tenant of the subscription, whichever tenant the principal lives in. */
  readonly tenantId: Guid;
  readonly scope: Scope;
  /** Guid of the role definition. */
  readonly role: Guid;
  readonly principalId: Guid;
  readonly principalType: PrincipalType;
  readonly condition?: string;
  readonly conditionVersion?: string;
  /** Written at creation, never compared. */
  readonly description?: string;
  /** Name of the assignment within its scope. */
  readonly name: Guid;
}

/** A role assignment as Azure has it. */
export interface ExistingRoleAssignment extends RoleAssignment {
  /** Azure's resource id, in Azure's letter case. */
  readonly id: string;
  /** RFC 3339, UTC. */
  readonly createdOn?: string;
  /** Object id of who made it. */
  readonly createdBy?: string;
  readonly delegatedManagedIdentityResourceId?: string;
}

export function keyOf(assignment: RoleAssignment): NaturalKey {
  return naturalKey(assignment);
}

/** Azure's resource id of the assignment. */
export function assignmentId({ scope, name }: Pick<RoleAssignment, 'scope' | 'name'>): string {
  return `${scope === '/' ? '' : scope}/providers/Microsoft.Authorization/roleAssignments/${name}`;
}
