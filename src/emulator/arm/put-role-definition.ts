import type { Answer } from '../http/exchange';
import { Refusal } from '../http/refusal';
import { objectWritten } from '../world/change';
import { azureTimestamp, idKey } from '../world/cloud';
import type { CustomRole } from '../world/custom-role';
import { linkedAuthorizationFailed } from './access/require-access';
import type { ArmRequest } from './arm-request';
import { readRoleDefinitionBody } from './role-definition-body';
import type { RoleDefinitionBody } from './role-definition-body';
import { customRole, findRole, roleDates, rolesNamed } from './role-definition';
import { renderRoleDefinition } from './role-definition-shape';
import { isGuid } from './json-body';
import { placeOfId, resolveScope } from './scope';
import type { Scope } from './scope';

/** Source: https://learn.microsoft.com/azure/role-based-access-control/custom-roles#custom-role-limits */
const customRolesPerTenant = 5000;

/**
 * `PUT {scope}/providers/Microsoft.Authorization/roleDefinitions/{id}`: 201 for an update too, as the API
 * specification has it and Terraform's azurerm insists.
 */
export function putRoleDefinition(request: ArmRequest, scope: Scope, id: string): Answer {
  if (!isGuid(id)) {
    throw new Refusal(400, 'InvalidRoleDefinitionId', `The role definition ID '${id}' is not valid.`);
  }
  const body = readRoleDefinitionBody(request.exchange.body);
  const assignableScopes = body.assignableScopes.map((assignable) => canonical(request, assignable));
  const existing = findRole(scope.home, id);
  if (existing?.type === 'BuiltInRole') throw builtInIsFixed(id);
  const action = 'Microsoft.Authorization/roleDefinitions/write';
  requireEverywhere(request, action, [...assignableScopes, ...(existing?.assignableScopes ?? [])]);
  refuseNameInUse(scope, id, body, existing !== undefined);
  if (!existing && scope.home.objects.customRoles.size >= customRolesPerTenant) {
    const message = 'Role definition limit exceeded. No more role definitions can be created.';
    throw new Refusal(400, 'RoleDefinitionLimitExceeded', message);
  }
  const now = azureTimestamp(request.context.now());
  const { objectId } = request.claims;
  const role: CustomRole = {
    ...body,
    id: existing?.id ?? id,
    assignableScopes,
    createdOn: existing ? (existing.createdOn ?? roleDates.createdOn) : now,
    createdBy: existing ? (existing.createdBy ?? null) : objectId,
    updatedOn: now,
    updatedBy: objectId,
  };
  request.context.ledger.record(objectWritten(scope.home, 'customRoles', role));
  return { status: 201, body: renderRoleDefinition(customRole(role), scope) };
}

/**
 * An assignable scope in the casing of its object.
 *
 * @throws Refusal 403 when it is root, or does not exist: for ARM these are scopes on which the caller has no right
 */
function canonical(request: ArmRequest, assignable: string): string {
  const found = assignable.startsWith('/') ? findScope(request, assignable) : undefined;
  if (found && found.id !== '/') return found.id;
  throw linkedAuthorizationFailed(request, 'Microsoft.Authorization/roleDefinitions/write', assignable);
}

/**
 * A role can be changed and deleted by who may do so wherever it can be assigned.
 * Source: https://learn.microsoft.com/azure/role-based-access-control/custom-roles#who-can-create-delete-update-or-view-a-custom-role
 *
 * @param action such as `Microsoft.Authorization/roleDefinitions/write`
 * @throws Refusal 403
 */
export function requireEverywhere(request: ArmRequest, action: string, scopes: readonly string[]): void {
  const { cloud } = request.context.ledger;
  const missing = scopes.find((scope) => {
    const place = placeOfId(cloud, request.callerHome, scope);
    return place && !request.access.allows({ action }, place);
  });
  if (missing !== undefined) throw linkedAuthorizationFailed(request, action, missing);
}

/** Only scopes of the caller's own tenant can be made assignable. */
function findScope(request: ArmRequest, id: string): Scope | undefined {
  const segments = id.split('/').filter((segment) => segment !== '');
  const named = segments[0]?.toLowerCase() === 'subscriptions' ? segments[1] : undefined;
  const subscription = request.context.ledger.cloud.subscriptions.get(idKey(named ?? ''));
  if (named !== undefined && !subscription) return undefined;
  try {
    const scope = resolveScope(segments, request.callerHome, subscription);
    return scope?.home === (request.subscription?.home ?? request.callerHome) ? scope : undefined;
  } catch (error) {
    if (error instanceof Refusal) return undefined; // no scope, or a resource group that is not there
    throw error;
  }
}

/** A custom role's name is unique in its tenant, and no built-in role has it. */
function refuseNameInUse(scope: Scope, id: string, body: RoleDefinitionBody, isUpdate: boolean): void {
  const isInUse = rolesNamed(scope.home, body.roleName).some((role) => idKey(role.id) !== idKey(id));
  if (!isInUse) return;
  throw new Refusal(
    409,
    'RoleDefinitionWithSameNameExists',
    isUpdate
      ? 'A role definition cannot be updated with a name that already exists.'
      : 'A custom role with the same name already exists in this directory. Use a different name.',
  );
}

/** That they are fixed is documented, the answer is not. */
export function builtInIsFixed(id: string): Refusal {
  const message = `The role definition '${id}' is a built-in role and cannot be changed or deleted.`;
  return new Refusal(400, 'InvalidRoleDefinition', message);
}
