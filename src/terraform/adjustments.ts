/** What Azure has and the configuration declares under the same name. */
export interface Known {
  /** Address in the configuration, with `[0]` where it has a count. */
  readonly address: string;
  /** Azure's resource id. */
  readonly id: string;
}

/** Blocks that bring the state up to what exists; they change nothing in Azure. */
interface Adjustments {
  readonly import?: readonly { readonly to: string; readonly id: string }[];
  readonly moved?: readonly { readonly from: string; readonly to: string }[];
  readonly removed?: readonly { readonly from: string; readonly lifecycle: { readonly destroy: false } }[];
}

/**
 * What is in the state already is left; what is there under another address moves, since Terraform would otherwise
 * remove at the old address what it has just imported at the new one; all else is imported.
 */
export function adjustmentsFor(
  known: readonly Known[],
  inState: ReadonlyMap<string, string>,
): Adjustments | undefined {
  const strayed = known.flatMap(({ address, id }) => {
    const there = inState.get(id.toLowerCase());
    // A count that came or went is followed by Terraform itself.
    return there === undefined || withoutIndex(there) === withoutIndex(address)
      ? []
      : [{ address, id, there }];
  });
  const absent = known.filter(({ id }) => !inState.has(id.toLowerCase()));
  // Between types nothing moves: the old address is forgotten, and the new one imported.
  const forgotten = strayed.filter(({ address, there }) => typeOf(address) !== typeOf(there));
  const moved = strayed.filter((each) => !forgotten.includes(each));
  const imported = [...absent, ...forgotten];
  if (imported.length + moved.length === 0) return undefined;
  return {
    ...(imported.length > 0 && { import: imported.map(({ address, id }) => ({ to: address, id })) }),
    ...(moved.length > 0 && { moved: moved.map(({ address, there }) => ({ from: there, to: address })) }),
    ...(forgotten.length > 0 && {
      removed: forgotten.map(({ there }) => ({ from: withoutIndex(there), lifecycle: { destroy: false } })),
    }),
  };
}

function withoutIndex(address: string): string {
  return address.replace(/\[[^\]]*\]$/, '');
}

function typeOf(address: string): string {
  return address.split('.')[0] ?? '';
}
