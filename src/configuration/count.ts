import { endOf, type CalendarDate } from '../model';

/** How something ends after a day; another count would mean something that it cannot have, such as two of it. */
export function countUntil(until: CalendarDate | undefined): string | undefined {
  return until && `\${timecmp(plantimestamp(), "${endOf(until)}") < 0 ? 1 : 0}`;
}
