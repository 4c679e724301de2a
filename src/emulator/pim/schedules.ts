import type { Context } from '../context';
import { objectDeleted } from '../world/change';
import { idKey } from '../world/cloud';
import type { StoredRoleAssignment, TenantState } from '../world/cloud';
import type { RoleSchedule, ScheduleKind } from '../world/role-schedule';

/** What makes two schedules of a kind the same one. */
export type Grant = Pick<RoleSchedule, 'scope' | 'roleDefinitionId' | 'principalId'>;

/**
 * The schedules of a tenant. A role assignment that was made without a schedule counts as an active one without an
 * end, as in Azure, where every assignment shows among the active ones.
 */
export function schedulesOf(home: TenantState, kind: ScheduleKind): readonly RoleSchedule[] {
  const { roleSchedules } = home.objects;
  const stored = [...roleSchedules.values()].filter((schedule) => schedule.kind === kind);
  if (kind === 'eligible') return stored;
  const plain = [...home.roleAssignments.values()].filter(({ name }) => !roleSchedules.has(idKey(name)));
  return [...stored, ...plain.map(permanentSchedule)];
}

export function findSchedule(home: TenantState, kind: ScheduleKind, grant: Grant): RoleSchedule | undefined {
  return schedulesOf(home, kind).find((schedule) => isSameGrant(schedule, grant));
}

function isSameGrant(one: Grant, other: Grant): boolean {
  return (
    idKey(one.scope) === idKey(other.scope) &&
    idKey(one.roleDefinitionId) === idKey(other.roleDefinitionId) &&
    idKey(one.principalId) === idKey(other.principalId)
  );
}

export function hasStarted(schedule: RoleSchedule, now: Date): boolean {
  return Date.parse(schedule.startDateTime) <= now.getTime();
}

/**
 * Brings a tenant's role assignments in line with its schedules and the time: an active schedule that has begun is a
 * role assignment of the same name, and one that has ended is gone with it.
 */
export function settleSchedules(context: Context, home: TenantState): void {
  const now = context.now();
  for (const schedule of [...home.objects.roleSchedules.values()]) {
    const end = schedule.endDateTime;
    if (end !== undefined && Date.parse(end) <= now.getTime()) endSchedule(context, home, schedule);
    else if (schedule.kind === 'active' && hasStarted(schedule, now)) assign(context, home, schedule);
  }
}

/** Removes a schedule and, of an active one, the role assignment. */
export function endSchedule(context: Context, home: TenantState, schedule: RoleSchedule): void {
  if (home.objects.roleSchedules.has(idKey(schedule.name))) {
    context.ledger.record(objectDeleted(home, 'roleSchedules', schedule));
  }
  if (schedule.kind === 'active' && home.roleAssignments.has(idKey(schedule.name))) {
    const change = { kind: 'roleAssignmentDeleted', tenant: home.tenant.id, name: schedule.name } as const;
    context.ledger.record(change);
  }
}

function assign(context: Context, home: TenantState, schedule: RoleSchedule): void {
  if (home.roleAssignments.has(idKey(schedule.name))) return;
  const { requestorId = null } =
    home.objects.roleScheduleRequests.get(idKey(`${schedule.kind}/${schedule.requestName}`)) ?? {};
  const { name, scope, roleDefinitionId, principalId, principalType } = schedule;
  const { condition, conditionVersion, createdOn, updatedOn } = schedule;
  context.ledger.record({
    kind: 'roleAssignmentWritten',
    tenant: home.tenant.id,
    value: {
      ...{ name, scope, roleDefinitionId, principalId, principalType },
      ...{ condition, conditionVersion, createdOn, updatedOn },
      description: null,
      delegatedManagedIdentityResourceId: null,
      createdBy: requestorId,
      updatedBy: requestorId,
    },
  });
}

function permanentSchedule(assignment: StoredRoleAssignment): RoleSchedule {
  const { name, scope, roleDefinitionId, principalId, principalType } = assignment;
  const { condition, conditionVersion, createdOn, updatedOn } = assignment;
  return {
    ...{ name, scope, roleDefinitionId, principalId, principalType },
    ...{ condition, conditionVersion, createdOn, updatedOn },
    kind: 'active',
    requestName: '',
    assignmentType: 'Assigned',
    startDateTime: createdOn,
  };
}
