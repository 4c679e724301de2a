import { armPage } from '../arm/arm-page';
import type { ArmRequest } from '../arm/arm-request';
import { badFormat, parseProperties, readText } from '../arm/json-body';
import { relationOf } from '../arm/scope';
import type { Scope } from '../arm/scope';
import type { Answer } from '../http/exchange';
import { Refusal } from '../http/refusal';
import { objectDeleted, objectWritten } from '../world/change';
import { azureTimestamp, idKey } from '../world/cloud';
import type { RegistrationAssignment, RegistrationDefinition } from '../world/registration';
import { assignmentNotFound, definitionNotFound } from './lighthouse-refusals';
import { definitionById, definitionOf } from './managing-tenants';
import { requireOnboarder } from './onboarder';
import { definitionId, renderAssignment } from './registration-shape';

/** What lets a managing tenant's principal undo its own delegation. Source: the built-in roles' documentation. */
const deleteRole = '91c1777a-f3dc-4fae-b103-61d183457e46';

/** `GET {scope}/providers/Microsoft.ManagedServices/registrationAssignments`, those at and below the scope. */
export function listAssignments(request: ArmRequest, scope: Scope): Answer {
  const found = [...scope.home.objects.registrationAssignments.values()].filter(
    (assignment) =>
      ['at', 'below'].includes(relationOf(assignment.scope, scope)) && isVisible(request, scope, assignment),
  );
  return { status: 200, body: armPage(request, found, (assignment) => render(request, scope, assignment)) };
}

/** `GET {scope}/providers/Microsoft.ManagedServices/registrationAssignments/{name}` */
export function getAssignment(request: ArmRequest, scope: Scope, name: string): Answer {
  const assignment = find(scope, name);
  if (!assignment || !isVisible(request, scope, assignment)) throw assignmentNotFound(name);
  return { status: 200, body: render(request, scope, assignment) };
}

/** `PUT …/registrationAssignments/{name}`: 201 when it is new, 200 when not; done at once. */
export function putAssignment(request: ArmRequest, scope: Scope, name: string): Answer {
  requireOnboarder(request, scope);
  requireDelegableScope(scope);
  const definition = readDefinition(request, scope);
  const existing = find(scope, name);
  if (existing && definitionOf(scope.home, existing) !== definition) {
    const message = `The registration definition of registration assignment '${name}' cannot be changed.`;
    throw new Refusal(400, 'InvalidRegistrationAssignmentUpdateRequest', message);
  }
  refuseSecond(scope, name, definition);
  const now = azureTimestamp(request.context.now());
  const { objectId } = request.claims;
  const assignment: RegistrationAssignment = {
    name: existing?.name ?? name,
    scope: scope.id,
    registrationDefinitionId: definitionId(definition),
    createdOn: existing?.createdOn ?? now,
    createdBy: existing?.createdBy ?? objectId,
    updatedOn: now,
    updatedBy: objectId,
  };
  request.context.ledger.record(objectWritten(scope.home, 'registrationAssignments', assignment));
  return { status: existing ? 200 : 201, body: render(request, scope, assignment) };
}

/** `DELETE …/registrationAssignments/{name}`, by the customer or by who holds the role for it. 204 if not there. */
export function deleteAssignment(request: ArmRequest, scope: Scope, name: string): Answer {
  const assignment = find(scope, name);
  const definition = assignment && definitionOf(scope.home, assignment);
  const isManaging =
    definition && idKey(definition.managedByTenantId) === idKey(request.callerHome.tenant.id);
  const mayLeave =
    isManaging && request.access.grantsAt(scope).some(({ role }) => idKey(role.id) === deleteRole);
  if (!mayLeave) requireOnboarder(request, scope);
  if (!assignment) return { status: 204 };
  const body = render(request, scope, assignment);
  request.context.ledger.record(objectDeleted(scope.home, 'registrationAssignments', assignment));
  return { status: 200, body };
}

/** The managing tenant sees its own delegations, not those to others. */
function isVisible(request: ArmRequest, scope: Scope, assignment: RegistrationAssignment): boolean {
  const manager = definitionOf(scope.home, assignment)?.managedByTenantId ?? '';
  return request.callerHome === scope.home || idKey(manager) === idKey(request.callerHome.tenant.id);
}

function readDefinition(request: ArmRequest, scope: Scope): RegistrationDefinition {
  const id = readText(parseProperties(request.exchange.body)['registrationDefinitionId']);
  if (!id) throw badFormat();
  const definition = definitionById(scope.home, id);
  const isOfSubscription = definition && ['at', 'above'].includes(relationOf(definition.scope, scope));
  if (!isOfSubscription) throw definitionNotFound(id);
  return definition;
}

/** Text: https://github.com/Azure/Azure-Lighthouse-samples/issues/85 */
function refuseSecond(scope: Scope, name: string, definition: RegistrationDefinition): void {
  const other = [...scope.home.objects.registrationAssignments.values()].find(
    (assignment) =>
      idKey(assignment.scope) === idKey(scope.id) &&
      idKey(assignment.name) !== idKey(name) &&
      definitionOf(scope.home, assignment) === definition,
  );
  if (!other) return;
  throw new Refusal(
    409,
    'RegistrationAssignmentExists',
    `Another registration assignment present at this scope '${scope.id}' for registration definition ` +
      `'${definitionId(definition)}'. Multiple registration assignments are not allowed.`,
  );
}

/** A subscription or a resource group; management groups are delegated by policy, subscription by subscription. */
function requireDelegableScope(scope: Scope): void {
  const depth = scope.id.split('/').length;
  if (scope.subscription && (depth === 3 || (depth === 5 && /\/resourceGroups\//i.test(scope.id)))) return;
  throw new Refusal(
    400,
    'InvalidRegistrationAssignmentUri',
    `The registration assignment request scope '${scope.id}' should be '/subscriptions/<subscriptionId>' or ` +
      "'/subscriptions/<subscriptionId>/resourceGroups/<resourceGroupName>'.",
  );
}

function render(request: ArmRequest, scope: Scope, assignment: RegistrationAssignment) {
  const expand = request.exchange.query('$expandRegistrationDefinition')?.toLowerCase() === 'true';
  const expanded = expand ? definitionOf(scope.home, assignment) : undefined;
  return renderAssignment(request.context.ledger.cloud, scope.home, assignment, expanded);
}

function find(scope: Scope, name: string): RegistrationAssignment | undefined {
  return scope.home.objects.registrationAssignments.get(idKey(`${scope.id}/${name}`));
}
