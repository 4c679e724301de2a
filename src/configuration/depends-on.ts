import type { ResourceDraft } from './resource-drafts';

/** What a `depends_on` holds, or why it is not understood. Data sources are read before anything is planned. */
export function readDependsOn(
  written: unknown,
  known: ReadonlySet<string>,
): { readonly addresses: readonly string[] } | { readonly refused: string } {
  if (written === undefined) return { addresses: [] };
  if (!Array.isArray(written)) return { refused: 'Its depends_on is no list of addresses.' };
  const addresses = written as readonly unknown[];
  const unknown = addresses.find((address) => typeof address !== 'string' || !known.has(address));
  if (unknown !== undefined)
    return { refused: `Its depends_on holds ${JSON.stringify(unknown)}, which is not in the configuration.` };
  return {
    addresses: addresses.filter((address): address is string => !String(address).startsWith('data.')),
  };
}

/** A way through `depends_on` that comes back to where it began, or undefined. */
export function findCycle(drafts: readonly ResourceDraft[]): readonly string[] | undefined {
  const dependencies = new Map(drafts.map(({ address, dependsOn }) => [address, dependsOn]));
  const cleared = new Set<string>();
  const search = (address: string, way: readonly string[]): readonly string[] | undefined => {
    if (way.includes(address)) return [...way.slice(way.indexOf(address)), address];
    if (cleared.has(address)) return undefined;
    for (const next of dependencies.get(address) ?? []) {
      const cycle = search(next, [...way, address]);
      if (cycle) return cycle;
    }
    cleared.add(address);
    return undefined;
  };
  for (const { address } of drafts) {
    const cycle = search(address, []);
    if (cycle) return cycle;
  }
  return undefined;
}
