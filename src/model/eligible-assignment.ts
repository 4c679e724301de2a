import type { Guid } from './guid';
import { roleDefinitionIdAt } from './role-id';
import type { Scope } from './scope';

/** A role that somebody may take up under Privileged Identity Management. */
export interface EligibleAssignment {
  readonly tenantId: Guid;
  readonly scope: Scope;
  readonly role: Guid;
  readonly principalId: Guid;
  /** RFC 3339; absent where it does not end. Azure itself ends it. */
  readonly endsAt?: string;
  /** Sent with a request, never compared. */
  readonly justification?: string;
}

/** The same as Azure has it. Azure names schedules as it likes, so the id is made of what tells two apart. */
export interface ExistingEligibleAssignment extends EligibleAssignment {
  readonly id: string;
}

/** The id that azurerm gives it in its state: scope, role definition and principal. */
export function eligibleAssignmentId({
  scope,
  role,
  principalId,
}: Pick<EligibleAssignment, 'scope' | 'role' | 'principalId'>): string {
  return `${scope}|${roleDefinitionIdAt(scope, role)}|${principalId}`;
}
