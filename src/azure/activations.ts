import { z } from 'zod';
import {
  naturalKey,
  parseRoleDefinitionGuid,
  parseScope,
  type Guid,
  type NaturalKey,
  type Scope,
} from '../model';
import { guid, optionalText, readEntries, textOf } from './answer-schema';
import type { AzureClient } from './azure-client';
import { HttpError } from './errors';

/** Access that Privileged Identity Management will end. */
export interface Activations {
  /** Stands because somebody activated a role for which they are eligible. */
  readonly activated: readonly NaturalKey[];
  /** Was assigned until an instant. */
  readonly scheduled: readonly NaturalKey[];
}

/**
 * What of the access at, above and below the scope ends by itself. The list has all active assignments, by hand
 * too: only `assignmentType` and an end tell. One without an end is to Azure what a role assignment made by hand is.
 * Source: azure-rest-api-specs Microsoft.Authorization 2020-10-01, RoleAssignmentScheduleInstance.
 */
export async function listActivations(
  client: AzureClient,
  customerTenant: Guid,
  scope: Scope,
): Promise<Activations> {
  const path = `${scope}/providers/Microsoft.Authorization/roleAssignmentScheduleInstances`;
  const query = { 'api-version': '2020-10-01' };
  const entries = await client.list(path, query).catch(noneWithoutLicence);
  const found = readEntries(instance, entries, { method: 'GET', url: client.urlOf(path, query) });
  const keysOf = (instances: typeof found): NaturalKey[] =>
    instances.map(({ properties: { scope, roleDefinitionId, principalId } }) =>
      naturalKey({ tenantId: customerTenant, scope, role: roleDefinitionId, principalId }),
    );
  const isActivated = ({ properties }: (typeof found)[number]): boolean =>
    properties.assignmentType.toLowerCase() === 'activated';
  return {
    activated: keysOf(found.filter(isActivated)),
    scheduled: keysOf(
      found.filter((each) => !isActivated(each) && each.properties.endDateTime !== undefined),
    ),
  };
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
    endDateTime: optionalText,
  }),
});
