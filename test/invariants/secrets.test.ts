import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { applyPlan, lockBeforeApply, openJournal, writeLockFile } from '../../src/apply';
import { emulatorEnvironment, withoutSecrets } from '../../src/azure';
import { runInSession, type Session } from '../../src/cli/session';
import { encodePlanFile, planChanges, type Plan } from '../../src/plan';
import { createProvider, type Provider } from '../../src/provider';
import { applyReport, driftReport, jsonText, renderApply, renderDrift, renderPlan } from '../../src/report';
import { answerLogin, everythingIn, unhurried, startServer } from '../azure/https-server';
import type { Received, Reply, TestServer } from '../azure/https-server';
import { simulateTime } from '../faults/simulated-time';
import { grant, situation } from '../plan/example';
import { context } from '../report/report-fixtures';
import { inSentence, password, sayingASecret, tracesIn } from './secret-texts';

/** Where Azure, or whoever stands in between, says something. */
const places = ['message', 'code', 'challenge', 'correlation', 'page', 'item', 'next page', 'login'] as const;
type Place = (typeof places)[number];

let server: TestServer;
let says: { readonly place: Place; readonly text: string };
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'tilldela-secrets-'));
  server = await startServer(answer);
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

function answer(request: Received): Reply {
  const { place, text } = says;
  const isToken = request.url.includes('/oauth2/v2.0/token');
  if (place === 'login' && isToken)
    return { status: 401, body: { error: 'invalid_client', error_description: text } };
  return answerLogin(server.origin, request) ?? refusals[place](text);
}

const error = (code: string, message: string): Reply => ({ status: 403, body: { error: { code, message } } });
const header = (name: string, text: string): Reply => ({
  ...error('AuthorizationFailed', 'No.'),
  headers: { [name]: /^[\x20-\x7e]*$/.test(text) ? text : encodeURIComponent(text) },
});
const refusals: Readonly<Record<Place, (text: string) => Reply>> = {
  message: (text) => error('AuthorizationFailed', text),
  code: (text) => error(text, 'No.'),
  challenge: (text) => header('www-authenticate', text),
  correlation: (text) => header('x-ms-correlation-request-id', text),
  page: (text) => ({ status: 400, headers: { 'content-type': 'text/html' }, body: `<p>${text}</p>` }),
  item: (text) => ({ body: { value: [{ id: text, name: text, properties: { scope: text } }] } }),
  'next page': (text) => ({ body: { value: [], nextLink: text } }),
  login: () => error('AuthorizationFailed', 'No.'),
};

function connect(clientSecret: string): Provider {
  const { desired } = situation({});
  const settings = { ...unhurried, retries: 0, timing: simulateTime() };
  return createProvider({
    environment: emulatorEnvironment(server, settings),
    partnerTenant: desired.partner.tenantId,
    customerTenant: desired.tenantId,
    reads: 'in-tenant',
    writes: 'in-tenant',
    secret: { clientId: desired.partner.owner, clientSecret },
  });
}

/** Everything that a plan and its apply say and leave behind when Azure answers like this. */
async function everythingSaid(clientSecret: string): Promise<string> {
  const provider = connect(clientSecret);
  const input = situation({ grants: [grant('web')] });
  const { actual, diagnostics } = await provider.refresh(
    input.desired.subscriptions.map(({ subscriptionId }) => subscriptionId),
  );
  const unread = planChanges({ ...input, actual, diagnostics });
  const plan = planChanges(input);
  const thrown = await provider.read(`${actual.subscriptions.length}`).catch((error: unknown) => error);
  return [saidOf(unread), await saidByApply(plan, provider), everythingIn(thrown)].join('\n');
}

function saidOf(plan: Plan): string {
  const wide = { ...context, width: 100_000 };
  return [
    encodePlanFile([plan], '1'),
    renderPlan(plan, wide),
    renderDrift(plan, wide),
    jsonText(driftReport(plan, wide)),
  ].join('\n');
}

async function saidByApply(plan: Plan, writer: Provider): Promise<string> {
  const files = { journal: path.join(folder, 'x.jsonl'), lock: path.join(folder, 'x.lock.json') };
  const { lock, desired } = situation({});
  const now = () => new Date(0);
  writeLockFile(files.lock, lockBeforeApply(lock, plan, desired.subscriptions));
  const journal = openJournal(files.journal, 'run', now);
  const timing = { ...simulateTime(), attempts: 1, delay: 1, removalLag: 1 };
  const result = await applyPlan(plan, {
    writer,
    journal,
    concurrency: 1,
    timing,
    replan: () => Promise.resolve(plan),
  });
  journal.close();
  const left = Object.values(files).map((file) => readFileSync(file, 'utf8'));
  rmSync(files.journal);
  const outcome = { ...result, changes: plan.changes };
  const wide = { ...context, width: 100_000 };
  return [...left, renderApply(outcome, wide), jsonText(applyReport(outcome, wide))].join('\n');
}

const runs = { numRuns: 60 };

test('a text from outside is cleaned of every secret that can be told as one (invariant 9)', () => {
  fc.assert(
    fc.property(sayingASecret, (text) => {
      expect(tracesIn(text)).not.toEqual([]);
      expect(tracesIn(withoutSecrets(text))).toEqual([]);
    }),
    { numRuns: 3_000 },
  );
});

test('no secret that Azure says in an answer is in a plan, report, journal, lock file or error (invariant 9)', async () => {
  await fc.assert(
    fc.asyncProperty(sayingASecret, fc.constantFrom(...places), async (text, place) => {
      says = { place, text };
      expect(tracesIn(await everythingSaid('of no importance'))).toEqual([]);
    }),
    runs,
  );
});

test('the own secret of whoever signs in is nowhere, however it is said again (invariant 9)', async () => {
  const saidAgain = password.chain((secret) => fc.tuple(fc.constant(secret), inSentence(secret)));
  await fc.assert(
    fc.asyncProperty(saidAgain, async ([secret, text]) => {
      says = { place: 'login', text };
      expect(tracesIn(await everythingSaid(secret))).toEqual([]);
    }),
    runs,
  );
});

test('what was not foreseen is shown without the secrets in its message and trace (invariant 9)', async () => {
  await fc.assert(
    fc.asyncProperty(sayingASecret, sayingASecret, async (text, cause) => {
      const shown: string[] = [];
      const terminal = {
        width: 100_000,
        color: false,
        messageColor: false,
        message: (said: string) => shown.push(said),
      };
      const session = { folder, terminal, now: () => new Date(0) } as unknown as Session;
      process.env['TILLDELA_DEBUG'] = '1';
      await runInSession(session, () => Promise.reject(new Error(text, { cause: new Error(cause) })));
      delete process.env['TILLDELA_DEBUG'];
      expect(shown).toHaveLength(1);
      expect(tracesIn(shown.join('\n'))).toEqual([]);
    }),
    runs,
  );
});
