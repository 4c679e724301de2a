import { isAzureError } from '../azure';
import { diagnostic, type Diagnostic } from '../diagnostics';
import { azureDiagnostic } from './azure-diagnostic';

/** What was read, or why it was not. */
export interface ReadIfAllowed<Value> {
  readonly value?: Value;
  readonly warnings: readonly Diagnostic[];
}

/** Of use where it can be read; nothing else depends on it, so that a failure is a warning and the value undefined. */
export async function readIfAllowed<Value>(
  list: Promise<Value>,
  code: 'role_names_unread' | 'activations_unread' | 'delegations_unread' | 'locks_unread',
  what: string,
): Promise<ReadIfAllowed<Value>> {
  try {
    return { value: await list, warnings: [] };
  } catch (error) {
    if (!isAzureError(error)) throw error;
    const { detail } = azureDiagnostic(error, { what: `${what} could not be read` });
    return { warnings: [diagnostic(code, { detail })] };
  }
}
