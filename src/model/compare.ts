/** Orders texts by code unit, so that output is the same under every locale. */
export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** A comparison by a text that is derived from each item. */
export function byText<Item>(textOf: (item: Item) => string): (left: Item, right: Item) => number {
  return (left, right) => compareText(textOf(left), textOf(right));
}
