import { diagnostic, hasErrors, type Diagnostic } from '../diagnostics';
import { isAtOrBelow, type ActualState, type ExistingRoleAssignment } from '../model';
import { mayTakeThePlaceOf } from './dependencies';
import { couldBeIgnored } from './ignored';
import { areSchedulesUnread } from './origin';
import type { PlanInput } from './plan-changes';
import type { UnmanagedAccess, UnreadScope } from './plan';

type Doubts = Pick<PlanInput, 'removalsRefused' | 'diagnostics'>;

/** Why nothing at all may be removed for now; undefined where something may. */
export function whyNothingGoes({ removalsRefused, diagnostics }: Doubts): string | undefined {
  if (removalsRefused !== undefined) return removalsRefused;
  // What was not understood may be the grant of this access: it stands in no desired state.
  return hasErrors(diagnostics ?? [])
    ? 'Not all that is declared was understood: see the errors.'
    : undefined;
}

/** That something which is no role assignment is to go, and is left for now. */
export function heldBack(
  place: Pick<Diagnostic, 'address' | 'constructPath' | 'source'>,
  what: string,
  because: string,
): Diagnostic {
  return diagnostic('removal_held_back', {
    ...place,
    detail: `${what} is to be removed, and is left for now. ${because}`,
  });
}

/** Why access must stay for now although nobody declares it any more; undefined where nothing speaks for it. */
export function whyHeldBack(
  { assignment, origin, isOurs }: Pick<UnmanagedAccess, 'assignment' | 'origin' | 'isOurs'>,
  { desired, actual, ...doubts }: Pick<PlanInput, 'desired' | 'actual'> & Doubts,
  unread: readonly UnreadScope[],
): string | undefined {
  const nothingGoes = whyNothingGoes(doubts);
  if (nothingGoes !== undefined) return nothingGoes;
  if (!isOurs && mayEndByItself(assignment, actual)) {
    return 'Privileged Identity Management may have made it, and what it makes there could not be read.';
  }
  const rule = desired.ignore.find((each) => couldBeIgnored(each, assignment, origin));
  if (rule?.origin) {
    return `Its origin is not known, and \`ignore\` speaks of the origin "${rule.origin}" (${rule.because}).`;
  }
  const [inDoubt] = desired.grants.filter(
    (grant) =>
      !grant.ended &&
      unread.some(({ scope }) => isAtOrBelow(grant.assignment.scope, scope)) &&
      mayTakeThePlaceOf(assignment, grant.assignment),
  );
  return inDoubt && `${inDoubt.constructPath} may take its place, and its scope could not be read.`;
}

/** What looks made by hand may be a role that was activated, or given until a day; not one of a foreign group. */
function mayEndByItself(assignment: ExistingRoleAssignment, actual: ActualState): boolean {
  const isOfPim = !['ForeignGroup', 'Device'].includes(assignment.principalType);
  return isOfPim && areSchedulesUnread(assignment, actual);
}
