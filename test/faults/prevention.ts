/* `prevent_destroy` ends a plan in an error. Whoever reads it takes the word out until the plan is applied. */
import type { Plan } from '../../src/plan';
import type { Round } from './scenario';
import { violation, type Violation } from './violation';

export function isPrevented({ diagnostics }: Plan): boolean {
  return diagnostics.some(({ code }) => code === 'removal_prevented');
}

export function withoutPrevention(round: Round): Round {
  return { ...round, grants: round.grants.map((grant) => ({ ...grant, preventDestroy: false })) };
}

/** Only a grant that says so prevents a removal, and only one that there would be. */
export function checkPrevention({ grants }: Round, asDeclared: Plan, otherwise: Plan): Violation[] {
  const preventing = new Set(grants.filter(({ preventDestroy }) => preventDestroy).map(({ path }) => path));
  const prevented = asDeclared.diagnostics.filter(({ code }) => code === 'removal_prevented');
  const removed = otherwise.changes.filter(({ action }) => action === 'delete' || action === 'replace');
  return prevented
    .filter(
      ({ constructPath = '', detail }) =>
        !preventing.has(constructPath) ||
        !removed.some((change) => 'before' in change && detail.includes(change.before.id)),
    )
    .map(({ detail }) => violation('6', `nothing is to be prevented: ${detail}`));
}
