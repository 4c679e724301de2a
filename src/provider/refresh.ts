import { getObjects, isAzureError } from '../azure';
import { diagnostic, type Diagnostic } from '../diagnostics';
import {
  byText,
  type ActualState,
  type Guid,
  type KnownPrincipals,
  type ManagementGroupReading,
  type PrincipalKnowledge,
  type SubscriptionReading,
} from '../model';
import { azureDiagnostic } from './azure-diagnostic';
import type { Connections } from './connections';
import { mapBounded } from './map-bounded';
import { readManagementGroup } from './read-management-group';
import { readSubscription } from './read-subscription';

/** Subscriptions read at once; each takes five requests. */
const concurrency = 4;

/** What Azure has, and warnings about what is only good for display. Errors stand in the readings themselves. */
export interface Refreshed {
  readonly actual: ActualState;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads subscriptions, management groups, and whom their assignments name. Each is read once; sorted by id or name. */
export async function refresh(
  connections: Connections,
  subscriptionIds: readonly Guid[],
  managementGroupNames: readonly string[] = [],
): Promise<Refreshed> {
  const ids = [...new Set(subscriptionIds)].sort();
  const reads = await mapBounded(ids, concurrency, (id) => readSubscription(connections, id));
  const subscriptions = reads.map(({ reading }) => reading);
  const names = [...new Set(managementGroupNames)].sort();
  const groupReads = await mapBounded(names, concurrency, (name) => readManagementGroup(connections, name));
  const managementGroups = groupReads.map(({ reading }) => reading);
  const { principals, warnings } = await readPrincipals(connections, [...subscriptions, ...managementGroups]);
  const roles = [...subscriptions, ...managementGroups]
    .flatMap((reading) => (reading.status === 'read' ? (reading.roleDefinitions ?? []) : []))
    .sort(byText(({ name }) => name));
  return {
    actual: {
      subscriptions,
      managementGroups,
      principals,
      roleNames: new Map(roles.map(({ name, roleName }) => [name, roleName])),
    },
    diagnostics: [...[...reads, ...groupReads].flatMap((read) => read.warnings), ...warnings],
  };
}

/**
 * Asks the customer's directory for every principal that can be in it. Groups of another tenant (ForeignGroup) and
 * devices are not asked for: they have no entry, which means that nothing is known of them.
 */
async function readPrincipals(
  connections: Connections,
  readings: readonly (SubscriptionReading | ManagementGroupReading)[],
): Promise<DescribedPrincipals> {
  const asked = new Set<Guid>();
  for (const reading of readings) {
    if (reading.status === 'unread') continue;
    for (const { principalId, principalType } of reading.assignments) {
      if (principalType !== 'ForeignGroup' && principalType !== 'Device') asked.add(principalId);
    }
  }
  return describePrincipals(connections, [...asked]);
}

/** What a directory says of object ids: of each the object or that there is none; or nothing, and a warning why. */
export interface DescribedPrincipals {
  readonly principals: KnownPrincipals;
  readonly warnings: readonly Diagnostic[];
}

export async function describePrincipals(
  { directory, customerTenant }: Connections,
  asked: readonly Guid[],
): Promise<DescribedPrincipals> {
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
