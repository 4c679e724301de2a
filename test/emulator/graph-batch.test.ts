import {
  addFaults,
  applications,
  id,
  startClient,
  tenantWith,
  type Client,
  type Json,
  type Reply,
} from './emulator-client';

const tenant = 8;
const user = (number: number): string => id('0003', tenant, number);

let client: Client;
let token: string;
beforeAll(async () => {
  client = await startClient({
    world: {
      applications,
      tenants: [
        tenantWith(tenant, {
          users: Array.from({ length: 20 }, (_, number) => ({
            id: user(number + 1),
            displayName: `User ${number + 1}`,
            userPrincipalName: `u${number + 1}@t8.com`,
          })),
        }),
      ],
    },
  });
  token = await client.token(id('0001', tenant), 'https://graph.microsoft.com');
});
afterAll(() => client.emulator.close());

const batch = (requests: unknown, as: string | undefined = token): Promise<Reply> =>
  client.call('/v1.0/$batch', { method: 'POST', ...(as && { token: as }), body: { requests } });
const byName = (number: number): object => ({
  id: String(number),
  method: 'GET',
  url: `/users?$filter=${encodeURIComponent(`userPrincipalName eq 'u${number}@t8.com'`)}&$select=id`,
});
const idsIn = (count: number): Promise<Reply> => {
  const names = Array.from({ length: count }, (_, number) => `'U${number + 1}@t8.com'`);
  const filter = encodeURIComponent(`userPrincipalName in (${names.join(', ')})`);
  return client.call(`/v1.0/users?$select=id&$filter=${filter}`, { token });
};

it('11.16 in takes 15 values and no more', async () => {
  const found = (await idsIn(15)).body.value as { id: string }[];
  expect(found.map((each) => each.id)).toEqual(Array.from({ length: 15 }, (_, number) => user(number + 1)));
  expect(await idsIn(16)).toMatchObject({
    status: 400,
    body: {
      error: {
        code: 'Request_UnsupportedQuery',
        message: expect.stringContaining("'OR' operators: 16. Max allowed: 15."),
      },
    },
  });
});

it('11.17 a batch answers each of twenty requests by its id, also those that fail', async () => {
  const requests = [
    ...Array.from({ length: 18 }, (_, number) => byName(number + 1)),
    { id: 'gone', method: 'GET', url: `users/${user(99)}` },
    {
      id: 'ids',
      method: 'post',
      url: '/directoryObjects/getByIds',
      headers: { 'Content-Type': 'application/json' },
      body: { ids: [user(3)] },
    },
  ];
  const { status, body } = await batch(requests);
  expect(status).toBe(200);
  const answers = new Map((body.responses as Json[]).map((each) => [each.id as string, each]));
  expect(answers.size).toBe(20);
  for (let number = 1; number <= 18; number++) {
    expect(answers.get(String(number))).toMatchObject({
      status: 200,
      body: { value: [{ id: user(number) }] },
    });
  }
  expect(answers.get('gone')).toMatchObject({
    status: 404,
    headers: { 'Content-Type': 'application/json', 'request-id': expect.any(String) },
    body: { error: { code: 'Request_ResourceNotFound' } },
  });
  expect(answers.get('ids').body.value).toHaveLength(1);
  const order = (body.responses as Json[]).map((each) => each.id as string);
  expect(order).not.toEqual(requests.map((each) => (each as { id: string }).id));
});

it('11.17 a batch needs a token', async () => {
  expect((await batch([byName(1)], 'none')).status).toBe(401);
});

it.each<[string, unknown]>([
  ['21 requests', Array.from({ length: 21 }, (_, number) => byName(number + 1))],
  ['none', []],
  ['no list', {}],
  ['equal ids', [byName(1), byName(1)]],
  ['no id', [{ method: 'GET', url: '/users' }]],
  ['a batch in a batch', [{ id: '1', method: 'POST', url: '/$batch', body: { requests: [byName(1)] } }]],
  ['dependsOn', [byName(1), { ...byName(2), dependsOn: ['1'] }]],
])('11.18 %s are refused', async (_, requests) => {
  expect(await batch(requests)).toMatchObject({ status: 400, body: { error: { code: 'BadRequest' } } });
});

it('11.19 one request of a batch is throttled while another is answered', async () => {
  const refusal = { kind: 'status', status: 429, code: 'TooManyRequests', retryAfter: 7 };
  await addFaults(client, { method: 'GET', path: '/v1.0/users', contains: 'u2%40', action: refusal });
  const { status, body } = await batch([byName(1), byName(2)]);
  expect(status).toBe(200);
  const answers = new Map((body.responses as Json[]).map((each) => [each.id as string, each]));
  expect(answers.get('1').status).toBe(200);
  expect(answers.get('2')).toMatchObject({ status: 429, headers: { 'Retry-After': '7' } });
});
