/** The time in the emulator: that of a base, and what it was put forward by. It never goes back. */
export interface EmulatedClock {
  readonly now: () => Date;
  readonly advance: (seconds: number) => void;
}

export function createClock(base: () => Date): EmulatedClock {
  let ahead = 0;
  return {
    now: () => new Date(base().getTime() + ahead),
    advance: (seconds) => (ahead += seconds * 1000),
  };
}
