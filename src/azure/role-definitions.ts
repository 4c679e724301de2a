import { z } from 'zod';
import {
  parseScope,
  type ExistingRoleDefinition,
  type Guid,
  type RoleDefinition,
  type RolePermissions,
  type Scope,
} from '../model';
import { guid, optionalText, readAnswer, readEntries, textOf, withoutUndefined } from './answer-schema';
import { undefinedIfGone, type AzureClient } from './azure-client';

const query = { 'api-version': '2022-04-01' };

/** Custom roles of one customer, seen with the token that `client` has. */
export interface RoleDefinitionCalls {
  /** Those that can be assigned at the scope. Built-in ones are known from the catalogue. */
  listCustom(scope: Scope): Promise<readonly ExistingRoleDefinition[]>;
  get(id: string): Promise<ExistingRoleDefinition | undefined>;
  /** Creates the role, or replaces all that it says. */
  put(id: string, definition: RoleDefinition): Promise<ExistingRoleDefinition>;
  /** Also succeeds when there is none. */
  delete(id: string): Promise<void>;
}

/** REST specification: Microsoft.Authorization, stable 2022-04-01, authorization-RoleDefinitionsCalls. */
export function roleDefinitionCalls(client: AzureClient, customerTenant: Guid): RoleDefinitionCalls {
  const schema = definitionSchema(customerTenant);
  return {
    async listCustom(place) {
      const path = `${place}/providers/Microsoft.Authorization/roleDefinitions`;
      const filtered = { ...query, $filter: "type eq 'CustomRole'" };
      const entries = await client.list(path, filtered);
      return readEntries(schema, entries, { method: 'GET', url: client.urlOf(path, filtered) });
    },
    async get(id) {
      const answer = await undefinedIfGone(client.get(id, query));
      return answer === undefined
        ? undefined
        : readAnswer(schema, answer, { method: 'GET', url: client.urlOf(id, query) });
    },
    async put(id, definition) {
      const answer = await client.put(id, query, { properties: propertiesOf(definition) });
      return readAnswer(schema, answer, { method: 'PUT', url: client.urlOf(id, query) });
    },
    async delete(id) {
      await undefinedIfGone(client.delete(id, query));
    },
  };
}

function propertiesOf({ roleName, description, permissions, assignableScopes }: RoleDefinition) {
  return { roleName, description: description ?? '', type: 'CustomRole', permissions, assignableScopes };
}

const texts = z
  .array(z.string())
  .nullish()
  .transform((list) => list ?? []);

const permissionsSchema: z.ZodType<RolePermissions> = z.object({
  actions: texts,
  notActions: texts,
  dataActions: texts,
  notDataActions: texts,
});

const scope = textOf((text) => (text.startsWith('/') ? parseScope(text) : undefined), 'scope');

function definitionSchema(tenantId: Guid): z.ZodType<ExistingRoleDefinition> {
  return z
    .object({
      id: z.string().startsWith('/'),
      name: guid,
      properties: z.object({
        roleName: z.string(),
        description: optionalText,
        permissions: z.array(permissionsSchema),
        assignableScopes: z.tuple([scope], scope),
      }),
    })
    .transform(({ id, name, properties: { description, ...rest } }) => ({
      id,
      name,
      tenantId,
      scope: rest.assignableScopes[0] satisfies Scope,
      ...rest,
      ...withoutUndefined({ description }),
    }));
}
