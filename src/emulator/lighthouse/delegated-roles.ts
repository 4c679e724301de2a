import { relationOf } from '../arm/scope';
import type { Scope } from '../arm/scope';
import { idKey } from '../world/cloud';
import type { TenantState } from '../world/cloud';
import { definitionOf } from './managing-tenants';

/**
 * Bare GUIDs of the roles that a managing tenant's principals hold at a scope through Azure Lighthouse. Eligible
 * authorizations are left out: they give nothing until they are activated.
 *
 * @param holders lower-case ids of a principal and the groups it is in
 */
export function delegatedRolesOf(
  scope: Scope,
  managing: TenantState,
  holders: ReadonlySet<string>,
): readonly string[] {
  const { home } = scope;
  return [...home.objects.registrationAssignments.values()].flatMap((assignment) => {
    const relation = relationOf(assignment.scope, scope);
    const definition = definitionOf(home, assignment);
    if (!definition || (relation !== 'at' && relation !== 'above')) return [];
    if (idKey(definition.managedByTenantId) !== idKey(managing.tenant.id)) return [];
    return definition.authorizations
      .filter(({ principalId }) => holders.has(idKey(principalId)))
      .map(({ roleDefinitionId }) => roleDefinitionId);
  });
}
