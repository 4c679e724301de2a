import { randomUUID } from 'node:crypto';
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
import {
  subscriptionScope,
  type ActualState,
  type ChannelKind,
  type Guid,
  type PrincipalType,
} from '../../src/model';
import { needsOf, type Change } from '../../src/plan';
import type { Reader } from '../../src/provider';
import { writerReading } from '../../src/provider/read-writer';
import { assignmentsPath, roleAt, startClient, type Client, type Reply } from '../emulator/emulator-client';
import * as there from './matrix-world';

/** Whoever tries, over which channel, and with what token. */
interface Actor {
  readonly name: string;
  readonly channel: ChannelKind;
  /** Undefined where the customer's tenant does not let the person in. */
  readonly token: string | undefined;
}

interface Assigned {
  readonly scope: string;
  readonly role: string;
  readonly principalId: string;
  readonly principalType: PrincipalType;
  readonly delegatedManagedIdentityResourceId?: string;
}

/** One change, and how it is tried. */
interface Attempt {
  readonly what: string;
  readonly change: Change;
  /** With the actor's token; leaves everything as it was. */
  readonly make: (token: string) => Promise<Reply>;
}

const places = { sub: there.sub, rg: there.rg, above: there.top, other: there.otherSub };
const principals: readonly (readonly [string, string, PrincipalType])[] = [
  ['group', there.readers, 'Group'],
  ['user', there.dana, 'User'],
  ['identity', there.policyIdentity, 'ServicePrincipal'],
];
const givenRoles = ['reader', 'contributor', 'owner'] as const;

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

function attempts(): Attempt[] {
  const assigned = Object.entries(places).flatMap(([place, scope]) =>
    principals.flatMap(([principal, principalId, principalType]) =>
      givenRoles.map((role) => ({
        what: `${role} for a ${principal} at ${place}`,
        access: { scope, role: there.builtIn[role], principalId, principalType },
      })),
    ),
  );
  const locked = there.locks.map(({ scope, level }) => ({
    what: `reader for a group under ${level}`,
    access: {
      scope,
      role: there.builtIn.reader,
      principalId: there.readers,
      principalType: 'Group' as const,
    },
  }));
  const managed = {
    what: 'contributor for an identity whose resource is named at rg',
    access: {
      scope: there.rg,
      role: there.builtIn.contributor,
      principalId: there.policyIdentity,
      principalType: 'ServicePrincipal' as const,
      delegatedManagedIdentityResourceId: `${there.rg}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/a`,
    },
  };
  return [
    ...[...assigned, ...locked].flatMap(({ what, access }) => [
      creating(what, access),
      deleting(what, access),
    ]),
    deleting(managed.what, managed.access),
    definingRole(),
  ];
}

const place = (path: string, method: string, token: string, properties?: object): Promise<Reply> =>
  client.call(path, { method, token, ...(properties && { body: { properties } }) });
const put = (path: string, { scope, role, principalId, principalType, ...rest }: Assigned, token: string) =>
  place(path, 'PUT', token, {
    roleDefinitionId: roleAt(scope.startsWith('/sub') ? scope : '', role),
    principalId,
    principalType,
    ...rest,
  });

/** With the locks of the scope taken off, so that the stage can be set and cleared. */
async function unlocked(access: Assigned, work: () => Promise<Reply>): Promise<Reply> {
  const lock = there.locks.find(({ scope }) => scope === access.scope);
  if (!lock) return work();
  const path = `${lock.scope}/providers/Microsoft.Authorization/locks/${lock.name}?api-version=2020-05-01`;
  await place(path, 'DELETE', owner);
  const reply = await work();
  await place(path, 'PUT', owner, { level: lock.level });
  return reply;
}

function creating(what: string, access: Assigned): Attempt {
  return {
    what: `give ${what}`,
    change: changeOf('create', { after: access }),
    async make(token) {
      const path = assignmentsPath(access.scope, randomUUID());
      const reply = await put(path, access, token);
      if (reply.status === 201) await unlocked(access, () => place(path, 'DELETE', owner));
      return reply;
    },
  };
}

function deleting(what: string, access: Assigned): Attempt {
  return {
    what: `take ${what}`,
    change: changeOf('delete', { before: access }),
    async make(token) {
      const path = assignmentsPath(access.scope, randomUUID(), `&tenantId=${there.customer}`);
      const made = await unlocked(access, () => put(path.replace(/&tenantId=.*/, ''), access, owner));
      if (made.status !== 201) throw new Error(JSON.stringify(made.body));
      const reply = await place(path, 'DELETE', token);
      if (reply.status !== 200) await unlocked(access, () => place(path, 'DELETE', owner));
      return reply;
    },
  };
}

function definingRole(): Attempt {
  const definition = { scope: there.sub, roleName: 'Made', assignableScopes: [there.sub], permissions: [] };
  return {
    what: 'define a role at sub',
    change: {
      ...changeOf('create', { after: definition }),
      type: 'azurerm_role_definition',
    } as unknown as Change,
    async make(token) {
      const path = `${roleAt(there.sub, randomUUID())}?api-version=2022-04-01`;
      const properties = { roleName: 'Made', assignableScopes: [there.sub], permissions: [] };
      const reply = await place(path, 'PUT', token, properties);
      if (reply.status === 201) await place(path, 'DELETE', owner);
      return reply;
    },
  };
}

function changeOf(action: 'create' | 'delete', sides: object): Change {
  return {
    type: 'azurerm_role_assignment',
    address: 'azurerm_role_assignment.x',
    dependsOn: [],
    action,
    ...sides,
  } as unknown as Change;
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
  const all = attempts();
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
}, 120_000);

function countOf(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([word, count]) => `${word} × ${count}`)
    .join('; ');
}
