import { addFaults, control, id, startClient } from './emulator-client';
import type { Client, Reply } from './emulator-client';

const production = `/subscriptions/${id('0002', 1)}`;
const version = '?api-version=2022-12-01';
const started: Client[] = [];
afterEach(() => Promise.all(started.splice(0).map(({ emulator }) => emulator.close())));

/** The clock stands still, so that nothing comes back into a bucket unless the test says so. */
async function start(options: { throttle?: boolean } = {}): Promise<Client> {
  const client = await startClient({ now: () => new Date('2026-11-22T09:00:00Z'), ...options });
  started.push(client);
  return client;
}

const remaining = (reply: Reply, what: string): unknown => reply.headers[`x-ms-ratelimit-remaining-${what}`];

async function repeat(times: number, request: () => Promise<Reply>): Promise<Reply> {
  let last: Reply | undefined;
  for (let number = 0; number < times; number += 1) last = await request();
  if (!last) throw new Error('no request');
  return last;
}

it('15.1 each operation of each caller on each subscription has a bucket, and the subscription one for all', async () => {
  const client = await start();
  const token = await client.token('contoso.com');
  const person = await client.emulator.userToken('contoso.com', 'dana@contoso.com');
  const get = (who: string, path = production) => client.call(path + version, { token: who });
  const own = await repeat(3, () => get(token));
  expect([remaining(own, 'subscription-reads'), remaining(own, 'subscription-global-reads')]).toEqual([
    '247',
    '3747',
  ]);
  const other = await get(person);
  expect([remaining(other, 'subscription-reads'), remaining(other, 'subscription-global-reads')]).toEqual([
    '249',
    '3746',
  ]);
  const elsewhere = await get(token, `/subscriptions/${id('0002', 1, 2)}`);
  expect(remaining(elsewhere, 'subscription-reads')).toBe('249');
  const options = { token, method: 'DELETE' };
  const path = `${production}/providers/Microsoft.Authorization/roleAssignments/${id('0008', 1, 77)}?api-version=2022-04-01`;
  expect(remaining(await client.call(path, options), 'subscription-deletes')).toBe('199');
  const put = await client.call(path, { token, method: 'PUT', body: {} });
  expect([put.status, remaining(put, 'subscription-writes')]).toEqual([400, '199']);
});

it('15.2 requests outside subscriptions are counted for the tenant; Graph and 401 are not', async () => {
  const client = await start();
  const token = await client.token('contoso.com');
  const tenants = await repeat(2, () => client.call(`/tenants${version}`, { token }));
  expect(remaining(tenants, 'tenant-reads')).toBe('248');
  const graph = await client.call('/v1.0/users', { token });
  expect(Object.keys(graph.headers).join()).not.toContain('ratelimit');
});

it('15.3 tokens come back with time, up to the size of the bucket', async () => {
  const client = await start();
  const token = await client.token('contoso.com');
  const get = () => client.call(production + version, { token });
  expect(remaining(await repeat(40, get), 'subscription-reads')).toBe('210');
  await control(client, 'POST clock', { advanceSeconds: 1 });
  expect(remaining(await get(), 'subscription-reads')).toBe('234');
  await control(client, 'POST clock', { advanceSeconds: 60 });
  expect(remaining(await get(), 'subscription-reads')).toBe('249');
});

it('15.4 an empty bucket refuses nothing by default', async () => {
  const client = await start();
  const token = await client.token('contoso.com');
  const last = await repeat(252, () => client.call(production + version, { token }));
  expect([last.status, remaining(last, 'subscription-reads')]).toEqual([200, '0']);
});

it('15.5 with the option it is a 429 that says when to come back', async () => {
  const client = await start({ throttle: true });
  const token = await client.token('contoso.com');
  const get = () => client.call(production + version, { token });
  expect((await repeat(250, get)).status).toBe(200);
  const refused = await repeat(3, get);
  expect([refused.status, refused.body.error.code]).toEqual([429, 'SubscriptionRequestsThrottled']);
  expect(refused.body.error.message).toMatch(/Please try again after '1' seconds\.$/);
  expect([refused.headers['retry-after'], remaining(refused, 'subscription-reads')]).toEqual(['1', '0']);
  expect((await client.call(`/tenants${version}`, { token })).status).toBe(200);
  await control(client, 'POST clock', { advanceSeconds: 1 });
  expect((await repeat(25, get)).status).toBe(200);
  expect((await get()).status).toBe(429);
});

it('15.6 a fault enforces the buckets for the requests it matches', async () => {
  const client = await start();
  const token = await client.token('contoso.com');
  await addFaults(client, { path: '/tenants', action: { kind: 'throttle' } });
  const refused = await repeat(251, () => client.call(`/tenants${version}`, { token }));
  expect([refused.status, refused.body.error]).toEqual([
    429,
    { code: 'TooManyRequests', message: 'The request is being throttled.' },
  ]);
});
