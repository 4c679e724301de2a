import type { Guid, KnownPrincipals, SubscriptionReading } from '../../model';

/** One subscription of which access was read. */
export interface ReadSubscription {
  readonly alias?: string;
  /** Azure's name for it. */
  readonly displayName?: string;
  readonly reading: SubscriptionReading;
}

/** What `tilldela access` found, declared or not. */
export interface AccessReading {
  readonly title: string;
  readonly subscriptions: readonly ReadSubscription[];
  readonly principals: KnownPrincipals;
  /** Names of custom roles. */
  readonly roleNames: ReadonlyMap<Guid, string>;
}
