import { z } from 'zod';
import type { ResourceLock } from '../channels';
import { parseScope, type Guid } from '../model';
import { readEntries, textOf } from './answer-schema';
import type { AzureClient } from './azure-client';

const query = { 'api-version': '2020-05-01' };

const lockSchema = z
  .object({
    id: textOf(
      (id) => parseScope(id.replace(/\/providers\/Microsoft\.Authorization\/locks\/[^/]+$/i, '')),
      'id',
    ),
    properties: z.object({ level: z.enum(['CanNotDelete', 'ReadOnly', 'NotSpecified']) }),
  })
  .transform(({ id, properties: { level } }) => ({ scope: id, level }));

/** Resource locks at and below the subscription. REST specification: ManagementLocks_ListAtSubscriptionLevel. */
export async function listLocks(client: AzureClient, subscriptionId: Guid): Promise<readonly ResourceLock[]> {
  const path = `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/locks`;
  const entries = await client.list(path, query);
  return readEntries(lockSchema, entries, { method: 'GET', url: client.urlOf(path, query) }).flatMap(
    ({ scope, level }) => (level === 'NotSpecified' ? [] : [{ scope, level }]),
  );
}
