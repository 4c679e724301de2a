import { contextUrl, segmentNotFound } from '../graph/graph-request';
import type { GraphRequest } from '../graph/graph-request';
import type { Answer } from '../http/exchange';
import { pageOf } from '../http/page';
import { findTenant, idKey } from '../world/cloud';
import type { DelegatedAdminRelationship } from '../world/delegated-admin';
import {
  deleteAccessAssignment,
  getAccessAssignment,
  patchAccessAssignment,
  postAccessAssignment,
} from './access-assignments';
import { delegatedCustomers, renderCustomer, serviceManagementDetails } from './delegated-customers';
import { listRelationships } from './list-relationships';
import { findRelationship, notFound } from './relationship-request';
import { postRequest } from './relationship-requests';
import { objectAnswer, renderAccessAssignment, renderOperation, renderRequest } from './relationship-shape';
import { deleteRelationship, getRelationship, patchRelationship, postRelationship } from './relationships';

/** `/tenantRelationships/…` of Microsoft Graph. @returns undefined when the path is another, or the method is not imitated */
export function answerTenantRelationships(request: GraphRequest): Answer | undefined {
  const [root = '', kind = '', ...rest] = request.path;
  if (root.toLowerCase() !== 'tenantrelationships') return undefined;
  switch (kind.toLowerCase()) {
    case 'delegatedadminrelationships':
      return answerRelationships(request, rest);
    case 'delegatedadmincustomers':
      return answerCustomers(request, rest);
    default:
      return findTenantInformation(request, kind);
  }
}

function answerRelationships(request: GraphRequest, path: readonly string[]): Answer | undefined {
  const { method } = request.exchange;
  const [id, child, ...rest] = path;
  if (id === undefined) {
    if (method === 'GET') return listRelationships(request);
    return method === 'POST' ? postRelationship(request) : undefined;
  }
  const relationship = findRelationship(request, id);
  if (child !== undefined) return answerChildren(request, relationship, child.toLowerCase(), rest);
  if (method === 'GET') return getRelationship(request, relationship);
  if (method === 'PATCH') return patchRelationship(request, relationship);
  return method === 'DELETE' ? deleteRelationship(request, relationship) : undefined;
}

function answerChildren(
  request: GraphRequest,
  relationship: DelegatedAdminRelationship,
  child: string,
  [id, ...rest]: readonly string[],
): Answer | undefined {
  if (rest.length > 0) return undefined;
  switch (child) {
    case 'requests':
      return request.exchange.method === 'POST' && id === undefined
        ? postRequest(request, relationship)
        : answerReads(request, relationship, { name: 'requests', collection: 'delegatedAdminRequests', id });
    case 'operations':
      return answerReads(request, relationship, {
        name: 'operations',
        collection: 'delegatedAdminOperations',
        id,
      });
    case 'accessassignments':
      return answerAccessAssignments(request, relationship, id);
    default:
      throw segmentNotFound(child);
  }
}

function answerAccessAssignments(
  request: GraphRequest,
  relationship: DelegatedAdminRelationship,
  id: string | undefined,
): Answer | undefined {
  const { method } = request.exchange;
  if (id === undefined && method === 'POST') return postAccessAssignment(request, relationship);
  if (id === undefined) return method === 'GET' ? listAccessAssignments(request, relationship) : undefined;
  const { delegatedAdminAccessAssignments } = request.home.objects;
  const assignment = delegatedAdminAccessAssignments.get(idKey(`${relationship.id}/${id}`));
  if (!assignment) throw notFound(id);
  if (method === 'GET') return getAccessAssignment(request, assignment);
  if (method === 'PATCH') return patchAccessAssignment(request, relationship, assignment);
  return method === 'DELETE' ? deleteAccessAssignment(request, relationship, assignment) : undefined;
}

function listAccessAssignments(request: GraphRequest, { id }: DelegatedAdminRelationship): Answer {
  const now = request.context.now();
  const all = [...request.home.objects.delegatedAdminAccessAssignments.values()]
    .filter(({ relationship }) => relationship === id)
    .map((assignment) => renderAccessAssignment(assignment, now));
  return collection(request, 'accessAssignments', all);
}

/** Requests and operations, which are only read. */
function answerReads(
  request: GraphRequest,
  { id: relationshipId }: DelegatedAdminRelationship,
  { name, collection: kind, id }: ReadOnly,
): Answer | undefined {
  if (request.exchange.method !== 'GET') return undefined;
  const now = request.context.now();
  const all =
    kind === 'delegatedAdminRequests'
      ? [...request.home.objects[kind].values()]
          .filter(({ relationship }) => relationship === relationshipId)
          .map((each) => renderRequest(each, now))
      : [...request.home.objects[kind].values()]
          .filter(({ relationship }) => relationship === relationshipId)
          .map((each) => renderOperation(each, now));
  if (id === undefined) return collection(request, name, all);
  const found = all.find((each) => idKey(each.id) === idKey(id));
  if (!found) throw notFound(id);
  return objectAnswer(request, `${name}/$entity`, found);
}

interface ReadOnly {
  readonly name: string;
  readonly collection: 'delegatedAdminRequests' | 'delegatedAdminOperations';
  readonly id: string | undefined;
}

function answerCustomers(
  request: GraphRequest,
  [id, details, ...rest]: readonly string[],
): Answer | undefined {
  if (request.exchange.method !== 'GET' || rest.length > 0) return undefined;
  const customers = delegatedCustomers(request);
  if (id === undefined) return collection(request, 'delegatedAdminCustomers', customers.map(renderCustomer));
  const customer = customers.find(({ tenant }) => idKey(tenant.id) === idKey(id));
  if (!customer) throw notFound(id);
  if (details === undefined) {
    return objectAnswer(request, 'delegatedAdminCustomers/$entity', renderCustomer(customer));
  }
  if (details.toLowerCase() !== 'servicemanagementdetails') throw segmentNotFound(details);
  const what = `delegatedAdminCustomers/${customer.tenant.id}/serviceManagementDetails`;
  return collection(request, what, serviceManagementDetails(customer));
}

/** Source: https://learn.microsoft.com/graph/api/tenantrelationship-findtenantinformationbytenantid */
function findTenantInformation(request: GraphRequest, call: string): Answer | undefined {
  const id = /^findTenantInformationByTenantId\(tenantId='(.*)'\)$/i.exec(call)?.[1];
  if (id === undefined || request.exchange.method !== 'GET') return undefined;
  const found = findTenant(request.context.ledger.cloud, id);
  if (!found) throw notFound(id);
  const { tenant } = found;
  return objectAnswer(request, 'microsoft.graph.tenantInformation', {
    tenantId: tenant.id,
    federationBrandName: null,
    displayName: tenant.displayName,
    defaultDomainName: tenant.domains[0],
  });
}

function collection(request: GraphRequest, what: string, all: readonly object[]): Answer {
  const { items, next } = pageOf(all, request.exchange, request.context.pageSize);
  return {
    status: 200,
    body: {
      '@odata.context': contextUrl(request, what),
      ...(next !== undefined && { '@odata.nextLink': next }),
      value: items,
    },
  };
}
