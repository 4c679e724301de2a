import type { AzurePlan } from '../world/azure-plan';
import type { DelegatedAdminAccessAssignment, DelegatedAdminRelationship } from '../world/delegated-admin';
import type { Subscription } from '../world/world';
import { fleetId } from './fleet-id';

/** Source: https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference */
const directoryReaders = '88d8e3e3-8f55-4a1e-953a-9b9898b8876b';
const partner = 0;
const stamp = '2026-01-05T08:00:00.0000000Z';

/** What the customers delegated to the partner: AdminAgents may read each directory, without an end. */
export function fleetRelationships(customers: readonly number[]) {
  return {
    delegatedAdminRelationships: customers.map(relationship),
    delegatedAdminAccessAssignments: customers.map(accessAssignment),
  };
}

/** The Azure plan that a customer's subscriptions are under. */
export function fleetAzurePlan(customer: number, subscriptions: readonly Subscription[]): AzurePlan {
  return {
    id: fleetId('0013', customer),
    reseller: fleetId('0001', partner),
    status: 'active',
    creationDate: stamp,
    entitlements: subscriptions.map(({ id, displayName }) => ({
      id,
      friendlyName: displayName,
      status: 'active',
    })),
  };
}

function relationship(customer: number): DelegatedAdminRelationship {
  return {
    id: relationshipId(customer),
    displayName: `Customer ${customer}`,
    duration: 'P730D',
    autoExtendDuration: 'P180D',
    customer: { tenantId: fleetId('0001', customer), displayName: `Customer ${customer}` },
    roles: [directoryReaders],
    createdDateTime: stamp,
    lastModifiedDateTime: stamp,
    transitions: [{ status: 'active', at: stamp }],
    endDateTime: '2028-01-05T08:00:00.0000000Z',
    version: 1,
  };
}

function accessAssignment(customer: number): DelegatedAdminAccessAssignment {
  return {
    relationship: relationshipId(customer),
    id: fleetId('0012', customer),
    groupId: fleetId('0004', partner),
    roles: [directoryReaders],
    createdDateTime: stamp,
    lastModifiedDateTime: stamp,
    transitions: [{ status: 'active', at: stamp }],
    version: 1,
  };
}

function relationshipId(customer: number): string {
  return `${fleetId('0011', customer)}-${fleetId('0001', partner)}`;
}
