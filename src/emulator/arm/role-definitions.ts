import type { Answer } from '../http/exchange';
import { Refusal } from '../http/refusal';
import { parseFilter } from '../odata/filter';
import type { Condition } from '../odata/filter';
import type { Permission } from '../world/world';
import { armPage } from './arm-page';
import type { ArmRequest } from './arm-request';
import { findRole, isAssignableAt, roleDefinitionIdAt, rolesAt, rolesAtAndBelow } from './role-definition';
import type { RoleDefinition } from './role-definition';
import type { Scope } from './scope';

/** Clients require both dates. The data has none, so every role gets those that Azure gives for Reader. */
const dates = { createdOn: '2015-02-02T21:55:09.8806423Z', updatedOn: '2021-11-11T20:13:47.8628684Z' };

/** `GET {scope}/providers/Microsoft.Authorization/roleDefinitions` */
export function listRoleDefinitions(request: ArmRequest, scope: Scope): Answer {
  const conditions = readFilter(request.exchange.query('$filter'));
  const below = conditions.some((condition) => condition.kind === 'call');
  const roles = (below ? rolesAtAndBelow(scope) : rolesAt(scope)).filter((role) =>
    conditions.every((condition) => matches(role, condition)),
  );
  return { status: 200, body: armPage(request, roles, (role) => render(role, scope)) };
}

/** `GET {scope}/providers/Microsoft.Authorization/roleDefinitions/{guid}`; at root it finds any role of the tenant. */
export function getRoleDefinition(scope: Scope, id: string): Answer {
  const role = findRole(scope.home, id);
  if (!role || !(scope.id === '/' || isAssignableAt(role, scope))) throw roleDefinitionDoesNotExist(404, id);
  return { status: 200, body: render(role, scope) };
}

export function roleDefinitionDoesNotExist(status: number, id: string): Refusal {
  const message = `The specified role definition with ID '${id}' does not exist.`;
  return new Refusal(status, 'RoleDefinitionDoesNotExist', message);
}

function readFilter(text: string | undefined): readonly Condition[] {
  if (!text) return [];
  const conditions = parseFilter(text);
  if (conditions?.every(isSupported)) return conditions;
  throw new Refusal(
    400,
    'UnsupportedQuery',
    `The filter '${text}' is not supported. Supported filters are 'atScopeAndBelow()', ` +
      "'type eq '{value}'' and 'roleName eq '{value}''.",
  );
}

function isSupported(condition: Condition): boolean {
  if (condition.kind === 'call') {
    return condition.name.toLowerCase() === 'atscopeandbelow' && condition.value === undefined;
  }
  return condition.kind === 'equals' && ['rolename', 'type'].includes(condition.field.toLowerCase());
}

function matches(role: RoleDefinition, condition: Condition): boolean {
  if (condition.kind !== 'equals') return true;
  const actual = condition.field.toLowerCase() === 'type' ? role.type : role.roleName;
  return actual.toLowerCase() === String(condition.value).toLowerCase();
}

function render(role: RoleDefinition, scope: Scope) {
  return {
    properties: {
      roleName: role.roleName,
      type: role.type,
      description: role.description,
      assignableScopes: role.assignableScopes,
      permissions: role.permissions.map(renderPermission),
      ...dates,
      createdBy: null,
      updatedBy: null,
    },
    id: roleDefinitionIdAt(scope, role.id),
    type: 'Microsoft.Authorization/roleDefinitions',
    name: role.id,
  };
}

function renderPermission(permission: Permission) {
  return {
    actions: permission.actions ?? [],
    notActions: permission.notActions ?? [],
    dataActions: permission.dataActions ?? [],
    notDataActions: permission.notDataActions ?? [],
    ...(permission.condition && {
      condition: permission.condition,
      conditionVersion: permission.conditionVersion ?? '2.0',
    }),
  };
}
