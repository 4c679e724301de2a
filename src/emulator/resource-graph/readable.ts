import type { ArmRequest } from '../arm/arm-request';
import { placeOfId } from '../arm/scope';
import { idKey } from '../world/cloud';
import type { TenantState } from '../world/cloud';

/**
 * Whether the caller may do this where an object is. Asked for row after row, of which many are at the same scope.
 * Source: https://learn.microsoft.com/azure/governance/resource-graph/overview#permissions-in-azure-resource-graph
 *
 * @param action such as `Microsoft.Authorization/roleAssignments/read`
 */
export function readableBy(
  request: ArmRequest,
  action: string,
): (home: TenantState, scope: string) => boolean {
  const { cloud } = request.context.ledger;
  const known = new Map<TenantState, Map<string, boolean>>();
  const decide = (home: TenantState, scope: string): boolean => {
    const place = placeOfId(cloud, home, scope);
    return place !== undefined && request.access.allows({ action }, place);
  };
  return (home, scope) => {
    const scopes = known.get(home) ?? new Map<string, boolean>();
    const isReadable = scopes.get(idKey(scope)) ?? decide(home, scope);
    known.set(home, scopes.set(idKey(scope), isReadable));
    return isReadable;
  };
}
