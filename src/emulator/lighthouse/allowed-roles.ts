import { parseDuration } from '../pim/expiration';
import { coversAction } from '../arm/action-pattern';
import { findRole } from '../arm/role-definition';
import type { RoleDefinition } from '../arm/role-definition';
import { idKey } from '../world/cloud';
import type { TenantState } from '../world/cloud';
import type { DefinitionBody } from './registration-body';
import { invalidDefinition } from './lighthouse-refusals';

// Rules: https://learn.microsoft.com/azure/lighthouse/concepts/tenants-users-roles
// Texts: https://github.com/MicrosoftDocs/azure-docs/issues/80795 and /117760, Azure/Azure-Lighthouse-samples issue 137

const owner = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
const userAccessAdministrator = '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9';
const never = [owner, userAccessAdministrator];

const shortestActivation = 30 * 60_000;
const longestActivation = 8 * 60 * 60_000;

/** Actions that would let the managing tenant give itself or others more than it was given. */
const restrictedActions = [
  'microsoft.authorization/roleassignments/write',
  'microsoft.authorization/roleassignments/delete',
  'microsoft.authorization/roledefinitions/write',
  'microsoft.authorization/roledefinitions/delete',
  'microsoft.authorization/denyassignments/write',
  'microsoft.authorization/denyassignments/delete',
  'microsoft.authorization/locks/write',
  'microsoft.authorization/locks/delete',
];

/**
 * @param home the customer's tenant, whose roles are meant
 * @throws Refusal 400 for the first role that cannot be delegated, or not so
 */
export function requireAllowedRoles(home: TenantState, name: string, body: DefinitionBody): void {
  for (const { roleDefinitionId, delegatedRoleDefinitionIds = [] } of body.authorizations) {
    if (idKey(roleDefinitionId) === userAccessAdministrator) {
      if (delegatedRoleDefinitionIds.length === 0) throw needsDelegatedRoles(roleDefinitionId, name);
      for (const delegated of delegatedRoleDefinitionIds) requireDelegable(home, delegated, name);
    } else {
      if (delegatedRoleDefinitionIds.length > 0) throw cannotDelegate(roleDefinitionId, name);
      requireAssignable(home, roleDefinitionId, name, [owner]);
    }
  }
  for (const { roleDefinitionId, justInTimeAccessPolicy } of body.eligibleAuthorizations) {
    if (never.includes(idKey(roleDefinitionId))) {
      throw restricted(roleDefinitionId, name, 'eligible authorization in registration definition', never);
    }
    requireAssignable(home, roleDefinitionId, name, never);
    requireActivationTime(justInTimeAccessPolicy?.maximumActivationDuration);
  }
}

function requireAssignable(home: TenantState, id: string, name: string, refused: readonly string[]): void {
  if (refused.includes(idKey(id))) throw restricted(id, name, 'registration definition', refused);
  const role = requireBuiltIn(home, id, name);
  const hasRestrictedAction = role.permissions.some(({ actions = [], notActions = [] }) =>
    restrictedActions.some((action) => coversAction(actions, action) && !coversAction(notActions, action)),
  );
  if (!hasRestrictedAction) return;
  throw invalidDefinition(
    `The role definition '${id}' is not allowed for registration definition '${name}' because of restricted actions.`,
  );
}

/** A role that a User Access Administrator may give to managed identities. */
function requireDelegable(home: TenantState, id: string, name: string): void {
  if (never.includes(idKey(id)))
    throw restricted(id, name, 'delegated role definitions in registration definition', never);
  requireBuiltIn(home, id, name);
}

function requireBuiltIn(home: TenantState, id: string, name: string): RoleDefinition {
  const role = findRole(home, id);
  const only = 'Only built in role definitions without any data and notData actions are allowed.';
  if (role?.type !== 'BuiltInRole') {
    throw invalidDefinition(
      `The role definition '${id}' is not allowed for registration definition '${name}'. ${only}`,
    );
  }
  if (
    !role.permissions.some(({ dataActions, notDataActions }) => dataActions?.length || notDataActions?.length)
  ) {
    return role;
  }
  throw invalidDefinition(
    `The role definition '${id}' with data actions not allowed for registration definition '${name}'. ${only}`,
  );
}

function requireActivationTime(duration: string | undefined): void {
  const time = duration === undefined ? longestActivation : parseDuration(duration);
  if (time !== undefined && time >= shortestActivation && time <= longestActivation) return;
  throw invalidDefinition(
    `The maximum activation duration '${duration}' is not valid. It must be between 30 minutes and 8 hours.`,
  );
}

function restricted(id: string, name: string, where: string, refused: readonly string[]) {
  return invalidDefinition(
    `The role definition '${id}' is restricted for ${where} '${name}'. Restricted role definitions are ` +
      `'${refused.join(';')}'.`,
  );
}

function needsDelegatedRoles(id: string, name: string) {
  return invalidDefinition(
    `The role definition '${id}' needs delegated role definitions in registration definition '${name}'.`,
  );
}

function cannotDelegate(id: string, name: string) {
  return invalidDefinition(
    `The role definition '${id}' cannot have delegated role definitions in registration definition '${name}'.`,
  );
}
