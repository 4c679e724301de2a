import { isAtOrBelow, type Guid, type Scope } from '../model';
import type { Change } from './plan';

interface Access {
  readonly principalId: Guid;
  readonly scope: Scope;
}

/**
 * Makes every removal wait for the grants that its principal may depend on: those of the same principal whose scope
 * overlaps. Otherwise somebody whose role or scope changes would be without access in between, or for good if the
 * new grant fails. Grants wait for nothing, so there are no cycles.
 */
export function addDependencies(changes: readonly Change[]): Change[] {
  return changes.map((change) => {
    if (change.action !== 'delete' && change.action !== 'replace') return change;
    const dependsOn = changes
      .filter((other) => canBeDependedOn(other, change.action) && overlaps(accessOf(other), change.before))
      .map(({ address }) => address)
      .sort();
    return { ...change, dependsOn };
  });
}

function canBeDependedOn({ action }: Change, by: 'delete' | 'replace'): boolean {
  return action === 'create' || action === 'update' || (action === 'replace' && by === 'delete');
}

function accessOf(change: Change): Access {
  return 'after' in change ? change.after : change.before;
}

function overlaps(left: Access, right: Access): boolean {
  return (
    left.principalId === right.principalId &&
    (isAtOrBelow(left.scope, right.scope) || isAtOrBelow(right.scope, left.scope))
  );
}
