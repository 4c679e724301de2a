import { distance } from 'fastest-levenshtein';

/** A question with the nearest name, to follow a sentence, or nothing: one with few other letters or the same beginning. */
export function didYouMean(name: string, known: readonly string[], prefix = ''): string {
  const beginning = name.slice(0, 4);
  const [nearest] = known
    .map((candidate) => ({ candidate, edits: distance(name, candidate) }))
    .filter(
      ({ candidate, edits }) =>
        edits <= name.length / 3 || (beginning.length === 4 && candidate.startsWith(beginning)),
    )
    .sort((left, right) => left.edits - right.edits);
  return nearest ? ` Did you mean ${prefix}${nearest.candidate}?` : '';
}
