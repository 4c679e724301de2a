import { discoverTenant, type AzureEnvironment } from '../azure';
import type { Guid } from '../model';
import { orDiagnosticError } from './azure-diagnostic';

/** Where a subscription belongs. */
export interface FoundSubscription {
  readonly subscriptionId: Guid;
  readonly tenantId: Guid;
}

/** The tenant of a subscription of which nothing but the id is known. Needs no credentials. Throws DiagnosticError. */
export async function findSubscription(
  environment: AzureEnvironment,
  subscriptionId: Guid,
): Promise<FoundSubscription> {
  const tenantId = await orDiagnosticError(discoverTenant(environment, subscriptionId), {
    what: `The tenant of subscription ${subscriptionId} could not be found out`,
    hint: `Check the id, and that the subscription is in the cloud "${environment.cloud}".`,
  });
  return { subscriptionId, tenantId };
}
