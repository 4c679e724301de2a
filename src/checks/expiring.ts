import { diagnostic, type Diagnostic } from '../diagnostics';
import { endOf, type CalendarDate } from '../model';
import { isAssignmentChange, isPimAssignmentChange, type Plan } from '../plan';

const dayInMs = 24 * 60 * 60 * 1000;
/** Days before its end from which a grant is spoken of. */
const notice = 30;

const byNextApply = { ends: 'grant', then: 'The first apply after that removes the access.' };
const byAzure = { ends: 'assignment', then: 'Azure itself takes it back then.' };

/** Warns of what ends soon, while there is time to ask whether it should. Ended ones are the plan's to name. */
export function findExpiring(plan: Plan): Diagnostic[] {
  return plan.changes.flatMap((change) => {
    if (!isAssignmentChange(change) && !isPimAssignmentChange(change)) return [];
    const { action, until, address, constructPath, source } = change;
    const what = isAssignmentChange(change) ? byNextApply : byAzure;
    if (action === 'delete' || until === undefined) return [];
    const left = daysLeft(until, plan.asOf);
    if (left > notice) return [];
    return [
      diagnostic('grant_expiring', {
        customer: plan.customer,
        address,
        constructPath,
        source,
        detail: `The ${what.ends} ends with ${until}, ${left === 0 ? 'today' : left === 1 ? 'tomorrow' : `in ${left} days`}. ${what.then}`,
        hint: 'If it is still needed, set a later day in `until`.',
      }),
    ];
  });
}

/** Whole days from the day of `asOf` to the last day of the grant. */
function daysLeft(until: string, asOf: string): number {
  const today = Date.parse(`${asOf.slice(0, 10)}T00:00:00Z`);
  return Math.round((Date.parse(endOf(until as CalendarDate)) - today) / dayInMs) - 1;
}
