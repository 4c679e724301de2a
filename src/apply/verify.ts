import { setTimeout as sleep } from 'node:timers/promises';
import { fail } from '../diagnostics';

/** How long to wait until Azure shows what it has accepted: its reads may lag behind its writes. */
export interface VerificationTiming {
  readonly attempts: number;
  readonly delayInMs: number;
}

/** Ends when Azure shows the resource as planned; throws `change_failed` when it does not in time. */
export async function verifyPresent(
  id: string,
  isAsPlanned: () => Promise<boolean>,
  timing: VerificationTiming,
): Promise<void> {
  if (await eventually(timing, isAsPlanned)) return;
  fail('change_failed', { detail: `Azure accepted the change, and reading ${id} back does not show it.` });
}

/** Ends when Azure no longer shows the resource; throws `change_failed` when it still does. */
export async function verifyGone(
  id: string,
  isGone: () => Promise<boolean>,
  timing: VerificationTiming,
): Promise<void> {
  if (await eventually(timing, isGone)) return;
  fail('change_failed', { detail: `Azure accepted the removal, and ${id} can still be read.` });
}

async function eventually(timing: VerificationTiming, holds: () => Promise<boolean>): Promise<boolean> {
  for (let attempt = 1; attempt <= timing.attempts; attempt++) {
    if (await holds()) return true;
    if (attempt < timing.attempts) await sleep(timing.delayInMs);
  }
  return false;
}
