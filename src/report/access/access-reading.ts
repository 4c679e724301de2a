import type { Guid, KnownPrincipals, ManagementGroupReading, SubscriptionReading } from '../../model';

/** One subscription of which access was read. */
export interface ReadSubscription {
  readonly alias?: string;
  /** Azure's name for it. */
  readonly displayName?: string;
  readonly reading: SubscriptionReading;
}

/** One management group of which access was read. */
export interface ReadManagementGroup {
  readonly alias: string;
  readonly reading: ManagementGroupReading;
}

/** What `tilldela access` found, declared or not. */
export interface AccessReading {
  readonly title: string;
  readonly managementGroups: readonly ReadManagementGroup[];
  readonly subscriptions: readonly ReadSubscription[];
  readonly principals: KnownPrincipals;
  /** The partner's own groups by object id; absent where nobody said who the partner is. */
  readonly partnerGroups?: readonly Guid[];
  /** Names of custom roles. */
  readonly roleNames: ReadonlyMap<Guid, string>;
}
