import { lockAfterRemoval, lockBeforeApply } from '../../src/apply';
import { assignmentId, type ActualState, type ExistingRoleAssignment } from '../../src/model';
import { assignmentChanges, type Plan, type PlanInput } from '../../src/plan';
import { actualState } from './arbitraries';

/** What the world is after everything in the plan succeeded: the input of the next plan. */
export function afterApply(input: PlanInput, plan: Plan): PlanInput {
  const assignments = new Map(allAssignments(input.actual).map((assignment) => [assignment.id, assignment]));
  const removedIds: string[] = [];
  for (const change of assignmentChanges(plan)) {
    if (change.action === 'delete' || change.action === 'replace') {
      assignments.delete(change.before.id);
      removedIds.push(change.before.id);
    }
    if ('after' in change) {
      const id = change.action === 'update' ? change.before.id : assignmentId(change.after);
      assignments.set(id, { ...change.after, id, createdOn: '2026-06-01T00:00:00Z' });
    }
  }
  const unread = input.actual.subscriptions.filter(({ status }) => status === 'unread');
  return {
    ...input,
    actual: actualState(
      [...assignments.values()],
      unread.map(({ subscriptionId }) => subscriptionId),
      input.actual.principals,
    ),
    lock: lockAfterRemoval(lockBeforeApply(input.lock, plan, input.desired.subscriptions), removedIds),
  };
}

export function allAssignments(actual: ActualState): ExistingRoleAssignment[] {
  return actual.subscriptions.flatMap((reading) => (reading.status === 'read' ? reading.assignments : []));
}
