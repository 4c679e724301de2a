import { isAzureError, listSubscriptions, type AzureClient } from '../azure';
import { DiagnosticError } from '../diagnostics';
import type { ChannelKind, Guid } from '../model';
import { connect, type ConnectionOptions, type Connections } from './connections';
import { subscriptionsSeenBy, type NamedSubscription } from './find-customer';
import { describePrincipals } from './refresh';
import { signIn } from './sign-in';

/** How to sign in, whatever the customer. */
type Reach = Omit<ConnectionOptions, 'customerTenant' | 'reads' | 'writes'>;

/** A customer's subscriptions as whoever runs this gets at them. */
interface Reached {
  readonly found: readonly NamedSubscription[];
  /** The way that led there. */
  readonly channel: ChannelKind;
}

/**
 * In the customer's tenant, or else by what the customer delegated over Azure Lighthouse; `projecting` asks for that, with a
 * token of the partner's tenant. Throws the DiagnosticError of the customer's tenant where neither lets anybody in.
 */
export async function reachCustomer(
  customerTenant: Guid,
  reach: Reach,
  projecting = connect({ ...reach, customerTenant, reads: 'lighthouse', writes: 'lighthouse' }).arm,
): Promise<Reached> {
  const connections = connect({ ...reach, customerTenant, reads: 'aobo', writes: 'aobo' });
  try {
    return {
      found: await subscriptionsSeenBy(connections),
      channel: await channelInTenant(connections),
    };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    const delegated = await findDelegated(customerTenant, projecting);
    if (delegated.length > 0) return { found: delegated, channel: 'lighthouse' };
    throw error;
  }
}

/**
 * AOBO is for people of the partner, who are no objects of the customer's directory; applications are always somebody of
 * it, as guests and the customer's own people are.
 */
async function channelInTenant(connections: Connections): Promise<ChannelKind> {
  const signedIn = await signIn(connections.reader);
  if (signedIn.outcome !== 'signed-in') return 'aobo';
  const { kind, objectId } = signedIn.subject;
  if (kind === 'workload') return 'in-tenant';
  if (!objectId) return 'aobo';
  const { principals } = await describePrincipals(connections, [objectId]);
  return typeof principals.get(objectId) === 'object' ? 'in-tenant' : 'aobo';
}

/** Those that Azure Lighthouse projects into the partner's tenant; none where that cannot be read. */
async function findDelegated(
  customerTenant: Guid,
  projecting: AzureClient,
): Promise<readonly NamedSubscription[]> {
  try {
    return (await listSubscriptions(projecting)).filter(({ tenantId }) => tenantId === customerTenant);
  } catch (error) {
    if (isAzureError(error)) return [];
    throw error;
  }
}
