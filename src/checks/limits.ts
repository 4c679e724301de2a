import { diagnostic, type Diagnostic } from '../diagnostics';
import { byText, describeScope, scopeKey } from '../model';
import type { Plan } from '../plan';
import { accessChanges, type AccessChange, type Assigned } from './access';

/**
 * Role assignments that Azure allows: at and below a subscription, and at a management group.
 * Source: https://learn.microsoft.com/azure/role-based-access-control/troubleshoot-limits
 */
const limits = { subscription: 4000, managementGroup: 500 } as const;
/** From this share of the limit on it is spoken of. */
const nearPercent = 90;

/** How many assignments there are, would be, and would be at once on the way: grants are made before removals. */
interface Forecast {
  readonly where: string;
  readonly limit: number;
  before: number;
  peak: number;
  end: number;
}

/** Forecasts how close to Azure's limits the plan comes. */
export function findLimits(plan: Plan): Diagnostic[] {
  const found = [...forecastsOf(plan).values()].toSorted(byText(({ where }) => where));
  return found.flatMap((forecast) => judge(plan, forecast));
}

function judge({ customer }: Plan, { where, limit, before, peak, end }: Forecast): Diagnostic[] {
  const counts = `${where} has ${before} role assignments and would have ${end}, with ${peak} on the way`;
  if (end > limit && end > before) {
    return [
      diagnostic('limit_exceeded', {
        customer,
        detail: `${counts}; Azure allows ${limit}. It would refuse ${end - limit} of the new ones.`,
        hint: 'Grant to groups instead of to each member, or higher up instead of to each resource group. To make as many as fit:\n\n--allow limit_exceeded',
      }),
    ];
  }
  if (peak > limit && peak > before) {
    return [
      diagnostic('limit_on_the_way', {
        customer,
        detail: `${counts}; Azure allows ${limit}. Grants are made before removals, so that nobody is without access in between: here ${peak - limit} of the removals would have to come first.`,
        hint: `Take ${peak - limit} of the removals into an apply of their own, and the rest into the next. To apply as it is, and again for what Azure refuses:\n\n--allow limit_on_the_way`,
      }),
    ];
  }
  if (end * 100 < limit * nearPercent) return [];
  return [
    diagnostic('limit_near', {
      customer,
      detail: `${counts}; Azure allows ${limit}.`,
      hint: 'Grant to groups instead of to each member, or higher up instead of to each resource group.',
    }),
  ];
}

function forecastsOf(plan: Plan): ReadonlyMap<string, Forecast> {
  const forecasts = new Map<string, Forecast>();
  const count = (assignment: Assigned, add: Partial<Record<'before' | 'peak' | 'end', number>>) => {
    const place = placeOf(assignment, plan);
    if (!place) return;
    const forecast = forecasts.get(place.key) ?? { ...place, before: 0, peak: 0, end: 0 };
    forecast.before += add.before ?? 0;
    forecast.peak += add.peak ?? 0;
    forecast.end += add.end ?? 0;
    forecasts.set(place.key, forecast);
  };
  for (const { assignment } of plan.unmanaged) count(assignment, { before: 1, peak: 1, end: 1 });
  for (const change of accessChanges(plan)) countChange(change, count);
  return forecasts;
}

function countChange(
  change: AccessChange,
  count: (assignment: Assigned, add: { before?: number; peak: number; end?: number }) => void,
): void {
  const isGone = change.action === 'delete' || change.action === 'replace';
  if ('before' in change) count(change.before, { before: 1, peak: 1, end: isGone ? 0 : 1 });
  if (change.action === 'create' || change.action === 'replace') count(change.after, { peak: 1, end: 1 });
}

/** Whose limit an assignment counts for; the root has none that matters here. */
function placeOf(
  { scope }: Assigned,
  { subscriptions }: Plan,
): { key: string; where: string; limit: number } | undefined {
  const parsed = describeScope(scope);
  if (parsed === undefined || parsed.kind === 'root') return undefined;
  if (parsed.kind === 'management-group') {
    const where = `The management group "${parsed.managementGroup}"`;
    return { key: scopeKey(scope), where, limit: limits.managementGroup };
  }
  const { subscriptionId } = parsed;
  const alias = subscriptions.find((managed) => managed.subscriptionId === subscriptionId)?.alias;
  const where = `The subscription ${alias === undefined ? subscriptionId : `"${alias}"`}`;
  return { key: subscriptionId, where, limit: limits.subscription };
}
