import type { Answer } from '../http/exchange';
import { delegatedRolesOf } from '../lighthouse/delegated-roles';
import { idKey } from '../world/cloud';
import { groupsHolding } from '../world/membership';
import type { ArmRequest } from './arm-request';
import { findRole } from './role-definition';
import type { RoleDefinition } from './role-definition';
import { renderPermission } from './role-definition-shape';
import { relationOf } from './scope';
import type { Scope } from './scope';

/**
 * `GET {scope}/providers/Microsoft.Authorization/permissions`: what the caller may do here, one entry for each block
 * of each role that it holds, groups and Lighthouse included.
 * Source: https://learn.microsoft.com/rest/api/authorization/permissions/list-for-resource-group
 */
export function listPermissions(request: ArmRequest, scope: Scope): Answer {
  const value = rolesOfCaller(request, scope).flatMap((role) => role.permissions.map(renderPermission));
  return { status: 200, body: { value } };
}

/** The roles that the caller holds at a scope or above it, each once. */
function rolesOfCaller(request: ArmRequest, scope: Scope): readonly RoleDefinition[] {
  const { objectId } = request.claims;
  const { cloud } = request.context.ledger;
  const holders = new Set([idKey(objectId), ...groupsHolding(cloud, objectId)]);
  const held = [...scope.home.roleAssignments.values()].filter((assignment) => {
    const relation = relationOf(assignment.scope, scope);
    return (relation === 'at' || relation === 'above') && holders.has(idKey(assignment.principalId));
  });
  const ids = [
    ...held.map((assignment) => idKey(assignment.roleDefinitionId)),
    ...delegatedRolesOf(scope, request.callerHome, holders).map(idKey),
  ];
  return [...new Set(ids)]
    .map((id) => findRole(scope.home, id))
    .filter((role): role is RoleDefinition => role !== undefined);
}
