/**
 * What Terraform keeps for us beside the state: when the assignment was last written. Azure's answers lag behind, so that
 * one that was just made may not be found. Milliseconds after which what is not found is gone.
 */
const lag = 20_000;

/** Milliseconds before each further look at an assignment that should be there. */
const pause = 1_000;

export function rememberWrite(now: number): Uint8Array {
  return Buffer.from(JSON.stringify({ writtenAt: now }));
}

/** Asks again for a while where nothing is found that was written a short while ago. */
export async function readWritten<Found>(
  privateState: Uint8Array,
  read: () => Promise<Found | undefined>,
  { now, wait }: { readonly now: () => number; readonly wait: (milliseconds: number) => Promise<void> },
): Promise<Found | undefined> {
  const until = writtenAt(privateState) + lag;
  for (;;) {
    const found = await read();
    if (found !== undefined || now() >= until) return found;
    await wait(pause);
  }
}

/** Milliseconds since 1970; 0 where nothing is remembered, as after an import. */
function writtenAt(privateState: Uint8Array): number {
  try {
    const { writtenAt: at } = JSON.parse(Buffer.from(privateState).toString('utf8')) as {
      writtenAt?: unknown;
    };
    return typeof at === 'number' ? at : 0;
  } catch {
    return 0;
  }
}
