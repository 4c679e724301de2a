import { diagnostic, type Diagnostic } from '../diagnostics';
import type { Plan } from '../plan';

/**
 * Refuses every removal on a real cloud, as long as nothing here guards against removing the last owner or the
 * access that the removal itself runs by.
 */
export function findUnguardedRemovals({ customer, cloud, changes }: Plan): Diagnostic[] {
  if (cloud === 'emulator') return [];
  const removals = changes.filter(({ action }) => action === 'delete' || action === 'replace');
  return removals.map(({ address, constructPath, source, action }) =>
    diagnostic('removal_unguarded', {
      customer,
      address,
      constructPath,
      source,
      detail: `The plan would ${action} an assignment of ${customer}. Nothing was changed.`,
      hint: 'Remove the access in the Azure portal and plan again, or keep the grant.',
    }),
  );
}
