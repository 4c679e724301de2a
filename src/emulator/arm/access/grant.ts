import { definitionOf } from '../../lighthouse/managing-tenants';
import { idKey } from '../../world/cloud';
import type { TenantState } from '../../world/cloud';
import { findRole } from '../role-definition';
import type { RoleDefinition } from '../role-definition';

/** A role that the caller holds at a scope, and with it at everything below. */
export interface Grant {
  readonly scope: string;
  readonly role: RoleDefinition;
  /** Of the role assignment. */
  readonly condition: string | null;
  /** Through Azure Lighthouse: the lower-case ids of the roles that may be given to managed identities. */
  readonly delegated?: { readonly rolesToGive: readonly string[] };
}

/** @param holders lower-case ids of the caller and its groups */
export function assignedGrants(home: TenantState, holders: ReadonlySet<string>): readonly Grant[] {
  const grants: Grant[] = [];
  for (const { principalId, roleDefinitionId, scope, condition } of home.roleAssignments.values()) {
    if (!holders.has(idKey(principalId))) continue;
    const role = findRole(home, roleDefinitionId);
    if (role) grants.push({ scope, role, condition });
  }
  return grants;
}

/**
 * What a managing tenant's caller holds in the tenant of a customer: only what is delegated, and of that no Owner and no
 * custom role. Eligible authorizations are left out: they give nothing until they are activated.
 * Source: https://learn.microsoft.com/azure/lighthouse/concepts/tenants-users-roles
 */
export function delegatedGrants(
  home: TenantState,
  managing: TenantState,
  holders: ReadonlySet<string>,
): readonly Grant[] {
  return [...home.objects.registrationAssignments.values()].flatMap((assignment) => {
    const definition = definitionOf(home, assignment);
    if (!definition || idKey(definition.managedByTenantId) !== idKey(managing.tenant.id)) return [];
    return definition.authorizations.flatMap((authorization) => {
      const role = findRole(home, authorization.roleDefinitionId);
      const isHeld = holders.has(idKey(authorization.principalId));
      if (!isHeld || role?.type !== 'BuiltInRole' || idKey(role.id) === owner) return [];
      const rolesToGive = (authorization.delegatedRoleDefinitionIds ?? []).map(idKey);
      return [{ scope: assignment.scope, role, condition: null, delegated: { rolesToGive } }];
    });
  });
}

const owner = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
