import { randomUUID } from 'node:crypto';
import type { Exchange } from '../http/exchange';

/**
 * The headers that ARM puts on every answer. The remaining-request counts are those of full buckets after one
 * request; nothing is throttled. Bucket sizes:
 * https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling
 */
export function armHeaders(exchange: Exchange, now: Date): Record<string, string> {
  const correlation = exchange.header('x-ms-correlation-request-id') ?? randomUUID();
  const clientRequest = exchange.header('x-ms-client-request-id');
  const compactTime = now.toISOString().replace(/[-:]|\.\d+/g, '');
  return {
    'Cache-Control': 'no-cache',
    Pragma: 'no-cache',
    Expires: '-1',
    'x-ms-request-id': randomUUID(),
    'x-ms-correlation-request-id': correlation,
    'x-ms-routing-request-id': `WESTEUROPE:${compactTime}:${correlation}`,
    'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
    'X-Content-Type-Options': 'nosniff',
    ...remainingRequests(exchange),
    ...(clientRequest !== undefined &&
      exchange.header('x-ms-return-client-request-id')?.toLowerCase() === 'true' && {
        'x-ms-client-request-id': clientRequest,
      }),
  };
}

const bucketSizes = { reads: 250, writes: 200, deletes: 200 };

/** Tokens in the bucket that all callers of a subscription share, relative to one caller's. */
const globalFactor = 15;

function remainingRequests(exchange: Exchange): Record<string, string> {
  const operation = exchange.method === 'GET' ? 'reads' : exchange.method === 'DELETE' ? 'deletes' : 'writes';
  const size = bucketSizes[operation];
  if (exchange.segments[0]?.toLowerCase() !== 'subscriptions' || exchange.segments.length < 2) {
    return { [`x-ms-ratelimit-remaining-tenant-${operation}`]: String(size - 1) };
  }
  return {
    [`x-ms-ratelimit-remaining-subscription-${operation}`]: String(size - 1),
    [`x-ms-ratelimit-remaining-subscription-global-${operation}`]: String(size * globalFactor - 1),
  };
}
