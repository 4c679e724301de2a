import type { Timing } from '../azure';
import { subscriptionOf, type Scope } from '../model';

/**
 * A caller's share of a subscription, and likewise of what lies outside subscriptions: so many at once, and so many
 * more each second. https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling
 */
const quota = { size: 200, perSecond: 10 };

interface Bucket {
  /** Below zero while there are calls that wait. */
  tokens: number;
  /** Milliseconds. */
  filledAt: number;
}

/** Waits until Azure lets another write, or another delete, at the scope pass. */
export type WriteBudget = (kind: 'write' | 'delete', scope: Scope) => Promise<void>;

/** Azure's token buckets, kept on this side, so that a long apply does not run into refusals all the time. */
export function createWriteBudget({ now, wait }: Pick<Timing, 'now' | 'wait'>): WriteBudget {
  const buckets = new Map<string, Bucket>();
  return async (kind, scope) => {
    const key = `${kind} ${subscriptionOf(scope) ?? ''}`;
    const bucket = buckets.get(key) ?? { tokens: quota.size, filledAt: now() };
    buckets.set(key, bucket);
    const gained = (Math.max(0, now() - bucket.filledAt) / 1000) * quota.perSecond;
    bucket.tokens = Math.min(quota.size, bucket.tokens + gained) - 1;
    bucket.filledAt = now();
    if (bucket.tokens < 0) await wait((-bucket.tokens / quota.perSecond) * 1000);
  };
}
