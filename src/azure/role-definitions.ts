import { z } from 'zod';
import type { Guid } from '../model';
import { guid, readEntries } from './answer-schema';
import type { AzureClient } from './azure-client';

export interface CustomRole {
  readonly role: Guid;
  readonly roleName: string;
}

const customRoleSchema: z.ZodType<CustomRole> = z
  .object({ name: guid, properties: z.object({ roleName: z.string() }) })
  .transform(({ name, properties }) => ({ role: name, roleName: properties.roleName }));

/**
 * The custom roles that can be assigned in the subscription. Built-in ones are known from the catalogue.
 * REST specification: Microsoft.Authorization, stable 2022-04-01, authorization-RoleDefinitionsCalls.
 */
export async function listCustomRoles(
  client: AzureClient,
  subscriptionId: Guid,
): Promise<readonly CustomRole[]> {
  const path = `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions`;
  const query = { 'api-version': '2022-04-01', $filter: "type eq 'CustomRole'" };
  const entries = await client.list(path, query);
  return readEntries(customRoleSchema, entries, { method: 'GET', url: client.urlOf(path, query) });
}
