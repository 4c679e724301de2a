import { roleNameOf } from '../../catalogue';
import { isAtOrBelow, subscriptionScope, type Guid, type Scope } from '../../model';
import { assignmentChanges, handOffWords, isActionable, type AssignmentChange, type Plan } from '../../plan';
import type { PlannedCustomer } from '../plan-customer';
import type { Step } from './step';

/** The part of the customer's plan that gives the automation its rights. */
export function rightsPlan(entry: PlannedCustomer): Plan {
  return { ...entry.plan, changes: rightsOf(entry).map(({ change }) => change) };
}

interface Right {
  readonly alias: string;
  readonly scope: Scope;
  readonly change: AssignmentChange;
}

/** `automation` of the stack stands in each subscription under the construct id `automation`. */
function rightsOf({ customer, plan, draft }: PlannedCustomer): readonly Right[] {
  return Object.entries(draft.declaration.subscriptions).flatMap(([alias, id]) =>
    assignmentChanges(plan)
      .filter(({ constructPath }) => constructPath === `${customer}/${alias}/automation`)
      .map((change) => ({ alias, scope: subscriptionScope(id), change })),
  );
}

/** One step for each subscription in which the automation has anything to do. */
export function rightsSteps(entry: PlannedCustomer): readonly Step[] {
  return rightsOf(entry).map((right) => {
    const { alias, change } = right;
    return {
      title: `Right to assign roles in ${alias}`,
      ...standingOf(change, entry),
      ...detailOf(right, entry),
    };
  });
}

function standingOf(
  change: AssignmentChange,
  { customer }: PlannedCustomer,
): Pick<Step, 'standing' | 'lines'> {
  if (!isActionable(change)) return { standing: 'done' };
  return change.handOff
    ? { standing: 'by-others', lines: [`tilldela handoff ${customer}`] }
    : { standing: 'to-do' };
}

function detailOf(right: Right, entry: PlannedCustomer): Pick<Step, 'detail'> {
  const { change } = right;
  const words = change.handOff && handOffWords(change.handOff);
  const leftOut = personsJob(right, entry).map((role) => roleNameOf(role) ?? role);
  return {
    detail: [
      `As Role Based Access Control Administrator it ${change.because ?? 'applies unattended'}.`,
      ...(leftOut.length > 0 ? [`A person's job: ${leftOut.join(', ')}.`] : []),
      ...(words ? [words.because, words.remedy] : []),
    ].join(' '),
  };
}

/** The roles that are declared in the subscription and that the condition does not let the automation give. */
function personsJob({ change, scope }: Right, { plan }: PlannedCustomer): readonly Guid[] {
  const { role: own, condition = '' } = 'after' in change ? change.after : change.before;
  const declared = assignmentChanges(plan)
    .filter(({ action, constructPath }) => action !== 'delete' && constructPath !== undefined)
    .map((each) => ('after' in each ? each.after : each.before))
    .filter((each) => isAtOrBelow(each.scope, scope))
    .map(({ role }) => role);
  return [...new Set(declared)].filter((role) => role !== own && !condition.includes(role)).sort();
}
