import {
  isOver,
  scopeKey,
  type AcceptRule,
  type DesiredState,
  type ExistingRoleAssignment,
  type Origin,
} from '../model';
import { whyHeldBack } from './held-back';
import { isIgnoredBy } from './ignored';
import { originOf } from './origin';
import type { FoundAssignment, PlanInput } from './plan-changes';
import type { UnmanagedAccess, UnmanagedStanding, UnreadScope } from './plan';
import { holderOf, reachOf } from './readings';

/**
 * What access that no grant declares is, and how it stands. What may be removed has the standing `drift`; `ignore` and
 * `accept` speak of what is ours, too.
 */
export function judgeUndeclared(
  found: FoundAssignment,
  input: Pick<PlanInput, 'desired' | 'actual' | 'asOf' | 'removalsRefused' | 'diagnostics'>,
  unread: readonly UnreadScope[],
): UnmanagedAccess {
  const { desired, actual, asOf } = input;
  const { assignment } = found;
  const origin = originOf(found, desired.partner, actual);
  const reaches = reachOf(assignment, actual);
  const access = { assignment, origin, isOurs: isOurs(found), ...(reaches && { reaches }) };
  const standing = standingOf(assignment, origin, desired, asOf);
  if (standing.standing === 'drift' && isToGo(found, desired)) {
    const because = whyHeldBack(access, input, unread);
    if (because !== undefined) return { ...access, standing: 'held-back', because };
  }
  return { ...access, ...standing };
}

/** Only where the stack manages the scope can anything be ours. */
export function isOurs({ owner, inManagedScope }: FoundAssignment): boolean {
  return owner === 'ours' && inManagedScope;
}

/** True when undeclared access is to be removed, if nothing speaks for it. */
export function isToGo(
  found: FoundAssignment,
  { ownership, ownershipAt }: Pick<DesiredState, 'ownership' | 'ownershipAt'>,
): boolean {
  if (isOurs(found)) return true;
  const ownershipThere = ownershipAt?.get(holderOf(found.assignment.scope)) ?? ownership;
  return ownershipThere === 'full' && found.owner === 'nobody' && found.inManagedScope;
}

function standingOf(
  assignment: ExistingRoleAssignment,
  origin: Origin,
  desired: Pick<DesiredState, 'ignore' | 'accept'>,
  asOf: string,
): UnmanagedStanding {
  if (origin === 'inherited' || origin === 'other-owner' || origin === 'pim-scheduled')
    return { standing: 'outside' };
  const ignored = desired.ignore.find((rule) => isIgnoredBy(rule, assignment, origin));
  if (ignored) return { standing: 'ignored', because: ignored.because };
  const accepted = desired.accept.find((rule) => accepts(rule, assignment) && !isOver(rule.until, asOf));
  if (accepted) {
    return { standing: 'accepted', because: accepted.because, by: accepted.by, until: accepted.until };
  }
  return { standing: 'drift' };
}

/** True when the rule speaks of this access: at this very scope, since it was accepted as it stood there. */
export function accepts(rule: AcceptRule, assignment: ExistingRoleAssignment): boolean {
  return (
    rule.principalId === assignment.principalId &&
    rule.role === assignment.role &&
    scopeKey(assignment.scope) === scopeKey(rule.scope)
  );
}
