import { creditEligibility, type CreditEligibility } from '../../catalogue';
import {
  describeScope,
  isAtOrBelow,
  type Guid,
  type RoleAssignment,
  type Scope,
  type SubscriptionReading,
} from '../../model';

type Held = Pick<RoleAssignment, 'scope' | 'role' | 'principalId' | 'principalType' | 'condition'>;

/** What is assigned at, above and below one subscription, and who of it is the partner. */
export interface CreditEvidence {
  readonly subscriptionId: Guid;
  readonly assignments: readonly Held[];
  /** The partner's groups that act in customers' tenants, by object id. */
  readonly partnerGroups: readonly Guid[];
  /** Whether anything is delegated over Azure Lighthouse, or nobody could read that. */
  readonly mayBeDelegated: boolean;
}

/**
 * Whether the partner's own groups keep a whole subscription eligible for partner earned credit. Unknown where something else
 * may: a role that Microsoft does not list, a condition, a role on a part of it, Azure Lighthouse.
 */
export function creditOf(evidence: CreditEvidence): CreditEligibility {
  const { subscriptionId, assignments, partnerGroups, mayBeDelegated } = evidence;
  const subscription = `/subscriptions/${subscriptionId}` as Scope;
  const own = assignments.filter(
    ({ principalType, principalId, role }) =>
      principalType === 'ForeignGroup' &&
      partnerGroups.includes(principalId) &&
      creditEligibility(role) !== 'not-eligible',
  );
  const isWhole = ({ scope, role, condition }: Held): boolean =>
    condition === undefined && creditEligibility(role) === 'eligible' && isAtOrAbove(scope, subscription);
  if (own.some(isWhole)) return 'eligible';
  return mayBeDelegated || own.length > 0 ? 'unknown' : 'not-eligible';
}

export const creditWords: Record<CreditEligibility, string> = {
  eligible: 'eligible',
  'not-eligible': 'not eligible',
  unknown: 'unknown',
};

/** As read; undefined where nobody said who the partner is. */
export function creditOfReading(
  reading: SubscriptionReading,
  partnerGroups: readonly Guid[] | undefined,
): CreditEligibility | undefined {
  if (!partnerGroups) return undefined;
  if (reading.status === 'unread') return 'unknown';
  const { subscriptionId, assignments, delegations } = reading;
  const mayBeDelegated = delegations?.length !== 0;
  return creditOf({ subscriptionId, assignments, partnerGroups, mayBeDelegated });
}

/** Of what Azure lists under the subscription, management groups are those above it. */
function isAtOrAbove(scope: Scope, subscription: Scope): boolean {
  return isAtOrBelow(subscription, scope) || describeScope(scope)?.kind === 'management-group';
}
