import { automation, contoso, fabrikam, tailspin, wingtip, woodgrove } from './example-customers';
import { exampleRelationships } from './example-relationships';
import { exampleId } from './example-id';
import type { Tenant, World } from './world';

const northwind: Tenant = {
  id: exampleId('tenant', 'partner'),
  displayName: 'Northwind Cloud',
  domains: ['northwind.onmicrosoft.com', 'northwind.com'],
  users: [
    {
      id: exampleId('user', 'partner'),
      displayName: 'Sam',
      userPrincipalName: 'sam@northwind.com',
      mail: 'sam@northwind.com',
    },
  ],
  groups: [
    {
      id: exampleId('group', 'partner', 1),
      displayName: 'AdminAgents',
      members: [exampleId('group', 'partner', 3)],
    },
    { id: exampleId('group', 'partner', 2), displayName: 'HelpdeskAgents' },
    {
      id: exampleId('group', 'partner', 3),
      displayName: 'Cloud engineers',
      members: [exampleId('user', 'partner')],
    },
  ],
  servicePrincipals: [automation('partner')],
  ...exampleRelationships,
  globalAdministrators: [exampleId('user', 'partner')],
};

/** A CSP partner, its automation, and five customers that differ in how the partner may reach them. */
export const exampleWorld: World = {
  tenants: [northwind, contoso, fabrikam, woodgrove, tailspin, wingtip],
  applications: [
    {
      appId: exampleId('application', 'partner'),
      displayName: 'tilldela',
      tenant: exampleId('tenant', 'partner'),
      clientSecrets: ['emulator-only-secret'],
    },
  ],
};
