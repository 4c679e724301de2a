import type { SourcePosition } from '../diagnostics';
import type {
  PimAssignment,
  ExistingPimAssignment,
  ExistingRegistrationAssignment,
  ExistingRegistrationDefinition,
  ExistingRoleAssignment,
  ExistingRoleDefinition,
  NaturalKey,
  PimKind,
  RegistrationAssignment,
  RegistrationDefinition,
  RoleAssignment,
  RoleDefinition,
} from '../model';
import type {
  PimAssignmentAttribute,
  RegistrationAssignmentAttribute,
  RegistrationDefinitionAttribute,
  RoleDefinitionAttribute,
  pimAssignmentTypes,
  roleAssignmentTypes,
} from '../resources';
import type { Making } from './hand-off';

/** Why a change is planned. For people only: nothing is decided by it. */
export type ChangeReason =
  | 'not-in-azure'
  | 'condition-differs'
  | 'attributes-differ'
  | 'adopted-assignment-differs'
  | 'no-longer-declared'
  | 'revoked'
  | 'grant-ended'
  | 'undeclared-under-full-ownership';

/** The attributes an assignment is compared by. */
export type ComparedAttribute = 'condition' | 'condition_version';

interface ChangeBase extends Making {
  /** Address in the configuration; one that the configuration has lost is `<type>.undeclared["<name>"]`. Unique in a plan. */
  readonly address: string;
  readonly constructPath?: string;
  readonly source?: SourcePosition;
  readonly because?: string;
  /** Addresses of the changes that must have been verified before this one runs. */
  readonly dependsOn: readonly string[];
  /**
   * For a removal that at one of Azure's limits goes before the grants: addresses of those that it would otherwise wait
   * for. Empty where it would wait for none, so that nobody is without access in between.
   */
  readonly makesRoomBefore?: readonly string[];
}

interface AssignmentChangeBase extends ChangeBase {
  /** Terraform's resource type. */
  readonly type: (typeof roleAssignmentTypes)[number];
  /** Last day of the grant. */
  readonly until?: string;
  readonly naturalKey: NaturalKey;
}

/** What happens to one role assignment. What an action cannot have, its type does not have. */
export type AssignmentChange = AssignmentChangeBase &
  (
    | {
        readonly action: 'no-op';
        readonly before: ExistingRoleAssignment;
        /** True when the assignment exists under another name than ours and applying records it as ours. */
        readonly adopting: boolean;
      }
    | { readonly action: 'create'; readonly after: RoleAssignment; readonly reason: 'not-in-azure' }
    | {
        readonly action: 'update';
        readonly before: ExistingRoleAssignment;
        readonly after: RoleAssignment;
        readonly changed: readonly ComparedAttribute[];
        readonly adopting: boolean;
        readonly reason: 'condition-differs';
      }
    | {
        readonly action: 'replace';
        readonly before: ExistingRoleAssignment;
        readonly after: RoleAssignment;
        readonly reason: 'adopted-assignment-differs';
      }
    | { readonly action: 'delete'; readonly before: ExistingRoleAssignment; readonly reason: ChangeReason }
  );

/**
 * What happens to a thing whose name is computed from its construct: it is ours or somebody else's, so nothing is
 * adopted; whatever its name does not fix is changed in place, so nothing is replaced.
 */
export type NamedChange<
  Type extends string,
  Existing,
  Declared,
  Attribute extends string,
  Removal extends ChangeReason = 'no-longer-declared',
> = ChangeBase & {
  readonly type: Type;
} & (
    | { readonly action: 'no-op'; readonly before: Existing }
    | { readonly action: 'create'; readonly after: Declared; readonly reason: 'not-in-azure' }
    | {
        readonly action: 'update';
        readonly before: Existing;
        readonly after: Declared;
        readonly changed: readonly Attribute[];
        readonly reason: 'attributes-differ';
      }
    | { readonly action: 'delete'; readonly before: Existing; readonly reason: Removal }
  );

export type RoleDefinitionChange = NamedChange<
  'azurerm_role_definition',
  ExistingRoleDefinition,
  RoleDefinition,
  RoleDefinitionAttribute
>;

/** One that is removed keeps its address: it is still declared, as taken back or until a day that is over. */
type PimChange<Kind extends PimKind> = NamedChange<
  (typeof pimAssignmentTypes)[Kind],
  ExistingPimAssignment,
  PimAssignment,
  PimAssignmentAttribute,
  'revoked' | 'grant-ended'
> & {
  /** Last day. */
  readonly until?: string;
};
export type EligibleAssignmentChange = PimChange<'eligible'>;
/** To Azure it is a role assignment, too. */
export type ActiveAssignmentChange = PimChange<'active'>;
export type PimAssignmentChange = EligibleAssignmentChange | ActiveAssignmentChange;

export type RegistrationDefinitionChange = NamedChange<
  'azurerm_lighthouse_definition',
  ExistingRegistrationDefinition,
  RegistrationDefinition,
  RegistrationDefinitionAttribute
>;

export type RegistrationAssignmentChange = NamedChange<
  'azurerm_lighthouse_assignment',
  ExistingRegistrationAssignment,
  RegistrationAssignment,
  RegistrationAssignmentAttribute
>;

/** One entry of a plan; `type` tells what `before` and `after` are. */
export type Change =
  | AssignmentChange
  | RoleDefinitionChange
  | PimAssignmentChange
  | RegistrationDefinitionChange
  | RegistrationAssignmentChange;

/** True for a change that writes to Azure. */
export function isActionable(change: Change): boolean {
  return change.action !== 'no-op';
}

export function isAssignmentChange(change: Change): change is AssignmentChange {
  return change.type === 'azurerm_role_assignment' || change.type === 'tilldela_role_assignment';
}

export function isPimAssignmentChange(change: Change): change is PimAssignmentChange {
  return (
    change.type === 'azurerm_pim_eligible_role_assignment' ||
    change.type === 'azurerm_pim_active_role_assignment'
  );
}

/** What a plan does to role assignments, in its order. */
export function assignmentChanges({
  changes,
}: {
  readonly changes: readonly Change[];
}): readonly AssignmentChange[] {
  return changes.filter(isAssignmentChange);
}

/** True for a change that records as ours what exists under another name. */
export function isAdopting(change: Change): boolean {
  return 'adopting' in change && change.adopting;
}

/** True for what a plan is approved for: an adoption writes nothing to Azure, and it records ownership. */
export function isPlanned(change: Change): boolean {
  return isActionable(change) || isAdopting(change);
}
