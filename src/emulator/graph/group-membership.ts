import type { Answer } from '../http/exchange';
import { Refusal } from '../http/refusal';
import { idKey } from '../world/cloud';
import type { Principal } from '../world/cloud';
import { membersOf } from '../world/membership';
import { contextUrl, resourceNotFound } from './graph-request';
import type { GraphRequest } from './graph-request';
import { isTextList, parseObject } from './json-body';

/** Source: https://learn.microsoft.com/graph/api/directoryobject-checkmembergroups */
const maximumGroups = 20;

/**
 * `POST …/{id}/getMemberGroups` and `POST …/{id}/checkMemberGroups`: ids of the groups that an object is in, also
 * through other groups.
 *
 * @returns undefined when it is another action
 */
export function answerGroupMembership(
  request: GraphRequest,
  action: string,
  findObject: () => Principal | undefined,
): Answer | undefined {
  const name = action.toLowerCase().replace(/^microsoft\.graph\./, '');
  const isKnown = name === 'getmembergroups' || name === 'checkmembergroups';
  if (!isKnown || request.exchange.method !== 'POST') return undefined;
  const object = findObject();
  if (!object) throw resourceNotFound(request.path[1] ?? '');
  const { body } = request.exchange;
  if (name === 'getmembergroups') return answer(request, groupsOf(request, object, readSecurityOnly(body)));
  const asked = new Set(readGroupIds(body).map(idKey));
  const checked = groupsOf(request, object, false).filter((id) => asked.has(idKey(id)));
  return answer(request, checked);
}

function groupsOf(request: GraphRequest, object: Principal, securityOnly: boolean): readonly string[] {
  const wanted = idKey(object.object.id);
  return (request.home.tenant.groups ?? [])
    .filter((group) => !securityOnly || group.securityEnabled !== false)
    .map((group) => group.id)
    .filter((id) => membersOf(request.home, id, true).some((member) => idKey(member.object.id) === wanted));
}

function answer(request: GraphRequest, value: readonly string[]): Answer {
  return { status: 200, body: { '@odata.context': contextUrl(request, 'Collection(Edm.String)'), value } };
}

function readSecurityOnly(body: string): boolean {
  const { securityEnabledOnly } = parseObject(body);
  if (typeof securityEnabledOnly === 'boolean') return securityEnabledOnly;
  throw new Refusal(400, 'Request_BadRequest', 'securityEnabledOnly must be true or false.');
}

function readGroupIds(body: string): readonly string[] {
  const { groupIds } = parseObject(body);
  if (isTextList(groupIds) && groupIds.length <= maximumGroups) return groupIds;
  throw new Refusal(400, 'Request_BadRequest', `groupIds must be a list of at most ${maximumGroups} ids.`);
}
