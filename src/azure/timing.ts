import { setTimeout as sleep } from 'node:timers/promises';

/** The clock and the chance by which requests are repeated: given, so that simulated time can take their place. */
export interface Timing {
  /** Milliseconds since 1970. */
  now(): number;
  /** Rejects with an AbortError when the signal aborts. */
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** From 0 up to 1. */
  random(): number;
}

export const realTiming: Timing = {
  now: () => Date.now(),
  wait: (milliseconds, signal) => sleep(milliseconds, undefined, signal && { signal }),
  random: () => Math.random(),
};
