import { getObjects, isAzureError } from '../azure';
import { diagnostic, type Diagnostic } from '../diagnostics';
import {
  byText,
  type ActualState,
  type Guid,
  type KnownPrincipals,
  type PrincipalKnowledge,
  type SubscriptionReading,
} from '../model';
import { azureDiagnostic } from './azure-diagnostic';
import type { Connections } from './connections';
import { mapBounded } from './map-bounded';
import { readSubscription } from './read-subscription';

/** Subscriptions read at once; each takes three requests. */
const concurrency = 4;

/** What Azure has, and warnings about what is only good for display. Errors stand in the readings themselves. */
export interface Refreshed {
  readonly actual: ActualState;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads the subscriptions and whom their assignments name. Subscriptions are sorted by id, each once. */
export async function refresh(
  connections: Connections,
  subscriptionIds: readonly Guid[],
): Promise<Refreshed> {
  const ids = [...new Set(subscriptionIds)].sort();
  const reads = await mapBounded(ids, concurrency, (id) => readSubscription(connections, id));
  const subscriptions = reads.map(({ reading }) => reading);
  const { principals, warnings } = await readPrincipals(connections, subscriptions);
  const roles = reads.flatMap(({ customRoles }) => customRoles).sort(byText(({ role }) => role));
  return {
    actual: {
      subscriptions,
      principals,
      roleNames: new Map(roles.map(({ role, roleName }) => [role, roleName])),
    },
    diagnostics: [...reads.flatMap((read) => read.warnings), ...warnings],
  };
}

/**
 * Asks the customer's directory for every principal that can be in it. Groups of another tenant (ForeignGroup) and
 * devices are not asked for: they have no entry, which means that nothing is known of them.
 */
async function readPrincipals(
  { directory, customerTenant }: Connections,
  subscriptions: readonly SubscriptionReading[],
): Promise<{ principals: KnownPrincipals; warnings: readonly Diagnostic[] }> {
  const asked = new Set<Guid>();
  for (const reading of subscriptions) {
    if (reading.status === 'unread') continue;
    for (const { principalId, principalType } of reading.assignments) {
      if (principalType !== 'ForeignGroup' && principalType !== 'Device') asked.add(principalId);
    }
  }
  const ids = [...asked].sort();
  try {
    const known = new Map<Guid, PrincipalKnowledge>(ids.map((id) => [id, 'missing']));
    for (const object of await getObjects(directory, ids)) known.set(object.id, object);
    return { principals: known, warnings: [] };
  } catch (error) {
    if (!isAzureError(error)) throw error;
    const { detail } = azureDiagnostic(error, {
      what: `The directory of tenant ${customerTenant} could not be read`,
    });
    return { principals: new Map(), warnings: [diagnostic('directory_unread', { detail })] };
  }
}
