import { badFormat, isObject, readText } from '../arm/json-body';
import { Refusal } from '../http/refusal';
import { azureTimestamp } from '../world/cloud';
import type { ScheduleInfo } from '../world/role-schedule';

const types = ['NoExpiration', 'AfterDuration', 'AfterDateTime'] as const;

const minute = 60_000;

/** What a request's `scheduleInfo` comes to. */
export interface Period {
  readonly info: ScheduleInfo;
  readonly start: Date;
  /** Absent: it does not end. */
  readonly end?: Date;
}

/**
 * Reads `{"startDateTime","expiration":{"type","duration","endDateTime"}}`; what is absent is now, and no end.
 *
 * @throws Refusal 400 `InvalidRoleAssignmentRequestSchedule` for times that make no sense
 */
export function readPeriod(value: unknown, now: Date): Period {
  const schedule = value ?? {};
  if (!isObject(schedule)) throw badFormat();
  const expiration = schedule['expiration'] ?? {};
  if (!isObject(expiration)) throw badFormat();
  const sent = readText(schedule['startDateTime']) || null;
  const startDateTime = sent ?? azureTimestamp(now);
  const written = readText(expiration['type']) ?? 'NoExpiration';
  const type = types.find((name) => name.toLowerCase() === written.toLowerCase());
  const duration = readText(expiration['duration']) || null;
  const endDateTime = readText(expiration['endDateTime']) || null;
  if (!type) throw badFormat();
  const start = readTime(startDateTime);
  const end = endOf(type, start, duration, endDateTime);
  if (end && end <= new Date(Math.max(start.getTime(), now.getTime()))) throw invalidSchedule();
  return { info: { startDateTime, expiration: { type, endDateTime, duration } }, start, ...(end && { end }) };
}

/** Milliseconds of an ISO 8601 duration, a month being 30 days. @returns undefined for other texts */
export function parseDuration(text: string): number | undefined {
  const match =
    /^P(?=.)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(
      text,
    );
  if (!match) return undefined;
  const [years, months, weeks, days, hours, minutes, seconds] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  const inDays = 365 * (years ?? 0) + 30 * (months ?? 0) + 7 * (weeks ?? 0) + (days ?? 0);
  const inMinutes = inDays * 24 * 60 + 60 * (hours ?? 0) + (minutes ?? 0);
  return inMinutes * minute + (seconds ?? 0) * 1000;
}

function endOf(
  type: (typeof types)[number],
  start: Date,
  duration: string | null,
  endDateTime: string | null,
): Date | undefined {
  if (type === 'NoExpiration') return undefined;
  if (type === 'AfterDateTime') return readTime(endDateTime ?? '');
  const length = parseDuration(duration ?? '');
  if (!length) throw invalidSchedule();
  return validTime(new Date(start.getTime() + length));
}

function readTime(text: string): Date {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text)) throw invalidSchedule();
  return validTime(new Date(text));
}

function validTime(time: Date): Date {
  if (Number.isNaN(time.getTime())) throw invalidSchedule();
  return time;
}

function invalidSchedule(): Refusal {
  return new Refusal(400, 'InvalidRoleAssignmentRequestSchedule', 'The schedule of the request is invalid.');
}
