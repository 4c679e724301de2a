import type { DiagnosticCode } from '../../diagnostics';
import { CustomerStack } from '../customer-stack';
import type { DeclaredCustomer } from './declare-customer';
import { reporterFor } from '../report';

/** Something in Azure that may belong to one stack only. */
interface Holding {
  /** Equal for what Azure takes for the same. */
  readonly key: string;
  readonly code: DiagnosticCode;
  readonly name: string;
}

/** Reports on each customer what it shares with another: which of the two is wrong, only the user knows. */
export function checkSharedScopes(customers: readonly DeclaredCustomer[]): void {
  const stacks = customers
    .flatMap((customer) => customer.constructs)
    .filter((construct): construct is CustomerStack => construct instanceof CustomerStack);
  const holders = new Map<string, CustomerStack[]>();
  for (const stack of stacks) {
    for (const key of new Set(holdingsOf(stack).map((holding) => holding.key))) {
      holders.set(key, [...(holders.get(key) ?? []), stack]);
    }
  }
  for (const stack of stacks) {
    const report = reporterFor(stack, stack.source);
    const own = new Map(holdingsOf(stack).map((holding) => [holding.key, holding]));
    for (const { key, code, name } of own.values()) {
      const others = (holders.get(key) ?? []).filter((other) => other !== stack).map(({ node }) => node.id);
      if (others.length > 0) report(code, `${name} is also declared by ${others.join(', ')}.`);
    }
  }
}

/** Names of management groups are unique within their tenant only. */
function holdingsOf({ declaredScopes }: CustomerStack): Holding[] {
  const { tenantId, subscriptions, managementGroups } = declaredScopes;
  return [
    ...[...subscriptions.values()].flatMap((id): Holding[] =>
      id ? [{ key: id, code: 'subscription_in_two_stacks', name: `Subscription ${id}` }] : [],
    ),
    ...[...managementGroups.values()].flatMap((name): Holding[] => {
      if (name === undefined || !tenantId) return [];
      const key = `${tenantId}|${name.toLowerCase()}`;
      return [{ key, code: 'management_group_in_two_stacks', name: `Management group ${name}` }];
    }),
  ];
}
