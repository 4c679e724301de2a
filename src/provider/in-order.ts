import { byText } from '../model';

/** Each id once, sorted. Azure repeats an entry when the list changes while its pages are read. */
export function inOrder<Item extends { readonly id: string }>(items: readonly Item[]): readonly Item[] {
  const byId = new Map(items.map((item) => [item.id.toLowerCase(), item]));
  return [...byId.values()].sort(byText(({ id }) => id.toLowerCase()));
}
