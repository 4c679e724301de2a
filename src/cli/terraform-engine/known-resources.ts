import { roleDefinitionIdAt } from '../../model';
import type { Change, Plan } from '../../plan';
import type { Known } from '../../terraform';

/**
 * What exists as it is declared: with the declared name, or, under Privileged Identity Management, with the declared natural
 * key. `revoked` has the addresses that stand in the configuration with a count of 0, at which nothing can be imported.
 */
export function knownOf({ changes }: Plan, revoked: ReadonlySet<string>): Known[] {
  return changes.flatMap((change) => {
    if (change.action !== 'no-op' && change.action !== 'update') return [];
    if (revoked.has(change.address)) return [];
    const index = 'until' in change && change.until !== undefined ? '[0]' : '';
    return [{ address: `${change.address}${index}`, id: idInState(change) }];
  });
}

/** As azurerm has it in its state: of a custom role with the scope that it was written at, which Azure does not tell. */
function idInState(change: Extract<Change, { action: 'no-op' | 'update' }>): string {
  if (change.type !== 'azurerm_role_definition') return change.before.id;
  const { scope, name } = change.before;
  return `${roleDefinitionIdAt(scope, name)}|${scope}`;
}
