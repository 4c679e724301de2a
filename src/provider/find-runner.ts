import { isAzureError, tokenSubject } from '../azure';
import type { Guid, Runner } from '../model';
import type { Connections } from './connections';

/**
 * Who makes the changes, or undefined where there is no token or it does not say. Azure tells what is assigned to the
 * bearer of the token, also through groups, without a question to the directory. Never throws for what Azure answers.
 */
export async function findRunner(
  { writer, assignments }: Connections,
  subscriptionIds: readonly Guid[],
): Promise<Runner | undefined> {
  const objectId = await orUndefined(tokenSubject(writer.credential, writer.scope));
  if (objectId === undefined) return undefined;
  const lists = await Promise.all(
    subscriptionIds.map((id) => orUndefined(assignments.read.listAssignedTo(id, objectId))),
  );
  const through = lists.flatMap((list) => list ?? []).map(({ principalId }) => principalId);
  return {
    objectId,
    principals: [...new Set([objectId, ...through])].sort(),
    groupsKnown: !lists.includes(undefined),
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
