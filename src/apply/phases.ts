import { isAssignmentChange, type Change } from '../plan';
import type { Actionable } from './act';

/**
 * The changes in the order of their phases, those of one phase together. Roles come before the grants of them, grants
 * before replacements, replacements before removals, and a role goes when nobody has it any more: so whatever a change
 * depends on stands in an earlier phase.
 */
export function inPhases(changes: readonly Change[]): Actionable[][] {
  const phases: Actionable[][] = [[], [], [], [], []];
  for (const change of changes) if (change.action !== 'no-op') phases[phaseOf(change)]?.push(change);
  return phases;
}

function phaseOf(change: Actionable): number {
  if (!isAssignmentChange(change)) return change.action === 'delete' ? 4 : 0;
  return { create: 1, update: 1, replace: 2, delete: 3 }[change.action];
}
