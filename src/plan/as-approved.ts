import { isAssignmentChange, isPlanned, type Change } from './change';
import type { Plan } from './plan';

/**
 * What carrying out the approved plan comes to in the world of the recomputed one: its changes, as they
 * are planned now, and everything else as Azure has it. Only for a plan that is not stale.
 */
export function asApproved(approved: Plan, recomputed: Plan): Plan {
  const addresses = new Set(approved.changes.filter(isPlanned).map(({ address }) => address));
  return {
    ...recomputed,
    changes: recomputed.changes.flatMap((change) =>
      !isPlanned(change) || addresses.has(change.address) ? [change] : leftAsItIs(change),
    ),
  };
}

function leftAsItIs(change: Change): Change[] {
  if (!('before' in change)) return [];
  const { type, address, dependsOn, before } = change;
  if (!isAssignmentChange(change)) return [{ type, address, dependsOn, before, action: 'no-op' } as Change];
  const { naturalKey } = change;
  return [{ type, address, dependsOn, before, naturalKey, action: 'no-op', adopting: false } as Change];
}
