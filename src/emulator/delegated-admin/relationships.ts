import { randomUUID } from 'node:crypto';
import type { GraphRequest } from '../graph/graph-request';
import type { Answer } from '../http/exchange';
import { Refusal } from '../http/refusal';
import { objectDeleted, objectWritten } from '../world/change';
import { azureTimestamp, idKey } from '../world/cloud';
import type { DelegatedAdminRelationship } from '../world/delegated-admin';
import { badRequest, globalAdministrator, readRelationshipBody } from './relationship-body';
import type { RelationshipFields } from './relationship-body';
import { requireAdminAgent, requireEtag } from './relationship-request';
import { etagOf, objectAnswer, renderRelationship } from './relationship-shape';
import { endOf, statusOf } from './relationship-status';

const what = 'delegatedAdminRelationships/$entity';

export function getRelationship(request: GraphRequest, relationship: DelegatedAdminRelationship): Answer {
  return objectAnswer(request, what, renderRelationship(relationship, request.context.now()));
}

/** @throws Refusal 400, 403, or 409 when another relationship of the partner has the name */
export function postRelationship(request: GraphRequest): Answer {
  requireAdminAgent(request);
  const fields = readRelationshipBody(request.exchange.body);
  const { displayName, duration, roles } = fields;
  if (displayName === undefined || duration === undefined || roles === undefined) {
    throw badRequest('The displayName, the duration and the accessDetails are required.');
  }
  const now = azureTimestamp(request.context.now());
  const relationship: DelegatedAdminRelationship = {
    id: `${randomUUID()}-${randomUUID()}`,
    displayName,
    duration,
    roles,
    autoExtendDuration: fields.autoExtendDuration ?? 'PT0S',
    ...customerOf(request, fields),
    createdDateTime: now,
    lastModifiedDateTime: now,
    transitions: [{ status: 'created', at: now }],
    version: 1,
  };
  requireValid(request, relationship);
  const answer = write(request, relationship);
  const location = `${request.context.origin}/${request.version}/tenantRelationships/delegatedAdminRelationships/${relationship.id}`;
  return { ...answer, status: 201, headers: { ...answer.headers, Location: location } };
}

/**
 * Everything can change until the relationship is locked for approval; on an active one, only the automatic extension,
 * and the role Global Administrator can be given up.
 *
 * @throws Refusal 400, 403, 409 or 412
 */
export function patchRelationship(request: GraphRequest, relationship: DelegatedAdminRelationship): Answer {
  requireAdminAgent(request);
  const now = request.context.now();
  const status = statusOf(relationship, now);
  requireEtag(request, etagOf(relationship, status));
  const fields = readRelationshipBody(request.exchange.body);
  const isAllowed = status === 'created' || (status === 'active' && changesWhileActive(relationship, fields));
  if (!isAllowed) throw badRequest(`A relationship with the status ${status} cannot be updated so.`);
  const { customerTenantId, ...changed } = fields;
  const end = endOf(relationship, now);
  const updated: DelegatedAdminRelationship = {
    ...relationship,
    ...changed,
    ...(customerTenantId !== undefined && customerOf(request, fields)),
    // An extension that has taken place stays, though there may be no other.
    ...(end !== undefined && { endDateTime: end }),
    lastModifiedDateTime: azureTimestamp(now),
    version: relationship.version + 1,
  };
  requireValid(request, updated);
  return write(request, updated);
}

/** @throws Refusal 400 when it is locked, 403 or 412 */
export function deleteRelationship(request: GraphRequest, relationship: DelegatedAdminRelationship): Answer {
  requireAdminAgent(request);
  const status = statusOf(relationship, request.context.now());
  requireEtag(request, etagOf(relationship, status));
  if (status !== 'created') throw badRequest(`A relationship with the status ${status} cannot be deleted.`);
  request.context.ledger.record(objectDeleted(request.home, 'delegatedAdminRelationships', relationship));
  return { status: 204 };
}

function changesWhileActive(relationship: DelegatedAdminRelationship, fields: RelationshipFields): boolean {
  const { autoExtendDuration, roles, ...others } = fields;
  if (Object.keys(others).length > 0) return false;
  if (roles === undefined) return autoExtendDuration !== undefined;
  const kept = relationship.roles.filter((role) => role !== globalAdministrator);
  return roles.length === kept.length && roles.every((role) => kept.includes(role));
}

function requireValid({ home }: GraphRequest, relationship: DelegatedAdminRelationship): void {
  const { displayName, autoExtendDuration, roles } = relationship;
  if (autoExtendDuration === 'P180D' && roles.includes(globalAdministrator)) {
    throw badRequest('A relationship with the role Global Administrator cannot be extended automatically.');
  }
  const others = [...home.objects.delegatedAdminRelationships.values()];
  const isTaken = others.some(
    (other) => other.id !== relationship.id && idKey(other.displayName) === idKey(displayName),
  );
  if (isTaken) {
    throw new Refusal(409, 'conflict', `A relationship with the displayName '${displayName}' exists.`);
  }
}

/** A customer can be named before it knows of the partner. */
function customerOf({ context }: GraphRequest, { customerTenantId }: RelationshipFields) {
  if (customerTenantId === undefined) return {};
  const customer = context.ledger.cloud.tenants.get(idKey(customerTenantId));
  if (!customer) throw badRequest(`The customer tenant '${customerTenantId}' does not exist.`);
  return { customer: { tenantId: customer.tenant.id, displayName: customer.tenant.displayName } };
}

function write(request: GraphRequest, relationship: DelegatedAdminRelationship): Answer {
  request.context.ledger.record(objectWritten(request.home, 'delegatedAdminRelationships', relationship));
  return getRelationship(request, relationship);
}
