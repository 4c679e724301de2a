import { describeScope, isAtOrBelow, scopeKey, subscriptionOf, type Scope } from '../model';
import type { Plan } from '../plan';

/** Whether access at one scope counts at another. */
export type Reach = (from: Scope, at: Scope) => 'yes' | 'maybe' | 'no';

/**
 * What is assigned at a management group counts in the subscriptions below it: those in whose list it stood. Which
 * management groups lie below which others nobody told.
 */
export function reachIn({ facts }: Pick<Plan, 'facts'>): Reach {
  return (from, at) => {
    if (isAtOrBelow(at, from)) return 'yes';
    if (at === '/' || describeScope(from)?.kind !== 'management-group') return 'no';
    const above = facts.above[subscriptionOf(at) ?? ''];
    if (!above) return 'maybe';
    return above.includes(scopeKey(from)) ? 'yes' : 'no';
  };
}
