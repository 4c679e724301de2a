import { z } from 'zod';
import { managementGroupScope, type Guid } from '../model';
import { guid, readAnswer } from './answer-schema';
import type { AzureClient } from './azure-client';

interface ManagementGroup {
  readonly name: string;
  readonly tenantId: Guid;
}

const schema: z.ZodType<ManagementGroup> = z
  .object({ name: z.string(), properties: z.object({ tenantId: guid }) })
  .transform(({ name, properties }) => ({ name, tenantId: properties.tenantId }));

/** REST specification: Microsoft.Management, stable 2020-05-01. */
const query = { 'api-version': '2020-05-01' };

export async function getManagementGroup(client: AzureClient, name: string): Promise<ManagementGroup> {
  const path = managementGroupScope(name);
  const answer = await client.get(path, query);
  return readAnswer(schema, answer, { method: 'GET', url: client.urlOf(path, query) });
}
