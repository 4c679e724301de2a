import { isAzureError, type AzureError, type HttpError } from '../../azure';
import { diagnostic, type Diagnostic, type DiagnosticCode } from '../../diagnostics';
import { azureDiagnostic, withCause } from '../azure-diagnostic';

/** Of a person's token without a second factor. The number is one that is seen; the text is looked at as well. */
const mfaCodes = new Set(['900421']);

/**
 * Nobody consented, or the application is not in the directory, which comes of the same.
 * Source: https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
const unconsented = /AADSTS(65001|700016|7000229)\b/;

/**
 * What a failed call to Partner Center or about a relationship means. `what` as for `azureDiagnostic`; `code` is for
 * answers that have no meaning of their own.
 */
export function partnerDiagnostic(error: AzureError, what: string, code?: DiagnosticCode): Diagnostic {
  const { message } = error;
  if (error.kind === 'authentication' && unconsented.test(message)) {
    return diagnostic('consent_missing', {
      detail: `${what}. ${message}`,
      hint: `Consent to the application in tenant ${error.tenantId}: \`tilldela explain consent_missing\` says who can.`,
    });
  }
  if (error.kind === 'http') {
    const known = meaningOf(error);
    if (known) return diagnostic(known.code, { detail: `${what}. ${answerOf(error)}`, hint: known.hint });
  }
  return azureDiagnostic(error, { what, ...(code && { code }) });
}

/** The outcome of `call`, its failure as a DiagnosticError. Anything unforeseen passes as it is. */
export async function orPartnerDiagnostic<Value>(
  call: Promise<Value>,
  what: string,
  code?: DiagnosticCode,
): Promise<Value> {
  try {
    return await call;
  } catch (error) {
    if (!isAzureError(error)) throw error;
    throw withCause([partnerDiagnostic(error, what, code)], error);
  }
}

function meaningOf(error: HttpError): { code: DiagnosticCode; hint: string } | undefined {
  const { status, azureMessage, code } = error;
  if (status === 429) {
    return { code: 'partner_center_throttled', hint: 'Wait some minutes, then run the command again.' };
  }
  if (status === 401 && (mfaCodes.has(code) || /multi-?factor|\bMFA\b/i.test(azureMessage))) {
    return {
      code: 'second_factor_missing',
      hint: 'Sign out, and in again with multifactor authentication:\n\naz logout\naz login',
    };
  }
  if (status !== 403) return undefined;
  return /App\s?\+\s?User/i.test(azureMessage)
    ? {
        code: 'person_needed',
        hint: 'Sign in as a member of AdminAgents, with multifactor authentication, and run the command again.',
      }
    : {
        code: 'partner_rights_missing',
        hint: 'Run the command as a member of AdminAgents of your own tenant, or have yourself added to it.',
      };
}

function answerOf({ status, code, azureMessage, correlationId }: HttpError): string {
  const correlation = correlationId ? `\nCorrelation id: ${correlationId}` : '';
  return `It was answered ${status} ${code}: ${azureMessage}${correlation}`;
}
