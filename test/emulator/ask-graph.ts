import { ClientSecretCredential } from '@azure/identity';
import { Client, PageIterator } from '@microsoft/microsoft-graph-client';
import type { PageCollection } from '@microsoft/microsoft-graph-client';
import { TokenCredentialAuthenticationProvider } from '@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials';

/*
 * Run by sdk-graph.test.ts in a process of its own, as `fetch` learns of an authority only from NODE_EXTRA_CA_CERTS:
 * asks Graph what is on the standard input, through the unmodified client, and prints what it was told.
 */
export interface Asked {
  readonly origin: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly questions: readonly Question[];
}

export interface Question {
  readonly path: string;
  readonly filter?: string;
  readonly select?: string;
  readonly top?: number;
  /** Sent instead of reading. */
  readonly post?: object;
  /** Read every page, and answer with all entries. */
  readonly everyPage?: boolean;
}

async function main(asked: Asked): Promise<void> {
  const { origin, tenantId, clientId, clientSecret } = asked;
  const signIn = new ClientSecretCredential(tenantId, clientId, clientSecret, {
    authorityHost: origin,
    disableInstanceDiscovery: true,
  });
  const authProvider = new TokenCredentialAuthenticationProvider(signIn, { scopes: [`${origin}/.default`] });
  const client = Client.initWithMiddleware({
    baseUrl: origin,
    defaultVersion: 'v1.0',
    customHosts: new Set([new URL(origin).hostname]),
    authProvider,
  });
  const answers: unknown[] = [];
  for (const question of asked.questions) {
    answers.push(await ask(client, question).catch((error: object) => ({ failure: { ...error } })));
  }
  process.stdout.write(JSON.stringify(answers));
}

async function ask(client: Client, question: Question): Promise<unknown> {
  const request = client.api(question.path);
  if (question.filter !== undefined) request.filter(question.filter);
  if (question.select !== undefined) request.select(question.select);
  if (question.top !== undefined) request.top(question.top);
  if (question.post) return request.post(question.post);
  const first: unknown = await request.get();
  if (!question.everyPage) return first;
  const entries: unknown[] = [];
  const pages = new PageIterator(client, first as PageCollection, (entry) => entries.push(entry) > 0);
  await pages.iterate();
  return entries;
}

let text = '';
process.stdin.on('data', (chunk) => (text += String(chunk)));
process.stdin.on('end', () => void main(JSON.parse(text) as Asked));
