import {
  keyOf,
  managementGroupScope,
  subscriptionOf,
  type ExistingRoleAssignment,
  type NaturalKey,
  type RoleAssignment,
} from '../../src/model';
import { assignmentChanges, isActionable, type Plan } from '../../src/plan';
import { hasEnded } from './desired-state';
import type { Played } from './campaign';
import type { DeclaredGrant, Round, Scenario } from './scenario';
import { violation, type Violation } from './violation';
import { isExempt, isNamedByUs, isOthers, isUntouchable, ownershipThere } from './whose';

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
  const failures = (played.result?.entries ?? []).filter(
    ({ outcome }) => outcome !== 'done' && outcome !== 'already',
  );
  const found = assignmentsIn(settled);
  const active = round.grants.filter((grant) => !hasEnded(grant, settled.asOf));
  const declared = new Map(active.map((grant) => [keyOf(grant.access as RoleAssignment), grant]));
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
    ...[...declared].flatMap(([key, grant]) => checkDeclared(key, grant, found, played)),
    ...found
      .filter((each) => !declared.has(keyOf(each)) && shouldBeGone(each, scenario, played, settled))
      .map(({ id }) => violation('6', `${id} is ours or undeclared, and still there`)),
    ...[...foreign].flatMap(([id, left]) => checkForeign(id, left, scenario, end, found)),
  ];
}

function checkDeclared(
  key: NaturalKey,
  { access, ignoresCondition }: DeclaredGrant,
  found: readonly ExistingRoleAssignment[],
  { plan }: Played,
): Violation[] {
  const same = found.filter((each) => keyOf(each) === key);
  if (same.length !== 1) return [violation('6', `${key} exists ${same.length} times`)];
  const [{ condition }] = same as [ExistingRoleAssignment];
  const [before] = assignmentChanges(plan).flatMap((change) =>
    change.action === 'no-op' && change.naturalKey === key ? [change.before] : [],
  );
  const wanted = ignoresCondition && before ? before.condition : access.condition;
  return condition === wanted ? [] : [violation('6', `${key} has the condition ${condition}, not ${wanted}`)];
}

/** Told from the names and rules alone, without the planner. */
function shouldBeGone(
  assignment: ExistingRoleAssignment,
  scenario: Scenario,
  { plan }: Played,
  { asOf }: Plan,
): boolean {
  const isManaged =
    subscriptionOf(assignment.scope) !== undefined ||
    scenario.managementGroups.some(
      ({ managementGroup }) => managementGroupScope(managementGroup) === assignment.scope,
    );
  if (!isManaged || isOthers(assignment)) return false;
  const wasAdopted = plan.changes.some(
    (change) => change.action === 'delete' && change.before.id === assignment.id,
  );
  if (isExempt(assignment, scenario, asOf)) return false;
  return isNamedByUs(assignment) || wasAdopted || ownershipThere(assignment, scenario) === 'full';
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

function assignmentsIn(plan: Plan): ExistingRoleAssignment[] {
  return [
    ...assignmentChanges(plan).flatMap((change) => ('before' in change ? [change.before] : [])),
    ...plan.unmanaged.map(({ assignment }) => assignment),
  ];
}
