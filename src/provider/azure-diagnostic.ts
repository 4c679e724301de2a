import { isAzureError, type AzureError } from '../azure';
import { diagnostic, DiagnosticError, type Diagnostic, type DiagnosticCode } from '../diagnostics';
import { signInAdvice } from './sign-in-advice';

interface Circumstances {
  /** What was tried, as the beginning of a sentence, such as `The role assignment X could not be created`. */
  readonly what: string;
  /** For an answer of Azure that is an error; no answer and no token have codes of their own. Default `azure_error`. */
  readonly code?: DiagnosticCode;
  readonly hint?: string | undefined;
}

/** What a failed call means to the user. */
export function azureDiagnostic(
  error: AzureError,
  { what, code = 'azure_error', hint }: Circumstances,
): Diagnostic {
  switch (error.kind) {
    case 'unreachable':
      return diagnostic('azure_unreachable', { detail: `${what}. ${error.message}.` });
    case 'authentication': {
      const advice = signInAdvice(error);
      return diagnostic('token_refused', {
        detail: `${what}. ${error.message}`,
        ...(advice !== undefined && { hint: advice }),
      });
    }
    case 'malformed':
      return diagnostic(code, { detail: `${what}. ${error.message}.`, ...(hint && { hint }) });
    case 'http': {
      const correlation = error.correlationId ? `\nCorrelation id: ${error.correlationId}` : '';
      const answer = `Azure answered ${error.status} ${error.code}: ${error.azureMessage}`;
      const advice = error.code === 'ScopeLocked' ? locked : hint;
      return diagnostic(code, {
        detail: `${what}. ${answer}${correlation}`,
        ...(advice && { hint: advice }),
      });
    }
  }
}

const locked =
  'A resource lock at or above the scope forbids it, also for access. Have the lock removed, apply again, and put it back:\n\naz lock list';

/** The outcome of `call`, its failure as a DiagnosticError that keeps the cause. Anything unforeseen passes as it is. */
export async function orDiagnosticError<Value>(
  call: Promise<Value>,
  circumstances: Circumstances,
): Promise<Value> {
  try {
    return await call;
  } catch (error) {
    if (!isAzureError(error)) throw error;
    throw withCause([azureDiagnostic(error, circumstances)], error);
  }
}

/**
 * True where the failure does not say whether Azure did what was asked: no answer came, none that can be read, or one
 * that the server failed in itself.
 */
export function leavesInDoubt({ diagnostics, cause }: DiagnosticError): boolean {
  if (diagnostics.some(({ code }) => code === 'azure_unreachable')) return true;
  if (!isAzureError(cause)) return false;
  const isServersFault = cause.kind === 'http' && (cause.status >= 500 || cause.status === 408);
  return isServersFault || cause.kind === 'malformed';
}

export function withCause(diagnostics: readonly Diagnostic[], cause: AzureError): DiagnosticError {
  const error = new DiagnosticError(diagnostics);
  error.cause = cause;
  return error;
}
