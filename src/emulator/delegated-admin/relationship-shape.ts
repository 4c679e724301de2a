import { contextUrl } from '../graph/graph-request';
import type { GraphRequest } from '../graph/graph-request';
import type {
  DelegatedAdminAccessAssignment,
  DelegatedAdminOperation,
  DelegatedAdminRelationship,
  DelegatedAdminRequest,
} from '../world/delegated-admin';
import { accessStatusOf, rolesOf } from './access-assignment-status';
import { activatedOn, currentOf, endOf, lastModifiedOf, statusOf } from './relationship-status';

/** What identifies a state of an object: it changes with every write and with every status. */
export function etagOf({ id, version }: { id: string; version: number }, status: string): string {
  return `W/"${Buffer.from(`${id.slice(0, 8)}.${version}.${status}`).toString('base64')}"`;
}

/** Source: https://learn.microsoft.com/graph/api/resources/delegatedadminrelationship */
export function renderRelationship(relationship: DelegatedAdminRelationship, now: Date) {
  const status = statusOf(relationship, now);
  return {
    '@odata.type': '#microsoft.graph.delegatedAdminRelationship',
    '@odata.etag': etagOf(relationship, status),
    id: relationship.id,
    displayName: relationship.displayName,
    duration: relationship.duration,
    customer: relationship.customer ?? null,
    accessDetails: unifiedRoles(relationship.roles),
    status,
    autoExtendDuration: relationship.autoExtendDuration,
    createdDateTime: relationship.createdDateTime,
    lastModifiedDateTime: lastModifiedOf(relationship, now),
    activatedDateTime: activatedOn(relationship, now),
    endDateTime: endOf(relationship, now) ?? null,
  };
}

/** Source: https://learn.microsoft.com/graph/api/resources/delegatedadminaccessassignment */
export function renderAccessAssignment(assignment: DelegatedAdminAccessAssignment, now: Date) {
  const status = accessStatusOf(assignment, now);
  const since = currentOf(assignment.transitions, now)?.at ?? assignment.createdDateTime;
  const isLater = Date.parse(since) > Date.parse(assignment.lastModifiedDateTime);
  return {
    '@odata.type': '#microsoft.graph.delegatedAdminAccessAssignment',
    '@odata.etag': etagOf(assignment, status),
    id: assignment.id,
    status,
    createdDateTime: assignment.createdDateTime,
    lastModifiedDateTime: isLater ? since : assignment.lastModifiedDateTime,
    accessContainer: { accessContainerId: assignment.groupId, accessContainerType: 'securityGroup' },
    accessDetails: unifiedRoles(rolesOf(assignment, now)),
  };
}

/** Source: https://learn.microsoft.com/graph/api/resources/delegatedadminrelationshiprequest */
export function renderRequest(request: DelegatedAdminRequest, now: Date) {
  const isDone = Date.parse(request.completesOn) <= now.getTime();
  return {
    '@odata.type': '#microsoft.graph.delegatedAdminRelationshipRequest',
    id: request.id,
    action: request.action,
    status: isDone ? 'succeeded' : 'pending',
    createdDateTime: request.createdDateTime,
    lastModifiedDateTime: isDone ? request.completesOn : request.createdDateTime,
  };
}

/** Source: https://learn.microsoft.com/graph/api/resources/delegatedadminrelationshipoperation */
export function renderOperation(operation: DelegatedAdminOperation, now: Date) {
  const isDone = Date.parse(operation.completesOn) <= now.getTime();
  return {
    '@odata.type': '#microsoft.graph.delegatedAdminRelationshipOperation',
    id: operation.id,
    operationType: 'delegatedAdminAccessAssignmentUpdate',
    status: isDone ? 'succeeded' : 'running',
    createdDateTime: operation.createdDateTime,
    lastModifiedDateTime: isDone ? operation.completesOn : operation.createdDateTime,
    data: operation.data,
  };
}

/** An answer with one object, which says its own ETag where it has one. */
export function objectAnswer(
  request: GraphRequest,
  what: string,
  object: object,
  rest: { readonly status?: number; readonly headers?: Readonly<Record<string, string>> } = {},
) {
  const etag = (object as { '@odata.etag'?: string })['@odata.etag'];
  return {
    status: rest.status ?? 200,
    headers: { ...(etag !== undefined && { ETag: etag }), ...rest.headers },
    body: { '@odata.context': contextUrl(request, what), ...object },
  };
}

function unifiedRoles(roles: readonly string[]) {
  return { unifiedRoles: roles.map((roleDefinitionId) => ({ roleDefinitionId })) };
}
