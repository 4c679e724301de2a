import type { PermissionBlock } from './role-data';

/**
 * An operation, in lower case, that one of the `given` blocks permits and none of the `held` ones does; undefined where
 * those cover it all. Exact: decided for every text that an operation could be, not for a list of known ones.
 * Conditions of blocks are not looked at.
 */
export function operationBeyond(
  given: readonly PermissionBlock[],
  held: readonly PermissionBlock[],
): string | undefined {
  for (const planeOf of [controlPlane, dataPlane]) {
    const covering = held.map(planeOf);
    for (const { permits, excludes } of given.map(planeOf)) {
      for (const pattern of permits) {
        if (isHeld(pattern, covering)) continue; // the usual case, and far quicker
        const found = findUncovered(pattern, excludes, covering);
        if (found !== undefined) return found;
      }
    }
  }
  return undefined;
}

/** One plane of a block; patterns in lower case. */
interface Plane {
  readonly permits: readonly string[];
  readonly excludes: readonly string[];
}

function controlPlane({ actions = [], notActions = [] }: PermissionBlock): Plane {
  return { permits: actions.map(lower), excludes: notActions.map(lower) };
}

function dataPlane({ dataActions = [], notDataActions = [] }: PermissionBlock): Plane {
  return { permits: dataActions.map(lower), excludes: notDataActions.map(lower) };
}

function lower(pattern: string): string {
  return pattern.toLowerCase();
}

function isHeld(pattern: string, covering: readonly Plane[]): boolean {
  return covering.some(({ permits, excludes }) => excludes.length === 0 && permits.includes(pattern));
}

/**
 * How far a text has come through a pattern: the places at which the rest of the pattern may begin. `*` stands for any
 * text, so there may be several. A pattern that the text cannot match any more has no track.
 */
interface Track {
  readonly pattern: string;
  readonly places: readonly number[];
}

/** All patterns that matter, after the same text. Texts with equal states have equal futures. */
interface State {
  readonly text: string;
  readonly wanted: Track;
  readonly excluded: readonly Track[];
  readonly covering: readonly { readonly permits: readonly Track[]; readonly excludes: readonly Track[] }[];
}

/** Searches breadth-first, so the text is one of the shortest. Ends, as the patterns have finitely many places. */
function findUncovered(
  pattern: string,
  excludes: readonly string[],
  covering: readonly Plane[],
): string | undefined {
  const first: State = {
    text: '',
    wanted: start(pattern),
    excluded: excludes.map(start),
    covering: covering.map((plane) => ({
      permits: plane.permits.map(start),
      excludes: plane.excludes.map(start),
    })),
  };
  const seen = new Set<string>(); // not the first: no operation is an empty text
  const queue = [first];
  for (const state of queue) {
    if (isFound(state)) return state.text;
    if (isHopeless(state)) continue;
    for (const letter of lettersToTry(state)) {
      const next = after(state, letter);
      if (!next || seen.has(keyOf(next))) continue;
      seen.add(keyOf(next));
      queue.push(next);
    }
  }
  return undefined;
}

function isFound({ text, wanted, excluded, covering }: State): boolean {
  return (
    text !== '' &&
    matches(wanted) &&
    !excluded.some(matches) &&
    !covering.some(({ permits, excludes }) => permits.some(matches) && !excludes.some(matches))
  );
}

/** True where every longer text is excluded or covered too. */
function isHopeless({ excluded, covering }: State): boolean {
  return (
    excluded.some(matchesForEver) ||
    covering.some(({ permits, excludes }) => excludes.length === 0 && permits.some(matchesForEver))
  );
}

/** The letters that lead to different states: those that some pattern has next, and one for all others. */
function lettersToTry({ wanted, excluded, covering }: State): ReadonlySet<string> {
  const own = nextLetters(wanted);
  if (!wanted.places.some((place) => wanted.pattern[place] === '*')) return new Set(own);
  const others = [...excluded, ...covering.flatMap(({ permits, excludes }) => [...permits, ...excludes])];
  const named = new Set([...own, ...others.flatMap(nextLetters)]);
  const unnamed = [...'abcdefghijklmnopqrstuvwxyz0123456789~'].find((letter) => !named.has(letter));
  return unnamed === undefined ? named : named.add(unnamed);
}

function after({ text, wanted, excluded, covering }: State, letter: string): State | undefined {
  const [advanced] = advance([wanted], letter);
  if (!advanced) return undefined;
  return {
    text: text + letter,
    wanted: advanced,
    excluded: advance(excluded, letter),
    covering: covering.flatMap(({ permits, excludes }) => {
      const left = advance(permits, letter);
      return left.length > 0 ? [{ permits: left, excludes: advance(excludes, letter) }] : [];
    }),
  };
}

function start(pattern: string): Track {
  return { pattern, places: withSkippedStars(pattern, [0]) };
}

function advance(tracks: readonly Track[], letter: string): Track[] {
  return tracks.flatMap(({ pattern, places }) => {
    const moved = places.flatMap((place) => {
      if (pattern[place] === '*') return [place];
      return pattern[place] === letter ? [place + 1] : [];
    });
    return moved.length > 0 ? [{ pattern, places: withSkippedStars(pattern, moved) }] : [];
  });
}

/** `*` may stand for nothing. */
function withSkippedStars(pattern: string, places: readonly number[]): number[] {
  const all = new Set(places);
  for (const place of all) if (pattern[place] === '*') all.add(place + 1);
  return [...all].sort((left, right) => left - right);
}

function matches({ pattern, places }: Track): boolean {
  return places.includes(pattern.length);
}

function matchesForEver(track: Track): boolean {
  return matches(track) && track.pattern.endsWith('*');
}

function nextLetters({ pattern, places }: Track): string[] {
  return places.flatMap((place) => {
    const letter = pattern[place];
    return letter === undefined || letter === '*' ? [] : [letter];
  });
}

function keyOf({ wanted, excluded, covering }: State): string {
  return JSON.stringify([wanted, excluded, covering]);
}
