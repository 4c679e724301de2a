import type { Diagnostic } from '../diagnostics';
import type { Delegation } from './delegation';
import type { Guid } from './guid';
import type { NaturalKey } from './natural-key';
import type { KnownPimAssignments, PimKind } from './pim-assignment';
import type { KnownPrincipals } from './principal';
import type { KnownRegistrations } from './registration';
import type { ExistingRoleAssignment } from './role-assignment';
import type { ExistingRoleDefinition } from './role-definition';

/** One subscription as read. What could not be read is unknown, never empty: hence no list to mistake for one. */
export type SubscriptionReading =
  | {
      readonly status: 'read';
      readonly subscriptionId: Guid;
      /** All assignments at, above and below the subscription. */
      readonly assignments: readonly ExistingRoleAssignment[];
      /** Which of them stand because somebody activated a role; undefined when that could not be read. */
      readonly activations?: readonly NaturalKey[];
      /** Which of them end by themselves on a day that Privileged Identity Management has; read with the activations. */
      readonly scheduled?: readonly NaturalKey[];
      /** What is delegated to other tenants at and below it; undefined when that could not be read. */
      readonly delegations?: readonly Delegation[];
      /** Custom roles that can be assigned there; absent where they could not be read, though assignments could. */
      readonly roleDefinitions?: readonly ExistingRoleDefinition[];
    }
  | { readonly status: 'unread'; readonly subscriptionId: Guid; readonly diagnostic: Diagnostic };

/** One management group as read: what is assigned at it and above it, and nothing below. */
export type ManagementGroupReading =
  | {
      readonly status: 'read';
      readonly managementGroup: string;
      readonly assignments: readonly ExistingRoleAssignment[];
      /** These as for a subscription. */
      readonly activations?: readonly NaturalKey[];
      readonly scheduled?: readonly NaturalKey[];
      readonly roleDefinitions?: readonly ExistingRoleDefinition[];
    }
  | { readonly status: 'unread'; readonly managementGroup: string; readonly diagnostic: Diagnostic };

/** What Azure has, as far as it could be read. */
export interface ActualState {
  readonly subscriptions: readonly SubscriptionReading[];
  readonly managementGroups: readonly ManagementGroupReading[];
  /** Principals that were looked up; one that nobody could look up has no entry. */
  readonly principals: KnownPrincipals;
  /** Names of roles that the subscriptions define beyond the built-in ones, by guid. */
  readonly roleNames: ReadonlyMap<Guid, string>;
  /** Absent where nothing is declared over Lighthouse, nor was before. */
  readonly registrations?: KnownRegistrations;
  /** Absent where nothing is declared under Privileged Identity Management. */
  readonly pimAssignments?: Readonly<Record<PimKind, KnownPimAssignments>>;
}
