import type { ArmRequest } from '../arm/arm-request';
import { rolesOf } from '../arm/role-definition';
import type { RoleDefinition } from '../arm/role-definition';
import { renderRoleDefinition } from '../arm/role-definition-shape';
import { relationOf, subscriptionPlace } from '../arm/scope';
import type { Relation, Scope } from '../arm/scope';
import { idKey } from '../world/cloud';
import type { StoredRoleAssignment, TenantState } from '../world/cloud';
import type { ScopeFilter } from './graph-request-body';
import type { QueriedScopes } from './queried-scopes';
import { readableBy } from './readable';
import { placeOf } from './tables';
import type { GraphRow } from './tables';

/** Which relations of an assignment to the queried scope each filter lets through. */
const relations: Readonly<Record<ScopeFilter, readonly Relation[]>> = {
  AtScopeAndBelow: ['at', 'below'],
  AtScopeAndAbove: ['at', 'above'],
  AtScopeExact: ['at'],
  AtScopeAboveAndBelow: ['at', 'above', 'below'],
};

/**
 * `authorizationresources`: role assignments and role definitions. Of a subscription that is delegated to it, a managing
 * tenant sees what its own principals hold or made, as in the role assignment lists.
 */
export function authorizationRows(
  request: ArmRequest,
  queried: QueriedScopes,
  filter: ScopeFilter,
): readonly GraphRow[] {
  const mayRead = readableBy(request, 'Microsoft.Authorization/roleAssignments/read');
  const assignments = new Map<string, GraphRow>();
  for (const scope of queried.scopes) {
    for (const assignment of scope.home.roleAssignments.values()) {
      if (!relations[filter].includes(relationOf(assignment.scope, scope))) continue;
      if (!isVisible(request, scope, assignment) || !mayRead(scope.home, assignment.scope)) continue;
      assignments.set(
        `${scope.home.tenant.id}/${idKey(assignment.name)}`,
        assignmentRow(scope.home, assignment),
      );
    }
  }
  const homes = new Set([request.callerHome, ...queried.scopes.map(({ home }) => home)]);
  return [...assignments.values(), ...[...homes].flatMap((home) => definitionRows(request, home, queried))];
}

function isVisible(request: ArmRequest, scope: Scope, assignment: StoredRoleAssignment): boolean {
  const { callerHome } = request;
  const isOwn = (objectId: string | null): boolean =>
    objectId !== null && callerHome.principals.has(idKey(objectId));
  return callerHome === scope.home || isOwn(assignment.principalId) || isOwn(assignment.createdBy);
}

function assignmentRow(home: TenantState, assignment: StoredRoleAssignment): GraphRow {
  const { name, scope, roleDefinitionId, ...properties } = assignment;
  return {
    id: `${scope === '/' ? '' : scope}/providers/Microsoft.Authorization/RoleAssignments/${name}`,
    name,
    type: 'microsoft.authorization/roleassignments',
    tenantId: home.tenant.id,
    ...placeOf(scope),
    properties: { ...properties, scope, roleDefinitionId: roleId(roleDefinitionId) },
  };
}

/**
 * Built-in roles once, for the caller's tenant; custom ones of each tenant that is looked at. A role is everywhere where it
 * can be assigned, and so can be read by who may read roles somewhere among the queried scopes.
 */
function definitionRows(request: ArmRequest, home: TenantState, queried: QueriedScopes): readonly GraphRow[] {
  const action = 'Microsoft.Authorization/roleDefinitions/read';
  const places = [...queried.scopes, ...queried.subscriptions.map(subscriptionPlace)];
  if (!places.some((place) => request.access.allows({ action }, place))) return [];
  const mayRead = readableBy(request, action);
  const isNear = (role: RoleDefinition): boolean =>
    role.assignableScopes.some((assignable) => mayRead(home, assignable)) &&
    queried.scopes.some(
      (scope) =>
        scope.home === home &&
        role.assignableScopes.some((assignable) => relationOf(assignable, scope) !== 'unrelated'),
    );
  const root: Scope = { id: '/', home, above: new Set(), reach: [] };
  return rolesOf(home)
    .filter((role) => (role.type === 'BuiltInRole' ? home === request.callerHome : isNear(role)))
    .map((role) => ({
      id: roleId(role.id),
      name: role.id,
      type: 'microsoft.authorization/roledefinitions',
      tenantId: home.tenant.id,
      properties: { ...renderRoleDefinition(role, root).properties, isServiceRole: false },
    }));
}

/** Here, unlike in Azure Resource Manager, never rooted at a subscription. */
function roleId(id: string): string {
  return `/providers/Microsoft.Authorization/RoleDefinitions/${id}`;
}
