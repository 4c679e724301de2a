import {
  applications,
  assignmentsPath,
  automationAtRoot,
  id,
  listAll,
  roleAt,
  roles,
  startClient,
  tenantWith,
} from './emulator-client';
import type { Client, Reply } from './emulator-client';
import { exampleWorld } from '../../src/emulator';
import type { RoleAssignment, Tenant, World } from '../../src/emulator';

const tenant = 7;
const sub = `/subscriptions/${id('0002', tenant, 1)}`;
const otherSub = `/subscriptions/${id('0002', tenant, 2)}`;
const group = (name: string): string => `/providers/Microsoft.Management/managementGroups/${name}`;
const user = id('0003', tenant, 1);
const outer = id('0004', tenant, 1);
const inner = id('0004', tenant, 2);

/** One assignment per scope, named after it; the principal is a different one each time unless stated. */
const places = {
  root: '/',
  tenantRoot: group(id('0001', tenant)),
  top: group('top'),
  side: group('side'),
  sub,
  rg: `${sub}/resourceGroups/rg-one`,
  vm: `${sub}/resourceGroups/rg-one/providers/Microsoft.Compute/virtualMachines/vm`,
  rgTwo: `${sub}/resourceGroups/rg-one-two`,
  otherSub,
} as const;
type Place = keyof typeof places;

const holders: Partial<Record<Place, string>> = { root: user, rg: user, top: outer, otherSub: inner };

const world: World = {
  applications,
  tenants: [
    tenantWith(tenant, {
      users: [{ id: user, displayName: 'U', userPrincipalName: 'u@tenant7.onmicrosoft.com' }],
      groups: [
        { id: outer, displayName: 'Outer', members: [inner] },
        { id: inner, displayName: 'Inner', members: [user, outer] }, // a cycle, as Entra allows none but data might
      ],
      managementGroups: [
        { id: 'top', displayName: 'Top' },
        { id: 'middle', displayName: 'Middle', parent: 'top' },
        { id: 'side', displayName: 'Side' },
      ],
      subscriptions: [
        {
          id: id('0002', tenant, 1),
          displayName: 'One',
          resourceGroups: ['rg-one', 'rg-one-two'],
          managementGroup: 'middle',
        },
        { id: id('0002', tenant, 2), displayName: 'Two', managementGroup: 'side' },
      ],
      roleAssignments: Object.entries(places).map(([place, scope], index): RoleAssignment => ({
        name: id('0008', tenant, index + 1),
        scope,
        roleDefinitionId: roles.reader,
        principalId: holders[place as Place] ?? id('0003', tenant, 50 + index),
        principalType: 'User',
      })),
    }),
  ],
};

let client: Client;
let token: string;
beforeAll(async () => {
  client = await startClient({ world, pageSize: 2 });
  token = await client.token(id('0001', tenant));
});
afterAll(() => client.emulator.close());

async function placesListed(scope: string, filter?: string): Promise<string[]> {
  const query = filter === undefined ? '' : `&$filter=${encodeURIComponent(filter)}`;
  const found = await listAll(client, assignmentsPath(scope === '/' ? '' : scope, undefined, query), token);
  const byScope = new Map(Object.entries(places).map(([place, at]) => [at, place]));
  const own = automationAtRoot(tenant).name;
  return found
    .filter(({ name }) => name !== own)
    .map((entry) => byScope.get(String(entry.properties.scope)) ?? 'unknown')
    .sort();
}

describe('without a filter', () => {
  it.each<[Place, Place[]]>([
    ['sub', ['root', 'tenantRoot', 'top', 'sub', 'rg', 'vm', 'rgTwo']],
    ['rg', ['root', 'tenantRoot', 'top', 'sub', 'rg', 'vm']],
    ['vm', ['root', 'tenantRoot', 'top', 'sub', 'rg', 'vm']],
    ['rgTwo', ['root', 'tenantRoot', 'top', 'sub', 'rgTwo']],
    ['otherSub', ['root', 'tenantRoot', 'side', 'otherSub']],
    ['top', ['root', 'tenantRoot', 'top', 'sub', 'rg', 'vm', 'rgTwo']],
    ['side', ['root', 'tenantRoot', 'side', 'otherSub']],
    ['tenantRoot', Object.keys(places) as Place[]],
  ])('8.1 %s lists at, above and below', async (place, expected) => {
    expect(await placesListed(places[place])).toEqual([...expected].sort());
  });

  it('8.2 root refuses', async () => {
    const reply = await client.call(assignmentsPath(''), { token });
    expect([reply.status, reply.body.error.code]).toEqual([400, 'UnsupportedQuery']);
  });
});

describe('with a filter', () => {
  it.each<[Place, string, Place[]]>([
    ['sub', 'atScope()', ['root', 'tenantRoot', 'top', 'sub']],
    ['sub', 'ATSCOPE()', ['root', 'tenantRoot', 'top', 'sub']],
    ['top', 'atScope()', ['root', 'tenantRoot', 'top']],
    ['root', 'atScope()', ['root']],
    ['sub', `principalId eq '${user}'`, ['root', 'rg']],
    ['sub', `(principalId eq '${user.toUpperCase()}')`, ['root', 'rg']],
    ['root', `principalId eq '${user}'`, ['root', 'rg']],
    ['sub', `assignedTo('${user}')`, ['root', 'rg', 'top']],
    ['otherSub', `assignedTo('${user}')`, ['root', 'otherSub']],
    ['sub', `atScope() and assignedTo('${user}')`, ['root', 'top']],
    ['sub', `(assignedTo('${user}')) and (atScope())`, ['root', 'top']],
    ['sub', `assignedTo('${outer}')`, []],
    ['sub', `assignedTo('${id('0003', tenant, 99)}')`, []],
  ])('8.3 %s?%s', async (place, filter, expected) => {
    expect(await placesListed(places[place], filter)).toEqual([...expected].sort());
  });

  it.each([
    `principalId eq '${user}' and atScope()`,
    `principalId eq ${user}`,
    `principalId eq ''`,
    `principalId ne '${user}'`,
    `roleDefinitionId eq '${roles.reader}'`,
    'atScopeAndBelow()',
    'atScope() or atScope()',
    'atScope(',
    'atScope() and',
    "assignedTo('",
    '   ',
  ])('8.4 refuses %p', async (filter) => {
    const path = assignmentsPath(sub, undefined, `&$filter=${encodeURIComponent(filter)}`);
    const reply = await client.call(path, { token });
    expect([reply.status, reply.body.error.code]).toEqual([400, 'UnsupportedQuery']);
    expect(reply.body.error.message).toMatch(`The filter '${filter}' is not supported.`);
  });
});

describe('pages', () => {
  it('8.5 have the size asked for and absolute links to the next', async () => {
    const reply = await client.call(assignmentsPath(sub, undefined, '&%24filter=atScope%28%29'), { token });
    expect(reply.body.value).toHaveLength(2);
    expect(reply.body.nextLink.startsWith(`${client.emulator.origin}/subscriptions/`)).toBe(true);
    const path = String(reply.body.nextLink).slice(client.emulator.origin.length);
    const next = await client.call(path, { token });
    expect(next.body.value).toHaveLength(2);
    const last = await client.call(String(next.body.nextLink).slice(client.emulator.origin.length), {
      token,
    });
    expect(last.body.value).toHaveLength(1);
    expect(last.body).not.toHaveProperty('nextLink');
  });

  it('8.6 refuse a token that they did not give', async () => {
    const reply = await client.call(assignmentsPath(sub, undefined, '&$skiptoken=nonsense'), { token });
    expect(reply.status).toBe(400);
  });
});

it('8.7 roots role ids at the subscription that is asked, and at /providers above subscriptions', async () => {
  const inSubscription = await listAll(client, assignmentsPath(sub), token);
  const ids = new Set(inSubscription.map((entry) => String(entry.properties.roleDefinitionId)));
  expect([...ids]).toEqual([roleAt(sub, roles.reader), roleAt(sub, roles.owner)]);
  const rootEntry = inSubscription.find((entry) => entry.properties.scope === '/');
  expect(rootEntry?.id).toBe(`/providers/Microsoft.Authorization/roleAssignments/${id('0008', tenant, 1)}`);
  const [atTop] = await listAll(client, assignmentsPath(places.top), token);
  expect(atTop?.properties.roleDefinitionId).toBe(roleAt('', roles.reader));
});

it('8.8 has the smaller shape in the oldest version', async () => {
  const path = assignmentsPath(sub).replace('2022-04-01', '2015-07-01');
  const [entry] = await listAll(client, path, token);
  expect(Object.keys(entry.properties as object).sort()).toEqual([
    'principalId',
    'roleDefinitionId',
    'scope',
  ]);
});

it('8.9 tells a management group of another tenant from nothing', async () => {
  const reply = await client.call(assignmentsPath(group('elsewhere')), { token });
  expect([reply.status, reply.body.error.code]).toEqual([403, 'AuthorizationFailed']);
  expect(reply.body.error.message).toMatch("perform action 'Microsoft.Authorization/roleAssignments/read'");
});

/** Fabrikam's backup policy has an identity of its own. */
function withIdentity(each: Tenant): Tenant {
  if (each.id !== id('0001', 2)) return each;
  const identity = { id: id('0005', 2, 2), appId: id('0006', 2, 2), displayName: 'backup-policy' };
  return {
    ...each,
    servicePrincipals: [
      ...(each.servicePrincipals ?? []),
      { ...identity, servicePrincipalType: 'ManagedIdentity' },
    ],
  };
}

describe('a managing tenant', () => {
  const fabrikam = `/subscriptions/${id('0002', 2)}`;
  const adminAgents = id('0004', 0, 1);
  let example: Client;
  let partner: string;
  beforeAll(async () => {
    example = await startClient({
      world: { ...exampleWorld, tenants: exampleWorld.tenants.map(withIdentity) },
    });
    partner = await example.token('northwind.com');
  });
  afterAll(() => example.emulator.close());

  const principals = async (query: string): Promise<string[]> => {
    const found = await listAll(example, assignmentsPath(fabrikam, undefined, query), partner);
    return found.map((entry) => String(entry.properties.principalId));
  };

  const name = id('0008', 2, 60);
  const identity = id('0005', 2, 2);
  const delegatedManagedIdentityResourceId = `${fabrikam}/resourceGroups/rg-erp/providers/Microsoft.ManagedIdentity/userAssignedIdentities/a`;
  const assign = (rest: object): Promise<Reply> =>
    example.call(assignmentsPath(fabrikam, name), {
      token: partner,
      method: 'PUT',
      body: {
        properties: { roleDefinitionId: roleAt('', roles.contributor), principalId: identity, ...rest },
      },
    });

  it('8.10, 8.13 assigns roles to a managed identity, and sees what its own principals hold or made', async () => {
    expect(await principals('')).toEqual([adminAgents]);
    expect((await assign({})).status).toBe(403);
    const made = await assign({ delegatedManagedIdentityResourceId });
    expect([made.status, made.body.properties.delegatedManagedIdentityResourceId]).toEqual([
      201,
      delegatedManagedIdentityResourceId,
    ]);
    expect(await principals('')).toEqual([adminAgents, identity]);
    const path = assignmentsPath(fabrikam, name);
    expect((await example.call(path, { token: partner, method: 'DELETE' })).status).toBe(200);
  });

  it("8.11 sees everything when it names the subscription's tenant", async () => {
    expect(await principals(`&tenantId=${id('0001', 2).toUpperCase()}`)).toEqual([
      adminAgents,
      id('0005', 2),
    ]);
    const hidden = id('0008', 2, 2);
    const without = await example.call(assignmentsPath(fabrikam, hidden), { token: partner });
    const withTenant = await example.call(assignmentsPath(fabrikam, hidden, `&tenantId=${id('0001', 2)}`), {
      token: partner,
    });
    expect([without.status, withTenant.status]).toEqual([404, 200]);
  });

  it("8.12 reaches a customer through its own tenant's groups", async () => {
    const filter = encodeURIComponent(`assignedTo('${id('0003', 0)}')`);
    const customer = await example.token('contoso.com');
    const path = assignmentsPath(`/subscriptions/${id('0002', 1)}`, undefined, `&$filter=${filter}`);
    const found = await listAll(example, path, customer);
    expect(found.map((entry) => entry.properties.principalId)).toEqual([adminAgents]);
  });
});
