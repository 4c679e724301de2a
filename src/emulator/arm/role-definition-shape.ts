import type { Permission } from '../world/world';
import { roleDates, roleDefinitionIdAt } from './role-definition';
import type { RoleDefinition } from './role-definition';
import type { Scope } from './scope';

/**
 * A role definition as the authorization resource provider returns it, keys in its order.
 *
 * @param scope the scope that was asked, which decides how the id is rooted
 */
export function renderRoleDefinition(role: RoleDefinition, scope: Scope) {
  return {
    properties: {
      roleName: role.roleName,
      type: role.type,
      description: role.description,
      assignableScopes: role.assignableScopes,
      permissions: role.permissions.map(renderPermission),
      createdOn: role.createdOn ?? roleDates.createdOn,
      updatedOn: role.updatedOn ?? roleDates.updatedOn,
      createdBy: role.createdBy ?? null,
      updatedBy: role.updatedBy ?? null,
    },
    id: roleDefinitionIdAt(scope, role.id),
    type: 'Microsoft.Authorization/roleDefinitions',
    name: role.id,
  };
}

export function renderPermission(permission: Permission) {
  return {
    actions: permission.actions ?? [],
    notActions: permission.notActions ?? [],
    dataActions: permission.dataActions ?? [],
    notDataActions: permission.notDataActions ?? [],
    ...(permission.condition && {
      condition: permission.condition,
      conditionVersion: permission.conditionVersion ?? '2.0',
    }),
  };
}
