import { startsWithSegments } from '../http/exchange';
import type { Refusal } from '../http/refusal';
import { idKey } from '../world/cloud';
import type { Cloud, SubscriptionState, TenantState } from '../world/cloud';
import type { Tenant } from '../world/world';
import { gatewayRefusal } from './arm-authentication';

/** Where something is, as far as inheritance goes, whether it exists or not. */
export interface Place {
  /** `/` for root. */
  readonly id: string;
  /** The tenant whose access control it belongs to. */
  readonly home: TenantState;
  /** Lower-case ids of all scopes above. */
  readonly above: ReadonlySet<string>;
}

/** A place where roles can be assigned. Its id has canonical casing. Comparisons go by the lower-case ids. */
export interface Scope extends Place {
  /** Absent above subscriptions. */
  readonly subscription?: SubscriptionState;
  /** Lower-case ids that, together with everything nested in their path, are at or below. Unused for root. */
  readonly reach: readonly string[];
}

export type Relation = 'at' | 'above' | 'below' | 'unrelated';

const root = '/';

/**
 * @param segments of the scope's path, in any letter case
 * @param callerHome the tenant whose root and management groups the caller sees
 * @param subscription the subscription named in the path, if one is
 * @returns undefined for a management group that the tenant does not have
 * @throws Refusal 404 when the path is no scope, or its resource group does not exist
 */
export function resolveScope(
  segments: readonly string[],
  callerHome: TenantState,
  subscription: SubscriptionState | undefined,
): Scope | undefined {
  if (segments.length === 0) return { id: root, home: callerHome, above: new Set(), reach: [] };
  if (subscription) return subscriptionScope(subscription, segments.slice(2));
  const managementGroups = ['providers', 'Microsoft.Management', 'managementGroups'];
  const [, , , name] = segments;
  if (startsWithSegments(segments, managementGroups) && name !== undefined && segments.length === 4) {
    return managementGroupScope(callerHome, name);
  }
  throw notFound(segments);
}

/**
 * Parameters as for {@link resolveScope}.
 *
 * @returns undefined for a management group that the tenant does not have
 */
export function placeAt(
  segments: readonly string[],
  callerHome: TenantState,
  subscription: SubscriptionState | undefined,
): Place | undefined {
  if (!subscription) {
    const [, , , managementGroup] = segments;
    if (managementGroup !== undefined) return managementGroupScope(callerHome, managementGroup);
    return { id: root, home: callerHome, above: new Set() };
  }
  const { home } = subscription;
  const parents = segments.slice(2).map((_, index) => `/${segments.slice(0, index + 2).join('/')}`);
  const above = [...chainAbove(home.tenant, subscription.subscription.managementGroup), ...parents];
  return { id: `/${segments.join('/')}`, home, above: new Set(above.map(idKey)) };
}

/** The place of a scope's id, as an assignment of this tenant has it. */
export function placeOfId(cloud: Cloud, home: TenantState, id: string): Place | undefined {
  const segments = id.split('/').filter((segment) => segment !== '');
  const isInSubscription = segments[0]?.toLowerCase() === 'subscriptions';
  const subscription = isInSubscription ? cloud.subscriptions.get(idKey(segments[1] ?? '')) : undefined;
  return isInSubscription && !subscription ? undefined : placeAt(segments, home, subscription);
}

/** A subscription as a place. */
export function subscriptionPlace({ home, subscription }: SubscriptionState): Place {
  return {
    id: `/subscriptions/${subscription.id}`,
    home,
    above: new Set(chainAbove(home.tenant, subscription.managementGroup).map(idKey)),
  };
}

/** Where `assigned`, the scope of an assignment, is as seen from `scope`. */
export function relationOf(assigned: string, scope: Scope): Relation {
  const id = idKey(assigned);
  if (id === idKey(scope.id)) return 'at';
  if (scope.above.has(id)) return 'above';
  if (scope.id === root) return 'below';
  return scope.reach.some((reached) => id === reached || id.startsWith(`${reached}/`))
    ? 'below'
    : 'unrelated';
}

function subscriptionScope(found: SubscriptionState, rest: readonly string[]): Scope {
  const { home, subscription } = found;
  const id = `/subscriptions/${subscription.id}`;
  const above = chainAbove(home.tenant, subscription.managementGroup);
  const at = (scopeId: string, parents: readonly string[]): Scope => ({
    id: scopeId,
    home,
    subscription: found,
    above: new Set([...above, ...parents].map(idKey)),
    reach: [idKey(scopeId)],
  });
  if (rest.length === 0) return at(id, []);
  if (rest[0]?.toLowerCase() === 'providers') return at(...resourceScope([id], rest));
  const [kind, name, ...resource] = rest;
  if (kind?.toLowerCase() !== 'resourcegroups' || name === undefined) throw notFound(rest);
  const group = subscription.resourceGroups?.find((candidate) => idKey(candidate) === idKey(name));
  if (group === undefined) {
    throw gatewayRefusal(404, 'ResourceGroupNotFound', `Resource group '${name}' could not be found.`);
  }
  const groupId = `${id}/resourceGroups/${group}`;
  return resource.length === 0 ? at(groupId, [id]) : at(...resourceScope([id, groupId], resource));
}

/** Any resource is taken to exist: the world has no resources. A nested one has its parent resources above it. */
function resourceScope(
  parents: readonly [string, ...string[]],
  segments: readonly string[],
): [id: string, above: readonly string[]] {
  const [providers, namespace, ...path] = segments;
  if (providers?.toLowerCase() !== 'providers' || namespace === undefined) throw notFound(segments);
  if (path.length === 0 || path.length % 2 !== 0) throw notFound(segments);
  const above = [...parents];
  let id = `${above.at(-1)}/providers/${namespace}`;
  for (let index = 0; index < path.length; index += 2) {
    id = `${id}/${path[index]}/${path[index + 1]}`;
    above.push(id);
  }
  return [id, above.slice(0, -1)];
}

function managementGroupScope(home: TenantState, name: string): Scope | undefined {
  const { tenant } = home;
  const group = tenant.managementGroups?.find((candidate) => idKey(candidate.id) === idKey(name));
  const isTenantRootGroup = idKey(name) === idKey(tenant.id);
  if (!group && !isTenantRootGroup) return undefined;
  const id = group?.id ?? tenant.id;
  return {
    id: managementGroupId(id),
    home,
    above: new Set((group ? chainAbove(tenant, group.parent) : [root]).map(idKey)),
    reach: reachOf(tenant, id).map(idKey),
  };
}

/** Ids of the management group `parent`, of those above it, of the tenant root group and of root. */
function chainAbove(tenant: Tenant, parent: string | undefined): string[] {
  const chain = [root, managementGroupId(tenant.id)];
  const parents = new Map((tenant.managementGroups ?? []).map((group) => [idKey(group.id), group.parent]));
  for (let id = parent; id !== undefined; id = parents.get(idKey(id))) {
    if (chain.includes(managementGroupId(id))) break; // a world could hold a cycle
    chain.push(managementGroupId(id));
  }
  return chain;
}

/** Names of the management groups above `parent`, itself included: the nearest first, the tenant root group last. */
export function managementGroupChain(tenant: Tenant, parent: string | undefined): readonly string[] {
  const [, top = '', ...rest] = chainAbove(tenant, parent);
  return [...rest, top].map((id) => id.split('/').at(-1) ?? '');
}

/** Ids of the management groups and subscriptions below a management group. */
function reachOf(tenant: Tenant, groupId: string): string[] {
  const isBelow = (parent: string | undefined): boolean =>
    chainAbove(tenant, parent).some((id) => idKey(id) === idKey(managementGroupId(groupId)));
  return [
    ...(tenant.managementGroups ?? [])
      .filter((group) => isBelow(group.parent))
      .map((group) => managementGroupId(group.id)),
    ...(tenant.subscriptions ?? [])
      .filter((subscription) => isBelow(subscription.managementGroup))
      .map((subscription) => `/subscriptions/${subscription.id}`),
  ];
}

function managementGroupId(name: string): string {
  return `/providers/Microsoft.Management/managementGroups/${name}`;
}

function notFound(segments: readonly string[]): Refusal {
  return gatewayRefusal(
    404,
    'InvalidResourceType',
    `'/${segments.join('/')}' is no scope of a role assignment.`,
  );
}
