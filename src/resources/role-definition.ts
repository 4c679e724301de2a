import {
  byText,
  compareText,
  parseGuid,
  parseScope,
  scopeKey,
  type Guid,
  type RoleDefinition,
  type RolePermissions,
  type Scope,
} from '../model';
import type { ResourceSchema } from './resource-schema';

/**
 * The attributes of a custom role and what changing each means. Its guid and the scope it is written at are fixed; all
 * else Azure replaces as a whole (REST specification of Microsoft.Authorization, 2022-04-01; azurerm's schema).
 */
export const roleDefinitionSchema = {
  attributes: {
    role_definition_id: { required: true, change: 'replace' },
    scope: { required: true, change: 'replace' },
    name: { required: true, change: 'in-place' },
    description: { required: false, change: 'in-place' },
    permissions: { required: true, change: 'in-place' },
    assignable_scopes: { required: true, change: 'in-place' },
  },
} as const satisfies ResourceSchema;

export type RoleDefinitionAttribute = keyof typeof roleDefinitionSchema.attributes;

/** The same role with its lists in order: they are sets to Azure, which returns them as they were sent. */
export function inNormalForm<Definition extends RoleDefinition>(definition: Definition): Definition {
  return {
    ...definition,
    permissions: definition.permissions.map((block) => ({
      actions: block.actions.toSorted(compareText),
      notActions: block.notActions.toSorted(compareText),
      dataActions: block.dataActions.toSorted(compareText),
      notDataActions: block.notDataActions.toSorted(compareText),
    })),
    assignableScopes: definition.assignableScopes.toSorted(byText(scopeKey)),
  };
}

/** Attribute values as Terraform shows them. */
export function toRoleDefinitionAttributes(definition: RoleDefinition) {
  return {
    role_definition_id: definition.name as string,
    scope: definition.scope as string,
    name: definition.roleName,
    description: definition.description || null,
    permissions: definition.permissions.map((block) => ({
      actions: block.actions,
      not_actions: block.notActions,
      data_actions: block.dataActions,
      not_data_actions: block.notDataActions,
    })),
    assignable_scopes: definition.assignableScopes as readonly string[],
  };
}

/** The role that the attributes describe, or the names of those that are missing or malformed. */
export function fromRoleDefinitionAttributes(
  attributes: Readonly<Record<string, unknown>>,
  tenantId: Guid,
): { readonly definition: RoleDefinition } | { readonly malformed: readonly RoleDefinitionAttribute[] } {
  const { role_definition_id, scope: written, name: roleName, description } = attributes;
  const name = typeof role_definition_id === 'string' ? parseGuid(role_definition_id) : undefined;
  const scope = typeof written === 'string' ? parseScope(written) : undefined;
  const permissions = readPermissions(attributes['permissions']);
  const assignableScopes = readScopes(attributes['assignable_scopes']);
  const named = typeof roleName === 'string' && roleName !== '' ? roleName : undefined;
  if (!name || !scope || !permissions || !assignableScopes || !named) {
    const parsed = {
      role_definition_id: name,
      scope,
      name: named,
      permissions,
      assignable_scopes: assignableScopes,
    };
    return { malformed: (Object.keys(parsed) as (keyof typeof parsed)[]).filter((key) => !parsed[key]) };
  }
  return {
    definition: {
      tenantId,
      scope,
      name,
      roleName: named,
      ...(typeof description === 'string' && description !== '' && { description }),
      permissions,
      assignableScopes,
    },
  };
}

function readPermissions(value: unknown): readonly RolePermissions[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const blocks = value.map(readBlock);
  return blocks.includes(undefined) ? undefined : (blocks as RolePermissions[]);
}

function readBlock(block: unknown): RolePermissions | undefined {
  if (typeof block !== 'object' || block === null) return undefined;
  const attributes = block as Record<string, unknown>;
  const listAt = (name: string) => readTexts(attributes[name] ?? []);
  const [actions, notActions] = [listAt('actions'), listAt('not_actions')];
  const [dataActions, notDataActions] = [listAt('data_actions'), listAt('not_data_actions')];
  return actions && notActions && dataActions && notDataActions
    ? { actions, notActions, dataActions, notDataActions }
    : undefined;
}

function readTexts(value: unknown): readonly string[] | undefined {
  const isList = (given: unknown): given is readonly unknown[] => Array.isArray(given);
  const isText = (entry: unknown): entry is string => typeof entry === 'string';
  return isList(value) && value.every(isText) ? value : undefined;
}

function readScopes(value: unknown): readonly Scope[] | undefined {
  const scopes = readTexts(value)?.map(parseScope);
  return scopes && scopes.length > 0 && !scopes.includes(undefined) ? (scopes as Scope[]) : undefined;
}

/** The attributes that differ and that Azure can change in place. Order and letter case of lists mean nothing. */
export function changedInRoleDefinition(
  before: RoleDefinition,
  after: RoleDefinition,
): readonly RoleDefinitionAttribute[] {
  const changed: RoleDefinitionAttribute[] = [];
  if (before.roleName !== after.roleName) changed.push('name');
  if ((before.description ?? '') !== (after.description ?? '')) changed.push('description');
  if (permissionsKey(before) !== permissionsKey(after)) changed.push('permissions');
  if (asSet(before.assignableScopes) !== asSet(after.assignableScopes)) changed.push('assignable_scopes');
  return changed;
}

function permissionsKey({ permissions }: RoleDefinition): string {
  const keys = permissions.map((block) =>
    [block.actions, block.notActions, block.dataActions, block.notDataActions].map(asSet).join('|'),
  );
  return asSet(keys);
}

function asSet(texts: readonly string[]): string {
  return JSON.stringify([...new Set(texts.map((text) => text.toLowerCase()))].sort());
}
