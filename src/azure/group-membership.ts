import type { Guid } from '../model';
import { guid, readEntries } from './answer-schema';
import type { AzureClient } from './azure-client';

/** Source: https://learn.microsoft.com/graph/api/directoryobject-checkmembergroups */
const groupsPerRequest = 20;

/** Those of the groups that the object is in, also through other groups. */
export async function memberGroupsOf(
  graph: AzureClient,
  objectId: Guid,
  among: readonly Guid[],
): Promise<readonly Guid[]> {
  const path = `/v1.0/directoryObjects/${objectId}/checkMemberGroups`;
  const found: Guid[] = [];
  for (let first = 0; first < among.length; first += groupsPerRequest) {
    const groupIds = among.slice(first, first + groupsPerRequest);
    const entries = await graph.postForList(path, {}, { groupIds });
    found.push(...readEntries(guid, entries, { method: 'POST', url: graph.urlOf(path, {}) }));
  }
  return found;
}
