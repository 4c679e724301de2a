import type { Guid } from './guid';
import type { PrincipalType } from './role-assignment';

/** A question to a directory: which object has this name? Exactly one must. */
export type DirectoryLookup =
  | { readonly type: 'User'; readonly userPrincipalName: string }
  /** A user by mail address: what is known of a guest before they are in the directory. */
  | { readonly type: 'User'; readonly mail: string }
  | { readonly type: 'Group' | 'ServicePrincipal'; readonly displayName: string }
  /** The service principal of an application: the client id is the same in all tenants. */
  | { readonly type: 'ServicePrincipal'; readonly clientId: Guid };

/** A principal as somebody wrote it: by object id, or by a name that the customer's directory resolves. */
export type PrincipalReference =
  | { readonly type: PrincipalType; readonly objectId: Guid }
  | { readonly type: DirectoryLookup['type']; readonly lookup: DirectoryLookup };

/** The name that a look-up asks for, as the user wrote it. */
export function lookupName(lookup: DirectoryLookup): string {
  if ('clientId' in lookup) return lookup.clientId;
  if ('mail' in lookup) return lookup.mail;
  return lookup.type === 'User' ? lookup.userPrincipalName : lookup.displayName;
}

/** Equal for look-ups that have the same answer; directories compare names without letter case. */
export function lookupKey(lookup: DirectoryLookup): string {
  const kind = 'clientId' in lookup ? 'Application' : 'mail' in lookup ? 'Guest' : lookup.type;
  return `${kind}:${lookupName(lookup).toLowerCase()}`;
}

/** What a directory says of one object. */
export interface DirectoryObject {
  readonly id: Guid;
  readonly type: PrincipalType;
  readonly displayName: string;
  readonly userPrincipalName?: string;
  readonly isGuest?: boolean;
  /** For a system-assigned managed identity: the ARM id of the resource it belongs to. */
  readonly identityOf?: string;
  /** True for a user-assigned managed identity: several resources may use it. */
  readonly isUserAssigned?: boolean;
  /** True when the caller was shown id and type only: what else is missing here is unknown, not absent. */
  readonly isLimited?: boolean;
}

/** What is known of a principal: the object, that there is none, or (no entry at all) nothing, since nobody could look. */
export type PrincipalKnowledge = DirectoryObject | 'missing';
export type KnownPrincipals = ReadonlyMap<Guid, PrincipalKnowledge>;
