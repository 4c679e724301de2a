import type { Cloud, Guid } from '../model';
import { secretsOf, type Login } from './login';
import { causeWithoutSecrets, withoutSecrets, withoutUrlSecrets } from './without-secrets';

export type HttpMethod = 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';

/** The request that an error is about. */
export interface FailedRequest {
  readonly method: HttpMethod;
  readonly url: string;
}

/** The errors of this room and no others; `kind` tells them apart. None holds a token, secret or request body. */
export type AzureError = HttpError | UnreachableError | AuthenticationError | MalformedAnswerError;

export function isAzureError(thrown: unknown): thrown is AzureError {
  return (
    thrown instanceof HttpError ||
    thrown instanceof UnreachableError ||
    thrown instanceof AuthenticationError ||
    thrown instanceof MalformedAnswerError
  );
}

/** An answer that is no success. */
export interface FailedAnswer {
  readonly status: number;
  readonly code?: string | undefined;
  readonly message: string;
  readonly correlationId?: string | undefined;
  readonly challenge?: string | undefined;
  /** What the request was signed with: an answer may say it again. */
  readonly sent?: readonly string[];
}

/** Azure answered with another status than success. */
export class HttpError extends Error {
  readonly kind = 'http';
  readonly method: HttpMethod;
  readonly url: string;
  readonly status: number;
  /** Azure's code from the error envelope, such as `AuthorizationFailed`; `(none)` where there was no envelope. */
  readonly code: string;
  /** Azure's message, as it came. */
  readonly azureMessage: string;
  /** What Microsoft's support asks for; ARM calls it correlation id, Microsoft Graph request id. */
  readonly correlationId: string | undefined;
  /** The WWW-Authenticate header of a 401; names a tenant, holds no secret. */
  readonly challenge: string | undefined;

  constructor(request: FailedRequest, answer: FailedAnswer) {
    const cleaned = (text: string): string => withoutSecrets(text, answer.sent);
    const url = withoutUrlSecrets(request.url);
    const code = cleaned(answer.code ?? '(none)');
    const azureMessage = cleaned(answer.message);
    super(`${request.method} ${url} was answered ${answer.status} ${code}: ${azureMessage}`);
    this.name = 'HttpError';
    this.method = request.method;
    this.url = url;
    this.status = answer.status;
    this.code = code;
    this.azureMessage = azureMessage;
    this.correlationId = answer.correlationId && cleaned(answer.correlationId);
    this.challenge = answer.challenge && cleaned(answer.challenge);
  }
}

/** `dns`: the name did not resolve; `timeout`: nothing answered in time; `other`: see `cause`. */
type UnreachableReason = 'dns' | 'refused' | 'reset' | 'tls' | 'timeout' | 'other';

/** No answer came. Says nothing of whether a write was carried out. */
export class UnreachableError extends Error {
  readonly kind = 'unreachable';
  readonly method: HttpMethod;
  readonly url: string;
  readonly reason: UnreachableReason;

  constructor(request: FailedRequest, thrown: unknown) {
    const url = withoutUrlSecrets(request.url);
    const cause = causeWithoutSecrets(thrown);
    const { reason, text } = explain(cause);
    super(`${request.method} ${url} had no answer: ${text}`, { cause });
    this.name = 'UnreachableError';
    this.method = request.method;
    this.url = url;
    this.reason = reason;
  }
}

/** There were no credentials, or the login endpoint gave no token for them. The message is Microsoft's, such as AADSTS7000215. */
export class AuthenticationError extends Error {
  readonly kind = 'authentication';
  readonly cloud: Cloud;
  readonly tenantId: Guid;
  /** How it was tried. */
  readonly login: Login['kind'];

  constructor(
    { cloud, tenantId }: { readonly cloud: Cloud; readonly tenantId: Guid },
    thrown: unknown,
    login: Login,
  ) {
    const cause = causeWithoutSecrets(thrown, secretsOf(login));
    super(`No token for tenant ${tenantId}: ${cause.message}`, { cause });
    this.name = 'AuthenticationError';
    this.cloud = cloud;
    this.tenantId = tenantId;
    this.login = login.kind;
  }
}

/** An answer was a success and still cannot be used: not JSON, an unknown shape, a link to somewhere else. */
export class MalformedAnswerError extends Error {
  readonly kind = 'malformed';
  readonly method: HttpMethod;
  readonly url: string;
  readonly problem: string;

  constructor(request: FailedRequest, problem: string) {
    const url = withoutUrlSecrets(request.url);
    super(`${request.method} ${url} was answered with something unexpected: ${withoutSecrets(problem)}`);
    this.name = 'MalformedAnswerError';
    this.method = request.method;
    this.url = url;
    this.problem = withoutSecrets(problem);
  }
}

const reasonsByCode: Readonly<Record<string, UnreachableReason>> = {
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  PARSE_ERROR: 'reset', // core-rest-pipeline: the connection broke within the body
  ETIMEDOUT: 'timeout',
};

function explain(cause: Error): { reason: UnreachableReason; text: string } {
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  if (cause.name === 'AbortError') return { reason: 'timeout', text: 'nothing answered in time' };
  const text = [code, cause.message].filter(Boolean).join(', ') || cause.name;
  const reason =
    reasonsByCode[code] ?? (/CERT|SSL|TLS|SELF_SIGNED|ERR_TLS|UNABLE_TO_VERIFY/.test(code) ? 'tls' : 'other');
  return { reason, text };
}
