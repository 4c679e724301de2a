import type { Answer } from '../http/exchange';
import { Refusal } from '../http/refusal';
import { findForeignGroup, idKey } from '../world/cloud';
import type { Principal } from '../world/cloud';
import { odataTypeOf, selectProperties } from './graph-object';
import { contextUrl, resourceNotFound } from './graph-request';
import type { GraphRequest } from './graph-request';
import { answerGroupMembership } from './group-membership';
import { isTextList, parseObject } from './json-body';

/** Source: https://learn.microsoft.com/graph/api/directoryobject-getbyids */
const maximumIds = 1000;

/** `directoryObjects/{id}[/action]` and `directoryObjects/getByIds`. @returns undefined when the path is neither */
export function answerDirectoryObjects(request: GraphRequest): Answer | undefined {
  const [first, id, action, ...rest] = request.path;
  if (first?.toLowerCase() !== 'directoryobjects' || id === undefined || rest.length > 0) return undefined;
  const { method } = request.exchange;
  const isGetByIds = id.toLowerCase().replace(/^microsoft\.graph\./, '') === 'getbyids';
  if (isGetByIds && action === undefined && method === 'POST') return getByIds(request);
  const find = (): Principal | undefined => request.home.principals.get(idKey(id));
  if (action !== undefined) return answerGroupMembership(request, action, find);
  if (method !== 'GET') return undefined;
  const object = find();
  if (!object) throw resourceNotFound(id);
  return {
    status: 200,
    body: { '@odata.context': contextUrl(request, 'directoryObjects/$entity'), ...describe(object) },
  };
}

/** Ids without an object are left out without a word, so the answer may be shorter than the question. */
function getByIds(request: GraphRequest): Answer {
  const { ids, types } = readBody(request.exchange.body);
  const wants = (type: string): boolean =>
    types === undefined || types.some((name) => ['directoryobject', type].includes(name.toLowerCase()));
  const value = [...new Set(ids.map(idKey))].flatMap((id) => {
    const object = request.home.principals.get(id);
    if (object) return wants(object.type.toLowerCase()) ? [describe(object)] : [];
    // Foreign principals come only to those who ask for them by name.
    const asked = types?.some((name) => name.toLowerCase() === 'directoryobjectpartnerreference');
    return asked ? partnerReference(request, id) : [];
  });
  return { status: 200, body: { '@odata.context': contextUrl(request, 'directoryObjects'), value } };
}

function partnerReference(request: GraphRequest, id: string): object[] {
  const foreign = findForeignGroup(request.context.ledger.cloud, request.home, id);
  if (!foreign) return [];
  return [
    {
      '@odata.type': '#microsoft.graph.directoryObjectPartnerReference',
      id: foreign.group.id,
      displayName: foreign.group.displayName,
      description: null,
      externalPartnerTenantId: foreign.partner.tenant.id,
      objectType: 'Group',
    },
  ];
}

function describe(object: Principal): Record<string, unknown> {
  return { '@odata.type': odataTypeOf(object), ...selectProperties(object, undefined) };
}

function readBody(text: string): { readonly ids: readonly string[]; readonly types?: readonly string[] } {
  const { ids, types } = parseObject(text);
  if (!isTextList(ids) || !(types === undefined || types === null || isTextList(types))) {
    throw badRequest('The payload must hold a list of ids and may hold a list of types.');
  }
  if (ids.length > maximumIds) throw badRequest(`Too many ids: at most ${maximumIds} are allowed.`);
  return isTextList(types) && types.length > 0 ? { ids, types } : { ids };
}

function badRequest(message: string): Refusal {
  return new Refusal(400, 'Request_BadRequest', message);
}
