import type { CreditEligibility } from '../../catalogue';
import {
  describeScope,
  scopeKey,
  subscriptionOf,
  type Guid,
  type RoleAssignment,
  type Scope,
} from '../../model';
import { assignmentChanges, type Plan } from '../../plan';
import { creditOf } from './credit-standing';

/** How it stands with one subscription, in Azure and by the declaration. */
export interface SubscriptionCredit {
  readonly alias: string;
  readonly subscriptionId: Guid;
  /** In Azure; unknown, too, where it could not be read. */
  readonly eligibility: CreditEligibility;
  /** The declaration keeps it eligible, and Azure does not: days without it do not count. */
  readonly isLost: boolean;
}

/** By alias, as the plan has them. */
export function creditsOf(plan: Plan): readonly SubscriptionCredit[] {
  const { changes, subscriptions, facts, unmanaged, delegations } = plan;
  const assignments = assignmentChanges(plan);
  const inAzure = [
    ...assignments.flatMap((change) => ('before' in change ? [change.before] : [])),
    ...unmanaged.map(({ assignment }) => assignment),
  ];
  const declared = assignments.flatMap((change) => {
    if ('after' in change) return [change.after];
    return change.action === 'no-op' ? [change.before] : [];
  });
  const mayBeDelegated =
    delegations.length > 0 || changes.some(({ type }) => type === 'azurerm_lighthouse_assignment');
  const { partnerGroups } = facts;
  return subscriptions.map(({ alias, subscriptionId }) => {
    const above = facts.above[subscriptionId];
    if (!above) return { alias, subscriptionId, eligibility: 'unknown', isLost: false };
    const judge = (held: readonly RoleAssignment[], delegated: boolean) =>
      creditOf({
        subscriptionId,
        assignments: held.filter(({ scope }) => concerns(scope, subscriptionId, above)),
        partnerGroups,
        mayBeDelegated: delegated,
      });
    const eligibility = judge(inAzure, mayBeDelegated);
    const isLost = eligibility !== 'eligible' && judge(declared, false) === 'eligible';
    return { alias, subscriptionId, eligibility, isLost };
  });
}

function concerns(scope: Scope, subscriptionId: Guid, above: readonly string[]): boolean {
  if (describeScope(scope)?.kind === 'management-group') return above.includes(scopeKey(scope));
  return scope === '/' || subscriptionOf(scope) === subscriptionId;
}
