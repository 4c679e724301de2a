import { isActionable, type Change, type Plan } from '../../src/plan';
import {
  assignmentId,
  assignmentName,
  isOver,
  keyOf,
  subscriptionOf,
  type ExistingRoleAssignment,
  type Guid,
  type NaturalKey,
  type RoleAssignment,
} from '../../src/model';
import type { Played } from './campaign';
import { application, partner, type Round, type Scenario } from './scenario';
import type { LoggedRequest } from './simulated-azure';

/** Which invariant of the design was broken, and how. */
export interface Violation {
  readonly invariant: string;
  readonly what: string;
}

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
  const named = new Set(plan.changes.filter(isActionable).flatMap(idsOf));
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

/** What must hold once all faults are over and an apply went through. */
export function checkEnd(
  scenario: Scenario,
  end: {
    readonly round: Round;
    readonly played: Played;
    readonly settled: Plan;
    readonly foreign: ReadonlyMap<string, RoleAssignment>;
  },
): Violation[] {
  const { round, played, settled, foreign } = end;
  const failures = (played.result?.entries ?? []).filter(({ outcome }) => outcome !== 'done');
  const found = assignmentsIn(settled);
  const active = round.grants.filter(({ ended }) => !ended).map(({ access }) => access as RoleAssignment);
  const declared = new Map(active.map((access) => [keyOf(access), access]));
  return [
    ...(played.result
      ? []
      : [violation('6', `nothing was applied: ${JSON.stringify(played.plan.diagnostics)}`)]),
    ...failures.map(({ action, address, diagnostic }) =>
      violation('6', `${action} ${address} failed after all faults: ${diagnostic?.detail}`),
    ),
    ...settled.changes
      .filter((change) => isActionable(change) || ('adopting' in change && change.adopting))
      .map(({ action, address }) => violation('1', `the next plan is to ${action} ${address}`)),
    ...settled.unread.map(({ scope }) => violation('1', `${scope} is unread`)),
    ...[...declared].flatMap(([key, access]) => checkDeclared(key, access, found)),
    ...found
      .filter((each) => !declared.has(keyOf(each)) && shouldBeGone(each, scenario, played, settled))
      .map(({ id }) => violation('6', `${id} is ours or undeclared, and still there`)),
    ...[...foreign].flatMap(([id, left]) => checkForeign(id, left, scenario, end, found)),
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

function violation(invariant: string, what: string): Violation {
  return { invariant, what };
}

function checkDeclared(
  key: NaturalKey,
  access: RoleAssignment,
  found: readonly ExistingRoleAssignment[],
): Violation[] {
  const same = found.filter((each) => keyOf(each) === key);
  if (same.length !== 1) return [violation('6', `${key} exists ${same.length} times`)];
  const [{ condition }] = same as [ExistingRoleAssignment];
  return condition === access.condition
    ? []
    : [violation('6', `${key} has the condition ${condition}, not ${access.condition}`)];
}

/** Told from the names and rules alone, without the planner. */
function shouldBeGone(
  assignment: ExistingRoleAssignment,
  scenario: Scenario,
  { plan }: Played,
  { asOf }: Plan,
): boolean {
  if (subscriptionOf(assignment.scope) === undefined || isOthers(assignment)) return false;
  const wasAdopted = plan.changes.some(
    (change) => change.action === 'delete' && change.before.id === assignment.id,
  );
  if (isExempt(assignment, scenario, asOf)) return false;
  return isNamedByUs(assignment) || wasAdopted || scenario.ownership === 'full';
}

function isExempt(
  { scope, role, principalId }: RoleAssignment,
  { ignore, accept }: Scenario,
  asOf: string,
): boolean {
  const isBelow = (outer: string): boolean => `${scope}/`.toLowerCase().startsWith(`${outer}/`.toLowerCase());
  return (
    ignore.some(
      (rule) => rule.principalId === principalId && rule.scope !== undefined && isBelow(rule.scope),
    ) ||
    accept.some(
      (rule) =>
        rule.principalId === principalId &&
        rule.role === role &&
        rule.scope.toLowerCase() === scope.toLowerCase() &&
        !isOver(rule.until, asOf),
    )
  );
}

/** What somebody else made and nobody ever declared is as they left it. */
function checkForeign(
  id: string,
  left: RoleAssignment,
  scenario: Scenario,
  { settled }: { readonly settled: Plan },
  found: readonly ExistingRoleAssignment[],
): Violation[] {
  if (!isUntouchable(left, scenario, settled.asOf)) return [];
  const now = found.find((each) => each.id.toLowerCase() === id);
  if (!now) return [violation('2', `${id} was never ours and is gone`)];
  return now.condition === left.condition ? [] : [violation('2', `${id} was never ours and was changed`)];
}

function untouchable(scenario: Scenario): ReadonlySet<string> {
  return new Set(
    scenario.initial
      .map(({ assignment }) => assignment)
      .filter((each) => isUntouchable(each, scenario, '2026-06-01T12:00:00Z'))
      .map((each) => assignmentId(each).toLowerCase()),
  );
}

/** Never declared, and another owner's, ignored or accepted, or neither ours by name or lock nor under full ownership. */
function isUntouchable(assignment: RoleAssignment, scenario: Scenario, asOf: string): boolean {
  if (isOthers(assignment)) return true;
  const key = keyOf(assignment);
  const wasDeclared = scenario.rounds.some(({ grants }) =>
    grants.some(({ access }) => keyOf(access as RoleAssignment) === key),
  );
  if (wasDeclared) return false;
  if (isExempt(assignment, scenario, asOf)) return true;
  const wasAdopted = scenario.adopted.some(({ name }) => name === assignment.name);
  return scenario.ownership === 'owned-only' && !wasAdopted && !isNamedByUs(assignment);
}

function isNamedByUs(assignment: RoleAssignment): boolean {
  return [partner.owner, partner.previousOwner].some((owner) => isNamedBy(owner, assignment));
}

function isOthers(assignment: RoleAssignment): boolean {
  return isNamedBy(partner.otherOwner, assignment);
}

function isNamedBy(owner: Guid, assignment: RoleAssignment): boolean {
  return assignmentName(owner, keyOf(assignment)) === assignment.name;
}

function assignmentsIn({ changes, unmanaged }: Plan): ExistingRoleAssignment[] {
  return [
    ...changes.flatMap((change) => ('before' in change ? [change.before as ExistingRoleAssignment] : [])),
    ...unmanaged.map(({ assignment }) => assignment),
  ];
}

function idsOf(change: Change): string[] {
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
  const adopted = new Set(
    (result?.entries ?? []).filter(({ action }) => action === 'adopt').map(({ address }) => address),
  );
  return plan.changes.flatMap((change) => {
    if (change.action !== 'delete' && change.action !== 'replace') return [];
    const removal = writes.find(
      ({ method, id }) => method === 'DELETE' && id === change.before.id.toLowerCase(),
    );
    if (!removal) return [];
    const grants = change.action === 'replace' ? [...change.dependsOn, change.address] : change.dependsOn;
    return grants
      .filter((address) => !adopted.has(address))
      .flatMap((address) => {
        const granted = byAddress.get(address);
        const isVerified = granted && wasVerified(granted, removal, writes, requests);
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
): boolean {
  const id = (
    granted.action === 'update'
      ? granted.before.id
      : assignmentId((granted as { after: RoleAssignment }).after)
  ).toLowerCase();
  const puts = writes.filter((each) => each.method === 'PUT' && each.id === id && each.index < removal.index);
  const [first] = puts;
  if (!first) return false;
  // Where the access exists under another name, that one is read.
  const holder = puts.some(({ status }) => status === 409) ? id.slice(0, id.lastIndexOf('/')) : id;
  return requests.some(
    ({ method, status, target }, index) =>
      method === 'GET' &&
      status === 200 &&
      index > first.index &&
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
