import { changesOfOwnAccess } from '../checks';
import { isActionable, type Change, type Plan } from '../plan';

/**
 * Parts the changes of a plan: what takes from whoever applies it the right to assign roles comes last, and waits for
 * everything else, so that nothing is left undone which nobody could do any more.
 */
export function ownAccessLast(plan: Plan): { readonly first: Change[]; readonly last: Change[] } {
  const isLast = new Set(changesOfOwnAccess(plan));
  for (let size = -1; size !== isLast.size;) {
    size = isLast.size;
    for (const { address, dependsOn } of plan.changes) {
      if (dependsOn.some((dependency) => isLast.has(dependency))) isLast.add(address);
    }
  }
  const first = plan.changes.filter(({ address }) => !isLast.has(address));
  const awaited = first.filter(isActionable).map(({ address }) => address);
  const last = plan.changes
    .filter(({ address }) => isLast.has(address))
    .map((change) => ({ ...change, dependsOn: [...new Set([...change.dependsOn, ...awaited])] }));
  return { first, last };
}
