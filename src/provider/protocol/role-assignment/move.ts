import { refuse } from '../finding';
import type { Values } from '../values/value';

/** The state of `azurerm_role_assignment`, from whichever registry azurerm came. It keeps what is not set as an empty text. */
export function moveFrom(
  { provider, type }: { readonly provider: string; readonly type: string },
  state: Values,
): Values {
  if (type !== 'azurerm_role_assignment' || !provider.endsWith('/hashicorp/azurerm')) {
    const hint =
      'Only azurerm_role_assignment can be moved here. Others can be imported, by the resource id.';
    return refuse('invalid_argument', `${type} of ${provider} is no role assignment that is known.`, hint);
  }
  const own = Object.entries(state).map(([name, value]) => [name, value === '' ? null : value] as const);
  const id = typeof state['id'] === 'string' ? withoutTenant(state['id']) : null;
  return { ...Object.fromEntries(own), id };
}

/** Azurerm writes the tenant after a bar in the id of an assignment that was made over Azure Lighthouse. */
export function withoutTenant(id: string): string {
  return id.replace(/\|.*$/, '');
}
