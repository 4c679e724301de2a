import type { TokenCredential } from '@azure/core-auth';
import { isAzureError, tokenSubject, type TokenSubject } from '../azure';
import type { NoToken } from '../channels';
import type { Diagnostic } from '../diagnostics';
import { azureDiagnostic } from './azure-diagnostic';
import { isStranger } from './sign-in-advice';

/** Who a credential signs in, or why it does not. */
export type SignIn =
  | { readonly outcome: 'signed-in'; readonly subject: TokenSubject }
  | { readonly outcome: 'refused'; readonly reason: NoToken; readonly diagnostic: Diagnostic }
  /** Nobody could be asked. */
  | { readonly outcome: 'unanswered'; readonly diagnostic: Diagnostic };

/** Asks for a token. Never throws for what Azure answers. */
export async function signIn({
  credential,
  scope,
}: {
  readonly credential: TokenCredential;
  readonly scope: string;
}): Promise<SignIn> {
  try {
    return { outcome: 'signed-in', subject: await tokenSubject(credential, scope) };
  } catch (error) {
    if (!isAzureError(error)) throw error;
    const diagnostic = azureDiagnostic(error, { what: 'Signing in did not succeed' });
    if (error.kind !== 'authentication') return { outcome: 'unanswered', diagnostic };
    const reason = isStranger(error.message) ? 'no_entra_role' : 'no_token';
    return { outcome: 'refused', reason, diagnostic };
  }
}
