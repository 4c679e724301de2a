import { permissionFor, roleAssignmentOperations } from '../catalogue';
import { diagnostic, type Diagnostic } from '../diagnostics';
import type { Runner } from '../model';
import type { Plan } from '../plan';
import { accessOf, calledIn, firstOf, isSameAccess, takingsOf, type Holding, type Taking } from './access';
import { reachIn } from './reach';

/** What the runner needs to make the next change and to undo this one. */
const needed = [roleAssignmentOperations.write, roleAssignmentOperations.delete];

/**
 * Refuses to take from whoever makes the changes what they make them by, and warns where it is not known who that is.
 * Access that stays by another assignment is no loss.
 */
export function findOwnAccess(plan: Plan): Diagnostic[] {
  const critical = losingTheRightToAssign(plan);
  if (critical.length === 0) return [];
  const { runner } = plan.facts;
  if (!runner) return [unknownRunner(plan, critical)];
  return critical
    .filter((change) => mayBe(runner, change))
    .filter((change) => !keepsTheRight(plan, runner, change))
    .map((change) => ownAccess(plan, runner, change));
}

/** The addresses of changes that take something from the runner; they are made after all others. */
export function changesOfOwnAccess(plan: Plan): ReadonlySet<string> {
  const { runner } = plan.facts;
  const own = runner ? losingTheRightToAssign(plan).filter((change) => mayBe(runner, change)) : [];
  return new Set(own.map(({ address }) => address));
}

function mayBe(runner: Runner, { before }: Taking): boolean {
  if (runner.principals.includes(before.principalId)) return true;
  return !runner.groupsKnown && ['Group', 'ForeignGroup'].includes(before.principalType);
}

function losingTheRightToAssign(plan: Plan): readonly Taking[] {
  const { before } = accessOf(plan);
  // What is handed off is not made by the runner.
  return takingsOf(plan).filter((change) => {
    if (change.handOff) return false;
    const held = before.find(({ assignment }) => isSameAccess(assignment, change.before));
    return held !== undefined && needed.some((operation) => permits(held, operation) !== 'no');
  });
}

function permits({ permissions, assignment }: Holding, operation: string): 'yes' | 'maybe' | 'no' {
  if (!permissions) return 'maybe';
  const permission = permissionFor(operation, { permissions });
  if (permission === 'no') return 'no';
  return permission === 'yes' && !assignment.condition ? 'yes' : 'maybe';
}

/** Only what is certain counts: a condition, an unread role or an unread place might not let the runner in. */
function keepsTheRight(plan: Plan, { principals }: Runner, { before }: Taking): boolean {
  const reach = reachIn(plan);
  const left = accessOf(plan).after.filter(
    ({ assignment }) =>
      principals.includes(assignment.principalId) && reach(assignment.scope, before.scope) === 'yes',
  );
  return needed.every((operation) => left.some((holding) => permits(holding, operation) === 'yes'));
}

function ownAccess(plan: Plan, runner: Runner, change: Taking): Diagnostic {
  const { address, constructPath, source, before } = change;
  const isCertain = runner.principals.includes(before.principalId);
  const who = calledIn(plan, before);
  return diagnostic('own_access', {
    customer: plan.customer,
    address,
    constructPath,
    source,
    detail: isCertain
      ? `Whoever applies this (object id ${runner.objectId}) would lose the right to assign roles at ${before.scope}, held through ${who}. What goes wrong could then not be undone, and the next apply would be refused.`
      : `Whoever applies this (object id ${runner.objectId}) may lose the right to assign roles at ${before.scope}: ${who} holds it, and the groups of who applies could not be read.`,
    hint: 'Keep the access, or let somebody else apply this. If it really is to go, it goes last:\n\n--allow own_access',
  });
}

function unknownRunner(plan: Plan, critical: readonly Taking[]): Diagnostic {
  const first = firstOf(critical);
  const who = critical.map(({ before }) => calledIn(plan, before));
  return diagnostic('runner_unknown', {
    customer: plan.customer,
    address: first?.address,
    constructPath: first?.constructPath,
    source: first?.source,
    detail: `The right to assign roles would be taken from ${[...new Set(who)].sort().join(', ')}. Who applies this could not be found out, so it may be their own.`,
    hint: 'Make sure that whoever applies this keeps access by another way.',
  });
}
