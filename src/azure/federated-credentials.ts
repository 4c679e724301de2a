import { z } from 'zod';
import type { Guid } from '../model';
import { readEntries } from './answer-schema';
import type { AzureClient } from './azure-client';

/** Whose tokens an application trusts instead of a secret. */
export interface FederatedCredential {
  readonly issuer: string;
  readonly subject: string;
  readonly audiences: readonly string[];
}

/**
 * What the application trusts; asked in the tenant in which it is registered, where reading takes Application.Read.All.
 * Source: https://learn.microsoft.com/graph/api/application-list-federatedidentitycredentials
 */
export async function listFederatedCredentials(
  graph: AzureClient,
  clientId: Guid,
): Promise<readonly FederatedCredential[]> {
  const path = `/v1.0/applications(appId='${clientId}')/federatedIdentityCredentials`;
  const entries = await graph.list(path, {});
  return readEntries(schema, entries, { method: 'GET', url: graph.urlOf(path, {}) });
}

const schema = z.object({ issuer: z.string(), subject: z.string(), audiences: z.array(z.string()) });
