import type { Cloud } from './cloud';
import type { ManagedScope } from './desired-state';
import type { Guid } from './guid';
import type { NaturalKey } from './natural-key';
import type { Scope } from './scope';

/** An assignment that existed under another name and was taken over. */
export interface AdoptedAssignment {
  readonly constructPath: string;
  /** Azure's resource id. */
  readonly id: string;
  readonly name: Guid;
  readonly naturalKey: NaturalKey;
}

/** A thing named by its construct, which Azure keeps no trace of: only who knows the construct can prove whose it is. */
export interface MadeResource {
  /** Terraform's resource type. */
  readonly type: string;
  readonly constructPath: string;
  /** The scope that its name was computed from. */
  readonly scope: Scope;
  /** Azure's resource id. */
  readonly id: string;
}

/** What a customer's lock file says. It holds only what Azure cannot tell. */
export interface Lock {
  readonly customer: string;
  readonly cloud: Cloud;
  /** Unknown before the first apply. */
  readonly tenantId?: Guid;
  /** The partner's mark at the last apply; unknown before the first. */
  readonly owner?: Guid;
  /** The scopes that were applied at least once. */
  readonly scopes: readonly ManagedScope[];
  readonly adopted: readonly AdoptedAssignment[];
  readonly made: readonly MadeResource[];
  /** When what is ours was taken, own access included: nobody may be able to read it since. RFC 3339. */
  readonly offboardedOn?: string;
}

export function emptyLock(customer: string, cloud: Cloud): Lock {
  return { customer, cloud, scopes: [], adopted: [], made: [] };
}
