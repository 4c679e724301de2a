import { diagnostic } from '../../diagnostics';
import { FindingError, refuse, wrongArgument, type Finding } from './finding';
import { objectAt, textAt, type Values } from './values/value';

const minute = 60_000;

/** Milliseconds that an operation may take where the block `timeouts` says nothing. */
const defaults = { create: 10 * minute, read: 5 * minute, update: 10 * minute, delete: 10 * minute };
export type Operation = keyof typeof defaults;

/** The block `timeouts`: what its arguments mean. */
export const timeouts: Readonly<Record<Operation, string>> = {
  create: 'Default 10m. Azure takes up to some minutes to know a principal that was just made.',
  read: 'Default 5m.',
  update: 'Default 10m.',
  delete: 'Default 10m.',
};

export function checkTimeouts(values: Values): readonly Finding[] {
  const block = objectAt(values, 'timeouts') ?? {};
  return Object.keys(block).flatMap((name) => {
    const text = textAt(block, name);
    if (text === undefined || parseDuration(text) !== undefined) return [];
    const detail = `"${text}" is no duration.`;
    return [wrongArgument(['timeouts', name], detail, 'Durations are written such as 90s, 30m or 1h30m.')];
  });
}

/** Milliseconds. */
export function timeLimit(values: Values, operation: Operation): number {
  const text = textAt(objectAt(values, 'timeouts') ?? {}, operation);
  return (text && parseDuration(text)) || defaults[operation];
}

/** Milliseconds of a duration as Go writes it, such as `1h30m`; undefined where the text is none or is not above zero. */
function parseDuration(text: string): number | undefined {
  if (!/^(?:\d+(?:\.\d+)?(?:h|ms|m|s))+$/.test(text)) return undefined;
  const units: Readonly<Record<string, number>> = { h: 60 * minute, m: minute, s: 1000, ms: 1 };
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s)/g)];
  const total = parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * (units[unit] ?? 0), 0);
  return total > 0 ? total : undefined;
}

/**
 * The outcome of the work, if it comes in time. The work's signal aborts when the time is over or Terraform stops. After
 * the time its outcome is not waited for any more; when Terraform stops it is, so that the state says what was done.
 */
export async function inTime<Value>(
  { limit, stopped }: { readonly limit: number; readonly stopped: AbortSignal },
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  if (stopped.aborted) refuse('operation_stopped', 'Terraform stops; nothing was begun.');
  const overtime = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => {
        overtime.abort();
        const detail = `There was no result within ${limit / 1000} s.`;
        reject(new FindingError([{ diagnostic: diagnostic('operation_timed_out', { detail }) }]));
      },
      Math.min(limit, longestTimer),
    );
  });
  try {
    return await Promise.race([work(AbortSignal.any([stopped, overtime.signal])), late]);
  } catch (error) {
    if (!stopped.aborted) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    return refuse('operation_stopped', `Terraform stops. The last that was heard: ${reason}`);
  } finally {
    clearTimeout(timer);
  }
}

/** Milliseconds, the most that a timer takes: about 25 days. */
const longestTimer = 2 ** 31 - 1;
