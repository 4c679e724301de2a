import { armError } from '../arm/arm-surface';
import { armHeaders } from '../arm/arm-headers';
import type { Context } from '../context';
import { graphFailure, isOfGraph } from '../graph/graph-surface';
import type { Answer, Exchange } from '../http/exchange';
import { Refusal } from '../http/refusal';
import { answerSignInError } from '../login/sign-in-error';
import { isOfPartnerCenter, partnerCenterFailure } from '../partner-center/partner-center-surface';
import type { ActionOf } from './fault';
import type { RequestSubject } from './request-subject';

/** Codes and texts that go with a status when the script gives none. */
const usual: Readonly<Record<number, readonly [code: string, message: string]>> = {
  408: ['RequestTimeout', 'The request timed out.'],
  429: ['TooManyRequests', 'The request is being throttled.'],
  500: ['InternalServerError', 'The server encountered an internal error. Please retry the request.'],
  502: ['BadGateway', 'The gateway received a bad response. Please retry the request.'],
  503: ['ServiceUnavailable', 'The service is temporarily unavailable. Please retry the request.'],
  504: ['GatewayTimeout', 'The gateway did not receive a response within the specified time period.'],
};

/** An error of the service that the path belongs to, in its envelope. */
export function failureAnswer(
  context: Context,
  exchange: Exchange,
  { status, code, message, retryAfter }: Omit<ActionOf<'status'>, 'kind'>,
): Answer {
  const [usualCode, usualMessage] = usual[status] ?? ['BadRequest', 'The request was refused.'];
  const retry: Record<string, string> = retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) };
  if (isSignIn(exchange.segments)) {
    const answer = answerSignInError(context, {
      status,
      error: code ?? 'temporarily_unavailable',
      code: 90033,
      message: message ?? 'A transient error has occurred. Please try again.',
    });
    return { ...answer, headers: { ...answer.headers, ...retry } };
  }
  if (isOfGraph(exchange)) {
    const failure = new Refusal(status, code ?? usualCode, message ?? usualMessage, retry);
    return graphFailure(context, exchange, failure);
  }
  if (isOfPartnerCenter(exchange)) {
    const failure = new Refusal(status, code ?? String(status), message ?? usualMessage, retry);
    return partnerCenterFailure(exchange, failure);
  }
  return armError(status, code ?? usualCode, message ?? usualMessage, {
    ...armHeaders(exchange, context.now()),
    ...retry,
  });
}

/** What an empty token bucket answers. */
export function throttledAnswer(
  context: Context,
  exchange: Exchange,
  { path }: RequestSubject,
  retryAfter: number,
): Answer {
  const subscription = /^\/subscriptions\/([^/]+)/i.exec(path)?.[1];
  const told =
    subscription === undefined
      ? {}
      : {
          code: 'SubscriptionRequestsThrottled',
          message:
            `Number of requests for subscription '${subscription}' and operation '${exchange.method}' exceeded the ` +
            `backend storage limit. Please try again after '${retryAfter}' seconds.`,
        };
  return failureAnswer(context, exchange, { status: 429, retryAfter, ...told });
}

function isSignIn([, second = '', third = '']: readonly string[]): boolean {
  return ['oauth2', 'discovery', '.well-known'].some((name) => [second, third].includes(name.toLowerCase()));
}
