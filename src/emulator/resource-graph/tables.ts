import type { ArmRequest } from '../arm/arm-request';
import { authorizationRows } from './authorization-rows';
import { containerRows } from './container-rows';
import type { ScopeFilter } from './graph-request-body';
import type { Row } from './kql/evaluate';
import type { Table } from './kql/run-query';
import { managedServicesRows } from './managed-services-rows';
import type { QueriedScopes } from './queried-scopes';

/** What every table has, filled or not. Source: https://learn.microsoft.com/azure/governance/resource-graph/reference/supported-tables-resources */
const columns = [
  'id',
  'name',
  'type',
  'tenantId',
  'kind',
  'location',
  'resourceGroup',
  'subscriptionId',
  'managedBy',
  'sku',
  'plan',
  'properties',
  'tags',
  'identity',
  'zones',
  'extendedLocation',
];

/** What of a row is worth saying; the other columns are empty. */
export interface GraphRow {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly tenantId: string;
  readonly subscriptionId?: string;
  readonly resourceGroup?: string;
  readonly location?: string;
  readonly plan?: object;
  readonly properties: object;
}

/** The tables of Azure Resource Graph. There are no resources, so theirs is there and empty. */
export function tablesFor(
  request: ArmRequest,
  queried: QueriedScopes,
  filter: ScopeFilter,
): (name: string) => Table | undefined {
  const rowsOf: Readonly<Record<string, () => readonly GraphRow[]>> = {
    authorizationresources: () => authorizationRows(request, queried, filter),
    resourcecontainers: () => containerRows(request, queried),
    managedservicesresources: () => managedServicesRows(request, queried),
    resources: () => [],
  };
  return (name) => {
    const read = Object.hasOwn(rowsOf, name) ? rowsOf[name] : undefined;
    return read && { columns, rows: read().map(complete) };
  };
}

/** The group and subscription in a scope's id, as columns. */
export function placeOf(scope: string): Pick<GraphRow, 'subscriptionId' | 'resourceGroup'> {
  const [, subscriptionId] = /^\/subscriptions\/([^/]+)/i.exec(scope) ?? [];
  const [, resourceGroup] = /\/resourceGroups\/([^/]+)/i.exec(scope) ?? [];
  return {
    ...(subscriptionId !== undefined && { subscriptionId }),
    ...(resourceGroup !== undefined && { resourceGroup: resourceGroup.toLowerCase() }),
  };
}

const empty: Row = {
  ...{ kind: '', location: '', resourceGroup: '', subscriptionId: '', managedBy: '' },
  ...{ sku: null, plan: null, tags: null, identity: null, zones: null, extendedLocation: null },
};

function complete(row: GraphRow): Row {
  return { ...empty, ...row };
}
