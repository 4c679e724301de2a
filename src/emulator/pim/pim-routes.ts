import { armPage } from '../arm/arm-page';
import type { ArmPath } from '../arm/arm-path';
import type { ArmRequest } from '../arm/arm-request';
import { isGuid } from '../arm/json-body';
import { notImitated } from '../arm/not-imitated';
import { authorizedScope, scopeOf } from '../arm/request-scope';
import type { Scope } from '../arm/scope';
import type { Answer } from '../http/exchange';
import { Refusal } from '../http/refusal';
import { objectWritten } from '../world/change';
import { idKey } from '../world/cloud';
import type { RoleSchedule, RoleScheduleRequest } from '../world/role-schedule';
import { readPimFilter } from './pim-filter';
import { renderInstance, renderSchedule, renderScheduleRequest } from './pim-shape';
import { pimTypeOf } from './pim-type';
import type { PimType } from './pim-type';
import { putScheduleRequest } from './put-schedule-request';
import { readPolicies, readPolicyAssignments } from './role-management-policies';
import { endSchedule, hasStarted, schedulesOf } from './schedules';
import { isSelfService } from './self-service';

/** Schedules, their instances and their requests, eligible and active. */
export function routeSchedules(request: ArmRequest, path: ArmPath): Answer {
  const { method } = request.exchange;
  const type = pimTypeOf(path.type);
  const scope = isSelfService(request, path) ? scopeOf(request, path) : authorizedScope(request, path);
  const { name, action } = path;
  if (action !== undefined) {
    const isCancel = action.toLowerCase() === 'cancel' && type.object === 'requests';
    if (method !== 'POST' || !isCancel) throw notImitated(request.exchange);
    return cancel(request, scope, requireRequest(scope, type, name ?? ''));
  }
  if (method === 'GET')
    return name === undefined ? list(request, scope, type) : get(request, scope, type, name);
  if (method !== 'PUT' || type.object !== 'requests' || name === undefined)
    throw notImitated(request.exchange);
  if (!isGuid(name)) {
    throw new Refusal(400, 'InvalidRoleAssignmentRequestId', `The request ID '${name}' must be a GUID.`);
  }
  return putScheduleRequest(request, scope, type.kind, name);
}

/** The default policy of each role, read-only. */
export function routePolicies(request: ArmRequest, path: ArmPath): Answer {
  const scope = authorizedScope(request, path);
  if (request.exchange.method !== 'GET' || path.action !== undefined) throw notImitated(request.exchange);
  const read = path.type === 'roleManagementPolicies' ? readPolicies : readPolicyAssignments;
  return read(request, scope, path.name);
}

function list(request: ArmRequest, scope: Scope, type: PimType): Answer {
  const selects = readPimFilter(request, scope);
  const body =
    type.object === 'requests'
      ? armPage(request, requestsOf(scope, type).filter(selects), (asked) =>
          renderScheduleRequest(asked, scope),
        )
      : armPage(request, entriesOf(request, scope, type).filter(selects), (schedule) =>
          render(schedule, scope, type),
        );
  return { status: 200, body };
}

function get(request: ArmRequest, scope: Scope, type: PimType, name: string): Answer {
  if (type.object === 'requests') {
    return { status: 200, body: renderScheduleRequest(requireRequest(scope, type, name), scope) };
  }
  const found = entriesOf(request, scope, type).find(
    (schedule) => idKey(schedule.name) === idKey(name) && idKey(schedule.scope) === idKey(scope.id),
  );
  if (!found) throw notFound(name);
  return { status: 200, body: render(found, scope, type) };
}

function render(schedule: RoleSchedule, scope: Scope, type: PimType): Record<string, unknown> {
  return type.object === 'instances' ? renderInstance(schedule, scope) : renderSchedule(schedule, scope);
}

/** An instance is a schedule that has begun. */
function entriesOf(request: ArmRequest, scope: Scope, type: PimType): readonly RoleSchedule[] {
  const schedules = schedulesOf(scope.home, type.kind);
  const now = request.context.now();
  return type.object === 'instances' ? schedules.filter((schedule) => hasStarted(schedule, now)) : schedules;
}

function requestsOf(scope: Scope, type: PimType): readonly RoleScheduleRequest[] {
  return [...scope.home.objects.roleScheduleRequests.values()].filter(({ kind }) => kind === type.kind);
}

function requireRequest(scope: Scope, type: PimType, name: string): RoleScheduleRequest {
  const found = requestsOf(scope, type).find(
    (asked) => idKey(asked.name) === idKey(name) && idKey(asked.scope) === idKey(scope.id),
  );
  if (found) return found;
  throw notFound(name);
}

/** Only what has not begun can be taken back. */
function cancel(request: ArmRequest, scope: Scope, asked: RoleScheduleRequest): Answer {
  const schedule = scope.home.objects.roleSchedules.get(idKey(asked.targetSchedule));
  if (asked.status !== 'ScheduleCreated' || !schedule || hasStarted(schedule, request.context.now())) {
    const message = `The request '${asked.name}' cannot be canceled.`;
    throw new Refusal(400, 'RoleAssignmentRequestCannotBeCancelled', message);
  }
  endSchedule(request.context, scope.home, schedule);
  const canceled = { ...asked, status: 'Canceled' as const };
  request.context.ledger.record(objectWritten(scope.home, 'roleScheduleRequests', canceled));
  return { status: 200 };
}

function notFound(name: string): Refusal {
  return new Refusal(404, 'RoleAssignmentRequestNotFound', `The requested resource '${name}' is not found.`);
}
