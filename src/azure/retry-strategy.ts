import type { PipelinePolicy, PipelineResponse } from '@azure/core-rest-pipeline';
import type { RequestSettings } from './azure-environment';

const passingStatuses = new Set([408, 429, 500, 502, 503, 504]);
const passingFaults = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'PARSE_ERROR',
]);

/** What one attempt came to. */
type Attempt = { readonly response: PipelineResponse } | { readonly error: unknown };

/**
 * Repeats attempts that failed for the moment. In place of the pipeline's own policy, which waits for however long
 * Retry-After says, by a clock that cannot be given, and does not repeat a request whose answer broke off.
 *
 * Every request that this room sends may be repeated: GET and DELETE by their nature, PUT since the name is chosen by
 * us, and getByIds only reads. What POST and PATCH do to a relationship is refused the second time (a name that is taken,
 * an ETag that is old), so that whoever asked reads again and finds it done.
 */
export function retryPolicy(settings: RequestSettings): PipelinePolicy {
  return {
    name: 'tilldelaRetryPolicy',
    async sendRequest(request, next) {
      for (let retries = 0; ; retries++) {
        const attempt = await next(request).then(
          (response): Attempt => ({ response }),
          (error: unknown): Attempt => ({ error }),
        );
        const delay = retries < settings.retries ? delayAfter(attempt, retries, settings) : undefined;
        if (delay !== undefined) {
          await settings.timing.wait(delay, request.abortSignal as AbortSignal | undefined);
        } else if ('response' in attempt) {
          return attempt.response;
        } else {
          throw attempt.error;
        }
      }
    },
  };
}

/** Milliseconds until the next attempt; undefined when there should be none. */
function delayAfter(attempt: Attempt, retries: number, settings: RequestSettings): number | undefined {
  if ('error' in attempt) {
    return passingFaults.has(codeOf(attempt.error)) ? backOff(retries, settings) : undefined;
  }
  const { status, headers } = attempt.response;
  return delayAfterAnswer({ status, header: (name) => headers.get(name) }, retries, settings);
}

/** Milliseconds to wait before a request that was answered so is sent again; undefined when it should not be. */
export function delayAfterAnswer(
  { status, header }: { readonly status: number; readonly header: (name: string) => string | undefined },
  retries: number,
  settings: RequestSettings,
): number | undefined {
  if (!passingStatuses.has(status)) return undefined;
  const asked = retryAfter(header, settings.timing.now());
  if (asked !== undefined && asked > settings.longestRetryAfter) return undefined;
  return asked ?? backOff(retries, settings);
}

function backOff(retries: number, { retryDelay, timing }: RequestSettings): number {
  return retryDelay * 2 ** retries * (0.8 + 0.4 * timing.random());
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}

/** Milliseconds that the server asks to wait: in seconds or as a date (RFC 9110, section 10.2.3), or in Azure's own headers. */
function retryAfter(header: (name: string) => string | undefined, now: number): number | undefined {
  const milliseconds = Number(header('retry-after-ms') ?? header('x-ms-retry-after-ms') ?? Number.NaN);
  if (Number.isFinite(milliseconds)) return milliseconds;
  const text = header('retry-after');
  if (text === undefined) return undefined;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return seconds * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
