import type { Diagnostic, SourcePosition } from '../diagnostics';
import type {
  ChannelKind,
  Cloud,
  ExistingRoleAssignment,
  Guid,
  ManagedSubscription,
  NaturalKey,
  Origin,
  RoleAssignment,
  Scope,
} from '../model';

/** Why a change is planned. For people only: nothing is decided by it. */
export type ChangeReason =
  | 'not-in-azure'
  | 'condition-differs'
  | 'adopted-assignment-differs'
  | 'no-longer-declared'
  | 'grant-ended'
  | 'undeclared-under-full-ownership';

/** The attributes an assignment is compared by. */
export type ComparedAttribute = 'condition' | 'condition_version';

interface ChangeBase {
  /** Address in the configuration; one that the configuration has lost is `<type>.undeclared["<name>"]`. Unique in a plan. */
  readonly address: string;
  readonly constructPath?: string;
  readonly source?: SourcePosition;
  readonly because?: string;
  /** Last day of the grant. */
  readonly until?: string;
  readonly naturalKey: NaturalKey;
  /** Addresses of the changes that must have been verified before this one runs. */
  readonly dependsOn: readonly string[];
}

/** One entry of a plan. What an action cannot have, its type does not have. */
export type Change = ChangeBase &
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

/** How access that nobody declared is treated. */
export type UnmanagedStanding =
  /** Counts as drift. */
  | { readonly standing: 'drift' }
  /** Shown, not counted: it is assigned above what the stack manages, or belongs to another owner. */
  | { readonly standing: 'outside' }
  | { readonly standing: 'ignored'; readonly because: string }
  | { readonly standing: 'accepted'; readonly because: string; readonly by: string; readonly until: string };

/** An assignment that is not ours and not declared. */
export type UnmanagedAccess = UnmanagedStanding & {
  readonly assignment: ExistingRoleAssignment;
  readonly origin: Origin;
};

/** A subscription that could not be read, so nothing was planned for it. */
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
  /** The instant for which `until` was evaluated, RFC 3339 UTC. */
  readonly asOf: string;
  /** The subscriptions that were planned for, sorted by id. */
  readonly subscriptions: readonly ManagedSubscription[];
  /** Channel that makes the changes. */
  readonly writes: ChannelKind;
  /** Digest of the declaration without positions and dates; equal digests mean the same declaration. */
  readonly configurationDigest: string;
  /** Sorted by address. */
  readonly changes: readonly Change[];
  /** Sorted by assignment id. */
  readonly unmanaged: readonly UnmanagedAccess[];
  readonly unread: readonly UnreadScope[];
  readonly diagnostics: readonly Diagnostic[];
  /** Readable names for the guids in the plan: principals and custom roles, by guid. */
  readonly names: Readonly<Record<string, string>>;
}

/** True for a change that writes to Azure. */
export function isActionable(change: Change): boolean {
  return change.action !== 'no-op';
}
