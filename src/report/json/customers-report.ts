import { subscriptionWords, type CustomerReading } from '../customers/customer-reading';
import { reportFormatVersion } from './report-value';

/** What `tilldela customers --json` says. */
export function customersReport(customers: readonly CustomerReading[], cloud: string) {
  return { formatVersion: reportFormatVersion, cloud, customers: customers.map(valueOf) };
}

function valueOf({ standing, subscriptions, ...customer }: CustomerReading) {
  const relationship = standing.kind === 'missing' ? undefined : standing.relationship;
  return {
    tenantId: customer.tenantId,
    name: customer.name,
    domain: customer.domain ?? null,
    reseller: customer.isReseller,
    relationship: {
      standing: standing.kind,
      id: relationship?.id ?? null,
      endsOn: relationship?.endsOn ?? null,
      extendsItself: relationship?.extendsItself ?? null,
    },
    channels: customer.channels,
    declaredAs: customer.file ?? null,
    /** Null without --details. */
    subscriptions:
      subscriptions?.map((each) => ({
        subscriptionId: each.subscriptionId,
        displayName: each.displayName,
        sold: each.sold ?? null,
        accessible: each.isAccessible ?? null,
        words: subscriptionWords(each),
      })) ?? null,
  };
}
