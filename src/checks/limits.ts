import { diagnostic, type Diagnostic } from '../diagnostics';
import { byText } from '../model';
import { forecastAssignments, limitedPlace, type AssignmentForecast, type Plan } from '../plan';
import { accessChanges, calledIn, firstOf, removalsOf, type AccessChange } from './access';

/** From this share of the limit on it is spoken of. */
const nearPercent = 90;
/** So many removals are named; the plan shows all. */
const namedRemovals = 5;

/** Forecasts how close to Azure's limits the plan comes. */
export function findLimits(plan: Plan): Diagnostic[] {
  return [...forecastAssignments(accessChanges(plan), plan.unmanaged)]
    .toSorted(byText(([key]) => key))
    .flatMap(([key, forecast]) => judge(plan, key, forecast));
}

function judge(plan: Plan, key: string, forecast: AssignmentForecast): Diagnostic[] {
  const { limit, before, peak, end } = forecast;
  if (end > limit && end > before) return [exceeded(plan, forecast)];
  const first = removalsOf(plan).filter(
    ({ makesRoomBefore = [], before: { scope } }) =>
      makesRoomBefore.length > 0 && limitedPlace(scope)?.key === key,
  );
  if (first.length > 0) return [removedFirst(plan, forecast, first)];
  if (peak > limit && peak > before) return [tooManyAtOnce(plan, forecast)];
  if (end * 100 < limit * nearPercent) return [];
  return [
    diagnostic('limit_near', {
      customer: plan.customer,
      detail: `${counts(plan, forecast)}; Azure allows ${limit}.`,
      hint: 'Grant to groups instead of to each member, or higher up instead of to each resource group.',
    }),
  ];
}

function exceeded(plan: Plan, forecast: AssignmentForecast): Diagnostic {
  const { limit, end } = forecast;
  return diagnostic('limit_exceeded', {
    customer: plan.customer,
    detail: `${counts(plan, forecast)}; Azure allows ${limit}. It would refuse ${end - limit} of the new ones.`,
    hint: 'Grant to groups instead of to each member, or higher up instead of to each resource group. To make as many as fit:\n\n--allow limit_exceeded',
  });
}

/** At least so many have to go before the grants are made that would take their place. */
function removedFirst(plan: Plan, forecast: AssignmentForecast, first: readonly AccessChange[]): Diagnostic {
  const cause = firstOf(first);
  return diagnostic('limit_on_the_way', {
    customer: plan.customer,
    address: cause?.address,
    constructPath: cause?.constructPath,
    source: cause?.source,
    detail: `${counts(plan, forecast)}; Azure allows ${forecast.limit}, and what is granted does not fit in beside what is still there. To make room, ${first.length} of the removals, no fewer, have to come before grants that may take their place: of ${namesOf(plan, first)}. They would be without that access until the grants are made.`,
    hint: 'If that is meant, to remove these first:\n\n--allow limit_on_the_way',
  });
}

/** Where removals are not put first: that order is the embedded engine's. */
function tooManyAtOnce(plan: Plan, forecast: AssignmentForecast): Diagnostic {
  const over = forecast.peak - forecast.limit;
  return diagnostic('limit_on_the_way', {
    customer: plan.customer,
    detail: `${counts(plan, forecast)}, with ${forecast.peak} on the way; Azure allows ${forecast.limit}. Grants are made before removals, so that nobody is without access in between: here ${over} of the removals would have to come first.`,
    hint: `Take ${over} of the removals into an apply of their own, and the rest into the next. To apply as it is, and again for what Azure refuses:\n\n--allow limit_on_the_way`,
  });
}

function namesOf(plan: Plan, changes: readonly AccessChange[]): string {
  const names = changes.flatMap((change) => ('before' in change ? [calledIn(plan, change.before)] : []));
  const unique = [...new Set(names)].sort();
  const rest = unique.length - namedRemovals;
  return [...unique.slice(0, namedRemovals), ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
}

function counts({ subscriptions }: Plan, { place, before, end }: AssignmentForecast): string {
  const had = `has ${before} role assignments and would have ${end}`;
  if (place.kind === 'management-group') return `The management group "${place.managementGroup}" ${had}`;
  const { subscriptionId } = place;
  const alias = subscriptions.find((managed) => managed.subscriptionId === subscriptionId)?.alias;
  return `The subscription ${alias === undefined ? subscriptionId : `"${alias}"`} ${had}`;
}
