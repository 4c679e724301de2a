'use strict';
Object.defineProperty(exports, '__esModule', { value: true });
const emulator_client_1 = require('./emulator-client');
const tenant = 7;
const sub = `/subscriptions/${(0, emulator_client_1.id)('0002', tenant, 1)}`;
const otherSub = `/subscriptions/${(0, emulator_client_1.id)('0002', tenant, 2)}`;
const group = (name) => `/providers/Microsoft.Management/managementGroups/${name}`;
const user = (0, emulator_client_1.id)('0003', tenant, 1);
const outer = (0, emulator_client_1.id)('0004', tenant, 1);
const inner = (0, emulator_client_1.id)('0004', tenant, 2);
/** One assignment per scope, named after it; the principal is a different one each time unless stated. */
const places = {
  root: '/',
  tenantRoot: group((0, emulator_client_1.id)('0001', tenant)),
  top: group('top'),
  side: group('side'),
  sub,
  rg: `${sub}/resourceGroups/rg-one`,
  vm: `${sub}/resourceGroups/rg-one/providers/Microsoft.Compute/virtualMachines/vm`,
  rgTwo: `${sub}/resourceGroups/rg-one-two`,
  otherSub,
};
const holders = { root: user, rg: user, top: outer, otherSub: inner };
const world = {
  applications: emulator_client_1.applications,
  tenants: [
    (0, emulator_client_1.tenantWith)(tenant, {
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
          id: (0, emulator_client_1.id)('0002', tenant, 1),
          displayName: 'One',
          resourceGroups: ['rg-one', 'rg-one-two'],
          managementGroup: 'middle',
        },
        { id: (0, emulator_client_1.id)('0002', tenant, 2), displayName: 'Two', managementGroup: 'side' },
      ],
      roleAssignments: Object.entries(places).map(([place, scope], index) => ({
        name: (0, emulator_client_1.id)('0008', tenant, index + 1),
        scope,
        roleDefinitionId: emulator_client_1.roles.reader,
        principalId: holders[place] ?? (0, emulator_client_1.id)('0003', tenant, 50 + index),
        principalType: 'User',
      })),
    }),
  ],
};
let client;
let token;
beforeAll(async () => {
  client = await (0, emulator_client_1.startClient)({ world, pageSize: 2 });
  token = await client.token((0, emulator_client_1.id)('0001', tenant));
});
afterAll(() => client.emulator.close());
async function placesListed(scope, filter) {
  const query = filter === undefined ? '' : `&$filter=${encodeURIComponent(filter)}`;
  const found = await (0, emulator_client_1.listAll)(
    client,
    (0, emulator_client_1.assignmentsPath)(scope === '/' ? '' : scope, undefined, query),
    token,
  );
  const byScope = new Map(Object.entries(places).map(([place, at]) => [at, place]));
  return found.map((entry) => byScope.get(String(entry.properties.scope)) ?? 'unknown').sort();
}
describe('without a filter', () => {
  it.each([
    ['sub', ['root', 'tenantRoot', 'top', 'sub', 'rg', 'vm', 'rgTwo']],
    ['rg', ['root', 'tenantRoot', 'top', 'sub', 'rg', 'vm']],
    ['vm', ['root', 'tenantRoot', 'top', 'sub', 'rg', 'vm']],
    ['rgTwo', ['root', 'tenantRoot', 'top', 'sub', 'rgTwo']],
    ['otherSub', ['root', 'tenantRoot', 'side', 'otherSub']],
    ['top', ['root', 'tenantRoot', 'top', 'sub', 'rg', 'vm', 'rgTwo']],
    ['side', ['root', 'tenantRoot', 'side', 'otherSub']],
    ['tenantRoot', Object.keys(places)],
  ])('%s lists at, above and below', async (place, expected) => {
    expect(await placesListed(places[place])).toEqual([...expected].sort());
  });
  it('root refuses', async () => {
    const reply = await client.call((0, emulator_client_1.assignmentsPath)(''), { token });
    expect([reply.status, reply.body.error.code]).toEqual([400, 'UnsupportedQuery']);
  });
});
describe('with a filter', () => {
  it.each([
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
    ['sub', `assignedTo('${(0, emulator_client_1.id)('0003', tenant, 99)}')`, []],
  ])('%s?%s', async (place, filter, expected) => {
    expect(await placesListed(places[place], filter)).toEqual([...expected].sort());
  });
  it.each([
    `principalId eq '${user}' and atScope()`,
    `principalId eq ${user}`,
    `principalId eq ''`,
    `principalId ne '${user}'`,
    `roleDefinitionId eq '${emulator_client_1.roles.reader}'`,
    'atScopeAndBelow()',
    'atScope() or atScope()',
    'atScope(',
    'atScope() and',
    "assignedTo('",
    '   ',
  ])('refuses %p', async (filter) => {
    const path = (0, emulator_client_1.assignmentsPath)(
      sub,
      undefined,
      `&$filter=${encodeURIComponent(filter)}`,
    );
    const reply = await client.call(path, { token });
    expect([reply.status, reply.body.error.code]).toEqual([400, 'UnsupportedQuery']);
    expect(reply.body.error.message).toMatch(`The filter '${filter}' is not supported.`);
  });
});
describe('pages', () => {
  it('have the size asked for and absolute links to the next', async () => {
    const reply = await client.call(
      (0, emulator_client_1.assignmentsPath)(sub, undefined, '&%24filter=atScope%28%29'),
      { token },
    );
    expect(reply.body.value).toHaveLength(2);
    expect(reply.body.nextLink.startsWith(`${client.emulator.origin}/subscriptions/`)).toBe(true);
    const path = String(reply.body.nextLink).slice(client.emulator.origin.length);
    const next = await client.call(path, { token });
    expect(next.body.value).toHaveLength(2);
    expect(next.body).not.toHaveProperty('nextLink');
  });
  it('refuse a token that they did not give', async () => {
    const reply = await client.call(
      (0, emulator_client_1.assignmentsPath)(sub, undefined, '&$skiptoken=nonsense'),
      { token },
    );
    expect(reply.status).toBe(400);
  });
});
it('roots role ids at the subscription that is asked, and at /providers above subscriptions', async () => {
  const inSubscription = await (0, emulator_client_1.listAll)(
    client,
    (0, emulator_client_1.assignmentsPath)(sub),
    token,
  );
  const ids = new Set(inSubscription.map((entry) => String(entry.properties.roleDefinitionId)));
  expect([...ids]).toEqual([(0, emulator_client_1.roleAt)(sub, emulator_client_1.roles.reader)]);
  const rootEntry = inSubscription.find((entry) => entry.properties.scope === '/');
  expect(rootEntry?.id).toBe(
    `/providers/Microsoft.Authorization/roleAssignments/${(0, emulator_client_1.id)('0008', tenant, 1)}`,
  );
  const [atTop] = await (0, emulator_client_1.listAll)(
    client,
    (0, emulator_client_1.assignmentsPath)(places.top),
    token,
  );
  expect(atTop?.properties.roleDefinitionId).toBe(
    (0, emulator_client_1.roleAt)('', emulator_client_1.roles.reader),
  );
});
it('has the smaller shape in the oldest version', async () => {
  const path = (0, emulator_client_1.assignmentsPath)(sub).replace('2022-04-01', '2015-07-01');
  const [entry] = await (0, emulator_client_1.listAll)(client, path, token);
  expect(Object.keys(entry.properties).sort()).toEqual(['principalId', 'roleDefinitionId', 'scope']);
});
it('tells a management group of another tenant from nothing', async () => {
  const reply = await client.call((0, emulator_client_1.assignmentsPath)(group('elsewhere')), { token });
  expect([reply.status, reply.body.error.code]).toEqual([403, 'AuthorizationFailed']);
  expect(reply.body.error.message).toMatch("perform action 'Microsoft.Authorization/roleAssignments/read'");
});
describe('a managing tenant', () => {
  const fabrikam = `/subscriptions/${(0, emulator_client_1.id)('0002', 2)}`;
  const adminAgents = (0, emulator_client_1.id)('0004', 0, 1);
  let example;
  let partner;
  beforeAll(async () => {
    example = await (0, emulator_client_1.startClient)();
    partner = await example.token('northwind.com');
  });
  afterAll(() => example.emulator.close());
  const principals = async (query) => {
    const found = await (0, emulator_client_1.listAll)(
      example,
      (0, emulator_client_1.assignmentsPath)(fabrikam, undefined, query),
      partner,
    );
    return found.map((entry) => String(entry.properties.principalId));
  };
  it('sees what its own principals hold or made', async () => {
    expect(await principals('')).toEqual([adminAgents]);
    const properties = {
      roleDefinitionId: (0, emulator_client_1.roleAt)('', emulator_client_1.roles.reader),
      principalId: (0, emulator_client_1.id)('0003', 2),
      principalType: 'User',
    };
    const path = (0, emulator_client_1.assignmentsPath)(fabrikam, (0, emulator_client_1.id)('0008', 2, 50));
    const created = await example.call(path, { token: partner, method: 'PUT', body: { properties } });
    expect(created.status).toBe(201);
    expect(await principals('')).toEqual([adminAgents, (0, emulator_client_1.id)('0003', 2)]);
    expect((await example.call(path, { token: partner, method: 'DELETE' })).status).toBe(200);
  });
  it("sees everything when it names the subscription's tenant", async () => {
    expect(await principals(`&tenantId=${(0, emulator_client_1.id)('0001', 2).toUpperCase()}`)).toEqual([
      adminAgents,
      (0, emulator_client_1.id)('0005', 2),
    ]);
    const hidden = (0, emulator_client_1.id)('0008', 2, 2);
    const without = await example.call((0, emulator_client_1.assignmentsPath)(fabrikam, hidden), {
      token: partner,
    });
    const withTenant = await example.call(
      (0, emulator_client_1.assignmentsPath)(
        fabrikam,
        hidden,
        `&tenantId=${(0, emulator_client_1.id)('0001', 2)}`,
      ),
      {
        token: partner,
      },
    );
    expect([without.status, withTenant.status]).toEqual([404, 200]);
  });
  it('assigns roles to its own principals, or to a managed identity of the customer', async () => {
    const put = (properties) =>
      example.call(
        (0, emulator_client_1.assignmentsPath)(fabrikam, (0, emulator_client_1.id)('0008', 2, 60)),
        {
          token: partner,
          method: 'PUT',
          body: {
            properties: {
              roleDefinitionId: (0, emulator_client_1.roleAt)('', emulator_client_1.roles.reader),
              ...properties,
            },
          },
        },
      );
    const customers = { principalId: (0, emulator_client_1.id)('0005', 2) };
    expect((await put(customers)).body.error.code).toBe('PrincipalNotFound');
    const delegatedManagedIdentityResourceId = `${fabrikam}/resourceGroups/rg-erp/providers/Microsoft.ManagedIdentity/userAssignedIdentities/a`;
    const made = await put({ ...customers, delegatedManagedIdentityResourceId });
    expect([made.status, made.body.properties.delegatedManagedIdentityResourceId]).toEqual([
      201,
      delegatedManagedIdentityResourceId,
    ]);
  });
});
