import type { ApplyResult } from '../../src/apply';
import { assignmentId, type RoleAssignment } from '../../src/model';
import {
  assignmentChanges,
  isActionable,
  type AssignmentChange,
  type Change,
  type Plan,
} from '../../src/plan';
import type { Played } from './campaign';
import { application, type Scenario } from './scenario';
import type { LoggedRequest } from './simulated-azure';
import { violation, type Violation } from './violation';
import { isUntouchable } from './whose';

interface Write {
  readonly index: number;
  readonly method: string;
  /** Lower-case resource id. */
  readonly id: string;
  readonly status: number;
}

/** What must hold of every apply, however it went. */
export function checkRound(
  scenario: Scenario,
  played: Played,
  written: { readonly journal: string; readonly lock: string; readonly isInterrupted: boolean },
): Violation[] {
  const { plan, requests, result, wasKilled, lock } = played;
  const writes = writesOf(requests, scenario);
  const named = new Set(assignmentChanges(plan).filter(isActionable).flatMap(idsOf));
  const unread = unreadScopes(scenario, played);
  const scopes = new Set(lock.scopes.map(({ scope }) => scope.toLowerCase()));
  const protectedIds = untouchable(scenario);
  return [
    ...writes
      .filter(({ id }) => !named.has(id))
      .map(({ method, id }) => violation('2', `${method} ${id} is not in the plan`)),
    ...writes
      .filter(({ id }) => unread.some((scope) => id.startsWith(scope)))
      .map(({ method, id }) => violation('2', `${method} ${id} in a scope that was not read`)),
    ...writes
      .filter(({ id }) => protectedIds.has(id))
      .map(({ method, id }) => violation('2', `${method} ${id} is not ours`)),
    ...writes
      .filter(({ id }) => ![...scopes].some((scope) => id.startsWith(`${scope}/`)))
      .map(({ id }) => violation('lock', `${id} was written and the lock does not name its scope`)),
    ...earlyRemovals(plan, played, writes, requests),
    ...secretsIn({ ...written, said: JSON.stringify([plan, result ?? null]) }),
    ...(written.isInterrupted === (wasKilled && played.lastLine !== 'finished') || !played.lastLine
      ? []
      : [violation('journal', `interrupted: ${written.isInterrupted}, last line: ${played.lastLine}`)]),
  ];
}

/** Where the last list that the plan was made from did not come, whatever the plan says of it. */
function unreadScopes({ subscriptions, customer }: Scenario, { plan, whilePlanning }: Played): string[] {
  const asked = whilePlanning.filter(({ caller }) => caller?.object === customer.automation);
  const unlisted = subscriptions
    .map(({ subscriptionId }) => `/subscriptions/${subscriptionId}`)
    .filter((scope) => {
      const list = `${scope}/providers/microsoft.authorization/roleassignments`;
      return asked.findLast(({ target }) => pathOf(target) === list)?.status !== 200;
    });
  return [...plan.unread.map(({ scope }) => scope), ...unlisted].map((scope) => `${scope.toLowerCase()}/`);
}

function untouchable(scenario: Scenario): ReadonlySet<string> {
  return new Set(
    scenario.initial
      .map(({ assignment }) => assignment)
      .filter((each) => isUntouchable(each, scenario, '2026-06-01T12:00:00Z'))
      .map((each) => assignmentId(each).toLowerCase()),
  );
}

function idsOf(change: AssignmentChange): string[] {
  const ids = [
    ...('before' in change ? [change.before.id] : []),
    ...('after' in change && change.action !== 'update' ? [assignmentId(change.after)] : []),
  ];
  return ids.map((id) => id.toLowerCase());
}

function writesOf(requests: readonly LoggedRequest[], { customer }: Scenario): Write[] {
  return requests.flatMap(({ method, target, status, caller }, index) =>
    (method === 'PUT' || method === 'DELETE') && caller?.object === customer.automation
      ? [{ index, method, id: pathOf(target), status }]
      : [],
  );
}

function pathOf(target: string): string {
  return decodeURIComponent(target.split('?')[0] ?? '').toLowerCase();
}

/** Invariant 4, from what Azure saw: before a removal, every grant it depends on was read after it was written. */
function earlyRemovals(
  plan: Plan,
  { result }: Played,
  writes: readonly Write[],
  requests: readonly LoggedRequest[],
): Violation[] {
  const byAddress = new Map(plan.changes.map((change) => [change.address, change]));
  const outcomes = new Map((result?.entries ?? []).map((entry) => [entry.address, entry]));
  const isAdopted = (address: string) => {
    const { action, outcome } = outcomes.get(address) ?? {};
    return action === 'adopt' || (action === 'create' && outcome === 'already');
  };
  return plan.changes.flatMap((change) => {
    if (change.action !== 'delete' && change.action !== 'replace') return [];
    const removal = writes.find(
      ({ method, id }) => method === 'DELETE' && id === change.before.id.toLowerCase(),
    );
    if (!removal) return [];
    const grants = change.action === 'replace' ? [...change.dependsOn, change.address] : change.dependsOn;
    return grants
      .filter((address) => !isAdopted(address))
      .flatMap((address) => {
        const granted = byAddress.get(address);
        const isVerified = granted && wasVerified(granted, removal, writes, requests, outcomes.get(address));
        return isVerified
          ? []
          : [violation('4', `${change.address} was removed before ${address} was verified`)];
      });
  });
}

function wasVerified(
  granted: Change,
  removal: Write,
  writes: readonly Write[],
  requests: readonly LoggedRequest[],
  entry: ApplyResult['entries'][number] | undefined,
): boolean {
  const id = (
    granted.action === 'update'
      ? granted.before.id
      : assignmentId((granted as { after: RoleAssignment }).after)
  ).toLowerCase();
  const puts = writes.filter((each) => each.method === 'PUT' && each.id === id && each.index < removal.index);
  // Somebody else may have changed it to what it was to be: that was read, and nothing written. A killed apply says nothing.
  const isAlready = granted.action === 'update' && (entry?.outcome ?? 'already') === 'already';
  const first = puts[0]?.index ?? (isAlready ? -1 : undefined);
  if (first === undefined) return false;
  // Where the access exists under another name, that one is read.
  const holder = puts.some(({ status }) => status === 409) ? id.slice(0, id.lastIndexOf('/')) : id;
  return requests.some(
    ({ method, status, target }, index) =>
      method === 'GET' &&
      status === 200 &&
      index > first &&
      index < removal.index &&
      pathOf(target).startsWith(holder),
  );
}

function secretsIn(texts: Readonly<Record<string, unknown>>): Violation[] {
  return Object.entries(texts).flatMap(([place, text]) =>
    typeof text === 'string' && (text.includes(application.secret) || /\beyJ[\w-]{8,}\./.test(text))
      ? [violation('9', `a secret is in the ${place}`)]
      : [],
  );
}
