import { z } from 'zod';
import {
  managementGroupScope,
  parseRoleDefinitionGuid,
  parseScope,
  principalTypes,
  roleDefinitionIdAt,
  subscriptionScope,
  type ExistingRoleAssignment,
  type Guid,
  type PrincipalType,
  type RoleAssignment,
  type Scope,
} from '../model';
import { guid, optionalText, readAnswer, readEntries, textOf, withoutUndefined } from './answer-schema';
import { undefinedIfGone, type AzureClient, type Query } from './azure-client';

const apiVersion = '2022-04-01';

/** What a PUT says of an assignment; it replaces all of it. Undefined is none. */
type AssignmentContent = Pick<RoleAssignment, 'scope' | 'role' | 'principalId' | 'principalType'> & {
  readonly [
    Optional in 'condition' | 'conditionVersion' | 'description' | 'delegatedManagedIdentityResourceId'
  ]?: string | undefined;
};

/** Role assignments of one customer, seen with the token that `client` has. */
export interface RoleAssignmentCalls {
  /** At, above and below the subscription: the one list from which everything else is told. */
  list(subscriptionId: Guid): Promise<readonly ExistingRoleAssignment[]>;
  /** At and above the management group. What is below is in subscriptions, each with a list of its own. */
  listAtManagementGroup(name: string): Promise<readonly ExistingRoleAssignment[]>;
  /** Those in the subscription that give access to this user or service principal, directly or through groups. */
  listAssignedTo(subscriptionId: Guid, objectId: Guid): Promise<readonly ExistingRoleAssignment[]>;
  get(id: string): Promise<ExistingRoleAssignment | undefined>;
  /** Creates the assignment, or changes condition and description of the one that has the id. */
  put(id: string, content: AssignmentContent): Promise<ExistingRoleAssignment>;
  /** Also succeeds when there is none. */
  delete(id: string): Promise<void>;
}

/** REST specification: Microsoft.Authorization, stable 2022-04-01, authorization-RoleAssignmentsCalls. */
export function roleAssignmentCalls(client: AzureClient, customerTenant: Guid): RoleAssignmentCalls {
  const schema = assignmentSchema(customerTenant);
  const written: Query = { 'api-version': apiVersion };
  // `tenantId` makes a request cross-tenant, as Lighthouse needs it. PUT does not take it.
  const foreign = client.tokenTenant !== customerTenant;
  const query: Query = { ...written, tenantId: foreign ? customerTenant : undefined };
  const listAt = async (scope: Scope, asked: Query) => {
    const path = `${scope}/providers/Microsoft.Authorization/roleAssignments`;
    const entries = await client.list(path, asked);
    return readEntries(schema, entries, { method: 'GET', url: client.urlOf(path, asked) });
  };
  return {
    list: (subscriptionId) => listAt(subscriptionScope(subscriptionId), query),
    listAtManagementGroup: (name) => listAt(managementGroupScope(name), { ...query, $filter: 'atScope()' }),
    listAssignedTo: (subscriptionId, objectId) =>
      listAt(subscriptionScope(subscriptionId), { ...query, $filter: `assignedTo('${objectId}')` }),
    async get(id) {
      const answer = await undefinedIfGone(client.get(id, query));
      return answer === undefined
        ? undefined
        : readAnswer(schema, answer, { method: 'GET', url: client.urlOf(id, query) });
    },
    async put(id, content) {
      const answer = await client.put(id, written, { properties: propertiesOf(content) });
      return readAnswer(schema, answer, { method: 'PUT', url: client.urlOf(id, written) });
    },
    async delete(id) {
      await undefinedIfGone(client.delete(id, query));
    },
  };
}

/**
 * The principal type is always given: without it Azure looks the principal up, which fails while a new one has not
 * been replicated.
 */
function propertiesOf(content: AssignmentContent): Record<string, string | undefined> {
  return {
    roleDefinitionId: roleDefinitionIdAt(content.scope, content.role),
    principalId: content.principalId,
    principalType: content.principalType,
    condition: content.condition,
    conditionVersion: content.conditionVersion,
    description: content.description,
    delegatedManagedIdentityResourceId: content.delegatedManagedIdentityResourceId,
  };
}

export const principalType = textOf(
  (text): PrincipalType | undefined =>
    principalTypes.find((type) => type.toLowerCase() === text.toLowerCase()),
  'principal type',
);

/** Azure's shape to ours. `createdBy` is null in the answer to a PUT and filled in later. */
function assignmentSchema(tenantId: Guid): z.ZodType<ExistingRoleAssignment> {
  return z
    .object({
      id: z.string().startsWith('/'),
      name: guid,
      properties: z.object({
        scope: textOf((text) => (text.startsWith('/') ? parseScope(text) : undefined), 'scope'),
        roleDefinitionId: textOf(parseRoleDefinitionGuid, 'role definition id'),
        principalId: guid,
        principalType,
        condition: optionalText,
        conditionVersion: optionalText,
        description: optionalText,
        createdOn: optionalText,
        createdBy: optionalText,
        delegatedManagedIdentityResourceId: optionalText,
      }),
    })
    .transform(({ id, name, properties: { roleDefinitionId, ...rest } }) => ({
      id,
      name,
      tenantId,
      role: roleDefinitionId,
      ...withoutUndefined(rest),
    }));
}
