import { randomUUID } from 'node:crypto';
import { holdersOf } from '../arm/access/holders';
import type { ArmRequest } from '../arm/arm-request';
import { requireWriteOf } from '../arm/role-assignment-access';
import { findRole, isAssignableAt } from '../arm/role-definition';
import { roleDefinitionDoesNotExist } from '../arm/role-definitions';
import type { Scope } from '../arm/scope';
import { relationOf } from '../arm/scope';
import type { Answer } from '../http/exchange';
import { Refusal } from '../http/refusal';
import { objectWritten } from '../world/change';
import { azureTimestamp, idKey } from '../world/cloud';
import type { RoleSchedule, RoleScheduleRequest, ScheduleKind } from '../world/role-schedule';
import type { PrincipalType } from '../world/world';
import { requirePolicy } from './default-policy';
import { readPeriod } from './expiration';
import type { Period } from './expiration';
import { activeTooShort, alreadyAssigned, notAssigned, policyFailed, subjectNotFound } from './pim-refusals';
import { renderScheduleRequest } from './pim-shape';
import { readScheduleRequestBody } from './schedule-request-body';
import type { ScheduleRequestBody } from './schedule-request-body';
import { endSchedule, findSchedule, schedulesOf, settleSchedules } from './schedules';

/** Source: https://learn.microsoft.com/entra/id-governance/privileged-identity-management/pim-resource-roles-activate-your-roles */
const shortestActiveTime = 5 * 60_000;

/** A request that has been found sound in itself. */
interface Asked {
  readonly request: ArmRequest;
  readonly scope: Scope;
  readonly kind: ScheduleKind;
  readonly name: string;
  readonly body: ScheduleRequestBody;
  readonly principalType: PrincipalType;
}

/** What came of it: the schedule concerned, and how the request is kept. */
type Outcome = Pick<RoleScheduleRequest, 'status' | 'targetSchedule' | 'scheduleInfo'> & { linked?: string };

/** `PUT {scope}/providers/Microsoft.Authorization/role…ScheduleRequests/{name}`: 201, and done at once. */
export function putScheduleRequest(
  request: ArmRequest,
  scope: Scope,
  kind: ScheduleKind,
  name: string,
): Answer {
  const body = readScheduleRequestBody(request.exchange.body);
  if (!body.requestType.startsWith('Self')) requireWriteOf(request, scope, body);
  const asked: Asked = { request, scope, kind, name, body, principalType: check(scope, kind, body) };
  if (scope.home.objects.roleScheduleRequests.has(idKey(`${kind}/${name}`))) {
    const message = `A role assignment request with Id: ${name} already exists.`;
    throw new Refusal(409, 'RoleAssignmentRequestExists', message);
  }
  const { linked, ...outcome } = carryOut(asked);
  const { principalId, requestType, roleDefinitionId, justification, ticketInfo } = body;
  const kept: RoleScheduleRequest = {
    ...{ kind, name, scope: scope.id, principalId, requestType, roleDefinitionId, justification, ticketInfo },
    principalType: asked.principalType,
    condition: body.condition,
    conditionVersion: body.conditionVersion,
    createdOn: azureTimestamp(request.context.now()),
    requestorId: request.claims.objectId,
    ...outcome,
    ...(linked !== undefined && { linkedEligibleSchedule: linked }),
  };
  request.context.ledger.record(objectWritten(scope.home, 'roleScheduleRequests', kept));
  settleSchedules(request.context, scope.home);
  return { status: 201, body: renderScheduleRequest(kept, scope) };
}

/** @returns the principal's type */
function check(scope: Scope, kind: ScheduleKind, body: ScheduleRequestBody): PrincipalType {
  const role = findRole(scope.home, body.roleDefinitionId);
  if (!role) throw roleDefinitionDoesNotExist(400, body.roleDefinitionId);
  const root = body.roleSubscription;
  const isElsewhere =
    root !== undefined && idKey(root) !== idKey(scope.subscription?.subscription.id ?? root);
  if (isElsewhere || !isAssignableAt(role, scope)) {
    const message = 'The scope of the request does not match the role definition.';
    throw new Refusal(400, 'ScopeDoesNotMatchRoleDefinition', message);
  }
  const principal = scope.home.principals.get(idKey(body.principalId));
  if (!principal) throw subjectNotFound();
  if (kind === 'eligible' && principal.type === 'ServicePrincipal') {
    const message = 'Service principals cannot be made eligible for roles.';
    throw new Refusal(400, 'PrincipalTypeNotSupported', message);
  }
  return principal.type;
}

function carryOut(asked: Asked): Outcome {
  const { kind, body } = asked;
  const isSelf = body.requestType === 'SelfActivate' || body.requestType === 'SelfDeactivate';
  // Only an active role can be taken up and laid down by its holder.
  if (isSelf && kind === 'eligible') {
    throw new Refusal(400, 'BadRequestFormat', 'The request was incorrectly formatted.');
  }
  switch (body.requestType) {
    case 'AdminAssign':
      return write(asked, { assignmentType: 'Assigned' });
    case 'AdminUpdate':
      return update(asked);
    case 'AdminRemove':
    case 'SelfDeactivate':
      return remove(asked);
    case 'SelfActivate':
      return activate(asked);
  }
}

function write(asked: Asked, how: Pick<RoleSchedule, 'assignmentType' | 'linkedEligibleSchedule'>): Outcome {
  const { kind, scope, body } = asked;
  const period = readPeriod(body.scheduleInfo, asked.request.context.now());
  requirePolicy(kind, body, period);
  if (findSchedule(scope.home, kind, { ...body, scope: scope.id })) throw alreadyAssigned();
  return keep(asked, period, { ...how, name: randomUUID() });
}

function update(asked: Asked): Outcome {
  const { kind, scope, body } = asked;
  const existing = findSchedule(scope.home, kind, { ...body, scope: scope.id });
  if (!existing) throw notAssigned();
  const period = readPeriod(body.scheduleInfo, asked.request.context.now());
  requirePolicy(kind, body, period);
  return keep(asked, period, existing);
}

function keep(
  { request, scope, kind, name, body, principalType }: Asked,
  period: Period,
  known: Pick<RoleSchedule, 'name' | 'assignmentType' | 'linkedEligibleSchedule'> & { createdOn?: string },
): Outcome {
  const now = azureTimestamp(request.context.now());
  const schedule: RoleSchedule = {
    kind,
    name: known.name,
    scope: scope.id,
    roleDefinitionId: body.roleDefinitionId,
    principalId: body.principalId,
    principalType,
    condition: body.condition,
    conditionVersion: body.conditionVersion,
    requestName: name,
    assignmentType: known.assignmentType,
    ...(known.linkedEligibleSchedule !== undefined && {
      linkedEligibleSchedule: known.linkedEligibleSchedule,
    }),
    startDateTime: period.info.startDateTime,
    ...(period.end && { endDateTime: azureTimestamp(period.end) }),
    createdOn: known.createdOn ?? now,
    updatedOn: now,
  };
  request.context.ledger.record(objectWritten(scope.home, 'roleSchedules', schedule));
  const isLater = period.start > request.context.now();
  return {
    status: isLater ? 'ScheduleCreated' : 'Provisioned',
    targetSchedule: schedule.name,
    scheduleInfo: period.info,
    ...(known.linkedEligibleSchedule !== undefined && { linked: known.linkedEligibleSchedule }),
  };
}

function remove({ request, scope, kind, body }: Asked): Outcome {
  const { context, claims } = request;
  const existing = findSchedule(scope.home, kind, { ...body, scope: scope.id });
  const isSelf = body.requestType === 'SelfDeactivate';
  const isTheirs =
    idKey(body.principalId) === idKey(claims.objectId) && existing?.assignmentType === 'Activated';
  if (!existing || (isSelf && !isTheirs)) throw notAssigned();
  const activeFor = context.now().getTime() - Date.parse(existing.createdOn);
  if (kind === 'active' && activeFor < shortestActiveTime) throw activeTooShort();
  endSchedule(context, scope.home, existing);
  return { status: 'Revoked', targetSchedule: existing.name, scheduleInfo: null };
}

/** A role that the caller is eligible for here, itself or through a group, at this scope or above. */
function activate(asked: Asked): Outcome {
  const { request, scope, body } = asked;
  const { objectId } = request.claims;
  const holders = holdersOf(
    request.context.ledger.cloud,
    request.callerHome,
    objectId,
    request.context.now(),
  );
  const eligible = schedulesOf(scope.home, 'eligible').find(
    (schedule) =>
      holders.has(idKey(schedule.principalId)) &&
      idKey(schedule.roleDefinitionId) === idKey(body.roleDefinitionId) &&
      ['at', 'above'].includes(relationOf(schedule.scope, scope)) &&
      (body.linkedEligibleSchedule === undefined ||
        idKey(schedule.name) === idKey(body.linkedEligibleSchedule)),
  );
  if (!eligible || idKey(body.principalId) !== idKey(objectId)) throw policyFailed(['EligibilityRule']);
  return write(asked, { assignmentType: 'Activated', linkedEligibleSchedule: eligible.name });
}
