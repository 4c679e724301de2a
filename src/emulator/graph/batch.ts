import type { Answer, Exchange } from '../http/exchange';
import { parseTarget } from '../http/exchange';
import { Refusal } from '../http/refusal';
import { parseObject } from './json-body';

/** Has one request of a batch served as if it had come by itself. */
export type ServeItem = (exchange: Exchange) => Promise<Answer>;

/** Source: https://learn.microsoft.com/graph/json-batching */
const itemsPerBatch = 20;

interface Item {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** `POST /{version}/$batch`. The answers stand in another order than the requests, as nothing promises theirs. */
export async function answerBatch(outer: Exchange, version: string, serveItem: ServeItem): Promise<Answer> {
  if (outer.method !== 'POST') throw invalid('Only POST is allowed on $batch.');
  const items = readItems(outer.body);
  const responses = await Promise.all(
    items.map(async (item) => {
      const { status, headers, body } = await serveItem(exchangeOf(item, outer, version));
      return { id: item.id, status, ...(headers && { headers }), ...(body !== undefined && { body }) };
    }),
  );
  return { status: 200, body: { responses: responses.reverse() } };
}

function readItems(text: string): readonly Item[] {
  const requests = parseObject(text)['requests'];
  if (!Array.isArray(requests) || requests.length === 0) throw invalid('Invalid batch payload format.');
  if (requests.length > itemsPerBatch) {
    throw invalid(`Number of batch request steps exceeds the maximum value of ${itemsPerBatch}.`);
  }
  const items = requests.map(readItem);
  const twice = items.find(({ id }, index) => items.findIndex((other) => other.id === id) !== index);
  if (twice) throw invalid(`Request Id ${twice.id} has been duplicated.`);
  return items;
}

function readItem(entry: unknown): Item {
  const fields = (typeof entry === 'object' && entry !== null ? entry : {}) as Record<string, unknown>;
  const { id, method, url, headers, body, dependsOn } = fields;
  if (typeof id !== 'string' || typeof method !== 'string' || typeof url !== 'string') {
    throw invalid('Invalid batch payload format.');
  }
  if (dependsOn !== undefined) throw invalid('The emulator does not imitate dependsOn.');
  return { id, method: method.toUpperCase(), url, headers: (headers ?? {}) as Item['headers'], body };
}

/** The request has the token of the batch, and is below its version. */
function exchangeOf({ method, url, headers, body }: Item, outer: Exchange, version: string): Exchange {
  const target = parseTarget(outer.url.origin, `/${version}/${url.replace(/^\/+/, '')}`);
  if (!target || target.segments[1]?.toLowerCase() === '$batch')
    throw invalid('Invalid batch payload format.');
  const own = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
  return {
    ...target,
    method,
    header: (name) => own.get(name.toLowerCase()) ?? outer.header(name),
    body: body === undefined ? '' : JSON.stringify(body),
  };
}

function invalid(message: string): Refusal {
  return new Refusal(400, 'BadRequest', message);
}
