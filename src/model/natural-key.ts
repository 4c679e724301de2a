import { uuidv5, type Branded, type Guid } from './guid';
import type { Scope } from './scope';

/** What makes two role assignments the same access: tenant, scope, role and principal, in lower case. */
export type NaturalKey = Branded<'NaturalKey'>;

export interface NaturalKeyParts {
  readonly tenantId: Guid;
  readonly scope: Scope;
  readonly role: Guid;
  readonly principalId: Guid;
}

/** Never change this text: the names of all assignments ever made depend on it (a golden test holds it). */
export function naturalKey({ tenantId, scope, role, principalId }: NaturalKeyParts): NaturalKey {
  return `${tenantId}|${scope}|${role}|${principalId}`.toLowerCase() as NaturalKey;
}

/** The name that `owner` gives to the assignment with this key. Whoever reads it can recompute it: that proves ownership. */
export function assignmentName(owner: Guid, key: NaturalKey): Guid {
  return uuidv5(owner, key);
}

/** The scope that a key speaks of, in lower case. */
export function scopeOfKey(key: NaturalKey): Scope {
  return key.split('|')[1] as Scope;
}
