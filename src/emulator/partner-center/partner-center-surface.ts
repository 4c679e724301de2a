import { randomUUID } from 'node:crypto';
import type { Context } from '../context';
import type { Answer, Exchange } from '../http/exchange';
import { Refusal } from '../http/refusal';
import { deleteConsent, postConsent } from './application-consents';
import { getCustomer, listCustomers, patchCustomer } from './customers';
import { codes, notFound, partnerCenterError } from './partner-center-error';
import { authenticate, findCustomer, requireAdminAgent } from './partner-center-request';
import type { PartnerCenterRequest } from './partner-center-request';
import {
  getSubscription,
  listAzureEntitlements,
  listSubscriptions,
  patchSubscription,
} from './subscriptions';

/** Partner Center, at `/v1`. @returns undefined when the path belongs to another service */
export async function answerPartnerCenter(context: Context, exchange: Exchange): Promise<Answer | undefined> {
  if (!isOfPartnerCenter(exchange)) return undefined;
  const headers = partnerCenterHeaders(exchange);
  try {
    const caller = await authenticate(context, exchange);
    const request = { context, exchange, path: exchange.segments.slice(1), ...caller };
    const answer = route(request);
    if (!answer) throw notFound(`The resource '${exchange.url.pathname}'`);
    return { ...answer, headers: { ...headers, ...mfaHeader(request), ...answer.headers } };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const isCompliant = error.code === codes.mfaRequired ? { isMfaCompliant: 'false' } : {};
    return partnerCenterError(error, { ...headers, ...isCompliant });
  }
}

/** Whether a path belongs to Partner Center. */
export function isOfPartnerCenter({ segments: [first = ''] }: Exchange): boolean {
  return first.toLowerCase() === 'v1';
}

/** An error of Partner Center that no request of its own caused. */
export function partnerCenterFailure(exchange: Exchange, failure: Refusal): Answer {
  return partnerCenterError(failure, partnerCenterHeaders(exchange));
}

function route(request: PartnerCenterRequest): Answer | undefined {
  const { path, exchange } = request;
  const [root = '', id, child = '', ...rest] = path;
  if (root.toLowerCase() !== 'customers') return undefined;
  const { method } = exchange;
  if (id === undefined) return method === 'GET' ? listCustomers(request) : undefined;
  if (id.toLowerCase() === 'relationshiprequests' && child === '') {
    return method === 'GET' ? relationshipRequest(request) : undefined;
  }
  const customer = findCustomer(request, id);
  switch (child.toLowerCase()) {
    case '':
      if (method === 'GET') return getCustomer(customer);
      return method === 'PATCH' ? patchCustomer(request, customer) : undefined;
    case 'subscriptions':
      return routeSubscriptions(request, customer, rest);
    case 'applicationconsents':
      return routeConsents(request, customer, rest);
    default:
      return undefined;
  }
}

function routeSubscriptions(
  request: PartnerCenterRequest,
  customer: ReturnType<typeof findCustomer>,
  [id, child, ...rest]: readonly string[],
): Answer | undefined {
  const { method } = request.exchange;
  if (rest.length > 0) return undefined;
  if (child !== undefined) {
    const isEntitlements = child.toLowerCase() === 'azureentitlements' && method === 'GET';
    return isEntitlements ? listAzureEntitlements(request, customer, id ?? '') : undefined;
  }
  if (method === 'PATCH' && id !== undefined) return patchSubscription(request, customer, id);
  if (method !== 'GET') return undefined;
  return id === undefined ? listSubscriptions(request, customer) : getSubscription(request, customer, id);
}

function routeConsents(
  request: PartnerCenterRequest,
  customer: ReturnType<typeof findCustomer>,
  [id, ...rest]: readonly string[],
): Answer | undefined {
  const { method } = request.exchange;
  if (rest.length > 0) return undefined;
  if (method === 'POST' && id === undefined) return postConsent(request, customer);
  return method === 'DELETE' && id !== undefined ? deleteConsent(request, customer, id) : undefined;
}

/**
 * The address at which a customer accepts the partner as reseller.
 * Source: https://learn.microsoft.com/partner-center/developer/request-reseller-relationship
 */
function relationshipRequest(request: PartnerCenterRequest): Answer {
  requireAdminAgent(request);
  const url =
    'https://admin.microsoft.com/Adminportal/Home?invType=ResellerRelationship' +
    `&partnerId=${request.partner.tenant.id}&msppId=0&DAP=false#/BillingAccounts/partner-invitation`;
  return { status: 200, body: { url, attributes: { objectType: 'RelationshipRequest' } } };
}

/** Source: https://learn.microsoft.com/partner-center/developer/headers */
function partnerCenterHeaders(exchange: Exchange): Record<string, string> {
  return {
    'MS-RequestId': exchange.header('ms-requestid') ?? randomUUID(),
    'MS-CorrelationId': exchange.header('ms-correlationid') ?? randomUUID(),
    'MS-CV': `${Buffer.from(randomUUID()).toString('base64').slice(0, 16)}.0`,
    'MS-ServerId': 'emulator',
  };
}

/** Who asks by `ValidateMfa: true` is told whether the token would do. */
function mfaHeader({ exchange, claims }: PartnerCenterRequest): Record<string, string> {
  if (exchange.header('validatemfa')?.toLowerCase() !== 'true') return {};
  return { isMfaCompliant: String(!claims.isUser || claims.mfa) };
}
