import { idKey } from '../world/cloud';
import type { TenantState } from '../world/cloud';
import type { CustomRole } from '../world/custom-role';
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
  readonly createdOn?: string;
  readonly updatedOn?: string;
  readonly createdBy?: string | null;
  readonly updatedBy?: string | null;
}

/** Clients require both dates. The data of built-in roles has none, so each gets those that Azure gives for Reader. */
export const roleDates = {
  createdOn: '2015-02-02T21:55:09.8806423Z',
  updatedOn: '2021-11-11T20:13:47.8628684Z',
};

/** The roles that can be assigned at a scope: built-in ones, and custom ones made for it or for a scope above it. */
export function rolesAt(scope: Scope): readonly RoleDefinition[] {
  return rolesOf(scope.home).filter((role) => isAssignableAt(role, scope));
}

/** The roles that can be assigned at a scope or anywhere below it. */
export function rolesAtAndBelow(scope: Scope): readonly RoleDefinition[] {
  return rolesOf(scope.home).filter((role) => isNamedAt(role, scope));
}

/** Any role of a tenant by its GUID, wherever it can be assigned. */
export function findRole(home: TenantState, id: string): RoleDefinition | undefined {
  const custom = home.objects.customRoles.get(idKey(id));
  return custom ? customRole(custom) : builtInById.get(idKey(id));
}

/** The roles of a tenant that have this name, in whatever letter case. */
export function rolesNamed(home: TenantState, name: string): readonly RoleDefinition[] {
  return rolesOf(home).filter((role) => role.roleName.toLowerCase() === name.toLowerCase());
}

/**
 * Whether a role has an id at this scope. More than where it can be assigned: the id of a role made for a resource
 * group is rooted at its subscription, and must lead back to it from there.
 */
export function isNamedAt(role: RoleDefinition, scope: Scope): boolean {
  return role.assignableScopes.some((assignable) => relationOf(assignable, scope) !== 'unrelated');
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

export function rolesOf(home: TenantState): readonly RoleDefinition[] {
  return [...builtIn, ...[...home.objects.customRoles.values()].map(customRole)];
}

export function customRole(role: CustomRole): RoleDefinition {
  return { ...role, type: 'CustomRole', description: role.description ?? '' };
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

const builtInById: ReadonlyMap<string, RoleDefinition> = new Map(
  builtIn.map((role) => [idKey(role.id), role]),
);
