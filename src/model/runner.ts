import type { Guid } from './guid';

/** Who makes the changes of a run, as far as could be found out. */
export interface Runner {
  /** In the tenant whose token is used. */
  readonly objectId: Guid;
  /** The object ids through which it has access: its own, and those of its groups. Sorted. */
  readonly principals: readonly Guid[];
  /** False where its groups could not be found out, so that any group could be one of them. */
  readonly groupsKnown: boolean;
}
