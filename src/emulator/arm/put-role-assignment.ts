import type { Answer } from '../http/exchange';
import { Refusal } from '../http/refusal';
import { azureTimestamp, idKey } from '../world/cloud';
import type { StoredRoleAssignment } from '../world/cloud';
import type { ArmRequest } from './arm-request';
import { resolvePrincipalType } from './assigned-principal';
import { requireWriteOf } from './role-assignment-access';
import { readRoleAssignmentBody } from './role-assignment-body';
import type { RoleAssignmentBody } from './role-assignment-body';
import { renderRoleAssignment } from './role-assignment-shape';
import { findRole, isAssignableAt } from './role-definition';
import { roleDefinitionDoesNotExist } from './role-definitions';
import { relationOf, resolveScope } from './scope';
import type { Scope } from './scope';

/** Source: https://learn.microsoft.com/azure/role-based-access-control/troubleshoot-limits */
const limits = { subscription: 4000, managementGroup: 500 };

/**
 * `PUT {scope}/providers/Microsoft.Authorization/roleAssignments/{name}`. The order of the checks is part of the
 * imitation: it decides which error a request with several mistakes gets.
 */
export function putRoleAssignment(request: ArmRequest, scope: Scope, name: string): Answer {
  const body = readRoleAssignmentBody(request.exchange.body);
  requireWriteOf(request, scope, body);
  const role = findRole(scope.home, body.roleDefinitionId);
  if (!role || !isAssignableAt(role, scope)) throw roleDefinitionDoesNotExist(400, body.roleDefinitionId);
  const existing = scope.home.roleAssignments.get(idKey(name));
  if (existing) return update(request, scope, existing, body);

  const principalType = resolvePrincipalType(request, scope, body);
  refuseDuplicate(scope, body);
  refuseOverLimit(request, scope);
  const now = azureTimestamp(request.context.now());
  const created: StoredRoleAssignment = {
    ...body,
    name,
    scope: scope.id,
    roleDefinitionId: role.id,
    principalType,
    createdOn: now,
    updatedOn: now,
    createdBy: request.claims.objectId,
    updatedBy: request.claims.objectId,
  };
  write(request, scope, created);
  // The creator is told in later answers, but not in this one.
  return answer(201, request, scope, { ...created, createdBy: null });
}

/** Only description and condition can change; what does not change is not written. */
function update(
  request: ArmRequest,
  scope: Scope,
  existing: StoredRoleAssignment,
  body: RoleAssignmentBody,
): Answer {
  const isSame =
    relationOf(existing.scope, scope) === 'at' &&
    idKey(existing.roleDefinitionId) === idKey(body.roleDefinitionId) &&
    idKey(existing.principalId) === idKey(body.principalId) &&
    (body.principalType === null || body.principalType === existing.principalType) &&
    body.delegatedManagedIdentityResourceId === existing.delegatedManagedIdentityResourceId;
  if (!isSame) {
    throw new Refusal(
      400,
      'RoleAssignmentUpdateNotPermitted',
      'Tenant ID, application ID, principal ID, and scope are not allowed to be updated.',
    );
  }
  const { description, condition, conditionVersion } = body;
  const isUnchanged =
    existing.description === description &&
    existing.condition === condition &&
    existing.conditionVersion === conditionVersion;
  if (isUnchanged) return answer(200, request, scope, existing);
  const updated: StoredRoleAssignment = {
    ...existing,
    description,
    condition,
    conditionVersion,
    updatedOn: azureTimestamp(request.context.now()),
    updatedBy: request.claims.objectId,
  };
  write(request, scope, updated);
  return answer(200, request, scope, updated);
}

/** The same role for the same principal at the same scope can be assigned once, with whatever condition. */
function refuseDuplicate(scope: Scope, body: RoleAssignmentBody): void {
  for (const other of scope.home.roleAssignments.values()) {
    if (
      idKey(other.principalId) === idKey(body.principalId) &&
      idKey(other.roleDefinitionId) === idKey(body.roleDefinitionId) &&
      relationOf(other.scope, scope) === 'at'
    ) {
      throw new Refusal(
        409,
        'RoleAssignmentExists',
        'The role assignment already exists. The ID of the existing role assignment is ' +
          `${other.name.replaceAll('-', '')}.`,
      );
    }
  }
}

/** A subscription's limit counts everything in it; a management group's only what is at that group. */
function refuseOverLimit(request: ArmRequest, scope: Scope): void {
  if (scope.id === '/') return;
  const counted = scope.subscription
    ? resolveScope(
        ['subscriptions', scope.subscription.subscription.id],
        request.callerHome,
        scope.subscription,
      )
    : scope;
  const limit = scope.subscription ? limits.subscription : limits.managementGroup;
  const isCounted = (relation: string): boolean =>
    relation === 'at' || (scope.subscription !== undefined && relation === 'below');
  const count = [...scope.home.roleAssignments.values()].filter((assignment) =>
    isCounted(relationOf(assignment.scope, counted ?? scope)),
  ).length;
  if (count >= limit) {
    throw new Refusal(400, 'RoleAssignmentLimitExceeded', 'No more role assignments can be created.');
  }
}

function write(request: ArmRequest, scope: Scope, value: StoredRoleAssignment): void {
  request.context.ledger.record({ kind: 'roleAssignmentWritten', tenant: scope.home.tenant.id, value });
}

function answer(status: number, request: ArmRequest, scope: Scope, assignment: StoredRoleAssignment): Answer {
  return { status, body: renderRoleAssignment(assignment, scope, request.apiVersion) };
}
