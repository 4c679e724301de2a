import { isAzureError } from '../../azure';
import type { ConnectionOptions } from '../connections';
import type { NamedSubscription } from '../find-customer';
import { reachCustomer } from '../reach-customer';
import { DiagnosticError, type Diagnostic } from '../../diagnostics';
import { byText, type ChannelKind, type Guid } from '../../model';
import type { PartnerConnection } from './partner-connection';
import { orPartnerDiagnostic, partnerDiagnostic } from './partner-diagnostic';

/** How to sign in, whatever the tenant. */
type Reach = Omit<ConnectionOptions, 'partnerTenant' | 'customerTenant' | 'reads' | 'writes'>;

/** An Azure subscription of a customer, as the partner sold it and as it can be reached. */
export interface CustomerSubscription {
  readonly subscriptionId: Guid;
  readonly displayName: string;
  /** Partner Center's word for what was sold; absent where the partner did not sell it. */
  readonly sold?: string | undefined;
  /** Undefined where nobody could look. */
  readonly isAccessible: boolean | undefined;
}

/**
 * What was sold beside what whoever runs this can reach: in the customer's tenant, or else by what the customer delegated
 * over Azure Lighthouse. That neither lets anybody in is an answer, with the reason beside it. Throws DiagnosticError
 * where Partner Center does not answer.
 */
export async function readSubscriptions(
  connection: Pick<PartnerConnection, 'partnerCenter' | 'arm' | 'partnerTenant'>,
  customer: { readonly tenantId: Guid; readonly isCustomer: boolean },
  reach: Reach,
): Promise<{
  readonly subscriptions: readonly CustomerSubscription[];
  /** By which the customer is reached; undefined where it is not. */
  readonly channel?: ChannelKind | undefined;
  readonly unreached?: readonly Diagnostic[];
}> {
  const { tenantId, isCustomer } = customer;
  const what = `What was sold to tenant ${tenantId} could not be read`;
  const [sold, reached] = await Promise.all([
    isCustomer ? orPartnerDiagnostic(connection.partnerCenter.soldSubscriptions(tenantId), what) : [],
    lookInto(tenantId, reach, connection),
  ]);
  const accessible = new Map(reached.found.map((each) => [each.subscriptionId, each]));
  const soldIds = new Set(sold.map(({ subscriptionId }) => subscriptionId));
  const subscriptions: CustomerSubscription[] = [
    ...sold.map(({ subscriptionId, displayName, status }) => ({
      subscriptionId,
      displayName,
      sold: status,
      isAccessible: reached.isUnknown ? undefined : accessible.has(subscriptionId),
    })),
    ...reached.found
      .filter(({ subscriptionId }) => !soldIds.has(subscriptionId))
      .map((each) => ({ ...each, isAccessible: true })),
  ];
  return {
    subscriptions: subscriptions.sort(byText(({ subscriptionId }) => subscriptionId)),
    channel: reached.channel,
    ...(reached.unreached && { unreached: reached.unreached }),
  };
}

interface Looked {
  readonly found: readonly NamedSubscription[];
  readonly isUnknown: boolean;
  readonly channel?: ChannelKind;
  readonly unreached?: readonly Diagnostic[];
}

async function lookInto(
  tenantId: Guid,
  reach: Reach,
  { arm, partnerTenant }: Pick<PartnerConnection, 'arm' | 'partnerTenant'>,
): Promise<Looked> {
  try {
    return { ...(await reachCustomer(tenantId, { ...reach, partnerTenant }, arm)), isUnknown: false };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    const what = `The subscriptions of tenant ${tenantId} could not be listed`;
    const { cause } = error;
    const unreached = isAzureError(cause) ? [partnerDiagnostic(cause, what)] : error.diagnostics;
    // Who may not even sign in there reaches nothing; anything else says nothing of it.
    const isUnknown = unreached.some(({ code }) => code !== 'token_refused' && code !== 'consent_missing');
    return { found: [], isUnknown, unreached };
  }
}
