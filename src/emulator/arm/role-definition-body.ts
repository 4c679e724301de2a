import { Refusal } from '../http/refusal';
import type { CustomRole } from '../world/custom-role';
import type { Permission } from '../world/world';
import { badFormat, isObject, parseProperties, readList, readText, readTexts } from './json-body';

/** The writable part of a custom role. */
export type RoleDefinitionBody = Required<
  Pick<CustomRole, 'roleName' | 'description' | 'permissions' | 'assignableScopes'>
>;

/** Source: https://learn.microsoft.com/azure/role-based-access-control/custom-roles#custom-role-limits */
const limits = { roleName: 512, description: 2048, assignableScopes: 2000 };

const managementGroup = /^\/providers\/Microsoft\.Management\/managementGroups\/[^/]+$/i;

/**
 * Reads `{"properties":{…}}` of a PUT. Read-only properties that a client sends back are ignored.
 *
 * @throws Refusal 400 for the first thing that is wrong
 */
export function readRoleDefinitionBody(text: string): RoleDefinitionBody {
  const properties = parseProperties(text);
  const body = {
    roleName: readRoleName(properties['roleName']),
    description: readText(properties['description']) ?? '',
    permissions: readList(properties['permissions'], readPermission),
    assignableScopes: readAssignableScopes(properties['assignableScopes']),
  };
  // Some clients leave the type out; the Azure CLI does.
  const type = readText(properties['type']);
  if (type !== null && type.toLowerCase() !== 'customrole') throw badFormat();
  if (body.description.length > limits.description) {
    throw tooLong('description', limits.description);
  }
  refuseDataActionsAtManagementGroup(body);
  return body;
}

function readRoleName(value: unknown): string {
  const name = readText(value)?.trim();
  if (!name) throw badFormat();
  if (name.length > limits.roleName) throw tooLong('roleName', limits.roleName);
  return name;
}

function readPermission(value: unknown): Permission {
  if (!isObject(value)) throw badFormat();
  return {
    actions: readActions(value['actions']),
    notActions: readActions(value['notActions']),
    dataActions: readActions(value['dataActions']),
    notDataActions: readActions(value['notDataActions']),
  };
}

/** `*`, or provider and operation with wildcards anywhere. Whether the provider has such an operation is not checked. */
function readActions(value: unknown): readonly string[] {
  const actions = readTexts(value);
  const wrong = actions.find((action) => action !== '*' && !/^[\w.*-]+(\/[\w.*-]+)+$/.test(action));
  if (wrong === undefined) return actions;
  throw new Refusal(
    400,
    'InvalidActionOrNotAction',
    `'${wrong}' does not match any of the actions supported by the providers.`,
  );
}

function readAssignableScopes(value: unknown): readonly string[] {
  const scopes = readTexts(value).map((scope) => (scope === '/' ? scope : scope.replace(/\/$/, '')));
  if (scopes.length === 0) throw badFormat();
  if (scopes.length > limits.assignableScopes) {
    throw invalid(`A role definition can have at most ${limits.assignableScopes} assignable scopes.`);
  }
  if (scopes.filter((scope) => managementGroup.test(scope)).length > 1) {
    throw invalid('A custom role can have only one management group in its assignable scopes.');
  }
  return scopes;
}

function refuseDataActionsAtManagementGroup({ permissions, assignableScopes }: RoleDefinitionBody): void {
  const hasDataActions = permissions.some(
    ({ dataActions, notDataActions }) => dataActions?.length || notDataActions?.length,
  );
  if (!hasDataActions || !assignableScopes.some((scope) => managementGroup.test(scope))) return;
  throw invalid('A custom role with data actions cannot be assigned at the management group scope.');
}

function tooLong(property: string, limit: number): Refusal {
  return invalid(`The property '${property}' is longer than ${limit} characters.`);
}

/** The rules are documented, the code and texts of their refusals are not. */
function invalid(message: string): Refusal {
  return new Refusal(400, 'InvalidRoleDefinition', message);
}
