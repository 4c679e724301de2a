import { z } from 'zod';
import type { RequestSettings } from './azure-environment';
import { HttpError, isAzureError, MalformedAnswerError, type AzureError, type FailedRequest } from './errors';
import { delayAfterAnswer } from './retry-strategy';
import { errorEnvelope, type Transport } from './transport';

/** A list that Microsoft Graph is asked for. */
export interface Question {
  /** With the version, not yet percent-encoded. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Only its first page is wanted. */
  readonly isSample?: true;
}

type Answer = readonly unknown[] | AzureError;

/** Graph's limit. Source: learn.microsoft.com/graph/json-batching */
const questionsPerBatch = 20;

interface Batch {
  readonly transport: Transport;
  readonly url: string;
  readonly settings: RequestSettings;
}

interface Reading {
  readonly urlOf: (question: Question) => string;
  /** What follows the first page. */
  readonly rest: (nextUrl: string) => Promise<readonly unknown[]>;
}

const batchSchema = z.object({
  responses: z.array(
    z.object({
      id: z.string(),
      status: z.number(),
      headers: z.record(z.string(), z.string()).nullish(),
      body: z.unknown().optional(),
    }),
  ),
});

type ItemAnswer = z.infer<typeof batchSchema>['responses'][number];

const listSchema = z.object({ value: z.array(z.unknown()), '@odata.nextLink': z.string().nullish() });

/** A list for each question, or why there is none. What passes by itself (429, 503) is asked again, alone. */
export async function listInBatches(
  batch: Batch,
  questions: readonly Question[],
  reading: Reading,
): Promise<readonly Answer[]> {
  const starts = questions.flatMap((_, index) => (index % questionsPerBatch === 0 ? [index] : []));
  const answers = await Promise.all(
    starts.map((start) => askTogether(batch, questions.slice(start, start + questionsPerBatch), reading)),
  );
  return answers.flat();
}

async function askTogether(
  batch: Batch,
  questions: readonly Question[],
  reading: Reading,
): Promise<readonly Answer[]> {
  try {
    const items = await untilSettled(batch, questions.map(reading.urlOf));
    return await Promise.all(
      questions.map((question, index) =>
        readItem(items[index], { method: 'GET', url: reading.urlOf(question) }, question, reading.rest),
      ),
    );
  } catch (error) {
    if (!isAzureError(error)) throw error;
    return questions.map(() => error);
  }
}

/** One answer for each address; what is to pass is asked for again as often as single requests are. */
async function untilSettled(
  batch: Batch,
  urls: readonly string[],
): Promise<readonly (ItemAnswer | undefined)[]> {
  const settled: (ItemAnswer | undefined)[] = urls.map(() => undefined);
  let open = urls.map((_, index) => index);
  for (let retries = 0; open.length > 0; retries++) {
    const answers = await send(
      batch,
      open.map((index) => ({ id: String(index), method: 'GET', url: withinVersion(urls[index] ?? '') })),
    );
    for (const index of open) settled[index] = answers.get(String(index));
    if (retries >= batch.settings.retries) break;
    const delays = open.map((index) => ({ index, delay: delayFor(settled[index], retries, batch.settings) }));
    open = delays.flatMap(({ index, delay }) => (delay === undefined ? [] : [index]));
    if (open.length > 0) await batch.settings.timing.wait(Math.max(...delays.map(({ delay }) => delay ?? 0)));
  }
  return settled;
}

async function send(
  { transport, url }: Batch,
  requests: readonly object[],
): Promise<ReadonlyMap<string, ItemAnswer>> {
  const request = { method: 'POST', url, body: { requests } } as const;
  const answer = batchSchema.safeParse((await transport(request)).body);
  if (!answer.success) throw new MalformedAnswerError(request, 'a batch without "responses"');
  return new Map(answer.data.responses.map((response) => [response.id, response]));
}

/** In a batch, addresses are relative to the version that the batch is sent to. */
function withinVersion(url: string): string {
  const { pathname, search } = new URL(url);
  return `${pathname.replace(/^\/v1\.0/, '')}${search}`;
}

function delayFor(
  answer: ItemAnswer | undefined,
  retries: number,
  settings: RequestSettings,
): number | undefined {
  if (!answer) return undefined;
  return delayAfterAnswer({ status: answer.status, header: headerOf(answer) }, retries, settings);
}

function headerOf({ headers }: ItemAnswer): (name: string) => string | undefined {
  const byName = new Map(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  return (name) => byName.get(name.toLowerCase());
}

async function readItem(
  answer: ItemAnswer | undefined,
  request: FailedRequest,
  { isSample }: Question,
  rest: Reading['rest'],
): Promise<Answer> {
  if (!answer) return new MalformedAnswerError(request, 'a batch that leaves it out');
  const { status, body } = answer;
  if (status < 200 || status > 299) {
    const { code, message = '(without an error of Azure)' } = errorEnvelope.safeParse(body).data ?? {};
    const correlationId = headerOf(answer)('request-id');
    return new HttpError(request, { status, code, message, correlationId });
  }
  const page = listSchema.safeParse(body);
  if (!page.success) return new MalformedAnswerError(request, 'a list without "value"');
  const next = page.data['@odata.nextLink'];
  if (isSample || !next) return page.data.value;
  if (!URL.canParse(next) || new URL(next).origin !== new URL(request.url).origin) {
    return new MalformedAnswerError(
      request,
      'its next page is said to be at another host, where no token may go',
    );
  }
  try {
    return [...page.data.value, ...(await rest(next))];
  } catch (error) {
    if (isAzureError(error)) return error;
    throw error;
  }
}
