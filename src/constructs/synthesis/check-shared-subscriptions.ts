import type { Guid } from '../../model';
import { CustomerStack } from '../customer-stack';
import type { DeclaredCustomer } from './declare-customer';
import { reporterFor } from '../report';

/** Reports on each customer what it shares with another: which of the two is wrong, only the user knows. */
export function checkSharedSubscriptions(customers: readonly DeclaredCustomer[]): void {
  for (const [id, stacks] of holdersOf(customers)) {
    for (const stack of stacks) {
      const others = stacks.filter((other) => other !== stack).map(({ node }) => node.id);
      if (others.length === 0) continue;
      const report = reporterFor(stack, stack.source);
      report('subscription_in_two_stacks', `Subscription ${id} is also declared by ${others.join(', ')}.`);
    }
  }
}

function holdersOf(customers: readonly DeclaredCustomer[]): ReadonlyMap<Guid, readonly CustomerStack[]> {
  const holders = new Map<Guid, CustomerStack[]>();
  const constructs = customers.flatMap((customer) => customer.constructs);
  for (const stack of constructs.filter(
    (construct): construct is CustomerStack => construct instanceof CustomerStack,
  )) {
    for (const id of new Set(stack.subscriptionIds.values())) {
      if (id) holders.set(id, [...(holders.get(id) ?? []), stack]);
    }
  }
  return holders;
}
