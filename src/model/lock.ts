import type { Cloud } from './cloud';
import type { Guid } from './guid';
import type { NaturalKey } from './natural-key';
import type { Scope } from './scope';

/** A scope that was applied at least once. */
export interface LockedScope {
  readonly alias: string;
  readonly scope: Scope;
}

/** An assignment that existed under another name and was taken over. */
export interface AdoptedAssignment {
  readonly constructPath: string;
  /** Azure's resource id. */
  readonly id: string;
  readonly name: Guid;
  readonly naturalKey: NaturalKey;
}

/** What a customer's lock file says. It holds only what Azure cannot tell. */
export interface Lock {
  readonly customer: string;
  readonly cloud: Cloud;
  readonly scopes: readonly LockedScope[];
  readonly adopted: readonly AdoptedAssignment[];
}

export function emptyLock(customer: string, cloud: Cloud): Lock {
  return { customer, cloud, scopes: [], adopted: [] };
}
