/** Chance that the same seed repeats. */
export interface Dice {
  /** From 0 up to 1. */
  number(): number;
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  /** `count` different items, fewer where there are not so many. */
  some<Item>(items: readonly Item[], count: number): Item[];
}

/** @param seed its lower 32 bits count */
export function throwDice(seed: number): Dice {
  let state = seed | 0;
  // xmur3's finaliser over a Weyl sequence: neighbouring seeds give unlike campaigns.
  const number = (): number => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
  };
  const between = (low: number, high: number): number => low + Math.floor(number() * (high - low + 1));
  const pick = <Item>(items: readonly Item[]): Item => {
    if (items.length === 0) throw new Error('There is nothing to pick from.');
    return items[between(0, items.length - 1)] as Item;
  };
  return {
    number,
    between,
    pick,
    chance: (probability) => number() < probability,
    some<Item>(items: readonly Item[], count: number): Item[] {
      const left = [...items];
      return Array.from({ length: Math.min(count, items.length) }, () => {
        const [taken] = left.splice(between(0, left.length - 1), 1);
        return taken as Item;
      });
    },
  };
}
