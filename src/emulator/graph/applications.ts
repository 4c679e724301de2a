import { isObject } from '../arm/json-body';
import type { Answer } from '../http/exchange';
import { Refusal } from '../http/refusal';
import { objectWritten } from '../world/change';
import { idKey } from '../world/cloud';
import { federatedCredentialsOf, type WrittenFederatedCredential } from '../world/trusted-issuers';
import type { Application } from '../world/world';
import { contextUrl, resourceNotFound, segmentNotFound } from './graph-request';
import type { GraphRequest } from './graph-request';

/** Of one application. Source: https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations */
const mostCredentials = 20;

/**
 * The federated credentials of an application, in the tenant in which it is registered.
 * Source: https://learn.microsoft.com/graph/api/application-list-federatedidentitycredentials
 *
 * @returns undefined when the path is another, or the method is not imitated
 * @throws Refusal 404 for an application of another tenant; 400, 403 or 409 as {@link postCredential}
 */
export function answerApplications(request: GraphRequest): Answer | undefined {
  const [first = '', relation = '', ...rest] = request.path;
  const appId = /^applications\(appId='([^']*)'\)$/i.exec(first)?.[1];
  const { method } = request.exchange;
  if (appId === undefined || !['GET', 'POST'].includes(method)) return undefined;
  const application = request.context.ledger.cloud.applications.get(idKey(appId));
  if (!application || idKey(application.tenant ?? '') !== idKey(request.home.tenant.id))
    throw resourceNotFound(appId);
  if (relation.toLowerCase() !== 'federatedidentitycredentials' || rest.length > 0)
    throw segmentNotFound(relation);
  return method === 'POST' ? postCredential(request, application) : listCredentials(request, application);
}

function listCredentials(request: GraphRequest, application: Application): Answer {
  const credentials = federatedCredentialsOf(request.context.ledger.cloud, application);
  return {
    status: 200,
    body: {
      '@odata.context': contextOf(request, application),
      value: credentials.map((each, index) => rendered(application, each, index)),
    },
  };
}

/**
 * By a Global Administrator of the tenant. Names are unique, and so are issuer and subject together.
 * Source: https://learn.microsoft.com/graph/api/application-post-federatedidentitycredentials
 */
function postCredential(request: GraphRequest, application: Application): Answer {
  const { home, claims, context, exchange } = request;
  const administrators = home.tenant.globalAdministrators ?? [];
  if (!administrators.some((id) => idKey(id) === idKey(claims.objectId))) {
    throw new Refusal(
      403,
      'Authorization_RequestDenied',
      'Insufficient privileges to complete the operation.',
    );
  }
  const written = readCredential(exchange.body, application);
  const present = federatedCredentialsOf(context.ledger.cloud, application);
  if (present.some(({ name }) => name === written.name)) {
    throw conflict(`FederatedIdentityCredential with name ${written.name} already exists.`);
  }
  if (present.some(({ issuer, subject }) => issuer === written.issuer && subject === written.subject)) {
    throw conflict('FederatedIdentityCredential with the same issuer and subject already exists.');
  }
  if (present.length >= mostCredentials) throw badRequest('Too many federated identity credentials.');
  context.ledger.record(objectWritten(home, 'federatedCredentials', written));
  return {
    status: 201,
    body: {
      '@odata.context': `${contextOf(request, application)}/$entity`,
      ...rendered(application, written, present.length),
    },
  };
}

function readCredential(text: string, { appId }: Application): WrittenFederatedCredential {
  const { name, issuer, subject, audiences } = parsed(text);
  const texts = [name, issuer, subject];
  const [audience, ...others] = Array.isArray(audiences) ? (audiences as readonly unknown[]) : [];
  if (!texts.every((each) => typeof each === 'string' && each !== '') || typeof audience !== 'string') {
    throw badRequest('A name, an issuer, a subject and one audience must be given.');
  }
  if (others.length > 0) throw badRequest('Only one audience is allowed.');
  return {
    applicationId: appId,
    name: String(name),
    issuer: String(issuer),
    subject: String(subject),
    audiences: [audience],
  };
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const body: unknown = JSON.parse(text);
    if (isObject(body)) return body;
  } catch {
    // refused below, like anything else that is no object
  }
  throw badRequest('Unable to read JSON request payload.');
}

function rendered(
  { appId }: Application,
  { name, issuer, subject, audiences }: Omit<WrittenFederatedCredential, 'applicationId'>,
  index: number,
): object {
  const id = `${appId.slice(0, -2)}${String(index).padStart(2, '0')}`;
  return { id, name, issuer, subject, description: null, audiences };
}

function contextOf(request: GraphRequest, { appId }: Application): string {
  return contextUrl(request, `applications('${appId}')/federatedIdentityCredentials`);
}

function badRequest(message: string): Refusal {
  return new Refusal(400, 'Request_BadRequest', message);
}

function conflict(message: string): Refusal {
  return new Refusal(409, 'Request_MultipleObjectsWithSameKeyValue', message);
}
