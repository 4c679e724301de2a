import { byText, type ChannelKind, type Guid, type ManagedSubscription } from '../model';
import { importLine } from './imports';
import { object, propertyLine, string } from './layout';
import { quoted } from './literals';
import { camelCase, kebabCase, Names, reservedWords, withoutBeginning } from './naming';

/** Whose Azure it is and how it is reached: what a customer's file says before it grants anything. */
export interface CustomerSkeleton {
  /** Name of the customer and of its file. */
  readonly customer: string;
  readonly tenantId: Guid;
  readonly domain?: string;
  readonly subscriptions: readonly ManagedSubscription[];
  readonly reads: ChannelKind;
  readonly writes: ChannelKind;
}

const channels = { aobo: 'aobo', lighthouse: 'lighthouse', 'in-tenant': 'inTenant' } as const;

/** The text of `stacks/customers/<customer>.ts` without grants; the partner is `msp` of `stacks/partner.ts`. */
export function customerSkeleton(skeleton: CustomerSkeleton): string {
  const { customer, tenantId, domain, reads, writes } = skeleton;
  return [
    importLine([channels[reads], channels[writes], 'CustomerStack', 'type App']),
    "import { msp } from '../partner';",
    '',
    'export default (app: App) => {',
    `  new CustomerStack(app, ${quoted(customer)}, {`,
    '    partner: msp,',
    `    tenant: ${quoted(tenantId)},`,
    ...(domain === undefined ? [] : [`    domain: ${quoted(domain)},`]),
    subscriptionsLine(skeleton.subscriptions),
    `    reads: ${channels[reads]}(),`,
    `    writes: ${channels[writes]}(),`,
    '  });',
    '};',
    '',
  ].join('\n');
}

/** The line of `subscriptions` in the properties of the stack. */
export function subscriptionsLine(subscriptions: readonly ManagedSubscription[]): string {
  const entries = subscriptions.map(({ alias, subscriptionId }) => [alias, string(subscriptionId)] as const);
  return propertyLine('subscriptions', object(entries), 4);
}

/** What the file of a customer is called, from the name of the company: `Woodgrove Bank` is `woodgrove-bank`. */
export function customerFileName(companyName: string): string {
  return kebabCase(companyName, 'customer');
}

/** Readable, unique aliases for subscriptions, from the names that Azure shows: `Contoso production` is `production`. */
export function aliasesFor(
  customer: string,
  subscriptions: readonly { readonly subscriptionId: Guid; readonly displayName: string }[],
): readonly ManagedSubscription[] {
  const names = new Names([...reservedWords, camelCase(customer, 'customer')], '_');
  return subscriptions
    .toSorted(byText(({ subscriptionId }) => subscriptionId))
    .map(({ subscriptionId, displayName }) => {
      const name = camelCase(withoutBeginning(displayName, customer), 'subscription');
      const alias = names.take(
        name,
        camelCase(displayName, 'subscription'),
        camelCase(`subscription ${name}`, 'subscription'),
      );
      return { alias, subscriptionId };
    });
}
