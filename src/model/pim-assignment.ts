import type { Guid } from './guid';
import { roleDefinitionIdAt } from './role-id';
import type { PrincipalType } from './role-assignment';
import type { Scope } from './scope';

/** What Privileged Identity Management gives: a role that somebody may take up, or one that they have until a day. */
export const pimKinds = ['eligible', 'active'] as const;
export type PimKind = (typeof pimKinds)[number];

/** A role that somebody is to have under Privileged Identity Management. Which kind it is, its place tells. */
export interface PimAssignment {
  readonly tenantId: Guid;
  readonly scope: Scope;
  readonly role: Guid;
  readonly principalId: Guid;
  /** Never sent: Azure finds it out. */
  readonly principalType: PrincipalType;
  /** RFC 3339; absent where it does not end. Azure itself ends it. */
  readonly endsAt?: string;
  /** Sent with a request, never compared. */
  readonly justification?: string;
}

/** The same as Azure has it. Azure names schedules as it likes, so the id is made of what tells two apart. */
export interface ExistingPimAssignment extends PimAssignment {
  readonly id: string;
}

/** What was asked for, by id; what could not be read has no entry. */
export type KnownPimAssignments = ReadonlyMap<string, ExistingPimAssignment | 'missing'>;

/** The id that azurerm gives it in its state: scope, role definition and principal. */
export function pimAssignmentId({
  scope,
  role,
  principalId,
}: Pick<PimAssignment, 'scope' | 'role' | 'principalId'>): string {
  return `${scope}|${roleDefinitionIdAt(scope, role)}|${principalId}`;
}
