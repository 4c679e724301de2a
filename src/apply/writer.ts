import type {
  PimAssignment,
  ExistingPimAssignment,
  ExistingRegistrationAssignment,
  ExistingRegistrationDefinition,
  ExistingRoleAssignment,
  ExistingRoleDefinition,
  PimKind,
  RegistrationAssignment,
  RegistrationDefinition,
  RoleAssignment,
  RoleDefinition,
} from '../model';

/** What apply drives for one type of resource. Failures are DiagnosticErrors. */
export interface TypeWriter<Declared, Existing> {
  /** The resource with Azure's id, or undefined when there is none. */
  read(id: string): Promise<Existing | undefined>;
  /** An aborted signal ends waiting for what Azure does not know yet. */
  create(declared: Declared, signal?: AbortSignal): Promise<unknown>;
  /** Changes what may differ in a resource that exists. */
  update(before: Existing, after: Declared): Promise<unknown>;
  /** Succeeds when the resource is gone already. */
  delete(existing: Existing): Promise<void>;
}

/** The part of a provider that apply drives for role assignments. `create` throws AssignmentExistsError, too. */
export type RoleAssignmentWriter = TypeWriter<RoleAssignment, ExistingRoleAssignment>;

/** The part of a provider that apply drives: role assignments, and each other type under its name. */
export interface ResourceWriter extends RoleAssignmentWriter {
  readonly roleDefinitions: TypeWriter<RoleDefinition, ExistingRoleDefinition>;
  readonly pimAssignments: Readonly<Record<PimKind, TypeWriter<PimAssignment, ExistingPimAssignment>>>;
  readonly registrations: {
    readonly definitions: TypeWriter<RegistrationDefinition, ExistingRegistrationDefinition>;
    readonly assignments: TypeWriter<RegistrationAssignment, ExistingRegistrationAssignment>;
  };
}
