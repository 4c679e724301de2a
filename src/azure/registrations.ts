import { z } from 'zod';
import {
  parseScope,
  type ExistingRegistrationAssignment,
  type ExistingRegistrationDefinition,
  type Guid,
  type RegistrationAssignment,
  type RegistrationDefinition,
  type Scope,
} from '../model';
import { guid, optionalText, readAnswer, withoutUndefined } from './answer-schema';
import { undefinedIfGone, type AzureClient, type Query } from './azure-client';

const query: Query = { 'api-version': '2022-10-01' };

/** One kind of Azure Lighthouse's objects, each found by its resource id. */
export interface RegistrationCalls<Declared, Existing> {
  get(id: string): Promise<Existing | undefined>;
  /** Creates the object, or replaces all that it says. */
  put(id: string, declared: Declared): Promise<void>;
  /** Also succeeds when there is none. */
  delete(id: string): Promise<void>;
}

/** REST specification: Microsoft.ManagedServices, stable 2022-10-01. */
export function registrationDefinitionCalls(
  client: AzureClient,
  customerTenant: Guid,
): RegistrationCalls<RegistrationDefinition, ExistingRegistrationDefinition> {
  return calls(client, definitionSchema(customerTenant), definitionBody);
}

export function registrationAssignmentCalls(
  client: AzureClient,
  customerTenant: Guid,
): RegistrationCalls<RegistrationAssignment, ExistingRegistrationAssignment> {
  return calls(client, assignmentSchema(customerTenant), ({ definitionId }) => ({
    properties: { registrationDefinitionId: definitionId },
  }));
}

/** A PUT may be answered before it is done: whoever must know reads the object back. */
function calls<Declared, Existing>(
  client: AzureClient,
  schema: z.ZodType<Existing>,
  bodyOf: (declared: Declared) => object,
): RegistrationCalls<Declared, Existing> {
  return {
    async get(id) {
      const answer = await undefinedIfGone(client.get(id, query));
      return answer === undefined
        ? undefined
        : readAnswer(schema, answer, { method: 'GET', url: client.urlOf(id, query) });
    },
    async put(id, declared) {
      await client.put(id, query, bodyOf(declared));
    },
    async delete(id) {
      await undefinedIfGone(client.delete(id, query));
    },
  };
}

function definitionBody(definition: RegistrationDefinition): object {
  const {
    offerName,
    description = '',
    managingTenantId,
    authorizations,
    eligibleAuthorizations,
  } = definition;
  return {
    properties: {
      registrationDefinitionName: offerName,
      description,
      managedByTenantId: managingTenantId,
      authorizations: authorizations.map(({ principalId, displayName, role, assignableRoles }) => ({
        principalId,
        principalIdDisplayName: displayName,
        roleDefinitionId: role,
        ...(assignableRoles.length > 0 && { delegatedRoleDefinitionIds: assignableRoles }),
      })),
      ...(eligibleAuthorizations.length > 0 && {
        eligibleAuthorizations: eligibleAuthorizations.map((each) => ({
          principalId: each.principalId,
          principalIdDisplayName: each.displayName,
          roleDefinitionId: each.role,
          justInTimeAccessPolicy: {
            multiFactorAuthProvider: each.multiFactor,
            maximumActivationDuration: each.longestActivation,
            managedByTenantApprovers: each.approvers.map(({ principalId, displayName }) => ({
              principalId,
              principalIdDisplayName: displayName,
            })),
          },
        })),
      }),
    },
  };
}

const principal = { principalId: guid, principalIdDisplayName: optionalText };

const delegated = z
  .object({ ...principal, roleDefinitionId: guid, delegatedRoleDefinitionIds: z.array(guid).nullish() })
  .transform(({ principalIdDisplayName, roleDefinitionId, delegatedRoleDefinitionIds, ...rest }) => ({
    ...rest,
    ...withoutUndefined({ displayName: principalIdDisplayName }),
    role: roleDefinitionId,
    assignableRoles: delegatedRoleDefinitionIds ?? [],
  }));

const approver = z.object(principal).transform(({ principalId, principalIdDisplayName }) => ({
  principalId,
  ...withoutUndefined({ displayName: principalIdDisplayName }),
}));

const eligible = z
  .object({
    ...principal,
    roleDefinitionId: guid,
    justInTimeAccessPolicy: z
      .object({
        multiFactorAuthProvider: optionalText,
        maximumActivationDuration: optionalText,
        managedByTenantApprovers: z.array(approver).nullish(),
      })
      .nullish(),
  })
  .transform(({ principalId, principalIdDisplayName, roleDefinitionId, justInTimeAccessPolicy: policy }) => ({
    principalId,
    ...withoutUndefined({ displayName: principalIdDisplayName }),
    role: roleDefinitionId,
    multiFactor:
      policy?.multiFactorAuthProvider?.toLowerCase() === 'azure' ? ('Azure' as const) : ('None' as const),
    longestActivation: policy?.maximumActivationDuration ?? 'PT8H',
    approvers: policy?.managedByTenantApprovers ?? [],
  }));

const id = z.string().regex(/^\/subscriptions\/.+\/providers\/Microsoft\.ManagedServices\//i);

function definitionSchema(tenantId: Guid): z.ZodType<ExistingRegistrationDefinition> {
  return z
    .object({
      id,
      name: guid,
      properties: z.object({
        registrationDefinitionName: optionalText,
        description: optionalText,
        managedByTenantId: guid,
        authorizations: z.array(delegated),
        eligibleAuthorizations: z.array(eligible).nullish(),
      }),
    })
    .transform(({ id, name, properties: { registrationDefinitionName, managedByTenantId, ...rest } }) => ({
      id,
      name,
      tenantId,
      scope: scopeIn(id),
      offerName: registrationDefinitionName ?? '',
      ...withoutUndefined({ description: rest.description }),
      managingTenantId: managedByTenantId,
      authorizations: rest.authorizations,
      eligibleAuthorizations: rest.eligibleAuthorizations ?? [],
    }));
}

function assignmentSchema(tenantId: Guid): z.ZodType<ExistingRegistrationAssignment> {
  return z
    .object({ id, name: guid, properties: z.object({ registrationDefinitionId: z.string() }) })
    .transform(({ id, name, properties }) => ({
      id,
      name,
      tenantId,
      scope: scopeIn(id),
      definitionId: properties.registrationDefinitionId,
    }));
}

function scopeIn(resourceId: string): Scope {
  return (
    parseScope(resourceId.replace(/\/providers\/Microsoft\.ManagedServices\/.*$/i, '')) ?? ('/' as Scope)
  );
}
