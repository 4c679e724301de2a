import type { Tenant } from '../../src/emulator';
import { id } from './emulator-client';

/** Template ids of Entra roles. */
export const entraRoles = {
  directoryReaders: '88d8e3e3-8f55-4a1e-953a-9b9898b8876b',
  cloudApplicationAdministrator: '158c047a-c907-4556-b7ef-446551a6b5f7',
  globalAdministrator: '62e90394-69f5-4237-9190-012177145e10',
};

const stamp = '2020-01-01T00:00:00.0000000Z';

/** A partner's relationship with a customer, active without an end, in which a group has an Entra role. */
export function activeRelationship(
  partner: number,
  customer: number,
  groupId: string,
  role = entraRoles.directoryReaders,
): Pick<Tenant, 'delegatedAdminRelationships' | 'delegatedAdminAccessAssignments'> {
  const relationship = relationshipId(partner, customer);
  const stamps = { createdDateTime: stamp, lastModifiedDateTime: stamp, version: 1 };
  return {
    delegatedAdminRelationships: [
      {
        id: relationship,
        displayName: `Tenant ${customer}`,
        duration: 'P730D',
        autoExtendDuration: 'P180D',
        customer: { tenantId: id('0001', customer), displayName: `Tenant ${customer}` },
        roles: [role],
        transitions: [{ status: 'active', at: stamp }],
        endDateTime: '2022-01-01T00:00:00.0000000Z',
        ...stamps,
      },
    ],
    delegatedAdminAccessAssignments: [
      {
        relationship,
        id: id('0012', customer),
        groupId,
        roles: [role],
        transitions: [{ status: 'active', at: stamp }],
        ...stamps,
      },
    ],
  };
}

export function relationshipId(partner: number, customer: number): string {
  return `${id('0011', customer)}-${id('0001', partner)}`;
}
