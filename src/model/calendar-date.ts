import type { Branded } from './guid';

/** A day as `YYYY-MM-DD`. It ends at 24:00 UTC. */
export type CalendarDate = Branded<'CalendarDate'>;

export function parseCalendarDate(text: string): CalendarDate | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  if (text === '9999-12-31') return undefined; // its end cannot be written in RFC 3339, which Terraform reads
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
    ? (text as CalendarDate)
    : undefined;
}

/** The first instant after the day, as RFC 3339 in UTC without fractions. */
export function endOf(date: CalendarDate): string {
  const next = new Date(`${date}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return `${next.toISOString().slice(0, 19)}Z`;
}

/** True when the day is over at the instant `asOf` (RFC 3339). */
export function isOver(date: CalendarDate, asOf: string): boolean {
  return Date.parse(asOf) >= Date.parse(endOf(date));
}
