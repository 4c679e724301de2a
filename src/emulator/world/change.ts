import { idKey } from './cloud';
import type { Cloud, StoredRoleAssignment } from './cloud';

/**
 * One accepted write, one line of `changes.jsonl`. Each carries the whole outcome for its object, so replaying a log
 * over a state that already has some of it ends in the same state; compaction relies on that.
 */
export type Change =
  | { readonly kind: 'roleAssignmentWritten'; readonly tenant: string; readonly value: StoredRoleAssignment }
  | { readonly kind: 'roleAssignmentDeleted'; readonly tenant: string; readonly name: string };

/** @throws Error when the change names a tenant that the cloud does not have */
export function applyChange(cloud: Cloud, change: Change): void {
  const home = cloud.tenants.get(idKey(change.tenant));
  if (!home) throw new Error(`A recorded change names the unknown tenant ${change.tenant}.`);
  switch (change.kind) {
    case 'roleAssignmentWritten':
      home.roleAssignments.set(idKey(change.value.name), change.value);
      return;
    case 'roleAssignmentDeleted':
      home.roleAssignments.delete(idKey(change.name));
      return;
  }
}
