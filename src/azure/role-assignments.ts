import { z } from 'zod';
import {
  assignmentId,
  parseRoleDefinitionGuid,
  parseScope,
  principalTypes,
  roleDefinitionIdAt,
  type ExistingRoleAssignment,
  type Guid,
  type PrincipalType,
  type RoleAssignment,
} from '../model';
import { guid, optionalText, readAnswer, readEntries, textOf, withoutUndefined } from './answer-schema';
import { undefinedIfGone, type AzureClient, type Query } from './azure-client';

const apiVersion = '2022-04-01';

/** Role assignments of one customer, seen with the token that `client` has. */
export interface RoleAssignmentCalls {
  /** At, above and below the subscription: the one list from which everything else is told. */
  list(subscriptionId: Guid): Promise<readonly ExistingRoleAssignment[]>;
  get(id: string): Promise<ExistingRoleAssignment | undefined>;
  /** Creates, or changes condition and description of the assignment that has the name. */
  put(assignment: RoleAssignment | ExistingRoleAssignment): Promise<ExistingRoleAssignment>;
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
  return {
    async list(subscriptionId) {
      const path = `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleAssignments`;
      const entries = await client.list(path, query);
      return readEntries(schema, entries, { method: 'GET', url: client.urlOf(path, query) });
    },
    async get(id) {
      const answer = await undefinedIfGone(client.get(id, query));
      return answer === undefined
        ? undefined
        : readAnswer(schema, answer, { method: 'GET', url: client.urlOf(id, query) });
    },
    async put(assignment) {
      const id = 'id' in assignment ? assignment.id : assignmentId(assignment);
      const answer = await client.put(id, written, { properties: propertiesOf(assignment) });
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
function propertiesOf(
  assignment: RoleAssignment | ExistingRoleAssignment,
): Record<string, string | undefined> {
  const { scope, role, principalId, principalType, condition, conditionVersion, description } = assignment;
  return {
    roleDefinitionId: roleDefinitionIdAt(scope, role),
    principalId,
    principalType,
    condition,
    conditionVersion,
    description,
    delegatedManagedIdentityResourceId:
      'id' in assignment ? assignment.delegatedManagedIdentityResourceId : undefined,
  };
}

const principalType = textOf(
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
        scope: textOf(parseScope, 'scope'),
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
