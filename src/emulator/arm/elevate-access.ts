import { randomUUID } from 'node:crypto';
import type { Answer } from '../http/exchange';
import { azureTimestamp, idKey } from '../world/cloud';
import { authorizationFailed } from './access/require-access';
import type { ArmRequest } from './arm-request';

/** Source: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles */
const userAccessAdministrator = '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9';

/**
 * `POST /providers/Microsoft.Authorization/elevateAccess`: makes a Global Administrator User Access Administrator at root.
 * Source: https://learn.microsoft.com/azure/role-based-access-control/elevate-access-global-admin
 *
 * @throws Refusal 403 for everybody else, whatever role they hold
 */
export function elevateAccess(request: ArmRequest): Answer {
  const { callerHome, claims, context } = request;
  const administrators = callerHome.tenant.globalAdministrators ?? [];
  if (!administrators.some((id) => idKey(id) === idKey(claims.objectId))) {
    throw authorizationFailed(
      request,
      'Microsoft.Authorization/elevateAccess/action',
      '/providers/Microsoft.Authorization',
    );
  }
  const isElevated = [...callerHome.roleAssignments.values()].some(
    (assignment) =>
      assignment.scope === '/' &&
      idKey(assignment.principalId) === idKey(claims.objectId) &&
      idKey(assignment.roleDefinitionId) === userAccessAdministrator,
  );
  if (isElevated) return { status: 200 };
  const now = azureTimestamp(context.now());
  context.ledger.record({
    kind: 'roleAssignmentWritten',
    tenant: callerHome.tenant.id,
    value: {
      name: randomUUID(),
      scope: '/',
      roleDefinitionId: userAccessAdministrator,
      principalId: claims.objectId,
      principalType: callerHome.principals.get(idKey(claims.objectId))?.type ?? 'User',
      description: null,
      condition: null,
      conditionVersion: null,
      delegatedManagedIdentityResourceId: null,
      createdOn: now,
      updatedOn: now,
      createdBy: claims.objectId,
      updatedBy: claims.objectId,
    },
  });
  return { status: 200 };
}
