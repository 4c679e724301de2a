/* Whose an assignment is, told from names, lock and rules alone: the planner is not asked about itself. */
import {
  assignmentName,
  isOver,
  keyOf,
  type Guid,
  type Ownership,
  type RoleAssignment,
} from '../../src/model';
import { partner, type Scenario } from './scenario';

/** Never declared, and another owner's, ignored or accepted, or neither ours by name or lock nor under full ownership. */
export function isUntouchable(assignment: RoleAssignment, scenario: Scenario, asOf: string): boolean {
  if (isOthers(assignment)) return true;
  const key = keyOf(assignment);
  const wasDeclared = scenario.rounds.some(({ grants }) =>
    grants.some(({ access }) => keyOf(access as RoleAssignment) === key),
  );
  if (wasDeclared) return false;
  if (isExempt(assignment, scenario, asOf)) return true;
  const wasAdopted = scenario.adopted.some(({ name }) => name === assignment.name);
  return ownershipThere(assignment, scenario) === 'owned-only' && !wasAdopted && !isNamedByUs(assignment);
}

/** What is said of the subscription or management group that holds the assignment, else what is said of all. */
export function ownershipThere(
  { scope }: Pick<RoleAssignment, 'scope'>,
  { ownership, ownershipAt }: Pick<Scenario, 'ownership' | 'ownershipAt'>,
): Ownership {
  const [said] = [...ownershipAt].filter(([holder]) => `${scope}/`.toLowerCase().startsWith(`${holder}/`));
  return said?.[1] ?? ownership;
}

export function isExempt(
  { scope, role, principalId }: RoleAssignment,
  { ignore, accept }: Pick<Scenario, 'ignore' | 'accept'>,
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

export function isNamedByUs(assignment: RoleAssignment): boolean {
  return [partner.owner, partner.previousOwner].some((owner) => isNamedBy(owner, assignment));
}

export function isOthers(assignment: RoleAssignment): boolean {
  return isNamedBy(partner.otherOwner, assignment);
}

function isNamedBy(owner: Guid, assignment: RoleAssignment): boolean {
  return assignmentName(owner, keyOf(assignment)) === assignment.name;
}
