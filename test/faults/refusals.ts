/* What keeps a plan from being applied, and what whoever reads that does about it. */
import { checkPlans, defaultBudgets } from '../../src/checks';
import type { Plan } from '../../src/plan';
import type { Round } from './scenario';
import { violation, type Violation } from './violation';

export function isPrevented({ diagnostics }: Plan): boolean {
  return diagnostics.some(({ code }) => code === 'removal_prevented');
}

/** `prevent_destroy` ends a plan in an error: the word is taken out until the plan is applied. */
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

/** Of the guards only the one that asks before removals go first: the others ask what is declared, and that is random. */
export function isRefused(plan: Plan, { allowsRemovalsFirst }: Round): boolean {
  const allow = allowsRemovalsFirst ? (['limit_on_the_way'] as const) : [];
  const [verdict] = checkPlans([plan], { budgets: defaultBudgets, allow });
  return verdict?.refusals.some(({ code }) => code === 'limit_on_the_way') ?? false;
}
