import { idKey } from '../world/cloud';
import type { RequestSubject } from './request-subject';

/**
 * The token buckets of Azure Resource Manager: one for each subscription, caller and kind of operation, one that all
 * callers of a subscription share, and one for each caller's requests outside subscriptions. Source:
 * https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling
 */
export interface TokenBuckets {
  /** @param enforced whether an empty bucket refuses; @returns undefined for what has no quota here */
  take(subject: RequestSubject, enforced: boolean): Taken | undefined;
}

interface Taken {
  /** The remaining-request counts. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whole seconds until there is a token again; absent: there was one. */
  readonly retryAfter?: number;
}

/** `perSecond` tokens come back until there are `size`. */
const quotas = {
  reads: { size: 250, perSecond: 25 },
  writes: { size: 200, perSecond: 10 },
  deletes: { size: 200, perSecond: 10 },
} as const;

/** How much larger the bucket is that all callers of a subscription share. */
const globalFactor = 15;

interface Bucket {
  tokens: number;
  /** Milliseconds. */
  filledAt: number;
}

export function createTokenBuckets(now: () => Date): TokenBuckets {
  const buckets = new Map<string, Bucket>();
  const fill = (key: string, size: number, perSecond: number): Bucket => {
    const time = now().getTime();
    const bucket = buckets.get(key) ?? { tokens: size, filledAt: time };
    const gained = (Math.max(0, time - bucket.filledAt) / 1000) * perSecond;
    bucket.tokens = Math.min(size, bucket.tokens + gained);
    bucket.filledAt = time;
    buckets.set(key, bucket);
    return bucket;
  };
  return {
    take(subject, enforced) {
      const wanted = bucketsOf(subject).map((each) => ({
        ...each,
        bucket: fill(each.key, each.size, each.perSecond),
      }));
      if (wanted.length === 0) return undefined;
      const waits = wanted
        .filter(({ bucket }) => bucket.tokens < 1)
        .map(({ bucket, perSecond }) => Math.ceil((1 - bucket.tokens) / perSecond));
      const isRefused = enforced && waits.length > 0;
      if (!isRefused) for (const { bucket } of wanted) bucket.tokens = Math.max(0, bucket.tokens - 1);
      return {
        headers: Object.fromEntries(
          wanted.map(({ header, bucket }) => [header, String(Math.floor(bucket.tokens))]),
        ),
        ...(isRefused && { retryAfter: Math.max(...waits, 1) }),
      };
    },
  };
}

/** Without a token nobody's bucket is drawn from; Resource Graph has a quota of its own. */
function bucketsOf({ method, path, caller }: RequestSubject) {
  if (!caller || path.toLowerCase().startsWith('/providers/microsoft.resourcegraph/')) return [];
  const operation = operationOf(method);
  const { size, perSecond } = quotas[operation];
  const prefix = 'x-ms-ratelimit-remaining-';
  const who = idKey(`${caller.tenant} ${caller.object}`);
  const subscription = /^\/subscriptions\/([^/]+)/i.exec(path)?.[1];
  if (subscription === undefined) {
    return [{ key: `${who} ${operation}`, header: `${prefix}tenant-${operation}`, size, perSecond }];
  }
  const where = idKey(subscription);
  return [
    {
      key: `${where} ${who} ${operation}`,
      header: `${prefix}subscription-${operation}`,
      size,
      perSecond,
    },
    {
      key: `${where} ${operation}`,
      header: `${prefix}subscription-global-${operation}`,
      size: size * globalFactor,
      perSecond: perSecond * globalFactor,
    },
  ];
}

/** POST counts as a write, whatever it does. */
function operationOf(method: string): keyof typeof quotas {
  if (method === 'GET' || method === 'HEAD') return 'reads';
  return method === 'DELETE' ? 'deletes' : 'writes';
}
