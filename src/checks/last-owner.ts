import { findRole } from '../catalogue';
import { diagnostic, type Diagnostic } from '../diagnostics';
import { scopeKey, subscriptionScope, type ManagedSubscription, type Scope } from '../model';
import type { Plan } from '../plan';
import { accessOf, firstOf, isSameAccess, takingsOf, type Assigned, type Taking } from './access';

/**
 * Refuses to take the last Owner from a subscription. Only an Owner counts that the customer can go by: assigned at the
 * subscription itself, without condition, to a user, service principal or group of their own. Whom nobody could look up
 * is taken to exist as long as the access stays, and not to exist when they would be the only one left.
 */
export function findLastOwner(plan: Plan): Diagnostic[] {
  const { before, after } = accessOf(plan);
  return plan.subscriptions.flatMap((subscription) => {
    const scope = subscriptionScope(subscription.subscriptionId);
    const had = before.map(({ assignment }) => assignment).filter((each) => isOwnerAt(scope, each));
    const left = after.map(({ assignment }) => assignment).filter((each) => isOwnerAt(scope, each));
    const lost = had
      .filter(({ principalId }) => plan.facts.principals[principalId] !== 'missing')
      .filter((owner) => !left.some((other) => isSameAccess(other, owner)));
    const isSafe = left.some(({ principalId }) =>
      ['exists', 'guest'].includes(plan.facts.principals[principalId] ?? 'unknown'),
    );
    return lost.length === 0 || isSafe ? [] : [lastOwner(plan, subscription, lost)];
  });
}

function isOwnerAt(scope: Scope, { role, scope: where, condition, principalType }: Assigned): boolean {
  return (
    role === findRole('Owner')?.id &&
    scopeKey(where) === scopeKey(scope) &&
    !condition &&
    ['User', 'ServicePrincipal', 'Group'].includes(principalType)
  );
}

function lastOwner(plan: Plan, { alias }: ManagedSubscription, lost: readonly Assigned[]): Diagnostic {
  const cause = firstOf(
    takingsOf(plan).filter(({ before }) => lost.some((each) => isSameAccess(each, before))),
  );
  const names = lost.map(({ principalId }) => plan.names[principalId] ?? principalId).sort();
  return diagnostic('last_owner', {
    customer: plan.customer,
    address: cause?.address,
    constructPath: cause?.constructPath ?? `${plan.customer}/${alias}`,
    source: cause?.source,
    detail: `After this, the subscription "${alias}" of ${plan.customer} has no Owner of its own that is known to exist: no user, service principal or group of the customer, directly and without condition. It would lose ${names.join(', ')}. Partner access does not count: who has none but that cannot get back in when it ends.`,
    hint: `${wayOn(cause)} If the subscription really is to have none:\n\n--allow last_owner`,
  });
}

/** The day in `until` comes by itself, and an apply that nobody watches would be refused from then on. */
function wayOn(cause: Taking | undefined): string {
  if (cause?.action !== 'delete' || cause.reason !== 'grant-ended')
    return 'Grant Owner to somebody who stays, and apply that first.';
  return `The grant ${cause.constructPath} has ended, and until this is decided nothing of the customer is applied. Set a later day in its \`until\`, or remove \`until\`, and the access stays; or grant Owner to somebody who stays, in the same file, and the next apply makes that grant before it removes this one.`;
}
