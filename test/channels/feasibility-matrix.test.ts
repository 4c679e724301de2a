import {
  createArmClient,
  emulatorEnvironment,
  roleAssignmentCalls,
  roleDefinitionCalls,
  type AzureClient,
} from '../../src/azure';
import {
  feasibilityOf,
  standingIn,
  type Feasibility,
  type NoToken,
  type StandingAt,
} from '../../src/channels';
import { readAccess, readWriter } from '../../src/cli/making';
import { subscriptionScope, type ActualState, type ChannelKind, type Guid } from '../../src/model';
import { needsOf, type Change } from '../../src/plan';
import type { Reader } from '../../src/provider';
import { writerReading } from '../../src/provider/read-writer';
import { startClient, type Client } from '../emulator/emulator-client';
import { attemptsWith } from './matrix-attempts';
import * as there from './matrix-world';

/** Whoever tries, over which channel, and with what token. */
interface Actor {
  readonly name: string;
  readonly channel: ChannelKind;
  /** Undefined where the customer's tenant does not let the person in. */
  readonly token: string | undefined;
}

let client: Client;
let owner: string;
beforeAll(async () => {
  client = await startClient({ world: there.world, pageSize: 1000 });
  owner = await client.token(there.customer);
});
afterAll(() => client.emulator.close());

async function actors(): Promise<Actor[]> {
  const bare = await bareToken();
  const person = (tenant: string, name: string, mfa = true): Promise<string | undefined> =>
    client.emulator.userToken(tenant, there.signInName(name), { mfa }).catch(() => undefined);
  const customers = Object.entries<there.Person>(there.people).map(
    async ([name, { mfa }]): Promise<Actor> => ({
      name,
      channel: 'in-tenant',
      token: await person(there.customer, name, mfa),
    }),
  );
  const partners = there.agents.flatMap((name) => [
    person(there.customer, name).then((token): Actor => ({ name, channel: 'aobo', token })),
    person(there.partner, name).then((token): Actor => ({ name, channel: 'lighthouse', token })),
  ]);
  return [
    { name: 'automation', channel: 'in-tenant', token: owner },
    { name: 'automation', channel: 'aobo', token: owner },
    { name: 'bare application', channel: 'in-tenant', token: bare },
    { name: 'bare application', channel: 'aobo', token: bare },
    { name: 'agent, no second factor', channel: 'aobo', token: await person(there.customer, 'agent', false) },
    ...(await Promise.all([...customers, ...partners])),
  ];
}

async function bareToken(): Promise<string> {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: there.bareApplication.id,
    client_secret: there.bareApplication.secret,
    scope: `${client.emulator.origin}/.default`,
  });
  const reply = await client.call(`/${there.customer}/oauth2/v2.0/token`, {
    method: 'POST',
    body: form.toString(),
  });
  return String(reply.body.access_token);
}

/** What is known of the actor, read as a plan reads it. */
async function standingOf({ channel, token }: Actor, needed: readonly Change[]): Promise<StandingAt> {
  const needs = needed.flatMap(needsOf);
  const reading = clientWith(owner, there.customer);
  const actual = await actualState(reading);
  const writing = clientWith(token ?? '', channel === 'lighthouse' ? there.partner : there.customer);
  const assignments = { read: roleAssignmentCalls(reading, there.customer as Guid) };
  const credential = { getToken: () => tokenOr(token ?? '') };
  const writer =
    token !== undefined
      ? writerReading({
          writer: { credential, scope: '', client: writing },
          arm: reading,
          assignments,
        } as unknown as Parameters<typeof writerReading>[0])
      : { subject: () => Promise.resolve('no_entra_role' satisfies NoToken) };
  const reader = { writer } as unknown as Reader;
  const desired = {
    subscriptions: actual.subscriptions.map(({ subscriptionId }) => ({ alias: '', subscriptionId })),
    writes: channel,
    partner: { adminAgents: there.adminAgents as Guid },
  } as unknown as Parameters<typeof readWriter>[0] & Parameters<typeof readAccess>[2]['desired'];
  const found = await readWriter(desired, reader);
  return standingIn(await readAccess(needs, found, { desired, actual, reader }));
}

function tokenOr(token: string) {
  return Promise.resolve({ token, expiresOnTimestamp: Date.now() + 3_600_000 });
}

function clientWith(token: string, tenantId: string): AzureClient {
  return createArmClient({
    environment: emulatorEnvironment(client.emulator),
    tenantId: tenantId as Guid,
    credential: { getToken: () => tokenOr(token) },
  });
}

async function actualState(reading: AzureClient): Promise<ActualState> {
  const calls = roleAssignmentCalls(reading, there.customer as Guid);
  const definitions = roleDefinitionCalls(reading, there.customer as Guid);
  const subscriptions = await Promise.all(
    [there.subscription, there.withoutPartner].map(async (id) => ({
      status: 'read' as const,
      subscriptionId: id as Guid,
      assignments: await calls.list(id as Guid),
      roleDefinitions: await definitions.listCustom(subscriptionScope(id as Guid)),
    })),
  );
  const top = await calls.listAtManagementGroup('top');
  return {
    subscriptions,
    managementGroups: [{ status: 'read', managementGroup: 'top', assignments: top }],
    principals: new Map(),
    roleNames: new Map(),
  };
}

interface Tried {
  readonly actor: string;
  readonly what: string;
  readonly said: Feasibility;
  /** Azure's status and code; undefined where there was no token to try with. */
  readonly answered: readonly [number, string | undefined] | undefined;
}

async function tryAll(): Promise<Tried[]> {
  const tried: Tried[] = [];
  const all = attemptsWith(client, owner);
  for (const actor of await actors()) {
    const standingAt = await standingOf(
      actor,
      all.map(({ change }) => change),
    );
    for (const { what, change, make } of all) {
      const said = feasibilityOf(needsOf(change), actor.channel, standingAt);
      const reply = actor.token === undefined ? undefined : await make(actor.token);
      const answered = reply && ([reply.status, reply.body?.error?.code] as const);
      tried.push({ actor: `${actor.name} over ${actor.channel}`, what, said, answered });
    }
  }
  return tried;
}

const isRefused = ({ answered }: Tried): boolean =>
  !answered || [401, 403].includes(answered[0]) || answered[1] === 'ScopeLocked';
const isMade = ({ answered }: Tried): boolean => answered !== undefined && answered[0] < 300;

test('what is called feasible Azure allows, and what is called impossible it refuses', async () => {
  const tried = await tryAll();
  const lines = new Map<string, string[]>();
  for (const { actor, said } of tried) {
    const word =
      said.feasible === 'yes'
        ? `yes, ${said.channel}`
        : said.feasible === 'no'
          ? said.reason
          : `? ${said.doubt}`;
    lines.set(actor, [...(lines.get(actor) ?? []), word]);
  }
  const counts = [...lines].map(([actor, words]) => [actor, countOf(words)]);
  if (process.env['MATRIX']) process.stdout.write(`${counts.map((row) => row.join(': ')).join('\n')}\n`);

  expect(tried.filter((each) => each.said.feasible === 'yes' && !isMade(each))).toEqual([]);
  expect(tried.filter((each) => each.said.feasible === 'no' && !isRefused(each))).toEqual([]);
  // People without a second factor are sent away before Azure looks at locks.
  const underLock = tried.filter(({ said }) => said.feasible === 'no' && said.reason === 'scope_locked');
  expect(new Set(underLock.map(({ answered }) => answered?.[1]))).toEqual(
    new Set(['ScopeLocked', 'RequestDisallowedByAzure']),
  );
  // An answer that is never given would hold as well.
  expect(new Set(tried.map(({ said }) => said.feasible))).toEqual(new Set(['yes', 'no', 'unknown']));
  expect(Object.fromEntries(counts)).toMatchSnapshot();
}, 300_000);

function countOf(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([word, count]) => `${word} × ${count}`)
    .join('; ');
}
