import { diagnostic, type Diagnostic } from '../diagnostics';
import { lookupKey, lookupName, type DirectoryLookup, type Guid } from '../model';
import type { ExpressionValue } from './expression';

/** What the customer's directory said, by `lookupKey`: the object id, or why there is none. */
export type DirectoryAnswers = ReadonlyMap<string, Guid | Diagnostic>;

export function firstUnanswered(
  paths: readonly (readonly ExpressionValue[])[],
  lookups: ReadonlyMap<string, DirectoryLookup>,
  answers: DirectoryAnswers,
): Diagnostic | undefined {
  for (const path of paths) {
    const lookup = lookups.get(path.slice(0, 3).join('.'));
    const answer = lookup && answers.get(lookupKey(lookup));
    if (lookup && typeof answer !== 'string') return answer ?? notAsked(lookup);
  }
  return undefined;
}

/** What is wrong with a name is said of each grant that has it; that the directory failed is said once. */
export function isAboutOneName({ code }: Diagnostic): boolean {
  return ['principal_not_found', 'guest_not_invited', 'principal_ambiguous'].includes(code);
}

export function notAsked(lookup: DirectoryLookup): Diagnostic {
  return diagnostic('principal_not_found', { detail: `Nobody looked up ${lookupName(lookup)}.` });
}

/** Directory data sources give one thing that we use: the object id. */
export function objectIdOf(
  path: readonly ExpressionValue[],
  lookups: ReadonlyMap<string, DirectoryLookup>,
  answers: DirectoryAnswers,
): string | undefined {
  const lookup = lookups.get(path.slice(0, 3).join('.'));
  const answer =
    lookup && path.length === 4 && path[3] === 'object_id' ? answers.get(lookupKey(lookup)) : undefined;
  return typeof answer === 'string' ? answer : undefined;
}
