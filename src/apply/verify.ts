import { fail } from '../diagnostics';

/** How long to wait for Azure: its reads may lag behind its writes, and removals take their time. */
export interface ApplyTiming {
  /** Reads until what was accepted must show. */
  readonly attempts: number;
  /** Milliseconds between them. */
  readonly delay: number;
  /** Milliseconds for which the removal of an assignment may be under way, though Azure has confirmed it. */
  readonly removalLag: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Rejects when the signal aborts. */
  readonly wait: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

/** Ends when Azure shows the resource as planned; throws `change_failed` when it does not in time. */
export async function verifyPresent(
  id: string,
  isAsPlanned: () => Promise<boolean>,
  timing: ApplyTiming,
): Promise<void> {
  if (await eventually(timing, isAsPlanned)) return;
  fail('change_failed', { detail: `Azure accepted the change, and reading ${id} back does not show it.` });
}

/** Ends when Azure no longer shows the resource; throws `change_failed` when it still does. */
export async function verifyGone(
  id: string,
  isGone: () => Promise<boolean>,
  timing: ApplyTiming,
): Promise<void> {
  if (await eventually(timing, isGone)) return;
  fail('change_failed', {
    detail: `Azure accepted the removal, and ${id} can still be read. It may be gone in some minutes.`,
  });
}

async function eventually(timing: ApplyTiming, holds: () => Promise<boolean>): Promise<boolean> {
  for (let attempt = 1; attempt <= timing.attempts; attempt++) {
    if (await holds()) return true;
    if (attempt < timing.attempts) await timing.wait(timing.delay);
  }
  return false;
}
