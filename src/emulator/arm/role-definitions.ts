import type { Answer } from '../http/exchange';
import { Refusal } from '../http/refusal';
import { parseFilter } from '../odata/filter';
import type { Condition } from '../odata/filter';
import { authorizationFailed } from './access/require-access';
import { armPage } from './arm-page';
import type { ArmRequest } from './arm-request';
import { findRole, isNamedAt, rolesAt, rolesAtAndBelow } from './role-definition';
import type { RoleDefinition } from './role-definition';
import { renderRoleDefinition } from './role-definition-shape';
import { placeOfId } from './scope';
import type { Scope } from './scope';

/** `GET {scope}/providers/Microsoft.Authorization/roleDefinitions` */
export function listRoleDefinitions(request: ArmRequest, scope: Scope): Answer {
  const conditions = readFilter(request.exchange.query('$filter'));
  const below = conditions.some((condition) => condition.kind === 'call');
  const roles = (below ? rolesAtAndBelow(scope) : rolesAt(scope)).filter(
    (role) => conditions.every((condition) => matches(role, condition)) && mayRead(request, scope, role),
  );
  return { status: 200, body: armPage(request, roles, (role) => renderRoleDefinition(role, scope)) };
}

/** `GET {scope}/providers/Microsoft.Authorization/roleDefinitions/{guid}` */
export function getRoleDefinition(request: ArmRequest, scope: Scope, id: string): Answer {
  const role = findRole(scope.home, id);
  if (!role || !isNamedAt(role, scope)) throw roleDefinitionDoesNotExist(404, id);
  if (!mayRead(request, scope, role)) {
    throw authorizationFailed(request, readRole, `/${request.exchange.segments.join('/')}`);
  }
  return { status: 200, body: renderRoleDefinition(role, scope) };
}

const readRole = 'Microsoft.Authorization/roleDefinitions/read';

/** At root, where everybody may ask, a custom role is shown to who may read it where it can be assigned. */
function mayRead(request: ArmRequest, scope: Scope, role: RoleDefinition): boolean {
  if (scope.id !== '/' || role.type === 'BuiltInRole') return true;
  return role.assignableScopes.some((assignable) => {
    const place = placeOfId(request.context.ledger.cloud, request.callerHome, assignable);
    return place !== undefined && request.access.allows({ action: readRole }, place);
  });
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
