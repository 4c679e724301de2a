import { randomUUID } from 'node:crypto';
import { isGuid } from '../arm/json-body';
import type { GraphRequest } from '../graph/graph-request';
import { parseObject } from '../graph/json-body';
import type { Answer } from '../http/exchange';
import { Refusal } from '../http/refusal';
import { objectWritten } from '../world/change';
import { azureTimestamp, idKey } from '../world/cloud';
import type {
  DelegatedAdminAccessAssignment,
  DelegatedAdminOperation,
  DelegatedAdminRelationship,
} from '../world/delegated-admin';
import { accessStatusOf, deletedFrom, grantedFrom, rolesOf } from './access-assignment-status';
import { badRequest, readRoles } from './relationship-body';
import { requireAdminAgent, requireEtag } from './relationship-request';
import { etagOf, objectAnswer, renderAccessAssignment } from './relationship-shape';
import { continuedBy, provisioningStep, statusOf, timestamp } from './relationship-status';

export function getAccessAssignment(
  request: GraphRequest,
  assignment: DelegatedAdminAccessAssignment,
): Answer {
  return objectAnswer(
    request,
    'accessAssignments/$entity',
    renderAccessAssignment(assignment, request.context.now()),
  );
}

/**
 * Source: https://learn.microsoft.com/graph/api/delegatedadminrelationship-post-accessassignments
 *
 * @throws Refusal 400 unless the relationship is active, the group one for security and the roles among those of the
 * relationship; 409 for a second assignment to the group
 */
export function postAccessAssignment(
  request: GraphRequest,
  relationship: DelegatedAdminRelationship,
): Answer {
  requireAdminAgent(request);
  requireActive(request, relationship);
  const body = parseObject(request.exchange.body);
  const groupId = readGroup(request, body['accessContainer']);
  const roles = readRoles(body['accessDetails']);
  if (!roles) throw badRequest('The accessDetails are required.');
  requireRolesOf(relationship, roles);
  const now = request.context.now();
  const others = [...request.home.objects.delegatedAdminAccessAssignments.values()].filter(
    (other) => other.relationship === relationship.id && accessStatusOf(other, now) !== 'deleted',
  );
  if (others.some((other) => idKey(other.groupId) === idKey(groupId))) {
    throw new Refusal(
      409,
      'conflict',
      `The group '${groupId}' has an access assignment in this relationship.`,
    );
  }
  const assignment: DelegatedAdminAccessAssignment = {
    relationship: relationship.id,
    id: randomUUID(),
    groupId,
    roles,
    createdDateTime: azureTimestamp(now),
    lastModifiedDateTime: azureTimestamp(now),
    transitions: grantedFrom(now),
    version: 1,
  };
  write(request, assignment);
  const answer = getAccessAssignment(request, assignment);
  const headers = {
    ...answer.headers,
    Location: urlOf(request, relationship, 'accessAssignments', assignment.id),
  };
  return { ...answer, status: 201, headers };
}

/**
 * A 202 with an operation to wait for, or a 200 when nothing changes.
 * Source: https://learn.microsoft.com/graph/api/delegatedadminaccessassignment-update
 */
export function patchAccessAssignment(
  request: GraphRequest,
  relationship: DelegatedAdminRelationship,
  assignment: DelegatedAdminAccessAssignment,
): Answer {
  const now = request.context.now();
  requireChangeable(request, relationship, assignment);
  const roles = readRoles(parseObject(request.exchange.body)['accessDetails']);
  const current = rolesOf(assignment, now);
  const isSame = !roles || (roles.length === current.length && roles.every((role) => current.includes(role)));
  if (isSame) return getAccessAssignment(request, assignment);
  requireRolesOf(relationship, roles);
  const operation: DelegatedAdminOperation = {
    relationship: relationship.id,
    id: randomUUID(),
    createdDateTime: azureTimestamp(now),
    completesOn: timestamp(now.getTime() + provisioningStep),
    data: JSON.stringify({ delegatedAdminAccessAssignmentId: assignment.id }),
  };
  request.context.ledger.record(objectWritten(request.home, 'delegatedAdminOperations', operation));
  write(request, { ...next(assignment, now), roles: current, update: { roles, at: operation.completesOn } });
  const headers = { Location: urlOf(request, relationship, 'operations', operation.id), 'Retry-After': '10' };
  return { status: 202, headers, body: {} };
}

export function deleteAccessAssignment(
  request: GraphRequest,
  relationship: DelegatedAdminRelationship,
  assignment: DelegatedAdminAccessAssignment,
): Answer {
  const now = request.context.now();
  requireChangeable(request, relationship, assignment);
  const transitions = continuedBy(assignment.transitions, deletedFrom(now), now);
  write(request, { ...next(assignment, now), transitions });
  return { status: 204 };
}

function next(assignment: DelegatedAdminAccessAssignment, now: Date): DelegatedAdminAccessAssignment {
  return { ...assignment, lastModifiedDateTime: azureTimestamp(now), version: assignment.version + 1 };
}

function write({ context, home }: GraphRequest, assignment: DelegatedAdminAccessAssignment): void {
  context.ledger.record(objectWritten(home, 'delegatedAdminAccessAssignments', assignment));
}

function requireChangeable(
  request: GraphRequest,
  relationship: DelegatedAdminRelationship,
  assignment: DelegatedAdminAccessAssignment,
): void {
  requireAdminAgent(request);
  requireActive(request, relationship);
  const status = accessStatusOf(assignment, request.context.now());
  requireEtag(request, etagOf(assignment, status));
  if (status !== 'active')
    throw badRequest(`An access assignment with the status ${status} cannot be changed.`);
}

function requireActive({ context }: GraphRequest, relationship: DelegatedAdminRelationship): void {
  const status = statusOf(relationship, context.now());
  if (status !== 'active') throw badRequest(`The relationship must be active. Its status is ${status}.`);
}

function requireRolesOf(relationship: DelegatedAdminRelationship, roles: readonly string[]): void {
  const other = roles.find((role) => !relationship.roles.map(idKey).includes(role));
  if (other !== undefined) throw badRequest(`The role '${other}' is not among those of the relationship.`);
}

function readGroup({ home }: GraphRequest, container: unknown): string {
  const { accessContainerId: id, accessContainerType: type } = (container ?? {}) as Record<string, unknown>;
  if (type !== 'securityGroup' || typeof id !== 'string' || !isGuid(id)) {
    throw badRequest('The accessContainer must be a security group, named by its id.');
  }
  const principal = home.principals.get(idKey(id));
  const isSecurityGroup = principal?.type === 'Group' && principal.object.securityEnabled !== false;
  if (!isSecurityGroup) throw badRequest(`The partner's tenant has no security group '${id}'.`);
  return principal.object.id;
}

function urlOf(
  { context, version }: GraphRequest,
  { id }: DelegatedAdminRelationship,
  kind: string,
  name: string,
): string {
  return `${context.origin}/${version}/tenantRelationships/delegatedAdminRelationships/${id}/${kind}/${name}`;
}
