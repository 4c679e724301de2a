import { findRole, roleDefinitionIdAt } from '../arm/role-definition';
import type { Scope } from '../arm/scope';
import { idKey } from '../world/cloud';
import type { RoleSchedule, RoleScheduleRequest } from '../world/role-schedule';
import { pimId, vocabularies } from './pim-type';

// Source of the shapes: Azure REST spec Microsoft.Authorization 2020-10-01, RoleEligibilitySchedule and its siblings.

/** @param seenFrom the scope that was asked, which decides how the role's id is rooted */
export function renderSchedule(schedule: RoleSchedule, seenFrom: Scope): Record<string, unknown> {
  const words = vocabularies[schedule.kind];
  return {
    properties: {
      ...commonProperties(schedule, seenFrom),
      [words.requestId]: schedule.requestName
        ? pimId(schedule.scope, words.requests, schedule.requestName)
        : null,
      createdOn: schedule.createdOn,
      updatedOn: schedule.updatedOn,
    },
    id: pimId(schedule.scope, words.schedules, schedule.name),
    type: `Microsoft.Authorization/${words.schedules}`,
    name: schedule.name,
  };
}

/** A schedule that has begun, as it is in force: the emulator gives it the schedule's own name. */
export function renderInstance(schedule: RoleSchedule, seenFrom: Scope): Record<string, unknown> {
  const words = vocabularies[schedule.kind];
  return {
    properties: {
      ...commonProperties(schedule, seenFrom),
      [words.scheduleId]: pimId(schedule.scope, words.schedules, schedule.name),
      ...(schedule.kind === 'active' && {
        originRoleAssignmentId: pimId(schedule.scope, 'roleAssignments', schedule.name),
      }),
      createdOn: schedule.createdOn,
    },
    id: pimId(schedule.scope, words.instances, schedule.name),
    type: `Microsoft.Authorization/${words.instances}`,
    name: schedule.name,
  };
}

export function renderScheduleRequest(asked: RoleScheduleRequest, seenFrom: Scope): Record<string, unknown> {
  const words = vocabularies[asked.kind];
  const { justification, ticketInfo, scheduleInfo, condition, conditionVersion, createdOn } = asked;
  return {
    properties: {
      [words.targetId]: asked.targetSchedule,
      [words.targetInstanceId]: null,
      scope: asked.scope,
      roleDefinitionId: roleDefinitionIdAt(seenFrom, asked.roleDefinitionId),
      principalId: asked.principalId,
      principalType: asked.principalType,
      requestType: asked.requestType,
      status: asked.status,
      approvalId: null,
      scheduleInfo,
      ticketInfo,
      justification,
      requestorId: asked.requestorId,
      createdOn,
      condition,
      conditionVersion,
      ...(asked.linkedEligibleSchedule !== undefined && {
        linkedRoleEligibilityScheduleId: asked.linkedEligibleSchedule,
      }),
      expandedProperties: expandedProperties(asked, seenFrom),
    },
    id: pimId(asked.scope, words.requests, asked.name),
    type: `Microsoft.Authorization/${words.requests}`,
    name: asked.name,
  };
}

function commonProperties(schedule: RoleSchedule, seenFrom: Scope) {
  const linked = schedule.linkedEligibleSchedule;
  return {
    scope: schedule.scope,
    roleDefinitionId: roleDefinitionIdAt(seenFrom, schedule.roleDefinitionId),
    principalId: schedule.principalId,
    principalType: schedule.principalType,
    ...(schedule.kind === 'active' && {
      linkedRoleEligibilityScheduleId:
        linked === undefined ? null : pimId(schedule.scope, vocabularies.eligible.schedules, linked),
      assignmentType: schedule.assignmentType,
    }),
    memberType: 'Direct',
    status: 'Provisioned',
    startDateTime: schedule.startDateTime,
    endDateTime: schedule.endDateTime ?? null,
    condition: schedule.condition,
    conditionVersion: schedule.conditionVersion,
    expandedProperties: expandedProperties(schedule, seenFrom),
  };
}

/** The names behind the ids, for people. */
function expandedProperties(
  entry: Pick<RoleSchedule, 'scope' | 'roleDefinitionId' | 'principalId' | 'principalType'>,
  seenFrom: Scope,
) {
  const role = findRole(seenFrom.home, entry.roleDefinitionId);
  const principal = seenFrom.home.principals.get(idKey(entry.principalId));
  return {
    scope: {
      id: entry.scope,
      displayName: entry.scope.split('/').at(-1) ?? '',
      type: scopeType(entry.scope),
    },
    roleDefinition: {
      id: roleDefinitionIdAt(seenFrom, entry.roleDefinitionId),
      displayName: role?.roleName ?? null,
      type: role?.type ?? null,
    },
    principal: {
      id: entry.principalId,
      displayName: principal?.object.displayName ?? null,
      ...(principal?.type === 'User' && { email: principal.object.mail ?? null }),
      type: entry.principalType,
    },
  };
}

function scopeType(scope: string): string {
  if (/^\/providers\/Microsoft\.Management/i.test(scope)) return 'managementgroup';
  const depth = scope.split('/').length;
  return depth <= 3 ? 'subscription' : depth === 5 ? 'resourcegroup' : 'resource';
}
