import { armPage } from '../arm/arm-page';
import type { ArmRequest } from '../arm/arm-request';
import { roleDefinitionIdAt, rolesAt } from '../arm/role-definition';
import type { RoleDefinition } from '../arm/role-definition';
import type { Scope } from '../arm/scope';
import type { Answer } from '../http/exchange';
import { Refusal } from '../http/refusal';
import { idKey } from '../world/cloud';
import { longestPeriods } from './default-policy';
import { pimId } from './pim-type';

// Every role has the default policy at every scope, under the role's own GUID, and nobody can change it.
// Source of the shapes: Azure REST spec Microsoft.Authorization 2020-10-01, RoleManagementPolicy.

/** `GET {scope}/providers/Microsoft.Authorization/roleManagementPolicies[/{role's GUID}]` */
export function readPolicies(request: ArmRequest, scope: Scope, name: string | undefined): Answer {
  if (name === undefined) {
    return {
      status: 200,
      body: armPage(request, askedRoles(request, scope), (it) => renderPolicy(it, scope)),
    };
  }
  return { status: 200, body: renderPolicy(requireRole(rolesAt(scope), name), scope) };
}

/** `GET {scope}/providers/Microsoft.Authorization/roleManagementPolicyAssignments[/{policy}_{role}]` */
export function readPolicyAssignments(request: ArmRequest, scope: Scope, name: string | undefined): Answer {
  if (name === undefined) {
    const roles = askedRoles(request, scope);
    return { status: 200, body: armPage(request, roles, (role) => renderPolicyAssignment(role, scope)) };
  }
  const [policy = '', role = policy] = name.split('_');
  return { status: 200, body: renderPolicyAssignment(requireRole(rolesAt(scope), role), scope) };
}

/**
 * The roles of a list: all, or with `$filter=roleDefinitionId eq '...'` one.
 * Source: Azure REST spec Microsoft.Authorization 2020-10-01, example GetRoleManagementPolicyByRoleDefinitionFilter
 */
function askedRoles(request: ArmRequest, scope: Scope): readonly RoleDefinition[] {
  const filter = request.exchange.query('$filter');
  if (!filter) return rolesAt(scope);
  const wanted = /^roleDefinitionId eq '([^']*)'$/i.exec(filter.trim())?.[1];
  if (wanted === undefined) {
    throw new Refusal(400, 'UnsupportedQuery', `The filter '${filter}' is not supported.`);
  }
  const guid = idKey(wanted.split('/').at(-1) ?? '');
  return rolesAt(scope).filter((role) => idKey(role.id) === guid);
}

function requireRole(roles: readonly RoleDefinition[], name: string): RoleDefinition {
  const role = roles.find(({ id }) => idKey(id) === idKey(name));
  if (role) return role;
  throw new Refusal(404, 'RoleManagementPolicyNotFound', `The policy '${name}' is not found.`);
}

function renderPolicy(role: RoleDefinition, scope: Scope) {
  return {
    properties: {
      scope: scope.id,
      displayName: role.roleName,
      description: null,
      isOrganizationDefault: true,
      lastModifiedBy: null,
      lastModifiedDateTime: null,
      rules: rules(),
      effectiveRules: rules(),
    },
    id: pimId(scope.id, 'roleManagementPolicies', role.id),
    type: 'Microsoft.Authorization/roleManagementPolicies',
    name: role.id,
  };
}

function renderPolicyAssignment(role: RoleDefinition, scope: Scope) {
  const name = `${role.id}_${role.id}`;
  return {
    properties: {
      scope: scope.id,
      roleDefinitionId: roleDefinitionIdAt(scope, role.id),
      policyId: pimId(scope.id, 'roleManagementPolicies', role.id),
      effectiveRules: rules(),
    },
    id: pimId(scope.id, 'roleManagementPolicyAssignments', name),
    type: 'Microsoft.Authorization/roleManagementPolicyAssignments',
    name,
  };
}

function rules(): readonly object[] {
  const target = (caller: string, level: string) => ({
    caller,
    operations: ['All'],
    level,
    targetObjects: null,
    inheritableSettings: null,
    enforcedSettings: null,
  });
  const expiration = (id: string, maximumDuration: string, caller: string, level: string) => ({
    isExpirationRequired: true,
    maximumDuration,
    id,
    ruleType: 'RoleManagementPolicyExpirationRule',
    target: target(caller, level),
  });
  const enablement = (id: string, enabledRules: readonly string[], caller: string, level: string) => ({
    enabledRules,
    id,
    ruleType: 'RoleManagementPolicyEnablementRule',
    target: target(caller, level),
  });
  return [
    expiration('Expiration_Admin_Eligibility', longestPeriods.eligible, 'Admin', 'Eligibility'),
    expiration('Expiration_Admin_Assignment', longestPeriods.active, 'Admin', 'Assignment'),
    expiration('Expiration_EndUser_Assignment', longestPeriods.activation, 'EndUser', 'Assignment'),
    enablement('Enablement_Admin_Eligibility', [], 'Admin', 'Eligibility'),
    enablement('Enablement_Admin_Assignment', [], 'Admin', 'Assignment'),
    enablement('Enablement_EndUser_Assignment', ['Justification'], 'EndUser', 'Assignment'),
  ];
}
