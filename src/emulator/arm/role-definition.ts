import { idKey } from '../world/cloud';
import type { TenantState } from '../world/cloud';
import type { Permission } from '../world/world';
import builtInRoles from './built-in-roles.json';
import { relationOf } from './scope';
import type { Scope } from './scope';

export interface RoleDefinition {
  /** Bare GUID. */
  readonly id: string;
  readonly roleName: string;
  readonly type: 'BuiltInRole' | 'CustomRole';
  readonly description: string;
  readonly assignableScopes: readonly string[];
  readonly permissions: readonly Permission[];
}

/** The roles that can be assigned at a scope: built-in ones, and custom ones made for it or for a scope above it. */
export function rolesAt(scope: Scope): readonly RoleDefinition[] {
  return rolesOf(scope.home).filter((role) => isAssignableAt(role, scope));
}

/** The roles that can be assigned at a scope or anywhere below it. */
export function rolesAtAndBelow(scope: Scope): readonly RoleDefinition[] {
  return rolesOf(scope.home).filter((role) =>
    role.assignableScopes.some((assignable) => relationOf(assignable, scope) !== 'unrelated'),
  );
}

/** Any role of a tenant by its GUID, wherever it can be assigned. */
export function findRole(home: TenantState, id: string): RoleDefinition | undefined {
  return rolesOf(home).find((role) => idKey(role.id) === idKey(id));
}

export function isAssignableAt(role: RoleDefinition, scope: Scope): boolean {
  return role.assignableScopes.some((assignable) => {
    const relation = relationOf(assignable, scope);
    return relation === 'at' || relation === 'above';
  });
}

/**
 * The id of a role as ARM writes it at a scope: rooted at the subscription at and below one, at `/providers` above.
 * Source: https://github.com/Azure/azure-rest-api-specs/issues/11103
 */
export function roleDefinitionIdAt(scope: Scope, roleId: string): string {
  const root = scope.subscription ? `/subscriptions/${scope.subscription.subscription.id}` : '';
  return `${root}/providers/Microsoft.Authorization/roleDefinitions/${roleId}`;
}

function rolesOf(home: TenantState): readonly RoleDefinition[] {
  return [
    ...builtIn,
    ...(home.tenant.customRoles ?? []).map((role) => ({
      ...role,
      type: 'CustomRole' as const,
      description: role.description ?? '',
    })),
  ];
}

// From iam-dataset (MIT), which has no descriptions.
const builtIn: readonly RoleDefinition[] = (
  builtInRoles as readonly { id: string; name: string; permissions: readonly Permission[] }[]
).map((role) => ({
  id: role.id,
  roleName: role.name,
  type: 'BuiltInRole',
  description: '',
  assignableScopes: ['/'],
  permissions: role.permissions,
}));
