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
  const path = pathOf(clientId);
  const entries = await graph.list(path, {});
  return readEntries(schema, entries, { method: 'GET', url: graph.urlOf(path, {}) });
}

/**
 * Has the application trust another subject; `name` is unique in the application. It takes Application.ReadWrite.All, or
 * being its owner.
 * Source: https://learn.microsoft.com/graph/api/application-post-federatedidentitycredentials
 */
export async function createFederatedCredential(
  graph: AzureClient,
  clientId: Guid,
  wanted: FederatedCredential & { readonly name: string },
): Promise<void> {
  const { name, issuer, subject, audiences } = wanted;
  await graph.post(pathOf(clientId), {}, { name, issuer, subject, audiences });
}

function pathOf(clientId: Guid): string {
  return `/v1.0/applications(appId='${clientId}')/federatedIdentityCredentials`;
}

const schema = z.object({ issuer: z.string(), subject: z.string(), audiences: z.array(z.string()) });
