import { operationBeyond, type PermissionBlock } from '../catalogue';
import type { Holding } from './access';
import type { Reach } from './reach';

/**
 * What a grant does to the access of its principal. `narrows`: it gives nothing that was not there before. `broadens`:
 * it gives something new. `may-broaden`: that depends on what is not known, which counts as broadening.
 */
export type Effect =
  | { readonly verdict: 'narrows' | 'may-broaden' }
  /** `operation` is an example of what is new, in lower case. */
  | { readonly verdict: 'broadens'; readonly operation: string };

/**
 * Compares what one grant gives with what its principal had before. Not known are: what a condition lets through, what
 * an unread role permits, who is in a group, and now and then what lies below a management group. Each makes a span of what is there at
 * least and at most; the verdict is exact where the two are the same.
 */
export function effectOf(given: Holding, before: readonly Holding[], reach: Reach): Effect {
  const { scope } = given.assignment;
  const own = before.filter(({ assignment }) => assignment.principalId === given.assignment.principalId);
  const certain = own.filter(({ assignment }) => reach(assignment.scope, scope) === 'yes');
  if (certain.some((holding) => givesAsMuch(holding, given))) return { verdict: 'narrows' };
  if (operationBeyond(atMost(given), certain.flatMap(atLeast)) === undefined) return { verdict: 'narrows' };
  const possible = [...own, ...throughGroups(given, before)].filter(
    ({ assignment }) => reach(assignment.scope, scope) !== 'no',
  );
  const operation = operationBeyond(atLeast(given), possible.flatMap(atMost));
  return operation === undefined ? { verdict: 'may-broaden' } : { verdict: 'broadens', operation };
}

/** The same role, under the same condition or none: it need not be known what either lets through. */
function givesAsMuch(held: Holding, given: Holding): boolean {
  return (
    held.assignment.role === given.assignment.role &&
    held.permissions === given.permissions &&
    (!held.assignment.condition || held.assignment.condition === given.assignment.condition)
  );
}

const everything: readonly PermissionBlock[] = [{ actions: ['*'], dataActions: ['*'] }];

function atMost({ permissions }: Holding): readonly PermissionBlock[] {
  return permissions ?? everything;
}

function atLeast({ assignment, permissions = [] }: Holding): readonly PermissionBlock[] {
  return assignment.condition ? [] : permissions.filter(({ condition }) => condition === undefined);
}

/** Whoever gets the grant may be in a group of the same tenant, and have its access already. */
function throughGroups({ assignment: given }: Holding, before: readonly Holding[]): readonly Holding[] {
  if (given.principalType === 'ForeignGroup') return [];
  return before.filter(({ assignment }) => assignment.principalType === 'Group');
}
