import type { SourcePosition } from '../diagnostics';
import type { CalendarDate } from './calendar-date';
import type { ChannelKind } from './channel';
import type { Guid } from './guid';
import type { Origin } from './origin';
import type { PimAssignment, PimKind } from './pim-assignment';
import type { RegistrationAssignment, RegistrationDefinition } from './registration';
import type { RoleAssignment } from './role-assignment';
import type { RoleDefinition } from './role-definition';
import { managementGroupScope, subscriptionScope, type Scope } from './scope';

/** `owned-only` touches nothing but ours; `full` also plans the removal of what nobody declared. */
export const ownerships = ['owned-only', 'full'] as const;
export type Ownership = (typeof ownerships)[number];

/** Who the partner is and how its assignments are recognised. */
export interface PartnerIdentity {
  readonly tenantId: Guid;
  /** Namespace of the names of new assignments. */
  readonly owner: Guid;
  /** Owners whose assignments count as ours and keep their names. */
  readonly previousOwners: readonly Guid[];
  /** Owners whose assignments are recognised and never touched. */
  readonly otherOwners: readonly Guid[];
  /** Groups of the partner tenant that act as foreign principals in customer tenants. */
  readonly adminAgents: Guid;
  readonly helpdeskAgents?: Guid;
}

export interface ManagedSubscription {
  readonly alias: string;
  readonly subscriptionId: Guid;
}

export interface ManagedManagementGroup {
  readonly alias: string;
  /** Its name, unique within the tenant: the last part of its id. */
  readonly managementGroup: string;
}

/** A scope that a stack looks after: of the assignments that Azure shows, only those at or below one can be ours. */
export interface ManagedScope {
  readonly alias: string;
  readonly scope: Scope;
}

/** Everything that a stack looks after, subscriptions first, each in the order given. */
export function managedScopes({
  subscriptions,
  managementGroups,
}: Pick<DesiredState, 'subscriptions' | 'managementGroups'>): ManagedScope[] {
  return [
    ...subscriptions.map(({ alias, subscriptionId }) => ({
      alias,
      scope: subscriptionScope(subscriptionId),
    })),
    ...managementGroups.map(({ alias, managementGroup }) => ({
      alias,
      scope: managementGroupScope(managementGroup),
    })),
  ];
}

/** One declared grant after evaluation at an instant. */
export interface DesiredGrant {
  /** Address in the synthesized configuration, such as `azurerm_role_assignment.production_web-shop`. */
  readonly address: string;
  readonly constructPath: string;
  readonly source?: SourcePosition;
  readonly assignment: RoleAssignment;
  readonly because?: string;
  readonly until?: CalendarDate;
  /** True once `until` is over: the assignment should be gone. */
  readonly ended: boolean;
  /** Addresses of the grants that must be in place and verified before this one is made. */
  readonly dependsOn?: readonly string[];
  /** True where a plan must neither remove nor replace the assignment. */
  readonly preventDestroy?: boolean;
  /** True where a condition that Azure has is left as it is. */
  readonly ignoresCondition?: boolean;
}

/** A grant that has ended, and whose principal is not known: not exactly one in the directory bears the name. */
export interface EndedForNobody extends Pick<
  DesiredGrant,
  'address' | 'constructPath' | 'source' | 'because' | 'until' | 'dependsOn' | 'ended'
> {
  /** What the directory says, as a sentence. */
  readonly nobody: string;
}

/** Something declared that is no grant. */
interface DesiredResource {
  /** Address in the synthesized configuration, such as `azurerm_role_definition.vm-operator`. */
  readonly address: string;
  readonly constructPath: string;
  readonly source?: SourcePosition;
  readonly because?: string;
}

export interface DesiredRoleDefinition extends DesiredResource {
  readonly definition: RoleDefinition;
}

export interface DesiredPimAssignment extends DesiredResource {
  readonly assignment: PimAssignment;
  readonly until?: CalendarDate;
  /** `ended`: its last day is over, so Azure ends it. `revoked`: the declaration takes it back. */
  readonly standing: 'declared' | 'ended' | 'revoked';
}

export interface DesiredRegistrationDefinition extends DesiredResource {
  readonly registration: RegistrationDefinition;
}

export interface DesiredRegistrationAssignment extends DesiredResource {
  readonly registration: RegistrationAssignment;
}

/** Access that is left out of drift for good. All criteria that are given must hold. */
export interface IgnoreRule {
  readonly because: string;
  readonly origin?: Origin;
  readonly principalId?: Guid;
  readonly role?: Guid;
  /** At or below this scope. */
  readonly scope?: Scope;
}

/** A deviation that somebody accepted until a day. */
export interface AcceptRule {
  readonly scope: Scope;
  readonly principalId: Guid;
  readonly role: Guid;
  readonly by: string;
  readonly because: string;
  readonly until: CalendarDate;
}

/** A grant of a profile that one customer does without. */
export interface ProfileException {
  readonly constructPath: string;
  readonly because: string;
  readonly review?: CalendarDate;
  readonly source?: SourcePosition;
}

/** What one customer's stack declares, with every name resolved, at an instant. */
export interface DesiredState {
  readonly customer: string;
  readonly tenantId: Guid;
  readonly partner: PartnerIdentity;
  readonly ownership: Ownership;
  /** By the key of the managed scope, where it differs. */
  readonly ownershipAt?: ReadonlyMap<string, Ownership>;
  readonly reads: ChannelKind;
  readonly writes: ChannelKind;
  readonly subscriptions: readonly ManagedSubscription[];
  readonly managementGroups: readonly ManagedManagementGroup[];
  readonly grants: readonly DesiredGrant[];
  readonly endedForNobody?: readonly EndedForNobody[];
  readonly roleDefinitions: readonly DesiredRoleDefinition[];
  /** Under Privileged Identity Management. */
  readonly pimAssignments: Readonly<Record<PimKind, readonly DesiredPimAssignment[]>>;
  /** What is delegated over Azure Lighthouse. */
  readonly registrations: {
    readonly definitions: readonly DesiredRegistrationDefinition[];
    readonly assignments: readonly DesiredRegistrationAssignment[];
  };
  readonly ignore: readonly IgnoreRule[];
  readonly accept: readonly AcceptRule[];
  readonly exceptions: readonly ProfileException[];
  /** The names by which principals were declared, by object id. For people only. */
  readonly principalNames: ReadonlyMap<Guid, string>;
}
