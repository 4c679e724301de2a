import type { Answer } from '../http/exchange';
import { Refusal } from '../http/refusal';
import { idKey } from '../world/cloud';
import type { Subscription, Tenant } from '../world/world';
import { authorizationFailed } from './access/require-access';
import { armPage } from './arm-page';
import type { ArmRequest } from './arm-request';
import { placeOfId } from './scope';

const type = 'Microsoft.Management/managementGroups';

/** A management group of a tenant; the one without a parent is the tenant root group. */
interface Group {
  readonly name: string;
  readonly displayName: string;
  readonly parent?: string;
}

/** `GET /providers/Microsoft.Management/managementGroups`: those that the caller may read. */
export function listManagementGroups(request: ArmRequest): Answer {
  const { tenant } = request.callerHome;
  const readable = groupsOf(tenant).filter(({ name }) => mayRead(request, name, `${type}/read`));
  const page = armPage(request, readable, (group) => ({
    id: groupId(group.name),
    type,
    name: group.name,
    properties: { tenantId: tenant.id, displayName: group.displayName },
  }));
  return { status: 200, body: page };
}

/**
 * `GET /providers/Microsoft.Management/managementGroups/{name}[?$expand=children[&$recurse=true]]`
 * Source: https://learn.microsoft.com/rest/api/managementgroups/management-groups/get
 */
export function getManagementGroup(request: ArmRequest, name: string): Answer {
  const { tenant } = request.callerHome;
  const group = requireGroup(request, name, `${type}/read`);
  const parent = groupsOf(tenant).find(({ name: other }) => idKey(other) === idKey(group.parent ?? ''));
  const expand = request.exchange.query('$expand')?.toLowerCase();
  const recurse = request.exchange.query('$recurse')?.toLowerCase() === 'true';
  if (expand !== undefined && !['children', 'path', 'ancestors'].includes(expand)) {
    throw new Refusal(400, 'BadRequest', `The value '${expand}' of $expand is not supported.`);
  }
  return {
    status: 200,
    body: {
      id: groupId(group.name),
      type,
      name: group.name,
      properties: {
        tenantId: tenant.id,
        displayName: group.displayName,
        details: {
          version: 1,
          updatedTime: '2026-01-01T00:00:00.0000000Z',
          updatedBy: '',
          ...(parent && {
            parent: { id: groupId(parent.name), name: parent.name, displayName: parent.displayName },
          }),
        },
        ...(expand === 'children' && { children: childrenOf(tenant, group.name, recurse) }),
      },
    },
  };
}

/** `GET /providers/Microsoft.Management/managementGroups/{name}/subscriptions`: those directly under the group. */
export function listSubscriptionsUnder(request: ArmRequest, name: string): Answer {
  const { tenant } = request.callerHome;
  const group = requireGroup(request, name, `${type}/subscriptions/read`);
  const page = armPage(request, subscriptionsUnder(tenant, group.name), (subscription) => ({
    id: `${groupId(group.name)}/subscriptions/${subscription.id}`,
    type: `${type}/subscriptions`,
    name: subscription.id,
    properties: {
      tenant: tenant.id,
      displayName: subscription.displayName,
      parent: { id: groupId(group.name) },
      state: 'Active',
    },
  }));
  return { status: 200, body: page };
}

/** `GET /providers/Microsoft.Management/managementGroups/{name}/descendants`: everything below, as a flat list. */
export function listDescendants(request: ArmRequest, name: string): Answer {
  const { tenant } = request.callerHome;
  const collect = (parent: string): readonly object[] => [
    ...groupsUnder(tenant, parent).flatMap((group) => [
      {
        id: groupId(group.name),
        type,
        name: group.name,
        properties: { displayName: group.displayName, parent: { id: groupId(parent) } },
      },
      ...collect(group.name),
    ]),
    ...subscriptionsUnder(tenant, parent).map((subscription) => ({
      id: `/subscriptions/${subscription.id}`,
      type: `${type}/subscriptions`,
      name: subscription.id,
      properties: { displayName: subscription.displayName, parent: { id: groupId(parent) } },
    })),
  ];
  const all = collect(requireGroup(request, name, `${type}/descendants/read`).name);
  return { status: 200, body: armPage(request, all, (descendant) => descendant) };
}

/** @throws Refusal 403 when the caller may not read it, and just so when it is not there */
function requireGroup(request: ArmRequest, name: string, action: string): Group {
  const found = groupsOf(request.callerHome.tenant).find((group) => idKey(group.name) === idKey(name));
  if (found && mayRead(request, name, action)) return found;
  throw authorizationFailed(request, action, groupId(name));
}

function mayRead(request: ArmRequest, name: string, action: string): boolean {
  const place = placeOfId(request.context.ledger.cloud, request.callerHome, groupId(name));
  return place !== undefined && request.access.allows({ action }, place);
}

/** The tenant root group, which has the tenant's id, and the groups of the world that hang under it. */
function groupsOf(tenant: Tenant): readonly Group[] {
  const groups = tenant.managementGroups ?? [];
  const known = new Set(groups.map(({ id }) => idKey(id)));
  const isConnected = (id: string | undefined): boolean => id !== undefined && known.has(idKey(id));
  return [
    { name: tenant.id, displayName: 'Tenant Root Group' },
    ...groups.map(({ id, displayName, parent }) => ({
      name: id,
      displayName,
      parent: parent !== undefined && isConnected(parent) ? parent : tenant.id,
    })),
  ];
}

function childrenOf(tenant: Tenant, parent: string, recurse: boolean): readonly object[] {
  return [
    ...groupsUnder(tenant, parent).map((group) => ({
      id: groupId(group.name),
      type,
      name: group.name,
      displayName: group.displayName,
      ...(recurse && { children: childrenOf(tenant, group.name, recurse) }),
    })),
    ...subscriptionsUnder(tenant, parent).map((subscription) => ({
      id: `/subscriptions/${subscription.id}`,
      type: '/subscriptions',
      name: subscription.id,
      displayName: subscription.displayName,
    })),
  ];
}

function groupsUnder(tenant: Tenant, parent: string): readonly Group[] {
  return groupsOf(tenant).filter((group) => idKey(group.parent ?? '') === idKey(parent));
}

function subscriptionsUnder(tenant: Tenant, parent: string): readonly Subscription[] {
  return (tenant.subscriptions ?? []).filter(
    (subscription) => idKey(subscription.managementGroup ?? tenant.id) === idKey(parent),
  );
}

function groupId(name: string): string {
  return `/providers/${type}/${name}`;
}
