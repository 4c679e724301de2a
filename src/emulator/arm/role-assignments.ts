import type { Answer } from '../http/exchange';
import { Refusal } from '../http/refusal';
import { endSchedule } from '../pim/schedules';
import { idKey } from '../world/cloud';
import type { StoredRoleAssignment } from '../world/cloud';
import { armPage } from './arm-page';
import type { ArmRequest } from './arm-request';
import { requireDeleteOf } from './role-assignment-access';
import { readAssignmentFilter } from './role-assignment-filter';
import { renderRoleAssignment } from './role-assignment-shape';
import { relationOf } from './scope';
import type { Scope } from './scope';

/** `GET {scope}/providers/Microsoft.Authorization/roleAssignments` */
export function listRoleAssignments(request: ArmRequest, scope: Scope): Answer {
  const selects = readAssignmentFilter(request, scope);
  const isVisible = visibilityFor(request, scope);
  const found = [...scope.home.roleAssignments.values()].filter(
    (assignment) => selects(assignment, relationOf(assignment.scope, scope)) && isVisible(assignment),
  );
  const render = (assignment: StoredRoleAssignment) =>
    renderRoleAssignment(assignment, scope, request.apiVersion);
  return { status: 200, body: armPage(request, found, render) };
}

/** `GET {scope}/providers/Microsoft.Authorization/roleAssignments/{name}` */
export function getRoleAssignment(request: ArmRequest, scope: Scope, name: string): Answer {
  const assignment = find(request, scope, name);
  if (!assignment) {
    throw new Refusal(404, 'RoleAssignmentNotFound', `The role assignment '${name}' is not found.`);
  }
  return { status: 200, body: renderRoleAssignment(assignment, scope, request.apiVersion) };
}

/** `DELETE {scope}/providers/Microsoft.Authorization/roleAssignments/{name}`: 204 if it was not there. */
export function deleteRoleAssignment(request: ArmRequest, scope: Scope, name: string): Answer {
  const assignment = find(request, scope, name);
  requireDeleteOf(request, scope, assignment);
  if (!assignment) return { status: 204 };
  request.context.ledger.record({
    kind: 'roleAssignmentDeleted',
    tenant: scope.home.tenant.id,
    name: assignment.name,
  });
  const schedule = scope.home.objects.roleSchedules.get(idKey(assignment.name));
  if (schedule) endSchedule(request.context, scope.home, schedule);
  return { status: 200, body: renderRoleAssignment(assignment, scope, request.apiVersion) };
}

function find(request: ArmRequest, scope: Scope, name: string): StoredRoleAssignment | undefined {
  const assignment = scope.home.roleAssignments.get(idKey(name));
  if (!assignment || relationOf(assignment.scope, scope) !== 'at') return undefined;
  return visibilityFor(request, scope)(assignment) ? assignment : undefined;
}

/**
 * What a caller from a managing tenant (Azure Lighthouse) sees. With `tenantId` naming the subscription's own tenant:
 * everything. Without it: what its own tenant's principals hold or made. Azure's real rule is not documented; the
 * stricter reading is imitated, because a client that sends `tenantId` is right under either.
 */
function visibilityFor(request: ArmRequest, scope: Scope): (assignment: StoredRoleAssignment) => boolean {
  const { callerHome } = request;
  const asked = request.exchange.query('tenantId');
  const seesAll =
    callerHome === scope.home || (asked !== undefined && idKey(asked) === idKey(scope.home.tenant.id));
  if (seesAll) return () => true;
  const isOwn = (objectId: string | null): boolean =>
    objectId !== null && callerHome.principals.has(idKey(objectId));
  return (assignment) => isOwn(assignment.principalId) || isOwn(assignment.createdBy);
}
