import { randomUUID } from 'node:crypto';
import type { Context } from '../context';
import type { Answer } from '../http/exchange';

/** An error of Microsoft Entra ID. Numbers: https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
export interface SignInError {
  readonly status: number;
  /** The OAuth 2.0 error. */
  readonly error: string;
  /** The number of the AADSTS code. */
  readonly code: number;
  /** Without the `AADSTS…:` prefix. */
  readonly message: string;
}

export function answerSignInError(context: Context, failure: SignInError): Answer {
  const timestamp = context.now().toISOString().replace('T', ' ').replace(/\.\d+/, '');
  const traceId = randomUUID();
  const correlationId = randomUUID();
  return {
    status: failure.status,
    headers: { 'Cache-Control': 'no-store, no-cache' },
    body: {
      error: failure.error,
      error_description:
        `AADSTS${failure.code}: ${failure.message} ` +
        `Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
      error_codes: [failure.code],
      timestamp,
      trace_id: traceId,
      correlation_id: correlationId,
      error_uri: `${context.origin}/error?code=${failure.code}`,
    },
  };
}

export function tenantNotFound(error: string, tenant: string): SignInError {
  return {
    status: 400,
    error,
    code: 90002,
    message:
      `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the ` +
      'correct cloud. Check with your subscription administrator, this may happen if there are no active ' +
      'subscriptions for the tenant.',
  };
}
