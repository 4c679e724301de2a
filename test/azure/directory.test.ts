import {
  createGraphClient,
  emulatorEnvironment,
  findByNames,
  getObjects,
  type GraphClient,
} from '../../src/azure';
import type { Guid } from '../../src/model';
import { impatient, secretToken, startServer, type Handler, type TestServer } from './https-server';

const tenantId = '11111111-0000-4000-8000-000000000001' as Guid;
const credential = {
  getToken: () => Promise.resolve({ token: secretToken, expiresOnTimestamp: Date.now() + 3_600_000 }),
};
const servers: TestServer[] = [];

async function graphAt(handler: Handler): Promise<{ client: GraphClient; server: TestServer }> {
  const server = await startServer(handler);
  servers.push(server);
  const environment = emulatorEnvironment(server, impatient);
  return { server, client: createGraphClient({ environment, tenantId, credential }) };
}

const id = (number: number): Guid => `22222222-0000-4000-8000-${String(number).padStart(12, '0')}` as Guid;

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

interface Item {
  readonly id: string;
  readonly url: string;
}

/** The answer of a batch in which each request is answered by `item`. */
function batched(body: string, item: (item: Item) => object) {
  const { requests } = JSON.parse(body) as { requests: Item[] };
  return {
    body: { responses: requests.map((each) => ({ id: each.id, status: 200, ...item(each) })).reverse() },
  };
}

const group = (displayName: string) => ({ type: 'Group', displayName }) as const;

test('a name with a quote is asked for as a name with a quote', async () => {
  const { client, server } = await graphAt(({ body }) =>
    batched(body, () => ({ body: { value: [{ id: id(1) }] } })),
  );
  await expect(findByNames(client, [group("Pat O'Neil's team")])).resolves.toEqual([[id(1)]]);
  const { requests } = JSON.parse(server.requests[0]?.body ?? '') as { requests: Item[] };
  const url = new URL(`${server.origin}${requests[0]?.url}`);
  expect([server.requests[0]?.url, url.pathname]).toEqual(['/v1.0/$batch', '/groups']);
  expect(url.searchParams.get('$filter')).toBe(
    "displayName eq 'Pat O''Neil''s team' and securityEnabled eq true",
  );
});

test('all who bear a name are found, also on further pages', async () => {
  const { client, server } = await graphAt(({ url, body }) =>
    url.includes('page2')
      ? { body: { value: [{ id: id(2) }] } }
      : batched(body, () => ({
          body: { value: [{ id: id(1) }], '@odata.nextLink': `${server.origin}/v1.0/groups?page2` },
        })),
  );
  await expect(findByNames(client, [group('x')])).resolves.toEqual([[id(1), id(2)]]);
});

test('what is throttled in a batch is asked again, alone, and what is refused is not', async () => {
  let round = 0;
  const { client, server } = await graphAt(({ body }) => {
    round += 1;
    return batched(body, ({ id: item }) => {
      if (item === '1') return { status: 403, body: { error: { code: 'Authorization_RequestDenied' } } };
      if (item === '2' && round < 3) return { status: 429, headers: { 'Retry-After': '0' } };
      return { body: { value: [{ id: id(Number(item)) }] } };
    });
  });
  const found = await findByNames(client, ['a', 'b', 'c'].map(group));
  expect(found).toEqual([
    [id(0)],
    expect.objectContaining({ kind: 'http', status: 403, code: 'Authorization_RequestDenied' }),
    [id(2)],
  ]);
  const sizes = server.requests.map(({ body }) => (JSON.parse(body) as { requests: Item[] }).requests.length);
  expect(sizes).toEqual([3, 1, 1]);
});

test.each<[string, object]>([
  ['leaves a request out', { responses: [] }],
  ['is none', { value: [] }],
])('an answer to a batch that %s is malformed', async (_, body) => {
  const { client } = await graphAt(() => ({ body }));
  const [answer] = await findByNames(client, [group('x')]);
  expect(answer).toMatchObject({ kind: 'malformed' });
});

test('asks for objects in batches of 1000 and selects what Graph leaves out by default', async () => {
  const { client, server } = await graphAt(({ body }) => {
    const { ids } = JSON.parse(body) as { ids: string[] };
    return {
      body: {
        value: ids.map((each) => ({ '@odata.type': '#microsoft.graph.group', id: each, displayName: 'g' })),
      },
    };
  });
  const ids = Array.from({ length: 2001 }, (_, number) => id(number));
  await expect(getObjects(client, ids)).resolves.toHaveLength(2001);
  expect(server.requests.map(({ body }) => JSON.parse(body).ids.length)).toEqual([1000, 1000, 1]);
  expect(server.requests[0]?.url).toContain('userType');
  expect(JSON.parse(server.requests[0]?.body ?? '').types).toEqual(['user', 'group', 'servicePrincipal']);
});

test('no ids, no request', async () => {
  const { client, server } = await graphAt(() => ({ body: { value: [] } }));
  await expect(getObjects(client, [])).resolves.toEqual([]);
  expect(server.requests).toHaveLength(0);
});

test('objects as Graph writes them', async () => {
  const policy = '/subscriptions/s/providers/Microsoft.Authorization/policyAssignments/tags';
  const identity =
    '/subscriptions/s/resourcegroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/mi';
  const user = { '@odata.type': '#microsoft.graph.user', displayName: 'Dana' };
  const servicePrincipal = { '@odata.type': '#microsoft.graph.servicePrincipal', displayName: 'sp' };
  const { client } = await graphAt(() => ({
    body: {
      value: [
        { ...user, id: id(1).toUpperCase(), userPrincipalName: 'dana@contoso.com', userType: 'Member' },
        { ...user, id: id(2), userPrincipalName: 'sam_northwind.com#EXT#@contoso.com', userType: 'Guest' },
        { ...user, id: id(3), userPrincipalName: 'kim_northwind.com#EXT#@contoso.com', userType: null },
        { ...servicePrincipal, id: id(4), alternativeNames: ['isExplicit=False', policy] },
        { ...servicePrincipal, id: id(5), alternativeNames: ['isExplicit=True', identity] },
        { ...servicePrincipal, id: id(6), alternativeNames: [] },
        { '@odata.type': '#microsoft.graph.group', id: id(7), displayName: null },
      ],
    },
  }));
  await expect(getObjects(client, [id(1)])).resolves.toEqual([
    { id: id(1), type: 'User', displayName: 'Dana', userPrincipalName: 'dana@contoso.com', isGuest: false },
    {
      id: id(2),
      type: 'User',
      displayName: 'Dana',
      userPrincipalName: 'sam_northwind.com#EXT#@contoso.com',
      isGuest: true,
    },
    {
      id: id(3),
      type: 'User',
      displayName: 'Dana',
      userPrincipalName: 'kim_northwind.com#EXT#@contoso.com',
      isGuest: true,
    },
    { id: id(4), type: 'ServicePrincipal', displayName: 'sp', identityOf: policy },
    { id: id(5), type: 'ServicePrincipal', displayName: 'sp', isUserAssigned: true },
    { id: id(6), type: 'ServicePrincipal', displayName: 'sp' },
    { id: id(7), type: 'Group', displayName: id(7), isLimited: true },
  ]);
});

test('an object without an id is not passed over', async () => {
  const { client } = await graphAt(() => ({ body: { value: [{ '@odata.type': '#microsoft.graph.user' }] } }));
  await expect(getObjects(client, [id(1)])).rejects.toMatchObject({ kind: 'malformed' });
});
