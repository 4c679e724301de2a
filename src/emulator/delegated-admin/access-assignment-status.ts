import type {
  AccessAssignmentStatus,
  DelegatedAdminAccessAssignment,
  Transition,
} from '../world/delegated-admin';
import { currentOf, provisioningStep, timestamp } from './relationship-status';

export function accessStatusOf(
  assignment: DelegatedAdminAccessAssignment,
  now: Date,
): AccessAssignmentStatus {
  return currentOf(assignment.transitions, now)?.status ?? 'pending';
}

/** Its roles as they stand: an update counts once its operation has succeeded. */
export function rolesOf({ roles, update }: DelegatedAdminAccessAssignment, now: Date): readonly string[] {
  return update && Date.parse(update.at) <= now.getTime() ? update.roles : roles;
}

export function grantedFrom(now: Date): readonly Transition<AccessAssignmentStatus>[] {
  return steps('pending', 'active', now);
}

export function deletedFrom(now: Date): readonly Transition<AccessAssignmentStatus>[] {
  return steps('deleting', 'deleted', now);
}

function steps(
  first: AccessAssignmentStatus,
  then: AccessAssignmentStatus,
  now: Date,
): readonly Transition<AccessAssignmentStatus>[] {
  return [
    { status: first, at: timestamp(now.getTime()) },
    { status: then, at: timestamp(now.getTime() + provisioningStep) },
  ];
}
