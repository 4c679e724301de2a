import {
  managementGroupScope,
  parseGuid,
  parseRoleDefinitionGuid,
  parseScope,
  roleDefinitionIdAt,
  subscriptionScope,
  type Guid,
} from '../model';
import type { Declaration } from './document';
import type { ExpressionValue } from './expression';

/** The attributes of a data source, as far as a role assignment can make use of them. */
export type KnownAttributes = Readonly<Record<string, string>>;

/** Guid of the role with this name in the customer's tenant; undefined where no role has it. */
export type RoleNamed = (name: string, tenantId: Guid) => Guid | undefined;

/** What is said of a data source: texts by attribute, and the provider block that reads it. */
export interface WrittenDataSource {
  readonly texts: Readonly<Record<string, string>>;
  /** Alias of the provider block, such as `production`. */
  readonly alias: string | undefined;
}

type Reading = KnownAttributes | { readonly refused: string };
type Reader = (written: WrittenDataSource, declaration: Declaration, roleNamed: RoleNamed) => Reading;

/**
 * Data sources that nobody need be asked for: what they give follows from the declaration, from the catalogue of roles,
 * or is itself. In this order, since one may be built on the values of those before it.
 */
export const knownDataSources: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['azurerm_subscription', readSubscription],
  ['azurerm_management_group', readManagementGroup],
  ['azurerm_role_definition', readRoleDefinition],
  ['azuread_user', readObjectId],
  ['azuread_group', readObjectId],
  ['azuread_service_principal', readObjectId],
]);

/** The value of a reference such as `data.azurerm_subscription.main.id`. */
export function valueIn(
  known: ReadonlyMap<string, KnownAttributes>,
  path: readonly ExpressionValue[],
): string | undefined {
  const attributes = path.length === 4 ? known.get(path.slice(0, 3).join('.')) : undefined;
  const name = String(path[3]);
  return attributes && Object.hasOwn(attributes, name) ? attributes[name] : undefined;
}

function readSubscription(
  { texts, alias }: WrittenDataSource,
  { subscriptions, customer }: Declaration,
): Reading {
  const { subscription_id: written, ...others } = texts;
  if (Object.keys(others).length > 0) return refusal('subscription_id, or the subscription of its provider');
  const id = written === undefined ? subscriptions[alias ?? ''] : parseGuid(written);
  if (!id || !Object.values(subscriptions).includes(id))
    return { refused: 'It names no subscription of this customer.' };
  return { id: subscriptionScope(id), subscription_id: id, tenant_id: customer.tenant };
}

function readManagementGroup({ texts }: WrittenDataSource, { managementGroups }: Declaration): Reading {
  const { name, ...others } = texts;
  if (name === undefined || Object.keys(others).length > 0) return refusal('name');
  const isDeclared = Object.values(managementGroups).some(
    (declared) => declared.toLowerCase() === name.toLowerCase(),
  );
  if (!isDeclared) return { refused: 'It names no management group of this customer.' };
  return { id: managementGroupScope(name), name };
}

function readRoleDefinition(
  { texts }: WrittenDataSource,
  { customer }: Declaration,
  roleNamed: RoleNamed,
): Reading {
  const { name, role_definition_id: written, scope: scopeText, ...others } = texts;
  if ((name === undefined) === (written === undefined) || Object.keys(others).length > 0)
    return refusal('either name or role_definition_id, and scope');
  const role = name === undefined ? parseRoleDefinitionGuid(written ?? '') : roleNamed(name, customer.tenant);
  if (!role)
    return { refused: `No role has the ${name === undefined ? 'id' : 'name'} "${name ?? written}".` };
  const scope = scopeText === undefined ? parseScope('/') : parseScope(scopeText);
  if (!scope) return { refused: `"${scopeText}" is no scope.` };
  return {
    id: roleDefinitionIdAt(scope, role),
    role_definition_id: role,
    ...(name !== undefined && { name }),
  };
}

/** Whoever knows the object id need not look it up; that the object exists is seen when access is read. */
function readObjectId({ texts }: WrittenDataSource): Reading {
  const { object_id: written = '', ...others } = texts;
  const id = parseGuid(written);
  if (!id || Object.keys(others).length > 0)
    return refusal(
      'object_id, users also by user_principal_name or mail, groups and service principals by display_name, service principals also by client_id',
    );
  return { object_id: id };
}

function refusal(attributes: string): { readonly refused: string } {
  return { refused: `The embedded engine reads it by ${attributes}.` };
}
