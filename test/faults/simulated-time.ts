import type { Timing } from '../../src/azure';
import { throwDice } from './dice';

/** Milliseconds; all campaigns begin at this time. */
const beginning = Date.UTC(2026, 5, 1, 12);

/** One clock for Azure and client. Waiting costs no time of this world: it puts the clock forward. */
export interface SimulatedTime extends Timing {
  advance(seconds: number): void;
  /** Back to the beginning, for the next campaign. */
  reset(): void;
}

export function simulateTime(): SimulatedTime {
  let now = beginning;
  let dice = throwDice(1);
  return {
    now: () => now,
    wait: async (milliseconds, signal) => {
      signal?.throwIfAborted();
      now += milliseconds;
      await Promise.resolve();
    },
    random: () => dice.number(),
    advance: (seconds) => (now += seconds * 1000),
    reset() {
      now = beginning;
      dice = throwDice(1);
    },
  };
}
