import {
  isAzureError,
  listDenyAssignments,
  listPermissions,
  tokenSubject,
  type AzureError,
  type TokenSubject,
} from '../azure';
import type { DenyAssignment, NoToken } from '../channels';
import type { Guid, Scope } from '../model';
import type { Connections } from './connections';

/** What Azure says of whoever makes the changes. Reads only; undefined is what could not be read. */
export interface WriterReading {
  /** Who it is; why there is no token; or undefined where nobody could be asked. */
  subject(): Promise<TokenSubject | NoToken | undefined>;
  permissionsAt(scope: Scope): Promise<Awaited<ReturnType<typeof listPermissions>> | undefined>;
  denyAssignmentsAt(scope: Scope): Promise<readonly DenyAssignment[] | undefined>;
  /** Ids through which the subject has access in the subscriptions, as far as Azure names them. */
  principalsOf(
    objectId: Guid,
    subscriptionIds: readonly Guid[],
  ): Promise<{ readonly principals: readonly Guid[]; readonly groupsKnown: boolean }>;
}

export function writerReading({ writer, arm, assignments }: Connections): WriterReading {
  return {
    subject: () => tokenSubject(writer.credential, writer.scope).catch(whyNoToken),
    permissionsAt: (scope) => orUndefined(listPermissions(writer.client, scope)),
    denyAssignmentsAt: (scope) => orUndefined(listDenyAssignments(arm, scope)),
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

/** AADSTS50020: who signed in has no place in this tenant. */
function whyNoToken(error: unknown): NoToken | undefined {
  if (!isAzureError(error)) throw error;
  if (error.kind !== 'authentication') return undefined;
  return isStranger(error) ? 'no_entra_role' : 'no_token';
}

function isStranger({ message }: AzureError): boolean {
  return /AADSTS50020\b/.test(message);
}

async function orUndefined<Value>(answer: Promise<Value>): Promise<Value | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isAzureError(error)) return undefined;
    throw error;
  }
}
