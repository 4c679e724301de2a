import { isAtOrBelow, type ExistingRoleAssignment, type IgnoreRule, type Origin } from '../model';

export function isIgnoredBy(rule: IgnoreRule, assignment: ExistingRoleAssignment, origin: Origin): boolean {
  return (rule.origin === undefined || rule.origin === origin) && meets(rule, assignment);
}

/** True when the rule would speak of the access if only its origin were known. */
export function couldBeIgnored(
  rule: IgnoreRule,
  assignment: ExistingRoleAssignment,
  origin: Origin,
): boolean {
  return origin === 'unknown' && rule.origin !== undefined && meets(rule, assignment);
}

function meets({ principalId, role, scope }: IgnoreRule, assignment: ExistingRoleAssignment): boolean {
  return (
    (principalId === undefined || principalId === assignment.principalId) &&
    (role === undefined || role === assignment.role) &&
    (scope === undefined || isAtOrBelow(assignment.scope, scope))
  );
}
