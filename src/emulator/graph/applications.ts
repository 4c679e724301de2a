import type { Answer } from '../http/exchange';
import { idKey } from '../world/cloud';
import { contextUrl, resourceNotFound, segmentNotFound } from './graph-request';
import type { GraphRequest } from './graph-request';

/**
 * The federated credentials of an application, in the tenant in which it is registered.
 * Source: https://learn.microsoft.com/graph/api/application-list-federatedidentitycredentials
 *
 * @returns undefined when the path is another
 */
export function answerApplications(request: GraphRequest): Answer | undefined {
  const [first = '', relation = '', ...rest] = request.path;
  const appId = /^applications\(appId='([^']*)'\)$/i.exec(first)?.[1];
  if (appId === undefined || request.exchange.method !== 'GET') return undefined;
  const application = request.context.ledger.cloud.applications.get(idKey(appId));
  if (!application || idKey(application.tenant ?? '') !== idKey(request.home.tenant.id))
    throw resourceNotFound(appId);
  if (relation.toLowerCase() !== 'federatedidentitycredentials' || rest.length > 0)
    throw segmentNotFound(relation);
  const credentials = application.federatedCredentials ?? [];
  return {
    status: 200,
    body: {
      '@odata.context': contextUrl(
        request,
        `applications('${application.appId}')/federatedIdentityCredentials`,
      ),
      value: credentials.map(({ issuer, subject, audiences }, index) => ({
        id: `${application.appId.slice(0, -1)}${index}`,
        name: `credential-${index + 1}`,
        issuer,
        subject,
        description: null,
        audiences,
      })),
    },
  };
}
