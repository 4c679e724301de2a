import { idKey } from './cloud';
import type { Cloud, StoredRoleAssignment, TenantState } from './cloud';
import { moveSubscription } from './move-subscription';
import type { SubscriptionMoved } from './move-subscription';
import { objectKey } from './tenant-objects';
import type { Collection, TenantObjects } from './tenant-objects';

/**
 * One accepted write, one line of `changes.jsonl`. Each carries the whole outcome for its object, so replaying a log
 * over a state that already has some of it ends in the same state; compaction relies on that.
 */
export type Change =
  | { readonly kind: 'roleAssignmentWritten'; readonly tenant: string; readonly value: StoredRoleAssignment }
  | { readonly kind: 'roleAssignmentDeleted'; readonly tenant: string; readonly name: string }
  | SubscriptionMoved
  | ObjectWritten
  | {
      readonly kind: 'objectDeleted';
      readonly tenant: string;
      readonly collection: Collection;
      readonly key: string;
    };

type ObjectWritten<C extends Collection = Collection> = C extends Collection
  ? {
      readonly kind: 'objectWritten';
      readonly tenant: string;
      readonly collection: C;
      readonly value: TenantObjects[C];
    }
  : never;

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
    case 'subscriptionMoved':
      moveSubscription(cloud, home, change.subscription);
      return;
    case 'objectWritten':
      writeObject(home, change.collection, change.value);
      if (change.collection === 'servicePrincipals') {
        home.principals.set(idKey(change.value.id), { type: 'ServicePrincipal', object: change.value });
      }
      if (change.collection === 'invitedUsers') {
        home.principals.set(idKey(change.value.id), { type: 'User', object: change.value });
      }
      return;
    case 'objectDeleted':
      home.objects[change.collection].delete(change.key);
      if (change.collection === 'servicePrincipals') home.principals.delete(change.key);
      return;
  }
}

/** The change that writes an object, whatever its collection. */
export function objectWritten<C extends Collection>(
  home: TenantState,
  collection: C,
  value: TenantObjects[C],
): Change {
  // The compiler does not see that the two fields of a generic collection belong together.
  return { kind: 'objectWritten', tenant: home.tenant.id, collection, value } as unknown as Change;
}

export function objectDeleted<C extends Collection>(
  home: TenantState,
  collection: C,
  value: TenantObjects[C],
): Change {
  return { kind: 'objectDeleted', tenant: home.tenant.id, collection, key: objectKey(collection, value) };
}

function writeObject<C extends Collection>(home: TenantState, collection: C, value: TenantObjects[C]): void {
  const map: Map<string, TenantObjects[C]> = home.objects[collection];
  map.set(objectKey(collection, value), value);
}
