import { isAzureError } from '../azure';
import { diagnostic, type Diagnostic } from '../diagnostics';
import { azureDiagnostic } from './azure-diagnostic';

/** Of use where it can be read; nothing else depends on it, so that a failure is a warning and the value undefined. */
export async function readIfAllowed<Value>(
  list: Promise<Value>,
  code: 'role_names_unread' | 'activations_unread' | 'delegations_unread',
  what: string,
): Promise<{ readonly value?: Value; readonly warnings: readonly Diagnostic[] }> {
  try {
    return { value: await list, warnings: [] };
  } catch (error) {
    if (!isAzureError(error)) throw error;
    const { detail } = azureDiagnostic(error, { what: `${what} could not be read` });
    return { warnings: [diagnostic(code, { detail })] };
  }
}
