import { idKey } from '../world/cloud';
import type { Cloud, TenantState } from '../world/cloud';
import type { RegistrationAssignment, RegistrationDefinition } from '../world/registration';

/** Source of the shapes: Azure REST spec Microsoft.ManagedServices 2022-10-01. */
export function renderDefinition(
  cloud: Cloud,
  home: TenantState,
  definition: RegistrationDefinition,
): Record<string, unknown> {
  return {
    properties: definitionProperties(cloud, home, definition),
    ...(definition.plan && { plan: definition.plan }),
    id: definitionId(definition),
    type: 'Microsoft.ManagedServices/registrationDefinitions',
    name: definition.name,
    systemData: systemData(definition),
  };
}

/** @param expanded what `$expandRegistrationDefinition=true` asks for */
export function renderAssignment(
  cloud: Cloud,
  home: TenantState,
  assignment: RegistrationAssignment,
  expanded: RegistrationDefinition | undefined,
): Record<string, unknown> {
  return {
    properties: {
      registrationDefinitionId: assignment.registrationDefinitionId,
      provisioningState: 'Succeeded',
      ...(expanded && {
        registrationDefinition: {
          ...(expanded.plan && { plan: expanded.plan }),
          id: definitionId(expanded),
          type: 'Microsoft.ManagedServices/registrationDefinitions',
          name: expanded.name,
          properties: definitionProperties(cloud, home, expanded),
          systemData: systemData(expanded),
        },
      }),
    },
    id: `${assignment.scope}/providers/Microsoft.ManagedServices/registrationAssignments/${assignment.name}`,
    type: 'Microsoft.ManagedServices/registrationAssignments',
    name: assignment.name,
    systemData: systemData(assignment),
  };
}

export function definitionId(definition: Pick<RegistrationDefinition, 'scope' | 'name'>): string {
  return `${definition.scope}/providers/Microsoft.ManagedServices/registrationDefinitions/${definition.name}`;
}

function definitionProperties(cloud: Cloud, home: TenantState, definition: RegistrationDefinition) {
  const managing = cloud.tenants.get(idKey(definition.managedByTenantId));
  return {
    registrationDefinitionName: definition.registrationDefinitionName,
    description: definition.description,
    managedByTenantId: definition.managedByTenantId,
    managedByTenantName: managing?.tenant.displayName ?? null,
    manageeTenantId: home.tenant.id,
    manageeTenantName: home.tenant.displayName,
    authorizations: definition.authorizations,
    eligibleAuthorizations: definition.eligibleAuthorizations,
    provisioningState: 'Succeeded',
  };
}

function systemData(
  entry: Pick<RegistrationDefinition, 'createdBy' | 'updatedBy' | 'createdOn' | 'updatedOn'>,
) {
  return {
    createdBy: entry.createdBy,
    createdByType: 'Application',
    createdAt: entry.createdOn,
    lastModifiedBy: entry.updatedBy,
    lastModifiedByType: 'Application',
    lastModifiedAt: entry.updatedOn,
  };
}
