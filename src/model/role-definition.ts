import { uuidv5, type Guid } from './guid';
import { roleDefinitionIdAt } from './role-id';
import { scopeKey, subscriptionOf, type Scope } from './scope';

/** What a role allows: actions of the control and the data plane, each less those that are taken off. */
export interface RolePermissions {
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly dataActions: readonly string[];
  readonly notDataActions: readonly string[];
}

/** What a custom role says, whether declared or found. */
export interface RoleDefinition {
  readonly tenantId: Guid;
  /** Where it is written. Azure keeps only `assignableScopes`; of one that is not ours it is the first of them. */
  readonly scope: Scope;
  readonly name: Guid;
  /** The name that people see, unique in the tenant. */
  readonly roleName: string;
  readonly description?: string;
  /** Each block by itself: what one takes off, another may give. A declared role has one. */
  readonly permissions: readonly RolePermissions[];
  readonly assignableScopes: readonly Scope[];
}

/** A custom role as Azure has it. */
export interface ExistingRoleDefinition extends RoleDefinition {
  /** Azure's resource id; its root depends on where it was asked for. */
  readonly id: string;
}

/**
 * The name of a thing that a construct stands for: a custom role, a Lighthouse definition or assignment. Never change
 * this text: whoever knows the construct's id can recompute the name, and that proves ownership (a golden test holds it).
 */
export function constructName(
  owner: Guid,
  place: { readonly tenantId: Guid; readonly scope: Scope; readonly constructId: string },
): Guid {
  return uuidv5(owner, `${place.tenantId}|${scopeKey(place.scope)}|${place.constructId}`);
}

/** The path at which the definition is written: at a management group, though Azure shows it at the tenant then. */
export function roleDefinitionId({ scope, name }: Pick<RoleDefinition, 'scope' | 'name'>): string {
  return subscriptionOf(scope)
    ? roleDefinitionIdAt(scope, name)
    : `${scope}/providers/Microsoft.Authorization/roleDefinitions/${name}`;
}
