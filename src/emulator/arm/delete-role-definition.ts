import type { Answer } from '../http/exchange';
import { Refusal } from '../http/refusal';
import { objectDeleted } from '../world/change';
import { idKey } from '../world/cloud';
import type { ArmRequest } from './arm-request';
import { builtInIsFixed, requireEverywhere } from './put-role-definition';
import { findRole, isNamedAt } from './role-definition';
import { renderRoleDefinition } from './role-definition-shape';
import type { Scope } from './scope';

/**
 * `DELETE {scope}/providers/Microsoft.Authorization/roleDefinitions/{id}`: 204 if it was not there.
 *
 * @throws Refusal 400 for a built-in role, and for one that somebody still holds or may activate
 */
export function deleteRoleDefinition(request: ArmRequest, scope: Scope, id: string): Answer {
  const role = findRole(scope.home, id);
  if (role?.type === 'BuiltInRole') throw builtInIsFixed(id);
  const stored = scope.home.objects.customRoles.get(idKey(id));
  if (!role || !stored || !isNamedAt(role, scope)) return { status: 204 };
  requireEverywhere(request, 'Microsoft.Authorization/roleDefinitions/delete', role.assignableScopes);
  const references = [...scope.home.roleAssignments.values(), ...scope.home.objects.roleSchedules.values()];
  if (references.some((reference) => idKey(reference.roleDefinitionId) === idKey(id))) {
    throw new Refusal(
      400,
      'RoleDefinitionHasAssignments',
      'There are existing role assignments referencing role (code: RoleDefinitionHasAssignments)',
    );
  }
  request.context.ledger.record(objectDeleted(scope.home, 'customRoles', stored));
  return { status: 200, body: renderRoleDefinition(role, scope) };
}
