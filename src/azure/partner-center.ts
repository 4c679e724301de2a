import { randomUUID } from 'node:crypto';
import type { TokenCredential } from '@azure/core-auth';
import { z } from 'zod';
import type { Guid, PartnerCustomer, SoldSubscription } from '../model';
import { guid, readAnswer, readEntries } from './answer-schema';
import type { AzureEnvironment } from './azure-environment';
import { HttpError, MalformedAnswerError } from './errors';
import { createTransport } from './transport';

/** Source: https://learn.microsoft.com/partner-center/developer/get-a-list-of-customers */
const pageSize = 500;

export type PartnerCenter = ReturnType<typeof createPartnerCenterClient>;

/** What a search looks at: the beginning of the company's name or of a domain. */
export interface CustomerSearch {
  readonly field: 'CompanyName' | 'Domain';
  readonly value: string;
}

/** What an application may ask for in a customer's tenant. */
export interface ApplicationConsent {
  readonly applicationId: Guid;
  readonly displayName: string;
  /** Permissions of other applications; `scope` is a list with commas. */
  readonly applicationGrants: readonly {
    readonly enterpriseApplicationId: string;
    readonly scope: string;
  }[];
}

/**
 * Partner Center as the tenant that issues the token, with the errors of this room. Calls that only people may make are
 * refused to applications with a 403, and a person without a second factor is refused everything.
 * Source: https://learn.microsoft.com/partner-center/developer/scenarios
 */
export function createPartnerCenterClient(environment: AzureEnvironment, credential: TokenCredential) {
  const { ask, send, pages, list, base } = callsOf(environment, credential);
  return {
    /** Page by page; all customers, or those that begin so. */
    async *customers(search?: CustomerSearch): AsyncGenerator<readonly PartnerCustomer[]> {
      const filter = search && { Field: search.field, Value: search.value, Operator: 'starts_with' };
      const path = `/customers?size=${pageSize}${filter ? `&filter=${encodeURIComponent(JSON.stringify(filter))}` : ''}`;
      for await (const page of pages(path)) {
        yield readEntries(customer, page, { method: 'GET', url: `${base}${path}` });
      }
    },
    /** Undefined where the tenant is no customer. */
    customer: async (tenantId: Guid): Promise<PartnerCustomer | undefined> => {
      try {
        return await ask(customer, `/customers/${tenantId}`);
      } catch (error) {
        if (error instanceof HttpError && error.status === 404) return undefined;
        throw error;
      }
    },
    /** The Azure subscriptions under the Azure plans that were sold to the customer. */
    soldSubscriptions: async (tenantId: Guid): Promise<readonly SoldSubscription[]> => {
      const path = `/customers/${tenantId}/subscriptions`;
      const plans = (await list(plan, path)).filter(({ productType }) => productType?.id === 'Azure');
      const sold = plans.map(({ id }) =>
        list(entitlement, `${path}/${encodeURIComponent(id)}/azureEntitlements`),
      );
      return (await Promise.all(sold)).flat();
    },
    /** The address at which a customer accepts the partner as reseller. For people only. */
    relationshipRequestUrl: async (): Promise<string> =>
      (await ask(z.object({ url: z.string() }), '/customers/relationshiprequests')).url,
    /**
     * Makes an application known in the customer's tenant; a 409 where it has a consent. For people with a GDAP role that may.
     * Source: https://learn.microsoft.com/partner-center/developer/control-panel-vendor-apis
     */
    consent: async (tenantId: Guid, consent: ApplicationConsent): Promise<void> => {
      await send('POST', `/customers/${tenantId}/applicationconsents`, { body: consent });
    },
  };
}

/** One answer, or a collection in pages or as a whole; paths are below the version. */
function callsOf(environment: AzureEnvironment, credential: TokenCredential) {
  const transport = createTransport(environment, { credential, scope: environment.partnerCenterScope });
  const base = `${environment.partnerCenterEndpoint}/v1`;

  function send(method: 'GET' | 'POST', path: string, { headers = {}, body }: Sent = {}) {
    return transport({
      method,
      url: `${base}${path}`,
      headers: { 'MS-RequestId': randomUUID(), 'X-Locale': 'en-US', ...headers },
      ...(body !== undefined && { body }),
    });
  }

  async function ask<Value>(schema: z.ZodType<Value>, path: string, headers = {}): Promise<Value> {
    const { body } = await send('GET', path, { headers });
    return readAnswer(schema, body, { method: 'GET', url: `${base}${path}` });
  }

  /** Pages as they come: the address of the next one goes together with headers of its own. */
  async function* pages(path: string): AsyncGenerator<readonly unknown[]> {
    const seen = new Set<string>();
    let [next, headers]: [string | undefined, Record<string, string>] = [path, {}];
    while (next !== undefined) {
      const page: Page = await ask(pageSchema, next, headers);
      yield page.items;
      const link: Page['links']['next'] = page.links.next;
      const request = { method: 'GET', url: `${base}${next}` } as const;
      if (link && !link.uri.startsWith('/')) {
        throw new MalformedAnswerError(request, 'its next page is said to be at another address');
      }
      const mark = JSON.stringify(link ?? {});
      if (seen.has(mark)) {
        throw new MalformedAnswerError(request, 'its next page is one that was already read');
      }
      seen.add(mark);
      next = link?.uri;
      headers = Object.fromEntries((link?.headers ?? []).map(({ key, value }) => [key, value]));
    }
  }

  async function list<Value>(schema: z.ZodType<Value>, path: string): Promise<readonly Value[]> {
    const found: Value[] = [];
    for await (const page of pages(path)) {
      found.push(...readEntries(schema, page, { method: 'GET', url: `${base}${path}` }));
    }
    return found;
  }

  return { ask, send, pages, list, base };
}

interface Sent {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const pageSchema = z.object({
  items: z.array(z.unknown()),
  links: z
    .object({
      next: z
        .object({
          uri: z.string(),
          headers: z.array(z.object({ key: z.string(), value: z.string() })).default([]),
        })
        .optional(),
    })
    .default({}),
});
type Page = z.infer<typeof pageSchema>;

const customer: z.ZodType<PartnerCustomer> = z
  .object({ id: guid, companyProfile: z.object({ domain: z.string(), companyName: z.string() }) })
  .transform(({ id, companyProfile: { domain, companyName } }) => ({
    tenantId: id,
    name: companyName,
    domain,
  }));

const plan = z.object({
  id: z.string(),
  productType: z.object({ id: z.string() }).optional(),
});

const entitlement: z.ZodType<SoldSubscription> = z
  .object({ id: guid, friendlyName: z.string(), status: z.string() })
  .transform(({ id, friendlyName, status }) => ({ subscriptionId: id, displayName: friendlyName, status }));
