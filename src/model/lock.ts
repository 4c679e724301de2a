import type { Cloud } from './cloud';
import type { ManagedScope } from './desired-state';
import type { Guid } from './guid';
import type { NaturalKey } from './natural-key';

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
  /** The scopes that were applied at least once. */
  readonly scopes: readonly ManagedScope[];
  readonly adopted: readonly AdoptedAssignment[];
}

export function emptyLock(customer: string, cloud: Cloud): Lock {
  return { customer, cloud, scopes: [], adopted: [] };
}
