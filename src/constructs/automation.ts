import type { Construct } from 'constructs';
import { changesAccess } from '../catalogue';
import { byText, isAtOrBelow, subscriptionScope, type Scope } from '../model';
import { assignmentCondition } from './condition';
import type { CustomerStack } from './customer-stack';
import { Grant } from './grant';
import type { Ledger } from './ledger';
import type { Application } from './principals';
import type { Subscription } from './subscription';

/** The construct id of what the automation is given in each subscription. */
const automationId = 'automation';

/**
 * The automation may give and take away, in the subscription, the roles that the stack grants there: as Role Based Access
 * Control Administrator, under a condition. Where none is granted that it may give, it is given nothing.
 */
export function grantToAutomation(
  subscription: Subscription,
  automation: Application,
  stack: CustomerStack,
  ledger: Ledger,
): void {
  if (!subscription.subscriptionId) return;
  const roles = delegableRoles(stack, subscriptionScope(subscription.subscriptionId));
  if (roles.length === 0) return;
  const names = roles.map(({ name }) => name).join(', ');
  new Grant(
    subscription,
    automationId,
    {
      to: automation,
      role: 'Role Based Access Control Administrator',
      because: `applies unattended: ${names}`,
      description: 'tilldela applies unattended',
      condition: assignmentCondition(roles.map(({ id }) => id)),
    },
    subscription.target,
    ledger,
    stack.source,
  );
}

function delegableRoles(stack: Construct, scope: Scope) {
  const given = stack.node
    .findAll()
    .flatMap((construct) => (construct instanceof Grant && construct.given ? [construct.given] : []))
    .filter((each) => isAtOrBelow(each.scope, scope) && !changesAccess(each.role));
  return [...new Map(given.map(({ role }) => [role.id, role])).values()].sort(byText(({ name }) => name));
}
