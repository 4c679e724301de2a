import { armPage } from '../arm/arm-page';
import type { ArmRequest } from '../arm/arm-request';
import { relationOf } from '../arm/scope';
import type { Scope } from '../arm/scope';
import type { Answer } from '../http/exchange';
import { Refusal } from '../http/refusal';
import { objectDeleted, objectWritten } from '../world/change';
import { azureTimestamp, idKey } from '../world/cloud';
import type { TenantState } from '../world/cloud';
import type { RegistrationDefinition } from '../world/registration';
import { requireAllowedRoles } from './allowed-roles';
import { definitionNotFound, invalidDefinition } from './lighthouse-refusals';
import { definitionOf } from './managing-tenants';
import { requireOnboarder } from './onboarder';
import { readDefinitionBody } from './registration-body';
import type { DefinitionBody } from './registration-body';
import { definitionId, renderDefinition } from './registration-shape';

/** `GET {scope}/providers/Microsoft.ManagedServices/registrationDefinitions` */
export function listDefinitions(request: ArmRequest, scope: Scope): Answer {
  const found = [...scope.home.objects.registrationDefinitions.values()].filter((definition) =>
    ['at', 'above'].includes(relationOf(definition.scope, scope)),
  );
  return {
    status: 200,
    body: armPage(request, found, (definition) => render(request, scope.home, definition)),
  };
}

/** `GET {scope}/providers/Microsoft.ManagedServices/registrationDefinitions/{name}` */
export function getDefinition(request: ArmRequest, scope: Scope, name: string): Answer {
  const definition = find(scope, name);
  if (!definition) throw definitionNotFound(name);
  return { status: 200, body: render(request, scope.home, definition) };
}

/** `PUT …/registrationDefinitions/{name}`: 201 when it is new, 200 when not; done at once. */
export function putDefinition(request: ArmRequest, scope: Scope, name: string): Answer {
  requireOnboarder(request, scope);
  requireSubscriptionScope(scope);
  const body = readDefinitionBody(request.exchange.body);
  requireNewEnough(request, body);
  const existing = find(scope, name);
  if (existing && idKey(existing.managedByTenantId) !== idKey(body.managedByTenantId)) {
    throw invalidDefinition(`The managed by tenant of registration definition '${name}' cannot be changed.`);
  }
  requireManagingTenant(request, scope, name, body);
  requireAllowedRoles(scope.home, name, body);
  const now = azureTimestamp(request.context.now());
  const { objectId } = request.claims;
  const definition: RegistrationDefinition = {
    ...body,
    name: existing?.name ?? name,
    scope: scope.id,
    createdOn: existing?.createdOn ?? now,
    createdBy: existing?.createdBy ?? objectId,
    updatedOn: now,
    updatedBy: objectId,
  };
  request.context.ledger.record(objectWritten(scope.home, 'registrationDefinitions', definition));
  return { status: existing ? 200 : 201, body: render(request, scope.home, definition) };
}

/** `DELETE …/registrationDefinitions/{name}`: 204 if it was not there. */
export function deleteDefinition(request: ArmRequest, scope: Scope, name: string): Answer {
  requireOnboarder(request, scope);
  const definition = find(scope, name);
  if (!definition) return { status: 204 };
  const isUsed = [...scope.home.objects.registrationAssignments.values()].some(
    (assignment) => definitionOf(scope.home, assignment) === definition,
  );
  if (isUsed) {
    const message = `The registration definition '${definitionId(definition)}' is used by registration assignments.`;
    throw new Refusal(409, 'RegistrationDefinitionInUse', message);
  }
  request.context.ledger.record(objectDeleted(scope.home, 'registrationDefinitions', definition));
  return { status: 200, body: render(request, scope.home, definition) };
}

function render(request: ArmRequest, home: TenantState, definition: RegistrationDefinition) {
  return renderDefinition(request.context.ledger.cloud, home, definition);
}

function find(scope: Scope, name: string): RegistrationDefinition | undefined {
  return scope.home.objects.registrationDefinitions.get(idKey(`${scope.id}/${name}`));
}

/** Text: https://github.com/Azure/Azure-Lighthouse-samples/issues/31 */
function requireSubscriptionScope(scope: Scope): void {
  if (scope.subscription && scope.id.split('/').length === 3) return;
  throw new Refusal(
    400,
    'InvalidRegistrationDefinitionUri',
    `The registration definition request scope '${scope.id}' should be '/subscriptions/<subscriptionId>'.`,
  );
}

/** Source: https://github.com/hashicorp/terraform-provider-azurerm/issues/25183 */
function requireNewEnough(request: ArmRequest, body: DefinitionBody): void {
  if (body.eligibleAuthorizations.length === 0 || request.apiVersion >= '2020-02-01-preview') return;
  throw invalidDefinition(
    "Eligible authorizations are only allowed with api-version greater and equal to '2020-02-01-preview'.",
  );
}

/** Of a managing tenant that the emulator knows, the principals must be there, and of the right kind. */
function requireManagingTenant(request: ArmRequest, scope: Scope, name: string, body: DefinitionBody): void {
  if (idKey(body.managedByTenantId) === idKey(scope.home.tenant.id)) {
    throw invalidDefinition(
      `The managed by tenant '${body.managedByTenantId}' of registration definition '${name}' is the tenant of the ` +
        'subscription. Choose another tenant.',
    );
  }
  const managing = request.context.ledger.cloud.tenants.get(idKey(body.managedByTenantId));
  if (!managing) return;
  const typeOf = (id: string) => managing.principals.get(idKey(id));
  const unknown = [...body.authorizations, ...body.eligibleAuthorizations].find(
    ({ principalId }) => !typeOf(principalId),
  );
  if (unknown) {
    throw invalidDefinition(
      `The principal '${unknown.principalId}' of registration definition '${name}' does not exist in the directory ` +
        `'${body.managedByTenantId}'.`,
    );
  }
  for (const { principalId } of [...body.authorizations, ...body.eligibleAuthorizations]) {
    const principal = typeOf(principalId);
    if (principal?.type === 'Group' && principal.object.securityEnabled === false) {
      throw invalidDefinition(`The principal '${principalId}' is not a security group.`);
    }
  }
  const robot = body.eligibleAuthorizations.find(
    ({ principalId }) => typeOf(principalId)?.type === 'ServicePrincipal',
  );
  if (robot) {
    throw invalidDefinition(
      `The principal '${robot.principalId}' is a service principal, which cannot have eligible authorizations.`,
    );
  }
}
