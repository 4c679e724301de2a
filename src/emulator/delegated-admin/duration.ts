const day = 24 * 3600 * 1000;

/** Days in each unit; that a year has 365 and a month 30 is ours. */
const units = { Y: 365, M: 30, W: 7, D: 1 } as const;

/** @returns milliseconds, or undefined for what is no ISO 8601 duration of whole days */
export function millisecondsOf(duration: string): number | undefined {
  const parts = /^P(?=\d)(?:(\d{1,3})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?$/.exec(duration);
  if (!parts) return undefined;
  const [, years = 0, months = 0, weeks = 0, days = 0] = parts.map((part) => Number(part ?? 0));
  return (years * units.Y + months * units.M + weeks * units.W + days * units.D) * day;
}

/** From one day to two years. */
export function isRelationshipDuration(duration: string): boolean {
  const milliseconds = millisecondsOf(duration);
  return milliseconds !== undefined && milliseconds >= day && milliseconds <= 730 * day;
}
