import { z } from 'zod';
import {
  parseRoleDefinitionGuid,
  parseScope,
  type DelegatedAccess,
  type Delegation,
  type Guid,
} from '../model';
import { guid, optionalText, readEntries, textOf, withoutUndefined } from './answer-schema';
import type { AzureClient } from './azure-client';
import { HttpError } from './errors';

/**
 * What is delegated through Azure Lighthouse at and below the subscription.
 * Source: azure-rest-api-specs Microsoft.ManagedServices 2022-10-01, RegistrationAssignments.
 */
export async function listDelegations(
  client: AzureClient,
  subscriptionId: Guid,
): Promise<readonly Delegation[]> {
  const path = `/subscriptions/${subscriptionId}/providers/Microsoft.ManagedServices/registrationAssignments`;
  const query = { 'api-version': '2022-10-01', $expandRegistrationDefinition: 'true' };
  const entries = await client.list(path, query).catch(noneWithoutProvider);
  return readEntries(delegation, entries, { method: 'GET', url: client.urlOf(path, query) });
}

/** Where the resource provider was never registered nothing can have been delegated. */
function noneWithoutProvider(error: unknown): [] {
  if (error instanceof HttpError && error.code === 'MissingSubscriptionRegistration') return [];
  throw error;
}

const authorization = z.object({
  principalId: guid,
  principalIdDisplayName: optionalText,
  roleDefinitionId: textOf(parseRoleDefinitionGuid, 'role definition id'),
});
const authorizations = z
  .array(authorization)
  .nullish()
  .transform((list) => list ?? []);

const delegation: z.ZodType<Delegation> = z
  .object({
    id: textOf((text) => (scopeOf(text) ? text : undefined), 'registration assignment'),
    properties: z.object({
      registrationDefinition: z.object({
        properties: z.object({
          registrationDefinitionName: optionalText,
          managedByTenantId: guid,
          managedByTenantName: optionalText,
          authorizations,
          eligibleAuthorizations: authorizations,
        }),
      }),
    }),
  })
  .transform(({ id, properties }): Delegation => {
    const offer = properties.registrationDefinition.properties;
    return {
      id,
      scope: scopeOf(id) as Delegation['scope'],
      offer: offer.registrationDefinitionName ?? '',
      managingTenant: offer.managedByTenantId,
      ...withoutUndefined({ managingTenantName: offer.managedByTenantName }),
      authorizations: [
        ...offer.authorizations.map((each) => accessOf(each, false)),
        ...offer.eligibleAuthorizations.map((each) => accessOf(each, true)),
      ],
    };
  });

function accessOf(
  { principalId, principalIdDisplayName, roleDefinitionId }: z.infer<typeof authorization>,
  isEligible: boolean,
): DelegatedAccess {
  const name = withoutUndefined({ displayName: principalIdDisplayName });
  return { principalId, ...name, role: roleDefinitionId, isEligible };
}

/** The scope is the part of the id before the provider. */
function scopeOf(id: string): Delegation['scope'] | undefined {
  return parseScope(id.split(/\/providers\/microsoft\.managedservices\//i)[0] ?? '');
}
