import { diagnostic, type Diagnostic } from '../diagnostics';
import { scopeKey, type Lock, type ManagedScope } from '../model';

/**
 * One error per scope that was applied before and that the declaration has lost. Without it, access would be
 * orphaned because somebody deleted a line or a file (then `declared` is empty).
 */
export function findVanishedScopes(lock: Lock, declared: readonly ManagedScope[]): Diagnostic[] {
  const declaredKeys = new Set(declared.map(({ scope }) => scopeKey(scope)));
  return lock.scopes
    .filter(({ scope }) => !declaredKeys.has(scopeKey(scope)))
    .map(({ alias, scope }) =>
      diagnostic('scope_vanished', {
        customer: lock.customer,
        constructPath: `${lock.customer}/${alias}`,
        detail: `${lock.customer} was applied to ${scope} (alias "${alias}") before, and no longer declares it. The access there would be left with nobody looking after it.`,
        hint: `Put the line back and remove its grants first, or leave the access as it is:\n\ntilldela forget ${lock.customer}/${alias}`,
      }),
    );
}
