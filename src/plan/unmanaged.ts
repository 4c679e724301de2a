import {
  isAtOrBelow,
  isOver,
  scopeKey,
  type AcceptRule,
  type DesiredState,
  type ExistingRoleAssignment,
  type IgnoreRule,
  type Origin,
} from '../model';
import type { UnmanagedStanding } from './plan';

/** How undeclared access stands towards the declaration at the instant `asOf`. */
export function standingOf(
  assignment: ExistingRoleAssignment,
  origin: Origin,
  desired: Pick<DesiredState, 'ignore' | 'accept'>,
  asOf: string,
): UnmanagedStanding {
  if (origin === 'inherited' || origin === 'other-owner') return { standing: 'outside' };
  const ignored = desired.ignore.find((rule) => isIgnoredBy(rule, assignment, origin));
  if (ignored) return { standing: 'ignored', because: ignored.because };
  const accepted = desired.accept.find((rule) => accepts(rule, assignment) && !isOver(rule.until, asOf));
  if (accepted) {
    return { standing: 'accepted', because: accepted.because, by: accepted.by, until: accepted.until };
  }
  return { standing: 'drift' };
}

function isIgnoredBy(rule: IgnoreRule, assignment: ExistingRoleAssignment, origin: Origin): boolean {
  return (
    (rule.origin === undefined || rule.origin === origin) &&
    (rule.principalId === undefined || rule.principalId === assignment.principalId) &&
    (rule.role === undefined || rule.role === assignment.role) &&
    (rule.scope === undefined || isAtOrBelow(assignment.scope, rule.scope))
  );
}

/** True when the rule speaks of this access: at this very scope, since it was accepted as it stood there. */
export function accepts(rule: AcceptRule, assignment: ExistingRoleAssignment): boolean {
  return (
    rule.principalId === assignment.principalId &&
    rule.role === assignment.role &&
    scopeKey(assignment.scope) === scopeKey(rule.scope)
  );
}
