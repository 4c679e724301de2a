import type { RetryStrategy } from '@azure/core-rest-pipeline';
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

/**
 * Which failed attempts are repeated, and after how long. In place of the pipeline's default, which waits for however
 * long Retry-After says and does not repeat a request whose answer broke off.
 *
 * Every request that this room sends may be repeated: GET and DELETE by their nature, PUT since the name is chosen by
 * us, and the one POST (getByIds) only reads.
 */
export function retryStrategy(settings: RequestSettings): RetryStrategy {
  return {
    name: 'tilldelaRetryStrategy',
    retry({ retryCount, response, responseError }) {
      const backOff = settings.retryDelay * 2 ** retryCount * (0.8 + 0.4 * Math.random());
      if (!response) {
        if (responseError && !passingFaults.has(responseError.code ?? ''))
          return { errorToThrow: responseError };
        return { retryAfterInMs: backOff };
      }
      if (!passingStatuses.has(response.status)) return { skipStrategy: true };
      const asked = retryAfter((name) => response.headers.get(name));
      if (asked !== undefined && asked > settings.longestRetryAfter) return { skipStrategy: true };
      return { retryAfterInMs: asked ?? backOff };
    },
  };
}

/** Milliseconds that the server asks to wait: in seconds or as a date (RFC 9110, section 10.2.3), or in Azure's own headers. */
function retryAfter(header: (name: string) => string | undefined): number | undefined {
  const milliseconds = Number(header('retry-after-ms') ?? header('x-ms-retry-after-ms') ?? Number.NaN);
  if (Number.isFinite(milliseconds)) return milliseconds;
  const text = header('retry-after');
  if (text === undefined) return undefined;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return seconds * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}
