import { z } from 'zod';
import { parseGuid, type Guid } from '../model';
import { guid, readAnswer, readEntries } from './answer-schema';
import type { AzureClient } from './azure-client';
import type { AzureEnvironment } from './azure-environment';
import { HttpError, MalformedAnswerError } from './errors';
import { createTransport } from './transport';

interface Subscription {
  readonly subscriptionId: Guid;
  /** The tenant that the subscription trusts; under Lighthouse not the token's. */
  readonly tenantId: Guid;
  readonly displayName: string;
  /** Azure's word, such as `Enabled` or `Disabled`. */
  readonly state: string;
}

const subscriptionSchema: z.ZodType<Subscription> = z.object({
  subscriptionId: guid,
  tenantId: guid,
  displayName: z.string(),
  state: z.string(),
});

/** REST specification: Microsoft.Resources subscriptions, stable 2022-12-01. */
const query = { 'api-version': '2022-12-01' };

export async function getSubscription(client: AzureClient, subscriptionId: Guid): Promise<Subscription> {
  const path = `/subscriptions/${subscriptionId}`;
  const answer = await client.get(path, query);
  return readAnswer(subscriptionSchema, answer, { method: 'GET', url: client.urlOf(path, query) });
}

/** Those in which the token's principal has any role, and those projected by Lighthouse. */
export async function listSubscriptions(client: AzureClient): Promise<readonly Subscription[]> {
  const entries = await client.list('/subscriptions', query);
  return readEntries(subscriptionSchema, entries, {
    method: 'GET',
    url: client.urlOf('/subscriptions', query),
  });
}

/**
 * The tenant of a subscription, asked without a token: ARM answers 401 and names the tenant in `authorization_uri` of
 * WWW-Authenticate ("Use Resource Manager authentication API to access subscriptions", learn.microsoft.com).
 * An unknown subscription is an HttpError with status 404.
 */
export async function discoverTenant(environment: AzureEnvironment, subscriptionId: Guid): Promise<Guid> {
  const url = `${environment.armEndpoint}/subscriptions/${subscriptionId}?api-version=${query['api-version']}`;
  try {
    await createTransport(environment)({ method: 'GET', url });
  } catch (error) {
    if (!(error instanceof HttpError) || error.status !== 401) throw error;
    const tenantId = challengedTenant(error);
    if (tenantId) return tenantId;
  }
  throw new MalformedAnswerError(
    { method: 'GET', url },
    'it names no tenant for this subscription, as when there is none of this id',
  );
}

/** The tenant whose token a 401 of ARM asks for. */
export function challengedTenant({ challenge = '' }: HttpError): Guid | undefined {
  const uri = /\bauthorization_uri="?([^",\s]+)/i.exec(challenge)?.[1] ?? '';
  return URL.canParse(uri) ? parseGuid(new URL(uri).pathname.split('/')[1] ?? '') : undefined;
}
