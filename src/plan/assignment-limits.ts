import { describeScope, type Guid, type Scope } from '../model';
import type { ActiveAssignmentChange, AssignmentChange } from './change';

/**
 * Role assignments that Azure allows: at and below a subscription, and at a management group.
 * Source: https://learn.microsoft.com/azure/role-based-access-control/troubleshoot-limits
 */
const limits = { subscription: 4000, managementGroup: 500 } as const;

/** What one of Azure's limits holds for. */
export type LimitedPlace =
  | { readonly kind: 'subscription'; readonly subscriptionId: Guid }
  | { readonly kind: 'management-group'; readonly managementGroup: string };

/** How many assignments there are, would be, and would be at once on the way: grants are made before removals. */
export interface AssignmentForecast {
  readonly place: LimitedPlace;
  readonly limit: number;
  readonly before: number;
  /** Without what is removed first to make room. */
  readonly peak: number;
  readonly end: number;
}

type AccessChange = AssignmentChange | ActiveAssignmentChange;

/** By key of the place, for every place of which the plan knows an assignment. */
export function forecastAssignments(
  changes: readonly AccessChange[],
  unmanaged: readonly { readonly assignment: { readonly scope: Scope } }[],
): ReadonlyMap<string, AssignmentForecast> {
  const forecasts = new Map<
    string,
    { -readonly [Key in keyof AssignmentForecast]: AssignmentForecast[Key] }
  >();
  const count = (scope: Scope, before: number, peak: number, end: number) => {
    const found = limitedPlace(scope);
    if (!found) return;
    const { key, place, limit } = found;
    const forecast = forecasts.get(key) ?? { place, limit, before: 0, peak: 0, end: 0 };
    forecast.before += before;
    forecast.peak += peak;
    forecast.end += end;
    forecasts.set(key, forecast);
  };
  for (const { assignment } of unmanaged) count(assignment.scope, 1, 1, 1);
  for (const change of changes) {
    const isGone = change.action === 'delete' || change.action === 'replace';
    const isGoneFirst = change.makesRoomBefore !== undefined;
    if ('before' in change) count(change.before.scope, 1, isGoneFirst ? 0 : 1, isGone ? 0 : 1);
    if (change.action === 'create' || change.action === 'replace') count(change.after.scope, 0, 1, 1);
  }
  return forecasts;
}

/** Whose limit an assignment at the scope counts for; the root has none that matters here. */
export function limitedPlace(
  scope: Scope,
): { readonly key: string; readonly place: LimitedPlace; readonly limit: number } | undefined {
  const parsed = describeScope(scope);
  if (parsed === undefined || parsed.kind === 'root') return undefined;
  if (parsed.kind === 'management-group') {
    const { managementGroup } = parsed;
    const key = `management group ${managementGroup.toLowerCase()}`;
    return { key, place: { kind: 'management-group', managementGroup }, limit: limits.managementGroup };
  }
  const { subscriptionId } = parsed;
  return { key: subscriptionId, place: { kind: 'subscription', subscriptionId }, limit: limits.subscription };
}
