import type { Answer } from '../http/exchange';
import { pageOf } from '../http/page';
import { idKey } from '../world/cloud';
import type { Principal } from '../world/cloud';
import { membersOf } from '../world/membership';
import { odataTypeOf, selectProperties } from './graph-object';
import { readDirectoryFilter, readSelect } from './graph-query';
import { contextUrl, resourceNotFound, segmentNotFound } from './graph-request';
import type { GraphRequest } from './graph-request';
import { answerGroupMembership } from './group-membership';

/** The typed collections of the directory. */
const collections = { users: 'User', groups: 'Group', servicePrincipals: 'ServicePrincipal' } as const;

type CollectionName = keyof typeof collections;

/** `users`, `groups` and `servicePrincipals`. @returns undefined when the path is none of them */
export function answerCollection(request: GraphRequest): Answer | undefined {
  const [first, id, relation, ...rest] = keySyntaxAsSegments(request.path);
  const name = Object.keys(collections).find(
    (candidate) => candidate.toLowerCase() === first?.toLowerCase(),
  ) as CollectionName | undefined;
  if (name === undefined) return undefined;
  if (request.exchange.method !== 'GET') {
    if (id === undefined || relation === undefined || rest.length > 0) return undefined;
    return answerGroupMembership(request, relation, () => findObject(request, name, id));
  }
  if (id === undefined) return listObjects(request, name);
  const object = findObject(request, name, id);
  if (!object) throw resourceNotFound(id);
  if (relation === undefined) return getObject(request, name, object);
  if (rest.length > 0) throw segmentNotFound(rest[0] ?? '');
  return relatedObjects(request, object, relation);
}

function listObjects(request: GraphRequest, name: CollectionName): Answer {
  const type = collections[name];
  const accepts = readDirectoryFilter(request.exchange, type);
  const select = readSelect(request.exchange);
  const found = [...request.home.principals.values()].filter((item) => item.type === type && accepts(item));
  return pageAnswer(request, name, found, (item) => selectProperties(item, select));
}

/** Objects of several kinds, each of which says what it is. */
function listMixed(request: GraphRequest, objects: readonly Principal[]): Answer {
  const select = readSelect(request.exchange);
  return pageAnswer(request, 'directoryObjects', objects, (object) => ({
    '@odata.type': odataTypeOf(object),
    ...selectProperties(object, select),
  }));
}

function getObject(request: GraphRequest, name: CollectionName, object: Principal): Answer {
  const properties = selectProperties(object, readSelect(request.exchange));
  return { status: 200, body: { '@odata.context': contextUrl(request, `${name}/$entity`), ...properties } };
}

function relatedObjects(request: GraphRequest, object: Principal, relation: string): Answer {
  const { home } = request;
  if (object.type === 'Group') {
    switch (relation.toLowerCase()) {
      case 'members':
        return listMixed(request, membersOf(home, object.object.id, false));
      case 'transitivemembers':
        return listMixed(request, membersOf(home, object.object.id, true));
      case 'owners': {
        const owners = (object.object.owners ?? []).map((owner) => home.principals.get(idKey(owner)));
        return listMixed(
          request,
          owners.filter((owner) => owner !== undefined),
        );
      }
    }
  }
  if (object.type === 'User' && relation.toLowerCase() === 'manager') throw resourceNotFound('manager');
  throw segmentNotFound(relation);
}

function findObject(request: GraphRequest, name: CollectionName, id: string): Principal | undefined {
  const { principals } = request.home;
  const byId = principals.get(idKey(id));
  if (byId) return byId.type === collections[name] ? byId : undefined;
  const alternateKey = /^appId=(.*)$/i.exec(id)?.[1];
  return [...principals.values()].find((item) => {
    if (item.type !== collections[name]) return false;
    if (item.type === 'User') return idKey(item.object.userPrincipalName) === idKey(id);
    return item.type === 'ServicePrincipal' && alternateKey !== undefined
      ? idKey(item.object.appId) === idKey(alternateKey)
      : false;
  });
}

/** `servicePrincipals(appId='x')` and `users('x')` name one object, as `servicePrincipals/x` does. */
function keySyntaxAsSegments(path: readonly string[]): readonly string[] {
  const [first = '', ...rest] = path;
  const match = /^(\w+)\((appId=)?'(.*)'\)$/i.exec(first);
  return match ? [match[1] ?? '', `${match[2] ?? ''}${match[3] ?? ''}`, ...rest] : path;
}

function pageAnswer(
  request: GraphRequest,
  what: string,
  all: readonly Principal[],
  render: (item: Principal) => object,
): Answer {
  const { items, next } = pageOf(all, request.exchange, pageSizeOf(request));
  return {
    status: 200,
    body: {
      '@odata.context': contextUrl(request, what),
      ...(next !== undefined && { '@odata.nextLink': next }),
      value: items.map(render),
    },
  };
}

/** `$top` can make pages smaller, never larger. */
function pageSizeOf(request: GraphRequest): number {
  const { pageSize } = request.context;
  const top = Number(request.exchange.query('$top') ?? pageSize);
  return Number.isInteger(top) && top > 0 ? Math.min(top, pageSize) : pageSize;
}
