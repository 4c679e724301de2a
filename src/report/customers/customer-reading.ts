import type { Standing } from '../../relationship';

/** A customer as Partner Center, Microsoft Graph and the project know it. */
export interface CustomerReading {
  readonly tenantId: string;
  readonly name: string;
  /** Absent where only a relationship tells of the customer. */
  readonly domain?: string | undefined;
  readonly isReseller: boolean;
  readonly standing: Standing;
  /** Those in its file, or else what the partner could use, `unknown` where that could not be read. Empty where there is none. */
  readonly channels: readonly string[];
  /** Name of its file. */
  readonly file?: string | undefined;
  /** Only where details were asked for. */
  readonly subscriptions?: readonly ShownSubscription[] | undefined;
}

export interface ShownSubscription {
  readonly subscriptionId: string;
  readonly displayName: string;
  /** Partner Center's word; absent where the partner did not sell it. */
  readonly sold?: string | undefined;
  /** Undefined where nobody could look. */
  readonly isAccessible: boolean | undefined;
}

/** The one thing about a subscription that is worth a look, or that all is well. */
export function subscriptionWords({ sold, isAccessible }: ShownSubscription): string {
  if (isAccessible === undefined) return sold === undefined ? 'access unknown' : 'sold, access unknown';
  if (sold === undefined) return 'accessible but not sold';
  if (!isAccessible) return sold === 'active' ? 'sold but not accessible' : `sold, ${sold}`;
  return sold === 'active' ? 'sold, accessible' : `sold, ${sold}, accessible`;
}
