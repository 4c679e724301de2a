import { randomUUID } from 'node:crypto';
import type { Context } from '../context';
import type { GraphRequest } from '../graph/graph-request';
import { parseObject } from '../graph/json-body';
import type { Answer } from '../http/exchange';
import { objectWritten } from '../world/change';
import { azureTimestamp } from '../world/cloud';
import type { TenantState } from '../world/cloud';
import type {
  DelegatedAdminRelationship,
  DelegatedAdminRequest,
  RelationshipStatus,
  Transition,
} from '../world/delegated-admin';
import { badRequest } from './relationship-body';
import { requireAdminAgent } from './relationship-request';
import { objectAnswer, renderRequest } from './relationship-shape';
import {
  continuedBy,
  endOf,
  lockedFrom,
  provisioningStep,
  statusOf,
  terminatedFrom,
  timestamp,
} from './relationship-status';

/**
 * `POST …/requests`: what the partner can ask for.
 * Source: https://learn.microsoft.com/graph/api/delegatedadminrelationship-post-requests
 *
 * @throws Refusal 400 for another action, or a relationship that is in no state for it
 */
export function postRequest(request: GraphRequest, relationship: DelegatedAdminRelationship): Answer {
  requireAdminAgent(request);
  const { action } = parseObject(request.exchange.body);
  const now = request.context.now();
  const status = statusOf(relationship, now);
  if (action === 'lockForApproval' && status === 'created') {
    return created(request, carryOut(request, relationship, action, lockedFrom(now)));
  }
  if (action === 'terminate' && status === 'active') {
    return created(request, carryOut(request, relationship, action, terminatedFrom(now)));
  }
  throw badRequest(
    action === 'lockForApproval' || action === 'terminate'
      ? `The action ${action} is not possible on a relationship with the status ${status}.`
      : 'The action must be lockForApproval or terminate.',
  );
}

/** Writes down what was asked for, by whichever side, and what will come of it. */
export function carryOut(
  { context, home }: { readonly context: Context; readonly home: TenantState },
  relationship: DelegatedAdminRelationship,
  action: DelegatedAdminRequest['action'],
  next: readonly Transition<RelationshipStatus>[],
  rest: Partial<DelegatedAdminRelationship> = {},
): DelegatedAdminRequest {
  const now = context.now();
  const request: DelegatedAdminRequest = {
    relationship: relationship.id,
    id: randomUUID(),
    action,
    createdDateTime: azureTimestamp(now),
    completesOn: timestamp(now.getTime() + provisioningStep),
  };
  const end = endOf(relationship, now);
  const updated: DelegatedAdminRelationship = {
    ...relationship,
    ...(end !== undefined && { endDateTime: end }),
    ...rest,
    lastModifiedDateTime: azureTimestamp(now),
    transitions: continuedBy(relationship.transitions, next, now),
    version: relationship.version + 1,
  };
  context.ledger.record(objectWritten(home, 'delegatedAdminRelationships', updated));
  context.ledger.record(objectWritten(home, 'delegatedAdminRequests', request));
  return request;
}

/** The answer to the request itself has it as just created. */
function created(request: GraphRequest, made: DelegatedAdminRequest): Answer {
  const { origin, now } = request.context;
  const object = { ...renderRequest(made, now()), status: 'created' };
  const path = `tenantRelationships/delegatedAdminRelationships/${made.relationship}/requests/${made.id}`;
  const headers = { Location: `${origin}/${request.version}/${path}` };
  return objectAnswer(request, 'requests/$entity', object, { status: 201, headers });
}
