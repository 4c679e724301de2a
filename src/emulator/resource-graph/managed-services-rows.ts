import type { ArmRequest } from '../arm/arm-request';
import { definitionOf } from '../lighthouse/managing-tenants';
import { renderAssignment, renderDefinition } from '../lighthouse/registration-shape';
import { idKey } from '../world/cloud';
import type { SubscriptionState } from '../world/cloud';
import type { QueriedScopes } from './queried-scopes';
import { placeOf } from './tables';
import { readableBy } from './readable';
import type { GraphRow } from './tables';

/** `managedservicesresources`: offers and delegations of Azure Lighthouse; a managing tenant sees its own. */
export function managedServicesRows(request: ArmRequest, queried: QueriedScopes): readonly GraphRow[] {
  return queried.subscriptions.flatMap((found) => [
    ...definitionRows(request, found),
    ...assignmentRows(request, found),
  ]);
}

function definitionRows(request: ArmRequest, found: SubscriptionState): readonly GraphRow[] {
  const { home } = found;
  const mayRead = readableBy(request, 'Microsoft.ManagedServices/registrationDefinitions/read');
  return [...home.objects.registrationDefinitions.values()]
    .filter(
      ({ scope, managedByTenantId }) =>
        isIn(found, scope) && isFor(request, found, managedByTenantId) && mayRead(home, scope),
    )
    .map((definition) => {
      const { id, properties } = renderDefinition(request.context.ledger.cloud, home, definition);
      return {
        id: String(id),
        name: definition.name,
        type: 'microsoft.managedservices/registrationdefinitions',
        tenantId: home.tenant.id,
        ...placeOf(definition.scope),
        ...(definition.plan && { plan: definition.plan }),
        properties: properties as object,
      };
    });
}

function assignmentRows(request: ArmRequest, found: SubscriptionState): readonly GraphRow[] {
  const { home } = found;
  const mayRead = readableBy(request, 'Microsoft.ManagedServices/registrationAssignments/read');
  return [...home.objects.registrationAssignments.values()]
    .filter((assignment) => {
      const manager = definitionOf(home, assignment)?.managedByTenantId ?? '';
      return (
        isIn(found, assignment.scope) && isFor(request, found, manager) && mayRead(home, assignment.scope)
      );
    })
    .map((assignment) => {
      const { id, properties } = renderAssignment(request.context.ledger.cloud, home, assignment, undefined);
      return {
        id: String(id),
        name: assignment.name,
        type: 'microsoft.managedservices/registrationassignments',
        tenantId: home.tenant.id,
        ...placeOf(assignment.scope),
        properties: properties as object,
      };
    });
}

function isIn({ subscription }: SubscriptionState, scope: string): boolean {
  return idKey(`${scope}/`).startsWith(idKey(`/subscriptions/${subscription.id}/`));
}

function isFor({ callerHome }: ArmRequest, { home }: SubscriptionState, manager: string): boolean {
  return callerHome === home || idKey(manager) === idKey(callerHome.tenant.id);
}
