import type { Diagnostic } from '../diagnostics';
import type {
  ChannelKind,
  Cloud,
  Delegation,
  ExistingRoleAssignment,
  Guid,
  ManagedManagementGroup,
  ManagedSubscription,
  Origin,
  Scope,
} from '../model';
import type { Change } from './change';
import type { PlanFacts } from './plan-facts';

/** How access that nobody declared is treated. */
export type UnmanagedStanding =
  /** Counts as drift. */
  | { readonly standing: 'drift' }
  /** Shown, not counted: assigned above what the stack manages, another owner's, or scheduled to end by itself. */
  | { readonly standing: 'outside' }
  | { readonly standing: 'ignored'; readonly because: string }
  | { readonly standing: 'accepted'; readonly because: string; readonly by: string; readonly until: string }
  /** To be removed, and left for now. Counts as drift. */
  | { readonly standing: 'held-back'; readonly because: string };

/** An assignment that no grant declares, and that stays. */
export type UnmanagedAccess = UnmanagedStanding & {
  readonly assignment: ExistingRoleAssignment;
  readonly origin: Origin;
  /** True for what a former declaration of ours made or adopted. */
  readonly isOurs: boolean;
  /** For access assigned above subscriptions: those of the stack's subscriptions that inherit it, sorted. */
  readonly reaches?: readonly Guid[];
};

/** A subscription or management group that could not be read, so nothing was planned for it. */
export interface UnreadScope {
  readonly alias: string;
  readonly scope: Scope;
  readonly diagnostic: Diagnostic;
}

/** What would be done for one customer, and what was seen on the way. */
export interface Plan {
  readonly customer: string;
  readonly tenantId: Guid;
  readonly cloud: Cloud;
  /** The partner's mark: whose names prove that an assignment is ours. */
  readonly owner: Guid;
  /** The instant for which `until` was evaluated, RFC 3339 UTC. */
  readonly asOf: string;
  /** The subscriptions that were planned for, sorted by id. */
  readonly subscriptions: readonly ManagedSubscription[];
  /** The management groups that were planned for, sorted by name. */
  readonly managementGroups: readonly ManagedManagementGroup[];
  /** Channel that makes the changes. */
  readonly writes: ChannelKind;
  /** Digest of the declaration without positions and dates; equal digests mean the same declaration. */
  readonly configurationDigest: string;
  /** Sorted by address. */
  readonly changes: readonly Change[];
  /** Sorted by assignment id. */
  readonly unmanaged: readonly UnmanagedAccess[];
  readonly unread: readonly UnreadScope[];
  /** What Azure Lighthouse lets other tenants do and nobody declared; no assignment says so. Sorted by id. */
  readonly delegations: readonly Delegation[];
  readonly diagnostics: readonly Diagnostic[];
  /** Readable names for the guids in the plan: principals and custom roles, by guid. */
  readonly names: Readonly<Record<string, string>>;
  readonly facts: PlanFacts;
}
