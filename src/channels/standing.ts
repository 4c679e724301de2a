import type { PermissionBlock } from '../catalogue';
import type { ChannelKind, Guid, Scope } from '../model';
import type { Answer } from './answer';

/** Whoever makes the changes, as far as their token tells. */
export interface Identity {
  readonly kind: 'person' | 'workload' | 'unknown';
  /** Whether a person signed in with a second factor; undefined where the token does not say. */
  readonly hasSecondFactor?: boolean | undefined;
}

/** Why there is no token to make changes with. */
export type NoToken = 'no_entra_role' | 'no_token';

/** A role assignment by which the identity may do what the role permits. */
export interface Holding {
  readonly scope: Scope;
  readonly principalId: Guid;
  /** False where it belongs to a group of which nobody told whether the identity is in it. */
  readonly isCertain: boolean;
  readonly through: Exclude<ChannelKind, 'lighthouse'>;
  /** What the role permits; undefined for a custom role that could not be read. */
  readonly permissions: readonly PermissionBlock[] | undefined;
  readonly condition?: string | undefined;
}

/** What somebody is kept from, whatever roles they have. */
export interface Denial {
  readonly scope: Scope;
  readonly isForChildScopes: boolean;
  /** Whether it concerns the identity. */
  readonly concerns: Answer;
  readonly permissions: readonly PermissionBlock[];
}

/** A lock of Azure at a scope; it holds below too. */
export interface ResourceLock {
  readonly scope: Scope;
  readonly level: 'CanNotDelete' | 'ReadOnly';
}

/** What somebody may do at one scope, as far as it was read. All that is listed counts there. */
export interface Standing {
  readonly identity: Identity;
  /** Azure's own word on what the roles of the identity permit, groups included; undefined where it gave none. */
  readonly permissions: readonly PermissionBlock[] | undefined;
  readonly holdings: readonly Holding[];
  readonly denials: readonly Denial[];
  /** Resource locks. They hold for everybody, and for access too; undefined where they could not be read. */
  readonly locks: readonly ResourceLock['level'][] | undefined;
  /** Whether one of the partner's own groups has a role here; undefined where the assignments could not be read. */
  readonly hasForeignPrincipal: boolean | undefined;
}
