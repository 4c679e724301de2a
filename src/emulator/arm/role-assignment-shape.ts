import type { StoredRoleAssignment } from '../world/cloud';
import { roleDefinitionIdAt } from './role-definition';
import type { Scope } from './scope';

/** `{scope}/providers/Microsoft.Authorization/roleAssignments/{name}` */
function roleAssignmentId(assignment: StoredRoleAssignment): string {
  const scope = assignment.scope === '/' ? '' : assignment.scope;
  return `${scope}/providers/Microsoft.Authorization/roleAssignments/${assignment.name}`;
}

/**
 * An assignment as the authorization resource provider returns it, keys in its order.
 * Source: Azure REST spec Microsoft.Authorization 2022-04-01 and 2015-07-01, and recordings of the Azure CLI.
 *
 * @param seenFrom the scope that was asked, which decides how the role's id is rooted
 */
export function renderRoleAssignment(
  assignment: StoredRoleAssignment,
  seenFrom: Scope,
  apiVersion: string,
): Record<string, unknown> {
  const roleDefinitionId = roleDefinitionIdAt(seenFrom, assignment.roleDefinitionId);
  const { principalId, scope } = assignment;
  const properties =
    apiVersion === '2015-07-01'
      ? { roleDefinitionId, principalId, scope }
      : {
          roleDefinitionId,
          principalId,
          principalType: assignment.principalType,
          scope,
          condition: assignment.condition,
          conditionVersion: assignment.conditionVersion,
          createdOn: assignment.createdOn,
          updatedOn: assignment.updatedOn,
          createdBy: assignment.createdBy,
          updatedBy: assignment.updatedBy,
          delegatedManagedIdentityResourceId: assignment.delegatedManagedIdentityResourceId,
          description: assignment.description,
        };
  return {
    properties,
    id: roleAssignmentId(assignment),
    type: 'Microsoft.Authorization/roleAssignments',
    name: assignment.name,
  };
}
