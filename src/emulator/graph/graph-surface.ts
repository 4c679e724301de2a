import { randomUUID } from 'node:crypto';
import type { Context } from '../context';
import type { Answer, Exchange } from '../http/exchange';
import { Refusal } from '../http/refusal';
import type { TokenClaims } from '../login/access-token';
import { graphAudiencesOf, isOneOf } from '../login/audience';
import { idKey } from '../world/cloud';
import { answerTenantRelationships } from '../delegated-admin/tenant-relationships';
import { answerApplications } from './applications';
import { answerBatch, type ServeItem } from './batch';
import { answerCollection } from './directory-collection';
import { answerDirectoryObjects } from './directory-objects';
import { segmentNotFound } from './graph-request';
import { answerInvitations } from './invitations';

const versions = ['v1.0', 'beta'];

/** Microsoft Graph, the directory part. @returns undefined when the path belongs to another service */
export async function answerGraph(
  context: Context,
  exchange: Exchange,
  serveItem: ServeItem,
): Promise<Answer | undefined> {
  const version = versions.find((name) => name === exchange.segments[0]?.toLowerCase());
  if (version === undefined) return undefined;
  const requestId = randomUUID();
  const headers = graphHeaders(exchange, requestId);
  try {
    const answer = await admit(context, exchange, version, serveItem);
    return { ...answer, headers: { ...headers, ...answer.headers } };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return graphError(error, context.now(), headers);
  }
}

/** An error of Graph that no request of its own caused. */
export function graphFailure(context: Context, exchange: Exchange, failure: Refusal): Answer {
  return graphError(failure, context.now(), graphHeaders(exchange, randomUUID()));
}

/** Whether a path belongs to Graph. */
export function isOfGraph({ segments: [first = ''] }: Exchange): boolean {
  return versions.includes(first.toLowerCase());
}

async function admit(
  context: Context,
  exchange: Exchange,
  version: string,
  serveItem: ServeItem,
): Promise<Answer> {
  const claims = await authenticate(context, exchange.header('authorization'));
  const home = context.ledger.cloud.tenants.get(idKey(claims.tenantId));
  if (!home) throw unauthorized('Access token validation failure.');
  const path = exchange.segments.slice(1);
  if (path.length === 1 && path[0]?.toLowerCase() === '$batch') {
    return answerBatch(exchange, version, serveItem);
  }
  const request = { context, exchange, version, path, home, claims };
  const answer =
    answerCollection(request) ??
    answerApplications(request) ??
    answerDirectoryObjects(request) ??
    answerInvitations(request) ??
    answerTenantRelationships(request);
  if (!answer) throw segmentNotFound(path[0] ?? '');
  return answer;
}

async function authenticate(context: Context, authorization: string | undefined): Promise<TokenClaims> {
  const token = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1];
  if (token === undefined) throw unauthorized('Access token is empty.');
  const verdict = await context.issuer.verify(token);
  if (verdict.kind === 'expired') throw unauthorized('Access token has expired or is not yet valid.');
  if (verdict.kind === 'invalid') throw unauthorized('Access token validation failure.');
  if (!isOneOf(verdict.claims.audience, graphAudiencesOf(context.origin))) {
    throw unauthorized('Access token validation failure. Invalid audience.');
  }
  return verdict.claims;
}

function unauthorized(message: string): Refusal {
  return new Refusal(401, 'InvalidAuthenticationToken', message);
}

function graphHeaders(exchange: Exchange, requestId: string): Record<string, string> {
  return {
    'Content-Type':
      'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8',
    'Cache-Control': 'no-cache',
    'request-id': requestId,
    'client-request-id': exchange.header('client-request-id') ?? requestId,
    'x-ms-ags-diagnostic': JSON.stringify({ ServerInfo: { DataCenter: 'Emulator' } }),
    'x-ms-resource-unit': '1',
    'OData-Version': '4.0',
  };
}

function graphError(refusal: Refusal, now: Date, headers: Record<string, string>): Answer {
  const innerError = {
    date: now.toISOString().replace(/\.\d+Z$/, ''),
    'request-id': headers['request-id'],
    'client-request-id': headers['client-request-id'],
  };
  return {
    status: refusal.status,
    headers: { ...headers, ...refusal.headers, 'Content-Type': 'application/json' },
    body: { error: { code: refusal.code, message: refusal.message, innerError } },
  };
}
