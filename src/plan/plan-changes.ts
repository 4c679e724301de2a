import { diagnostic, type Diagnostic } from '../diagnostics';
import {
  byText,
  scopeKey,
  subscriptionOf,
  subscriptionScope,
  type ActualState,
  type Cloud,
  type DesiredState,
  type ExistingRoleAssignment,
  type Guid,
  type Lock,
} from '../model';
import { addDependencies } from './dependencies';
import { findDuplicates, findDueDates } from './declaration-checks';
import { namesFrom } from './names';
import { originOf } from './origin';
import { ownerOf, type AssignmentOwner } from './ownership';
import { factsFrom } from './plan-facts';
import { planGrants } from './plan-grants';
import { planRemovals } from './plan-removals';
import type { Plan, UnmanagedAccess, UnreadScope } from './plan';
import { standingOf } from './unmanaged';
import { findVanishedScopes } from './vanished-scopes';

/** Everything a plan depends on. Equal input, in whatever order its lists stand, gives an equal plan. */
export interface PlanInput {
  readonly desired: DesiredState;
  readonly actual: ActualState;
  readonly lock: Lock;
  readonly cloud: Cloud;
  readonly asOf: string;
  readonly configurationDigest: string;
  /** What was found on the way here and belongs into the plan. */
  readonly diagnostics?: readonly Diagnostic[];
}

/** An assignment that was read, with what follows from the declaration alone. */
export interface FoundAssignment {
  readonly assignment: ExistingRoleAssignment;
  readonly owner: AssignmentOwner;
  /** True at or below a subscription of this stack; only there can anything be ours. */
  readonly inManagedScope: boolean;
}

/** Compares the declared with the actual state of one customer. Pure. */
export function planChanges(given: PlanInput): Plan {
  const input = inCanonicalOrder(given);
  const { desired, actual, lock, cloud, asOf, configurationDigest } = input;
  const found = findAssignments(desired, actual, lock);
  const grants = planGrants(desired, actual, found, lock);
  const removals = planRemovals(desired, actual, found, grants, asOf);
  const changes = addDependencies([...grants.changes, ...removals]);
  const removed = new Set(removals.map(({ before }) => before.id));
  const unread = findUnread(desired, actual);
  return {
    customer: desired.customer,
    tenantId: desired.tenantId,
    cloud,
    asOf,
    subscriptions: desired.subscriptions,
    writes: desired.writes,
    configurationDigest,
    changes: changes.sort(byText(({ address }) => address)),
    unmanaged: findUnmanaged(input, found, grants.matched).filter(
      ({ assignment }) => !removed.has(assignment.id),
    ),
    unread,
    diagnostics: [
      ...(input.diagnostics ?? []),
      ...findVanishedScopes(lock, desired.subscriptions),
      ...findDuplicates(desired),
      ...findDueDates(input),
      ...grants.diagnostics,
    ].sort(
      byText(({ code, constructPath, address, detail }) => [code, constructPath, address, detail].join('\n')),
    ),
    names: namesFrom(desired, actual),
    facts: factsFrom(desired, actual),
  };
}

/** Where several entries of a list would do, the first one decides; so the order must not depend on the sender. */
function inCanonicalOrder(input: PlanInput): PlanInput {
  const { desired, actual, lock } = input;
  const byContent = byText((rule: object) =>
    JSON.stringify(Object.entries(rule).sort(byText(([name]) => name))),
  );
  return {
    ...input,
    desired: {
      ...desired,
      subscriptions: desired.subscriptions.toSorted(byText(({ subscriptionId }) => subscriptionId)),
      grants: desired.grants.toSorted(byText(({ address }) => address)),
      ignore: desired.ignore.toSorted(byContent),
      accept: desired.accept.toSorted(byContent),
    },
    actual: {
      ...actual,
      subscriptions: actual.subscriptions.toSorted(byText(({ subscriptionId }) => subscriptionId)),
    },
    lock: { ...lock, adopted: lock.adopted.toSorted(byContent) },
  };
}

function findAssignments(desired: DesiredState, actual: ActualState, lock: Lock): FoundAssignment[] {
  const managed = new Set<Guid>(desired.subscriptions.map(({ subscriptionId }) => subscriptionId));
  const byId = new Map<string, FoundAssignment>();
  for (const reading of actual.subscriptions) {
    if (reading.status === 'unread') continue;
    for (const assignment of reading.assignments) {
      const subscription = subscriptionOf(assignment.scope);
      const inManagedScope = subscription !== undefined && managed.has(subscription);
      const owner = ownerOf(assignment, desired.partner, lock);
      byId.set(assignment.id.toLowerCase(), { assignment, owner, inManagedScope });
    }
  }
  return [...byId.values()].sort(byText(({ assignment }) => assignment.id.toLowerCase()));
}

function findUnmanaged(
  { desired, actual, asOf }: PlanInput,
  found: readonly FoundAssignment[],
  matched: ReadonlySet<string>,
): UnmanagedAccess[] {
  return found
    .filter(
      ({ assignment, owner, inManagedScope }) =>
        !matched.has(assignment.id) && !(owner === 'ours' && inManagedScope),
    )
    .map(({ assignment, owner }) => {
      const origin = originOf(assignment, owner, desired.partner, actual.principals);
      return { assignment, origin, ...standingOf(assignment, origin, desired, asOf) };
    });
}

/** Also a subscription that nobody tried to read is unread. */
function findUnread(desired: DesiredState, actual: ActualState): UnreadScope[] {
  const readings = new Map(actual.subscriptions.map((reading) => [reading.subscriptionId, reading]));
  return desired.subscriptions
    .flatMap(({ alias, subscriptionId }) => {
      const reading = readings.get(subscriptionId);
      if (reading?.status === 'read') return [];
      const scope = subscriptionScope(subscriptionId);
      return [{ alias, scope, diagnostic: reading?.diagnostic ?? notTried(desired.customer, alias) }];
    })
    .sort(byText(({ scope }) => scopeKey(scope)));
}

function notTried(customer: string, alias: string): Diagnostic {
  return diagnostic('scope_unread', {
    customer,
    constructPath: `${customer}/${alias}`,
    detail: 'The subscription was not read, so nothing is known of the access there.',
  });
}
