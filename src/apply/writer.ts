import type { ExistingRoleAssignment, RoleAssignment } from '../model';

/** The part of a provider that apply drives. Failures are DiagnosticErrors. */
export interface RoleAssignmentWriter {
  /** The assignment with Azure's id, or undefined when there is none. */
  read(id: string): Promise<ExistingRoleAssignment | undefined>;
  create(assignment: RoleAssignment): Promise<ExistingRoleAssignment>;
  /** Changes condition and condition version of an assignment that exists. */
  update(before: ExistingRoleAssignment, after: RoleAssignment): Promise<ExistingRoleAssignment>;
  /** Succeeds when the assignment is gone already. */
  delete(assignment: ExistingRoleAssignment): Promise<void>;
}
