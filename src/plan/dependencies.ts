import type { Guid } from '../model';
import { isAssignmentChange, type AssignmentChange, type Change } from './change';

/**
 * Makes every removal wait for the grants to the same principal, at whatever scope. Otherwise somebody whose role or
 * scope changes would be without access in between, or for good if the new grant fails: also where the scopes do not
 * overlap, as when access moves from one resource group to another. Grants wait for nothing, so there are no cycles.
 */
export function addDependencies(changes: readonly Change[]): Change[] {
  return changes.map((change) => {
    if (!isAssignmentChange(change)) return change;
    if (change.action !== 'delete' && change.action !== 'replace') return change;
    const dependsOn = changes
      .filter(isAssignmentChange)
      .filter((other) => canBeDependedOn(other, change.action))
      .filter((other) => principalOf(other) === change.before.principalId)
      .map(({ address }) => address)
      .sort();
    return { ...change, dependsOn };
  });
}

function canBeDependedOn({ action }: AssignmentChange, by: 'delete' | 'replace'): boolean {
  return action === 'create' || action === 'update' || (action === 'replace' && by === 'delete');
}

function principalOf(change: AssignmentChange): Guid {
  return ('after' in change ? change.after : change.before).principalId;
}
