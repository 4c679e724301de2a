import { isAssignmentChange, type Change } from '../plan';
import type { Actionable } from './act';

/**
 * The changes in the order in which they are made, those that may be made together in one phase. Roles come before the
 * grants of them, grants before replacements, replacements before removals, and a role goes when nobody has it any more.
 * Removals that make room for grants come before those.
 * A change that depends on another stands in a later phase than that, whatever their kinds.
 */
export function inPhases(changes: readonly Change[]): Actionable[][] {
  const actionable = changes.filter((change): change is Actionable => change.action !== 'no-op');
  const byAddress = new Map(actionable.map((change) => [change.address, change]));
  const ranks = new Map<Actionable, number>();
  const rankOf = (change: Actionable): number => {
    const known = ranks.get(change);
    if (known !== undefined) return known;
    ranks.set(change, 0); // ends the search in a circle, which no plan has
    const dependencies = change.dependsOn.flatMap((address) => byAddress.get(address) ?? []);
    const rank = Math.max(kindOf(change) * changes.length, ...dependencies.map((each) => rankOf(each) + 1));
    ranks.set(change, rank);
    return rank;
  };
  const phases = new Map<number, Actionable[]>();
  for (const change of actionable)
    phases.set(rankOf(change), [...(phases.get(rankOf(change)) ?? []), change]);
  return [...phases].sort(([left], [right]) => left - right).map(([, phase]) => phase);
}

function kindOf(change: Actionable): number {
  if (change.makesRoomBefore) return 1;
  const isAssigning = /_assignment$/.test(change.type) && !isAssignmentChange(change);
  if (isAssigning) return change.action === 'delete' ? 4 : 2;
  if (!isAssignmentChange(change)) return change.action === 'delete' ? 5 : 0;
  return { create: 2, update: 2, replace: 3, delete: 4 }[change.action];
}
