import { assignmentId, managementGroupScope, subscriptionScope } from '../../src/model';
import { isActionable } from '../../src/plan';
import type { Played } from './campaign';
import { earlyRemovals, needlessRoom } from './early-removals';
import { earlyWrites, pathOf, writtenAt, writtenIds, type Write } from './early-writes';
import type { Round, Scenario } from './scenario';
import { checkDeclared } from './declared-treatment';
import type { LoggedRequest } from './simulated-azure';
import { violation, type Violation } from './violation';
import { isUntouchable } from './whose';

/** What must hold of every apply, however it went. */
export function checkRound(
  scenario: Scenario,
  { round, played }: { readonly round: Round; readonly played: Played },
  written: { readonly journal: string; readonly lock: string; readonly isInterrupted: boolean },
): Violation[] {
  const { plan, requests, result, wasKilled, lock } = played;
  const writes = writesOf(requests, scenario);
  const named = new Set(plan.changes.filter(isActionable).flatMap(writtenIds));
  const unread = unreadScopes(scenario, played);
  const scopes = new Set(lock.scopes.map(({ scope }) => scope.toLowerCase()));
  const protectedIds = untouchable(scenario, plan.asOf);
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
    ...earlyWrites(played, writes),
    ...checkDeclared(round, played, writes),
    ...earlyRemovals(round, played, writes),
    ...needlessRoom(scenario, played),
    ...secretsIn({ ...written, said: JSON.stringify([plan, result ?? null]) }),
    ...(written.isInterrupted === (wasKilled && played.lastLine !== 'finished') || !played.lastLine
      ? []
      : [violation('journal', `interrupted: ${written.isInterrupted}, last line: ${played.lastLine}`)]),
  ];
}

/** Where the last list that the plan was made from did not come, whatever the plan says of it. */
function unreadScopes(
  { subscriptions, managementGroups, customer }: Scenario,
  { plan, whilePlanning }: Played,
): string[] {
  const asked = whilePlanning.filter(({ caller }) => caller?.object === customer.automation);
  const unlisted = [
    ...subscriptions.map(({ subscriptionId }) => subscriptionScope(subscriptionId)),
    ...managementGroups.map(({ managementGroup }) => managementGroupScope(managementGroup)),
  ]
    .map((scope) => scope.toLowerCase())
    .filter((scope) => {
      const list = `${scope}/providers/microsoft.authorization/roleassignments`;
      return asked.findLast(({ target }) => pathOf(target) === list)?.status !== 200;
    });
  return [...plan.unread.map(({ scope }) => scope), ...unlisted].map((scope) => `${scope.toLowerCase()}/`);
}

function untouchable(scenario: Scenario, asOf: string): ReadonlySet<string> {
  return new Set(
    scenario.initial
      .map(({ assignment }) => assignment)
      .filter((each) => isUntouchable(each, scenario, asOf))
      .map((each) => assignmentId(each).toLowerCase()),
  );
}

function writesOf(requests: readonly LoggedRequest[], { customer }: Scenario): Write[] {
  return requests.flatMap((request, index) => {
    const { method, status, caller } = request;
    return (method === 'PUT' || method === 'DELETE') && caller?.object === customer.automation
      ? [{ index, method, id: writtenAt(request), status }]
      : [];
  });
}

function secretsIn(texts: Readonly<Record<string, unknown>>): Violation[] {
  return Object.entries(texts).flatMap(([place, text]) =>
    typeof text === 'string' &&
    (/never[\W\d]+to[\W\d]+be|written[\W\d]+down/.test(text) || /\beyJ[\w-]{8,}\./.test(text))
      ? [violation('9', `a secret is in the ${place}`)]
      : [],
  );
}
