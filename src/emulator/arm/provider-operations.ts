import type { Answer } from '../http/exchange';
import { Refusal } from '../http/refusal';
import { armPage } from './arm-page';
import type { ArmRequest } from './arm-request';

const namespace = 'Microsoft.Authorization';

type ResourceType = readonly [displayName: string, operations: Readonly<Record<string, string>>];

/**
 * What roles can allow on each type: the display names of type and operations.
 *
 * Source: MicrosoftDocs/azure-docs, tables of resource provider operations
 */
const resourceTypes: Readonly<Record<string, ResourceType>> = {
  permissions: ['Permission', { read: 'List permissions' }],
  providerOperations: ['Provider operations', { read: 'Get operations for resource providers' }],
  roleAssignments: [
    'Role assignment',
    { read: 'Get role assignment', write: 'Create role assignment', delete: 'Delete role assignment' },
  ],
  roleDefinitions: [
    'Role definition',
    {
      read: 'Get role definition',
      write: 'Create or update custom role definition',
      delete: 'Delete custom role definition',
    },
  ],
};

/** `GET /providers/Microsoft.Authorization/providerOperations`. Everybody may: it says nothing of a tenant. */
export function listProviderOperations(request: ArmRequest): Answer {
  return { status: 200, body: armPage(request, [namespace], () => render(request)) };
}

/** `GET /providers/Microsoft.Authorization/providerOperations/{namespace}`; the only one is that of this provider. */
export function getProviderOperations(request: ArmRequest, name: string): Answer {
  if (name.toLowerCase() === namespace.toLowerCase()) return { status: 200, body: render(request) };
  throw new Refusal(404, 'ProviderNotFound', `The emulator knows no operations of the provider '${name}'.`);
}

function render({ exchange }: ArmRequest) {
  const isExpanded = exchange.query('$expand')?.toLowerCase() === 'resourcetypes';
  return {
    id: `/providers/${namespace}/providerOperations/${namespace}`,
    name: namespace,
    type: `${namespace}/providerOperations`,
    displayName: 'Microsoft Authorization',
    resourceTypes: isExpanded ? Object.entries(resourceTypes).map(renderType) : [],
    operations: [],
  };
}

function renderType([name, [displayName, operations]]: [string, ResourceType]) {
  return {
    name,
    displayName,
    operations: Object.entries(operations).map(([verb, title]) => ({
      name: `${namespace}/${name}/${verb}`,
      displayName: title,
      description: title,
      origin: 'user,system',
      properties: null,
      isDataAction: false,
    })),
  };
}
