import { setTimeout as sleep } from 'node:timers/promises';
import { fail } from '../diagnostics';
import { assignmentId, keyOf, type ExistingRoleAssignment, type RoleAssignment } from '../model';
import { changedInPlace } from '../resources';
import type { RoleAssignmentWriter } from './writer';

/** How long to wait until Azure shows what it has accepted: its reads may lag behind its writes. */
export interface VerificationTiming {
  readonly attempts: number;
  readonly delayInMs: number;
}

/** Ends when Azure shows the assignment as planned; throws `change_failed` when it does not in time. */
export async function verifyPresent(
  planned: RoleAssignment,
  writer: Pick<RoleAssignmentWriter, 'read'>,
  timing: VerificationTiming,
): Promise<void> {
  const id = assignmentId(planned);
  const isPresent = await eventually(timing, async () => {
    const found = await writer.read(id);
    return (
      found !== undefined && keyOf(found) === keyOf(planned) && changedInPlace(found, planned).length === 0
    );
  });
  if (!isPresent) {
    fail('change_failed', { detail: `Azure accepted the change, and reading ${id} back does not show it.` });
  }
}

/** Ends when Azure no longer shows the assignment; throws `change_failed` when it still does. */
export async function verifyGone(
  removed: ExistingRoleAssignment,
  writer: Pick<RoleAssignmentWriter, 'read'>,
  timing: VerificationTiming,
): Promise<void> {
  const isGone = await eventually(timing, async () => (await writer.read(removed.id)) === undefined);
  if (!isGone)
    fail('change_failed', { detail: `Azure accepted the removal, and ${removed.id} can still be read.` });
}

async function eventually(timing: VerificationTiming, holds: () => Promise<boolean>): Promise<boolean> {
  for (let attempt = 1; attempt <= timing.attempts; attempt++) {
    if (await holds()) return true;
    if (attempt < timing.attempts) await sleep(timing.delayInMs);
  }
  return false;
}
