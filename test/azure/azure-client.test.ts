import { createArmClient, createGraphClient, emulatorEnvironment, type AzureClient } from '../../src/azure';
import type { Guid } from '../../src/model';
import { impatient, secretToken, startServer, type Handler, type TestServer } from './https-server';

const tenantId = '11111111-0000-4000-8000-000000000001' as Guid;
const credential = {
  getToken: () => Promise.resolve({ token: secretToken, expiresOnTimestamp: Date.now() + 3_600_000 }),
};
const servers: TestServer[] = [];

async function serve(handler: Handler): Promise<TestServer> {
  const server = await startServer(handler);
  servers.push(server);
  return server;
}

function armOf(server: TestServer): AzureClient {
  return createArmClient({ environment: emulatorEnvironment(server, impatient), tenantId, credential });
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

test.each(['nextLink', '@odata.nextLink'])('follows %s to the last page', async (key) => {
  const server: TestServer = await serve(({ url }) => {
    const page = Number(/page=(\d)/.exec(url)?.[1] ?? 1);
    return {
      body: {
        value: [page * 10, page * 10 + 1],
        [key]: page < 3 ? `${server.origin}/things?page=${page + 1}` : null,
      },
    };
  });
  await expect(armOf(server).list('/things', {})).resolves.toEqual([10, 11, 20, 21, 30, 31]);
});

test('pages of a POST are read with GET', async () => {
  const server: TestServer = await serve(({ method }) => ({
    body: method === 'POST' ? { value: [1], '@odata.nextLink': `${server.origin}/more` } : { value: [2] },
  }));
  const client = createGraphClient({
    environment: emulatorEnvironment(server, impatient),
    tenantId,
    credential,
  });
  await expect(client.postForList('/v1.0/x', {}, { ids: [] })).resolves.toEqual([1, 2]);
  expect(server.requests.map(({ method, body }) => `${method} ${body}`)).toEqual(['POST {"ids":[]}', 'GET ']);
});

test('never takes the token to another host', async () => {
  const thief = await serve(() => ({ body: { value: [] } }));
  const server = await serve(() => ({ body: { value: [1], nextLink: `${thief.origin}/things?page=2` } }));
  await expect(armOf(server).list('/things', {})).rejects.toMatchObject({ kind: 'malformed' });
  expect(thief.requests).toHaveLength(0);
});

test.each(['//localhost/x', 'http://localhost/x', 'not a link'])(
  'does not follow the link %s',
  async (nextLink) => {
    const server = await serve(() => ({ body: { value: [1], nextLink } }));
    await expect(armOf(server).list('/things', {})).rejects.toMatchObject({ kind: 'malformed' });
    expect(server.requests).toHaveLength(1);
  },
);

test('does not go round in circles', async () => {
  const server: TestServer = await serve(() => ({
    body: { value: [1], nextLink: `${server.origin}/things` },
  }));
  await expect(armOf(server).list('/things', {})).rejects.toMatchObject({ kind: 'malformed' });
  expect(server.requests.length).toBeLessThanOrEqual(2);
});

test('a failing page fails the list: what was read so far is not all (pain 18)', async () => {
  const server: TestServer = await serve(({ url }) =>
    url.includes('page=2')
      ? { status: 403, body: { error: { code: 'AuthorizationFailed', message: 'no' } } }
      : { body: { value: [1], nextLink: `${server.origin}/things?page=2` } },
  );
  await expect(armOf(server).list('/things', {})).rejects.toMatchObject({ status: 403 });
});

test('an answer without a list is not an empty list', async () => {
  const server = await serve(() => ({ body: {} }));
  await expect(armOf(server).list('/things', {})).rejects.toMatchObject({ kind: 'malformed' });
});

test('encodes names in path and query', async () => {
  const server = await serve(() => ({ body: {} }));
  await armOf(server).get('/subscriptions/a/resourceGroups/räk (1)#?x', {
    $filter: "name eq 'a+b#EXT# c'",
    empty: undefined,
  });
  expect(server.requests[0]?.url).toBe(
    '/subscriptions/a/resourceGroups/r%C3%A4k%20(1)%23%3Fx?$filter=name%20eq%20%27a%2Bb%23EXT%23%20c%27',
  );
});

test('a DELETE may be answered without content', async () => {
  const server = await serve(() => ({ status: 204 }));
  await expect(armOf(server).delete('/thing', {})).resolves.toBeUndefined();
});
