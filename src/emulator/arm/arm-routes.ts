import type { Answer } from '../http/exchange';
import { Refusal } from '../http/refusal';
import { routeRegistrations } from '../lighthouse/lighthouse-routes';
import { routePolicies, routeSchedules } from '../pim/pim-routes';
import { routeResourceGraph } from '../resource-graph/answer-query';
import type { ArmType } from './api-version';
import type { ArmPath } from './arm-path';
import type { ArmRequest } from './arm-request';
import { deleteRoleDefinition } from './delete-role-definition';
import { getDenyAssignment, listDenyAssignments } from './deny-assignments';
import { elevateAccess } from './elevate-access';
import { isGuid } from './json-body';
import {
  getManagementGroup,
  listDescendants,
  listManagementGroups,
  listSubscriptionsUnder,
} from './management-groups';
import { listLocks, routeLock } from './management-locks';
import { notImitated } from './not-imitated';
import { listPermissions } from './permissions';
import { getProviderOperations, listProviderOperations } from './provider-operations';
import { putRoleAssignment } from './put-role-assignment';
import { putRoleDefinition } from './put-role-definition';
import { authorizedScope, scopeOf } from './request-scope';
import { getProvider, listProviders, registerProvider } from './resource-providers';
import { deleteRoleAssignment, getRoleAssignment, listRoleAssignments } from './role-assignments';
import { getRoleDefinition, listRoleDefinitions } from './role-definitions';
import type { Scope } from './scope';
import { getSubscription, listResourceGroups, listSubscriptions, listTenants } from './subscriptions';

type Route = (request: ArmRequest, path: ArmPath) => Answer;

/** Who answers for each type. What a route does not know of its type, it refuses as {@link notImitated}. */
const routes: Readonly<Record<ArmType, Route>> = {
  roleAssignments: routeRoleAssignments,
  roleDefinitions: routeRoleDefinitions,
  permissions: onlyList(listPermissions),
  denyAssignments: routeDenyAssignments,
  locks: routeLocks,
  providerOperations: routeProviderOperations,
  elevateAccess: routeElevateAccess,
  roleEligibilitySchedules: routeSchedules,
  roleEligibilityScheduleInstances: routeSchedules,
  roleEligibilityScheduleRequests: routeSchedules,
  roleAssignmentSchedules: routeSchedules,
  roleAssignmentScheduleInstances: routeSchedules,
  roleAssignmentScheduleRequests: routeSchedules,
  roleManagementPolicies: routePolicies,
  roleManagementPolicyAssignments: routePolicies,
  registrationDefinitions: routeRegistrations,
  registrationAssignments: routeRegistrations,
  managementGroups: routeManagementGroups,
  resources: routeResourceGraph,
  tenants: routeTenants,
  subscriptions: routeSubscriptions,
  resourceGroups: routeSubscriptions,
  providers: routeProviders,
};

/** @throws Refusal when the path's type does not take the request's method */
export function routeArm(request: ArmRequest, path: ArmPath): Answer {
  return routes[path.type](request, path);
}

function routeRoleAssignments(request: ArmRequest, path: ArmPath): Answer {
  const { method } = request.exchange;
  const { name } = path;
  const scope = authorizedScope(request, path);
  if (path.action !== undefined) throw notImitated(request.exchange);
  if (name === undefined) {
    if (method === 'GET') return listRoleAssignments(request, scope);
    throw notImitated(request.exchange);
  }
  if (!isGuid(name)) {
    const message = `The role assignment ID '${name}' is not valid. The role assignment ID must be a GUID.`;
    throw new Refusal(400, 'InvalidRoleAssignmentId', message);
  }
  if (method === 'GET') return getRoleAssignment(request, scope, name);
  if (method === 'PUT') return putRoleAssignment(request, scope, name);
  if (method === 'DELETE') return deleteRoleAssignment(request, scope, name);
  throw notImitated(request.exchange);
}

function routeRoleDefinitions(request: ArmRequest, path: ArmPath): Answer {
  const { method } = request.exchange;
  // The roles that everybody has are everybody's to read.
  const isOpen = method === 'GET' && path.scope.length === 0;
  const scope = isOpen ? scopeOf(request, path) : authorizedScope(request, path);
  if (path.action !== undefined) throw notImitated(request.exchange);
  if (path.name === undefined) {
    if (method === 'GET') return listRoleDefinitions(request, scope);
    throw notImitated(request.exchange);
  }
  if (method === 'GET') return getRoleDefinition(request, scope, path.name);
  if (method === 'PUT') return putRoleDefinition(request, scope, path.name);
  if (method === 'DELETE') return deleteRoleDefinition(request, scope, path.name);
  throw notImitated(request.exchange);
}

function routeProviderOperations(request: ArmRequest, { scope, name, action }: ArmPath): Answer {
  const isRead = request.exchange.method === 'GET' && scope.length === 0 && action === undefined;
  if (!isRead) throw notImitated(request.exchange);
  return name === undefined ? listProviderOperations(request) : getProviderOperations(request, name);
}

/** What is only ever listed, and by everybody. */
function onlyList(list: (request: ArmRequest, scope: Scope) => Answer): Route {
  return (request, path) => {
    if (request.exchange.method !== 'GET' || path.name !== undefined) throw notImitated(request.exchange);
    return list(request, scopeOf(request, path));
  };
}

function routeDenyAssignments(request: ArmRequest, path: ArmPath): Answer {
  const scope = authorizedScope(request, path);
  if (request.exchange.method !== 'GET' || path.action !== undefined) throw notImitated(request.exchange);
  return path.name === undefined ? listDenyAssignments(request, scope) : getDenyAssignment(scope, path.name);
}

function routeLocks(request: ArmRequest, path: ArmPath): Answer {
  const scope = authorizedScope(request, path);
  if (path.action !== undefined) throw notImitated(request.exchange);
  if (path.name !== undefined) return routeLock(request, scope, path.name);
  if (request.exchange.method !== 'GET') throw notImitated(request.exchange);
  return listLocks(request, scope);
}

function routeElevateAccess(request: ArmRequest, path: ArmPath): Answer {
  const isAtRoot = path.scope.length === 0 && path.name === undefined;
  if (request.exchange.method !== 'POST' || !isAtRoot) throw notImitated(request.exchange);
  return elevateAccess(request);
}

function routeManagementGroups(request: ArmRequest, { name, action }: ArmPath): Answer {
  if (request.exchange.method !== 'GET') throw notImitated(request.exchange);
  if (name === undefined) return listManagementGroups(request);
  switch (action?.toLowerCase()) {
    case undefined:
      return getManagementGroup(request, name);
    case 'subscriptions':
      return listSubscriptionsUnder(request, name);
    case 'descendants':
      return listDescendants(request, name);
    default:
      throw notImitated(request.exchange);
  }
}

function routeTenants(request: ArmRequest): Answer {
  if (request.exchange.method !== 'GET') throw notImitated(request.exchange);
  return listTenants(request);
}

function routeSubscriptions(request: ArmRequest, path: ArmPath): Answer {
  const { subscription, exchange } = request;
  if (exchange.method !== 'GET') throw notImitated(exchange);
  if (!subscription) return listSubscriptions(request);
  return path.type === 'resourceGroups'
    ? listResourceGroups(request, subscription)
    : getSubscription(request, subscription);
}

function routeProviders(request: ArmRequest, { name, action }: ArmPath): Answer {
  const { subscription, exchange } = request;
  if (!subscription) throw notImitated(exchange);
  if (exchange.method === 'GET' && action === undefined) {
    return name === undefined
      ? listProviders(request, subscription)
      : getProvider(request, subscription, name);
  }
  if (exchange.method === 'POST' && name !== undefined && action?.toLowerCase() === 'register') {
    return registerProvider(request, subscription, name);
  }
  throw notImitated(exchange);
}
