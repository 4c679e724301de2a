import { z } from 'zod';
import type { Guid, Scope } from '../model';
import { guid, readEntries } from './answer-schema';
import type { AzureClient } from './azure-client';

/** A role as Azure lists it, built in or not. */
export interface AzureRole {
  readonly kind: 'built-in' | 'custom';
  readonly id: Guid;
  readonly name: string;
  readonly description: string;
  readonly permissions: readonly {
    readonly [List in 'actions' | 'notActions' | 'dataActions' | 'notDataActions']?: readonly string[];
  }[];
}

/** An empty list and none mean the same. */
const texts = z
  .array(z.string())
  .nullish()
  .transform((list) => (list && list.length > 0 ? list : undefined));

const permissions = z
  .object({
    actions: texts,
    notActions: texts,
    dataActions: texts,
    notDataActions: texts,
    condition: z
      .string()
      .nullish()
      .transform((text) => text || undefined),
  })
  .transform((block) => Object.fromEntries(Object.entries(block).filter(([, value]) => value !== undefined)));

const schema: z.ZodType<AzureRole> = z
  .object({
    name: guid,
    properties: z.object({
      roleName: z.string(),
      type: z.string(),
      description: z
        .string()
        .nullish()
        .transform((text) => text ?? ''),
      permissions: z.array(permissions),
    }),
  })
  .transform(({ name, properties: { roleName, type, ...rest } }) => ({
    kind: type.toLowerCase() === 'customrole' ? ('custom' as const) : ('built-in' as const),
    id: name,
    name: roleName,
    ...rest,
  }));

/**
 * All roles that can be assigned at the scope.
 * REST specification: Microsoft.Authorization, stable 2022-04-01, authorization-RoleDefinitionsCalls.
 */
export async function listRoles(client: AzureClient, scope: Scope): Promise<readonly AzureRole[]> {
  const path = `${scope}/providers/Microsoft.Authorization/roleDefinitions`;
  const query = { 'api-version': '2022-04-01' };
  const entries = await client.list(path, query);
  return readEntries(schema, entries, { method: 'GET', url: client.urlOf(path, query) });
}
