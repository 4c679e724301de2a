import type { TokenCredential } from '@azure/core-auth';
import { z } from 'zod';
import type { Guid } from '../model';
import type { AzureEnvironment } from './azure-environment';
import { HttpError, MalformedAnswerError, type AzureError, type HttpMethod } from './errors';
import { listInBatches, type Question } from './graph-batch';
import { createTransport, type Transport } from './transport';

/** Query parameters by name; undefined ones are left out. */
export type Query = Readonly<Record<string, string | undefined>>;

/**
 * ARM or Microsoft Graph with the token of one tenant. Paths begin with a slash and are not yet percent-encoded.
 * All methods throw the errors of this room.
 */
export interface AzureClient {
  /** The tenant that issues the token. */
  readonly tokenTenant: Guid;
  get(path: string, query: Query): Promise<unknown>;
  /** All pages. */
  list(path: string, query: Query): Promise<readonly unknown[]>;
  put(path: string, query: Query, body: unknown): Promise<unknown>;
  /** All pages of an action that answers with a collection. */
  postForList(path: string, query: Query, body: unknown): Promise<readonly unknown[]>;
  /** The object that was made. */
  post(path: string, query: Query, body: unknown): Promise<unknown>;
  /** Changes an object that is still as it was read: `etag` is the one it had then. */
  patch(path: string, query: Query, body: unknown, etag: string): Promise<unknown>;
  /** With an `etag`, only an object that is still as it was read. */
  delete(path: string, query: Query, etag?: string): Promise<void>;
  /** The absolute URL, for errors about what an answer holds. */
  urlOf(path: string, query: Query): string;
}

interface ClientOptions {
  readonly environment: AzureEnvironment;
  readonly tenantId: Guid;
  readonly credential: TokenCredential;
}

export function createArmClient({ environment, tenantId, credential }: ClientOptions): AzureClient {
  const transport = createTransport(environment, { credential, scope: environment.armScope });
  return createClient(transport, environment.armEndpoint, tenantId);
}

/** Microsoft Graph, which also answers many questions at once. */
export interface GraphClient extends AzureClient {
  /** A list for each question, in their order; of one that has none, the error. Does not throw errors of this room. */
  listEach(questions: readonly Question[]): Promise<readonly (readonly unknown[] | AzureError)[]>;
}

export function createGraphClient({ environment, tenantId, credential }: ClientOptions): GraphClient {
  const transport = createTransport(environment, { credential, scope: environment.graphScope });
  const client = createClient(transport, environment.graphEndpoint, tenantId);
  const batch = {
    transport,
    url: `${environment.graphEndpoint}/v1.0/$batch`,
    settings: environment.settings,
  };
  return {
    ...client,
    listEach: (questions) =>
      listInBatches(batch, questions, {
        urlOf: ({ path, query }) => client.urlOf(path, query),
        rest: (url) => readPages(transport, { method: 'GET', url }),
      }),
  };
}

function createClient(transport: Transport, endpoint: string, tokenTenant: Guid): AzureClient {
  const urlOf = (path: string, query: Query): string => `${endpoint}${encodePath(path)}${encodeQuery(query)}`;
  return {
    tokenTenant,
    urlOf,
    get: async (path, query) => (await transport({ method: 'GET', url: urlOf(path, query) })).body,
    list: (path, query) => readPages(transport, { method: 'GET', url: urlOf(path, query) }),
    put: async (path, query, body) =>
      (await transport({ method: 'PUT', url: urlOf(path, query), body })).body,
    postForList: (path, query, body) =>
      readPages(transport, { method: 'POST', url: urlOf(path, query), body }),
    post: async (path, query, body) =>
      (await transport({ method: 'POST', url: urlOf(path, query), body })).body,
    patch: async (path, query, body, etag) =>
      (await transport({ method: 'PATCH', url: urlOf(path, query), body, headers: { 'If-Match': etag } }))
        .body,
    delete: async (path, query, etag) => {
      const headers = etag === undefined ? {} : { 'If-Match': etag };
      await transport({ method: 'DELETE', url: urlOf(path, query), headers });
    },
  };
}

/** ARM says `nextLink`, Microsoft Graph `@odata.nextLink`; either may be null on the last page. */
const pageSchema = z.object({
  value: z.array(z.unknown()),
  nextLink: z.string().nullish(),
  '@odata.nextLink': z.string().nullish(),
});

/** Follows absolute links to the end. A link to another origin would carry the token there, so it is an error. */
async function readPages(
  transport: Transport,
  first: { readonly method: HttpMethod; readonly url: string; readonly body?: unknown },
): Promise<readonly unknown[]> {
  const items: unknown[] = [];
  const seen = new Set<string>();
  let request = first;
  for (;;) {
    seen.add(request.url);
    const page = pageSchema.safeParse((await transport(request)).body);
    if (!page.success) throw new MalformedAnswerError(request, 'a list without "value"');
    for (const item of page.data.value) items.push(item);
    const next = page.data.nextLink || page.data['@odata.nextLink'];
    if (!next) return items;
    if (!URL.canParse(next) || new URL(next).origin !== new URL(first.url).origin) {
      throw new MalformedAnswerError(
        request,
        'its next page is said to be at another host, where no token may go',
      );
    }
    if (seen.has(next)) throw new MalformedAnswerError(request, 'its next page is one that was already read');
    request = { method: 'GET', url: next };
  }
}

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/** Names keep their `$`; blanks become %20, since OData services differ in what they make of `+`. */
function encodeQuery(query: Query): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  return pairs.length > 0 ? `?${pairs.join('&')}` : '';
}

/** The answer, or undefined where Azure says that there is none by one of these codes. Any other 404 stays an error. */
export async function undefinedIfGone<Value>(answer: Promise<Value>): Promise<Value | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof HttpError && error.status === 404 && goneCodes.has(error.code)) return undefined;
    throw error;
  }
}

/** Not `SubscriptionNotFound`: it is also what somebody without access is told. */
const goneCodes = new Set([
  'RoleAssignmentNotFound',
  'RoleDefinitionDoesNotExist',
  'RegistrationDefinitionNotFound',
  'RegistrationAssignmentNotFound',
  'ResourceGroupNotFound',
  'ResourceNotFound',
  'ParentResourceNotFound',
]);
