import { diagnostic, type Diagnostic } from '../diagnostics';
import type { Plan } from '../plan';
import { accessChanges, firstOf, removalsOf } from './access';

/** So many removals pass without a question: a number, or a share of what is ours if that is more. */
export interface RemovalBudget {
  readonly count: number;
  readonly percent: number;
}

export interface RemovalBudgets {
  readonly perCustomer: RemovalBudget;
  readonly perRun: RemovalBudget;
}

/** Small customers lose a handful without a question, large ones a part; a run over many the same, more strictly. */
export const defaultBudgets: RemovalBudgets = {
  perCustomer: { count: 5, percent: 20 },
  perRun: { count: 20, percent: 10 },
};

/** Refuses a plan that removes more of one customer's access than is usual. */
export function findRemovalsOverBudget(plan: Plan, { perCustomer }: RemovalBudgets): Diagnostic[] {
  const removals = unexpectedRemovals(plan);
  const ours = countOurs(plan);
  if (removals.length <= allowance(perCustomer, ours)) return [];
  const first = firstOf(removals);
  return [
    diagnostic('removal_budget', {
      customer: plan.customer,
      address: first?.address,
      constructPath: first?.constructPath,
      source: first?.source,
      detail: `${removals.length} of ${ours} assignments of ${plan.customer} would be removed. ${inWords(perCustomer, ours)} pass without a question. So many at once are often a mistake in a file that several customers share.`,
      hint: 'Read what the plan removes. If all of it is meant:\n\n--allow removal_budget',
    }),
  ];
}

/** Refuses a run over several customers that removes more than is usual, though each of them stays within its own. */
export function findRunOverBudget(plans: readonly Plan[], { perRun }: RemovalBudgets): Diagnostic[] {
  const counts = plans
    .map((plan) => ({ customer: plan.customer, removals: unexpectedRemovals(plan).length }))
    .filter(({ removals }) => removals > 0);
  const total = counts.reduce((sum, { removals }) => sum + removals, 0);
  const ours = plans.reduce((sum, plan) => sum + countOurs(plan), 0);
  if (counts.length < 2 || total <= allowance(perRun, ours)) return [];
  return counts.map(({ customer, removals }) =>
    diagnostic('run_removal_budget', {
      customer,
      detail: `This run would remove ${total} of ${ours} assignments of ${counts.length} customers, ${removals} of them here. ${inWords(perRun, ours)} pass without a question.`,
      hint: 'Read what the plan removes, or choose fewer customers. If all of it is meant:\n\n--allow run_removal_budget',
    }),
  );
}

/** What ended on its declared day was to be expected, and what the file takes back by name. */
function unexpectedRemovals(plan: Plan) {
  return removalsOf(plan).filter(({ reason }) => reason !== 'grant-ended' && reason !== 'revoked');
}

/** Every assignment that the plan decides about and that Azure has. */
function countOurs(plan: Plan): number {
  return accessChanges(plan).filter((change) => 'before' in change).length;
}

function allowance({ count, percent }: RemovalBudget, ours: number): number {
  return Math.max(count, Math.floor((ours * percent) / 100));
}

function inWords(budget: RemovalBudget, ours: number): string {
  return `Up to ${allowance(budget, ours)} (${budget.count}, or ${budget.percent} % if that is more)`;
}
