import { findTenant, listSubscriptions, type AzureEnvironment } from '../azure';
import { byText, parseGuid, type Guid } from '../model';
import { orDiagnosticError } from './azure-diagnostic';
import { connect, type ConnectionOptions, type Connections } from './connections';

/** The tenant that is meant by its id or one of its domains. Needs no credentials. Throws DiagnosticError. */
export async function findTenantId(environment: AzureEnvironment, idOrDomain: string): Promise<Guid> {
  const tenantId = parseGuid(idOrDomain);
  if (tenantId) return tenantId;
  return orDiagnosticError(findTenant(environment, idOrDomain), {
    what: `The tenant of the domain ${idOrDomain} could not be found out`,
    hint: `Check the domain, and that its tenant is in the cloud "${environment.cloud}".`,
  });
}

/** A subscription as its owner named it. */
export interface NamedSubscription {
  readonly subscriptionId: Guid;
  readonly displayName: string;
}

/** The subscriptions of the customer that the channel in `reads` shows, sorted by id. Throws DiagnosticError. */
export function findSubscriptions(options: ConnectionOptions): Promise<readonly NamedSubscription[]> {
  return subscriptionsSeenBy(connect(options));
}

export async function subscriptionsSeenBy({
  arm,
  customerTenant,
}: Connections): Promise<readonly NamedSubscription[]> {
  const found = await orDiagnosticError(listSubscriptions(arm), {
    what: `The subscriptions of tenant ${customerTenant} could not be listed`,
  });
  return found
    .filter(({ tenantId, state }) => tenantId === customerTenant && state.toLowerCase() !== 'deleted')
    .map(({ subscriptionId, displayName }) => ({ subscriptionId, displayName }))
    .sort(byText(({ subscriptionId }) => subscriptionId));
}
