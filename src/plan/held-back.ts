import { hasErrors } from '../diagnostics';
import { isAtOrBelow } from '../model';
import { mayTakeThePlaceOf } from './dependencies';
import { couldBeIgnored } from './ignored';
import type { PlanInput } from './plan-changes';
import type { UnmanagedAccess, UnreadScope } from './plan';

/** Why access must stay for now although nobody declares it any more; undefined where nothing speaks for it. */
export function whyHeldBack(
  { assignment, origin }: Pick<UnmanagedAccess, 'assignment' | 'origin'>,
  { desired, removalsRefused, diagnostics }: Pick<PlanInput, 'desired' | 'removalsRefused' | 'diagnostics'>,
  unread: readonly UnreadScope[],
): string | undefined {
  if (removalsRefused !== undefined) return removalsRefused;
  // What was not understood may be the grant of this access: it stands in no desired state.
  if (hasErrors(diagnostics ?? [])) return 'Not all that is declared was understood: see the errors.';
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
