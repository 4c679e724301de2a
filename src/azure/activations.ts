import { z } from 'zod';
import { naturalKey, parseRoleDefinitionGuid, parseScope, type Guid, type NaturalKey } from '../model';
import { guid, readEntries, textOf } from './answer-schema';
import type { AzureClient } from './azure-client';
import { HttpError } from './errors';

/**
 * Access at, above and below the subscription that stands because somebody activated a role for which Privileged
 * Identity Management makes them eligible. The list has all active assignments, by hand too: only `assignmentType`
 * tells. Source: azure-rest-api-specs Microsoft.Authorization 2020-10-01, RoleAssignmentScheduleInstance.
 */
export async function listActivations(
  client: AzureClient,
  customerTenant: Guid,
  subscriptionId: Guid,
): Promise<readonly NaturalKey[]> {
  const path = `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleAssignmentScheduleInstances`;
  const query = { 'api-version': '2020-10-01' };
  const entries = await client.list(path, query).catch(noneWithoutLicence);
  return readEntries(instance, entries, { method: 'GET', url: client.urlOf(path, query) })
    .filter(({ properties }) => properties.assignmentType.toLowerCase() === 'activated')
    .map(({ properties: { scope, roleDefinitionId, principalId } }) =>
      naturalKey({ tenantId: customerTenant, scope, role: roleDefinitionId, principalId }),
    );
}

/** A tenant without the licence for Privileged Identity Management has nobody who could activate anything. */
function noneWithoutLicence(error: unknown): [] {
  if (error instanceof HttpError && error.code === 'AadPremiumLicenseRequired') return [];
  throw error;
}

const instance = z.object({
  properties: z.object({
    scope: textOf((text) => (text.startsWith('/') ? parseScope(text) : undefined), 'scope'),
    roleDefinitionId: textOf(parseRoleDefinitionGuid, 'role definition id'),
    principalId: guid,
    assignmentType: z.string(),
  }),
});
