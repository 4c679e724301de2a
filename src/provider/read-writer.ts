import { isAzureError, listDenyAssignments, listLocks, listPermissions, type TokenSubject } from '../azure';
import type { DenyAssignment, NoToken, ResourceLock } from '../channels';
import type { Guid, Scope } from '../model';
import type { Connections } from './connections';
import { readIfAllowed, type ReadIfAllowed } from './read-if-allowed';
import { signIn } from './sign-in';

/** What Azure says of whoever makes the changes. Reads only; undefined is what could not be read. */
export interface WriterReading {
  /** Who it is; why there is no token; or undefined where nobody could be asked. */
  subject(): Promise<TokenSubject | NoToken | undefined>;
  permissionsAt(scope: Scope): Promise<Awaited<ReturnType<typeof listPermissions>> | undefined>;
  denyAssignmentsAt(scope: Scope): Promise<readonly DenyAssignment[] | undefined>;
  /** Locks at and below the subscription, or why they are not known. */
  locksIn(subscriptionId: Guid): Promise<ReadIfAllowed<readonly ResourceLock[]>>;
  /** Ids through which the subject has access in the subscriptions, as far as Azure names them. */
  principalsOf(
    objectId: Guid,
    subscriptionIds: readonly Guid[],
  ): Promise<{ readonly principals: readonly Guid[]; readonly groupsKnown: boolean }>;
}

export function writerReading({ writer, arm, assignments }: Connections): WriterReading {
  return {
    async subject() {
      const found = await signIn(writer);
      if (found.outcome === 'signed-in') return found.subject;
      return found.outcome === 'refused' ? found.reason : undefined;
    },
    permissionsAt: (scope) => orUndefined(listPermissions(writer.client, scope)),
    denyAssignmentsAt: (scope) => orUndefined(listDenyAssignments(arm, scope)),
    locksIn: (subscriptionId) =>
      readIfAllowed(
        listLocks(arm, subscriptionId),
        'locks_unread',
        `The resource locks of subscription ${subscriptionId}`,
      ),
    async principalsOf(objectId, subscriptionIds) {
      const lists = await Promise.all(
        subscriptionIds.map((id) => orUndefined(assignments.read.listAssignedTo(id, objectId))),
      );
      const through = lists.flatMap((list) => list ?? []).map(({ principalId }) => principalId);
      return {
        principals: [...new Set([objectId, ...through])].sort(),
        groupsKnown: !lists.includes(undefined),
      };
    },
  };
}

async function orUndefined<Value>(answer: Promise<Value>): Promise<Value | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isAzureError(error)) return undefined;
    throw error;
  }
}
