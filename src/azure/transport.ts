import { Agent } from 'node:https';
import type { TokenCredential } from '@azure/core-auth';
import type {
  AuthorizeRequestOnChallengeOptions,
  HttpClient,
  Pipeline,
  PipelineRequest,
  PipelineResponse,
} from '@azure/core-rest-pipeline';
import pLimit, { type Limit } from 'p-limit';
import { z } from 'zod';
import { anotherToken } from './another-token';
import { attemptTimeout } from './attempt-timeout';
import type { AzureEnvironment } from './azure-environment';
import {
  HttpError,
  isAzureError,
  MalformedAnswerError,
  UnreachableError,
  type FailedRequest,
} from './errors';
import { loadPipeline } from './load-sdk';
import { retryPolicy } from './retry-strategy';

interface AzureRequest extends FailedRequest {
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

interface AzureAnswer {
  readonly status: number;
  readonly header: (name: string) => string | undefined;
  /** Parsed JSON; undefined where there was no body. */
  readonly body: unknown;
}

/**
 * Sends one request and gives its successful answer.
 * Throws HttpError, UnreachableError, AuthenticationError or MalformedAnswerError.
 */
export type Transport = (request: AzureRequest) => Promise<AzureAnswer>;

/** Without `authentication`, requests carry no token. */
export function createTransport(
  environment: AzureEnvironment,
  authentication?: { readonly credential: TokenCredential; readonly scope: string },
): Transport {
  let connection: { pipeline: Pipeline; client: HttpClient } | undefined;
  return async (request) => {
    connection ??= { pipeline: createPipeline(environment, authentication), client: sharedClient() };
    const { pipeline, client } = connection;
    const response = await queueOf(environment)(() => send(pipeline, client, request, environment));
    const { status, headers } = response;
    const requestId = headers.get('x-ms-request-id') ?? headers.get('request-id');
    environment.settings.onAnswer?.({ method: request.method, url: request.url, status, requestId });
    return readAnswer(request, response);
  };
}

const agents = new WeakMap<AzureEnvironment, Agent>();

/** The agent that trusts the environment's own authority; undefined where the usual ones are trusted. */
export function agentFor(environment: AzureEnvironment): Agent | undefined {
  if (!environment.caCertificate) return undefined;
  const agent = agents.get(environment) ?? new Agent({ keepAlive: true, ca: environment.caCertificate });
  agents.set(environment, agent);
  return agent;
}

const queues = new WeakMap<AzureEnvironment, Limit>();

/** Where the requests of the environment wait for their turn. */
function queueOf(environment: AzureEnvironment): Limit {
  const queue = queues.get(environment) ?? pLimit(environment.settings.requestsAtOnce);
  queues.set(environment, queue);
  return queue;
}

let client: HttpClient | undefined;

/** One for all, so that connections are kept and reused. */
function sharedClient(): HttpClient {
  return (client ??= loadPipeline().createDefaultHttpClient());
}

function createPipeline(
  environment: AzureEnvironment,
  authentication: { readonly credential: TokenCredential; readonly scope: string } | undefined,
): Pipeline {
  const { createPipelineFromOptions, bearerTokenAuthenticationPolicy } = loadPipeline();
  const { settings } = environment;
  const agent = agentFor(environment);
  const pipeline = createPipelineFromOptions({
    ...(agent && { agent }),
    userAgentOptions: { userAgentPrefix: settings.userAgent },
    redirectOptions: { maxRetries: 0 }, // neither ARM nor Graph redirects what we ask
  });
  pipeline.removePolicy({ phase: 'Retry' });
  pipeline.addPolicy(retryPolicy(settings), { phase: 'Retry' });
  if (authentication) {
    const { credential, scope } = authentication;
    const challengeCallbacks = { authorizeRequestOnChallenge: renewToken };
    pipeline.addPolicy(bearerTokenAuthenticationPolicy({ credential, scopes: scope, challengeCallbacks }), {
      phase: 'Sign',
    });
  }
  pipeline.addPolicy(attemptTimeout(settings.attemptTimeout), { afterPhase: 'Sign' });
  return pipeline;
}

/**
 * One new token, and the policy tries once more with it, where Azure takes a token no longer that its own time would still
 * let stand, as after a revocation. Of several requests that are refused at once the first renews it for all. Challenges with
 * claims the policy answers by itself.
 */
async function renewToken({
  request,
  response,
  scopes,
  getAccessToken,
}: AuthorizeRequestOnChallengeOptions): Promise<boolean> {
  if (!/"(Expired|Invalid)AuthenticationToken"/.test(response.bodyAsText ?? '')) return false;
  const used = request.headers.get('Authorization');
  const known = await getAccessToken(scopes, { enableCae: true });
  const isRefused = known !== null && `Bearer ${known.token}` === used;
  const token = isRefused ? await getAccessToken(scopes, { enableCae: true, claims: anotherToken }) : known;
  if (!token || `Bearer ${token.token}` === used) return false;
  request.headers.set('Authorization', `Bearer ${token.token}`);
  return true;
}

async function send(
  pipeline: Pipeline,
  client: HttpClient,
  request: AzureRequest,
  { settings }: AzureEnvironment,
): Promise<PipelineResponse> {
  const { createPipelineRequest, createHttpHeaders } = loadPipeline();
  const body = request.body === undefined ? undefined : JSON.stringify(request.body);
  const outgoing: PipelineRequest = createPipelineRequest({
    url: request.url,
    method: request.method,
    abortSignal: AbortSignal.timeout(settings.totalTimeout),
    headers: createHttpHeaders({
      Accept: 'application/json',
      ...request.headers,
      ...(body !== undefined && { 'Content-Type': 'application/json; charset=utf-8' }),
    }),
    ...(body !== undefined && { body }),
  });
  try {
    return await pipeline.sendRequest(client, outgoing);
  } catch (error) {
    if (isAzureError(error)) throw error;
    if (isTransportFault(error)) throw new UnreachableError(request, error);
    throw error;
  }
}

/** True for what the pipeline throws when no answer came; anything else is a defect. */
export function isTransportFault(error: unknown): error is Error {
  return error instanceof Error && (error.name === 'RestError' || error.name === 'AbortError');
}

/** The error envelopes of ARM and Microsoft Graph, and of Partner Center, whose codes may be numbers. */
export const errorEnvelope = z.union([
  z
    .object({ error: z.object({ code: z.string().optional(), message: z.string().optional() }) })
    .transform(({ error }) => error),
  z
    .object({ code: z.union([z.string(), z.number()]).transform(String), description: z.string() })
    .transform(({ code, description }) => ({ code, message: description })),
]);

function readAnswer(request: AzureRequest, response: PipelineResponse): AzureAnswer {
  const { status, headers, bodyAsText } = response;
  const contentType = headers.get('content-type') ?? '';
  const text = bodyAsText ?? '';
  const parsed = /^application\/(?:[\w.+-]+\+)?json\b/i.test(contentType) ? parseJson(text) : undefined;
  if (status < 200 || status > 299) {
    const { code, message } = errorEnvelope.safeParse(parsed?.json).data ?? {};
    throw new HttpError(request, {
      status,
      code,
      message: message ?? `(the answer was ${contentType || 'empty'}, not an error of Azure)`,
      correlationId: ['x-ms-correlation-request-id', 'request-id', 'ms-correlationid']
        .map((name) => headers.get(name))
        .find((id) => id !== undefined),
      challenge: headers.get('www-authenticate'),
      sent: (response.request.headers.get('authorization') ?? '').split(' ').slice(1),
    });
  }
  if (text !== '' && !parsed) {
    throw new MalformedAnswerError(
      request,
      `status ${status} with ${contentType || 'no'} content instead of JSON`,
    );
  }
  return { status, header: (name) => headers.get(name), body: parsed?.json };
}

function parseJson(text: string): { json: unknown } | undefined {
  try {
    return { json: text === '' ? undefined : (JSON.parse(text.replace(/^\uFEFF/, '')) as unknown) };
  } catch {
    return undefined;
  }
}
