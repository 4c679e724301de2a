import { exampleId } from './example-id';
import type { RegistrationAssignment, RegistrationDefinition } from './registration';

// Ids of the built-in roles: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
const contributor = 'b24988ac-6180-42a0-ab88-20f7382dd24c';
const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
const userAccessAdministrator = '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9';
const deleteDelegation = '91c1777a-f3dc-4fae-b103-61d183457e46';

const subscription = `/subscriptions/${exampleId('subscription', 'fabrikam')}`;
const stamps = {
  createdOn: '2026-01-05T08:00:00.0000000Z',
  updatedOn: '2026-01-05T08:00:00.0000000Z',
  createdBy: exampleId('user', 'fabrikam'),
  updatedBy: exampleId('user', 'fabrikam'),
};

const definition: RegistrationDefinition = {
  name: exampleId('registrationDefinition', 'fabrikam'),
  scope: subscription,
  registrationDefinitionName: 'Northwind managed services',
  description: 'Daily operation and backup policies',
  managedByTenantId: exampleId('tenant', 'partner'),
  authorizations: [
    authorization(exampleId('servicePrincipal', 'partner'), 'tilldela', reader),
    {
      ...authorization(exampleId('servicePrincipal', 'partner'), 'tilldela', userAccessAdministrator),
      delegatedRoleDefinitionIds: [contributor],
    },
    authorization(exampleId('group', 'partner', 3), 'Cloud engineers', contributor),
    authorization(exampleId('group', 'partner', 3), 'Cloud engineers', deleteDelegation),
  ],
  eligibleAuthorizations: [],
  plan: null,
  ...stamps,
};

const assignment: RegistrationAssignment = {
  name: exampleId('registrationAssignment', 'fabrikam'),
  scope: subscription,
  registrationDefinitionId: `${subscription}/providers/Microsoft.ManagedServices/registrationDefinitions/${definition.name}`,
  ...stamps,
};

/** What Fabrikam delegates to the partner through Azure Lighthouse. */
export const fabrikamDelegation = {
  registrationDefinitions: [definition],
  registrationAssignments: [assignment],
};

function authorization(principalId: string, principalIdDisplayName: string, roleDefinitionId: string) {
  return { principalId, principalIdDisplayName, roleDefinitionId };
}
