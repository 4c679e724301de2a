import { idKey } from '../world/cloud';
import type { StoredRoleAssignment } from '../world/cloud';
import { requireAccess } from './access/require-access';
import type { ArmRequest } from './arm-request';
import type { AssignmentAttributes } from './condition/evaluate-condition';
import type { RoleAssignmentBody } from './role-assignment-body';
import type { Scope } from './scope';

/** What of a request for a role assignment, of whatever kind, conditions look at. */
type Requested = Pick<RoleAssignmentBody, 'roleDefinitionId' | 'principalId'> &
  Partial<Pick<RoleAssignmentBody, 'principalType' | 'delegatedManagedIdentityResourceId'>>;

/**
 * Whether the caller may assign this role to this principal. Of the type, the directory's word counts before the request's.
 *
 * @throws Refusal 403
 */
export function requireWriteOf(request: ArmRequest, scope: Scope, requested: Requested): void {
  const known = scope.home.principals.get(idKey(requested.principalId))?.type;
  const attributes: AssignmentAttributes = {
    roleDefinitionId: requested.roleDefinitionId,
    principalId: requested.principalId,
    principalType: known ?? requested.principalType ?? '',
    delegatedManagedIdentityResourceId: requested.delegatedManagedIdentityResourceId ?? null,
  };
  const action = 'Microsoft.Authorization/roleAssignments/write';
  requireAccess(request, { action, request: attributes }, scope, shownScope(request));
}

/**
 * @param assignment undefined when it is not there: then no condition about it is true
 * @throws Refusal 403
 */
export function requireDeleteOf(
  request: ArmRequest,
  scope: Scope,
  assignment: StoredRoleAssignment | undefined,
): void {
  const action = 'Microsoft.Authorization/roleAssignments/delete';
  const attempt = { action, ...(assignment && { resource: assignment }) };
  requireAccess(request, attempt, scope, shownScope(request));
}

function shownScope({ exchange }: ArmRequest): string {
  return `/${exchange.segments.join('/')}`;
}
