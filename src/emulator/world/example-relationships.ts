import type { DelegatedAdminAccessAssignment, DelegatedAdminRelationship } from './delegated-admin';
import { exampleId } from './example-id';
import type { ExampleOwner } from './example-id';

// Template ids of Entra roles: https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference
const directoryReaders = '88d8e3e3-8f55-4a1e-953a-9b9898b8876b';
const cloudApplicationAdministrator = '158c047a-c907-4556-b7ef-446551a6b5f7';

/** The customers that gave the partner delegated admin privileges; whose relationship never ends by itself. */
const customers = [
  ['contoso', 'Contoso'],
  ['fabrikam', 'Fabrikam'],
  ['tailspin', 'Tailspin'],
  ['wingtip', 'Wingtip'],
] as const;

const day = (date: string): string => `${date}T08:00:00.0000000Z`;
const relationshipId = (owner: ExampleOwner): string =>
  `${exampleId('relationship', owner)}-${exampleId('tenant', 'partner')}`;

function relationship([owner, name]: (typeof customers)[number]): DelegatedAdminRelationship {
  return {
    id: relationshipId(owner),
    displayName: `${name} managed services`,
    duration: 'P730D',
    autoExtendDuration: 'P180D',
    customer: { tenantId: exampleId('tenant', owner), displayName: name },
    roles: [directoryReaders, cloudApplicationAdministrator],
    createdDateTime: day('2026-01-02'),
    lastModifiedDateTime: day('2026-01-04'),
    transitions: [
      { status: 'created', at: day('2026-01-02') },
      { status: 'approvalPending', at: day('2026-01-03') },
      { status: 'active', at: day('2026-01-04') },
    ],
    endDateTime: day('2028-01-04'),
    version: 3,
  };
}

/** Cloud engineers have both roles. */
function accessAssignment([owner]: (typeof customers)[number]): DelegatedAdminAccessAssignment {
  return {
    relationship: relationshipId(owner),
    id: exampleId('accessAssignment', owner),
    groupId: exampleId('group', 'partner', 3),
    roles: [directoryReaders, cloudApplicationAdministrator],
    createdDateTime: day('2026-01-04'),
    lastModifiedDateTime: day('2026-01-04'),
    transitions: [{ status: 'active', at: day('2026-01-04') }],
    version: 1,
  };
}

export const exampleRelationships = {
  delegatedAdminRelationships: customers.map(relationship),
  delegatedAdminAccessAssignments: customers.map(accessAssignment),
};
