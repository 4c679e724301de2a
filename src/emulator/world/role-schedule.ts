import type { PrincipalType } from './world';

/** Whether a schedule makes its principal hold the role, or only lets it ask for the role. */
export type ScheduleKind = 'active' | 'eligible';

/** A standing decision of Privileged Identity Management: who holds, or may activate, which role from when to when. */
export interface RoleSchedule {
  readonly kind: ScheduleKind;
  /** The GUID at the end of the schedule's id. */
  readonly name: string;
  readonly scope: string;
  /** The role's bare GUID. */
  readonly roleDefinitionId: string;
  readonly principalId: string;
  readonly principalType: PrincipalType;
  readonly condition: string | null;
  readonly conditionVersion: string | null;
  /** Name of the request that made it, or changed it last. */
  readonly requestName: string;
  /** `Activated`: by its holder, out of an eligible schedule. */
  readonly assignmentType: 'Assigned' | 'Activated';
  /** Name of the eligible schedule it was activated from. */
  readonly linkedEligibleSchedule?: string;
  readonly startDateTime: string;
  /** Absent: it does not end. */
  readonly endDateTime?: string;
  readonly createdOn: string;
  readonly updatedOn: string;
}

/** What was asked of Privileged Identity Management, kept as a record after it was done. */
export interface RoleScheduleRequest {
  readonly kind: ScheduleKind;
  readonly name: string;
  readonly scope: string;
  /** The role's bare GUID. */
  readonly roleDefinitionId: string;
  readonly principalId: string;
  readonly principalType: PrincipalType;
  readonly requestType: RequestType;
  readonly status: 'Provisioned' | 'Revoked' | 'ScheduleCreated' | 'Canceled';
  /** Name of the schedule that it made, changed or ended. */
  readonly targetSchedule: string;
  readonly linkedEligibleSchedule?: string;
  readonly justification: string | null;
  readonly ticketInfo: { readonly ticketNumber: string | null; readonly ticketSystem: string | null };
  readonly scheduleInfo: ScheduleInfo | null;
  readonly condition: string | null;
  readonly conditionVersion: string | null;
  readonly createdOn: string;
  /** Object id of the caller. */
  readonly requestorId: string;
}

export type RequestType = 'AdminAssign' | 'AdminRemove' | 'AdminUpdate' | 'SelfActivate' | 'SelfDeactivate';

export interface ScheduleInfo {
  readonly startDateTime: string;
  readonly expiration: {
    readonly type: 'NoExpiration' | 'AfterDuration' | 'AfterDateTime';
    readonly endDateTime: string | null;
    readonly duration: string | null;
  };
}
