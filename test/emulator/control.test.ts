import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { addFaults, application, assignmentsPath, control, id, startClient } from './emulator-client';
import type { Client, Json } from './emulator-client';

let folder: string;
let client: Client;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'emulator-'));
  client = await startClient({ folder });
});
afterEach(async () => {
  await client.emulator.close();
  rmSync(folder, { recursive: true });
});

const file = (name: string): string => readFileSync(join(folder, name), 'utf8');
const linesOf = (text: string): Json[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
const subscription = `/subscriptions/${id('0002', 1)}?api-version=2022-12-01`;

it('17.1 needs the key, which is in the folder for its owner only and changes with each run', async () => {
  expect(file('control-key')).toBe(`${client.emulator.controlKey}\n`);
  expect(statSync(join(folder, 'control-key')).mode & 0o777).toBe(0o600);
  const key = client.emulator.controlKey;
  for (const wrong of ['', 'x', key.slice(1), `${key}0`]) {
    for (const action of ['GET requests', 'POST faults', 'POST clock', 'GET nothing']) {
      const [method, name] = action.split(' ');
      const headers = { 'x-emulator-key': wrong };
      const reply = await client.call(`/_emulator/${name}`, { method: method ?? '', headers });
      expect([reply.status, reply.body.error.code]).toEqual([403, 'Forbidden']);
    }
  }
  expect((await client.call('/_emulator/requests')).status).toBe(403);
  expect((await control(client, 'GET nothing')).status).toBe(404);
  const other = await startClient();
  expect(other.emulator.controlKey).not.toBe(key);
  await other.emulator.close();
});

it('17.2 logs each request with how it ended, as JSON lines, there and in the folder', async () => {
  const token = await client.token('contoso.com');
  await addFaults(client, { nth: 2, action: { kind: 'reset', when: 'after' } });
  const headers = { 'x-ms-correlation-request-id': 'mine', 'User-Agent': 'test/1' };
  await client.call(`/${subscription}&$filter=a%20b`, { token, headers });
  await client.call(subscription, { token }).catch(() => undefined);
  const { headers: answered, body } = await control(client, 'GET requests');
  expect(answered['content-type']).toMatch('application/x-ndjson');
  expect(file('requests.jsonl')).toBe(body);
  const [, seen, cut, ...more] = linesOf(body);
  expect(seen).toMatchObject({
    method: 'GET',
    target: `/${subscription}&$filter=a%20b`,
    status: 200,
    correlation: 'mine',
    client: 'test/1',
    caller: { tenant: id('0001', 1), object: id('0005', 1), application: application.clientId },
  });
  expect(seen).not.toHaveProperty('faults');
  expect([cut.status, cut.faults, more]).toEqual([0, ['reset'], []]);
});

it('17.3 logs no credential', async () => {
  const token = await client.token('contoso.com');
  const refresh = await client.emulator.refreshToken('contoso.com', 'dana@contoso.com');
  const hidden = 'hunter-two';
  const sent = (path: string, body: unknown) => client.call(path, { method: 'POST', token, body });
  await sent('/contoso.com/oauth2/v2.0/token', `grant_type=refresh_token&refresh_token=${refresh}`);
  await sent('/contoso.com/oauth2/v2.0/token', { client_secret: hidden });
  await sent(
    '/contoso.com/OAUTH2/token',
    `grant_type=password&Password=${hidden}&scope=${token}&${hidden}=1`,
  );
  await sent(`/x?code=${hidden}&sig=${hidden}&a=${token}`, { secretText: hidden, a: [{ b: token }] });
  await sent('/x', `not json ${hidden}`);
  const log = String((await control(client, 'GET requests')).body) + file('requests.jsonl');
  for (const secret of [hidden, application.secret, client.emulator.controlKey])
    expect(log).not.toContain(secret);
  for (const jwt of [token, refresh]) expect(log).not.toContain(jwt.split('.')[2]);
  expect(linesOf(log)[0].body).toMatchObject({
    grant_type: 'client_credentials',
    client_id: application.clientId,
    client_secret: '[removed]',
  });
});

it('17.4 puts the clock forward, never back', async () => {
  const token = await client.token('contoso.com');
  const { body } = await control(client, 'POST clock', { advanceSeconds: 3601 });
  expect(Date.parse(body.now) - Date.now()).toBeGreaterThan(3_590_000);
  expect((await client.call(subscription, { token })).body.error.code).toBe('ExpiredAuthenticationToken');
  for (const wrong of [{ advanceSeconds: -1 }, { advanceSeconds: '1' }, {}, '{']) {
    expect((await control(client, 'POST clock', wrong)).status).toBe(400);
  }
});

it('17.5 signs a user in as a browser would', async () => {
  const { body } = await control(client, 'POST sign-in', { tenant: 'contoso.com', user: 'dana@contoso.com' });
  expect(decodeJwt(body.access_token)).toMatchObject({ oid: id('0003', 1), idtyp: 'user' });
  const form = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: '04b07795-8ddb-461a-bbee-02f9e1bf7b46',
    scope: 'https://management.azure.com/.default',
    refresh_token: body.refresh_token,
  });
  const reply = await client.call('/contoso.com/oauth2/v2.0/token', {
    method: 'POST',
    body: form.toString(),
  });
  expect(reply.status).toBe(200);
  const nobody = await control(client, 'POST sign-in', { tenant: 'contoso.com', user: 'x' });
  expect([nobody.status, nobody.body.error.message]).toEqual([400, 'The emulator has no user x in Contoso.']);
});

it('17.9 moves a subscription to another tenant, and leaves the access behind', async () => {
  const moved = { subscription: id('0002', 4), tenant: 'woodgrove.com' };
  const path = `/subscriptions/${moved.subscription}`;
  const tailspin = await client.token('tailspin.com');
  const woodgrove = await client.token('woodgrove.com');
  const assignments = (token: string) =>
    client.call(assignmentsPath(path, undefined, '&$filter=atScope()'), { token });
  expect((await assignments(tailspin)).body.value).toContainEqual(
    expect.objectContaining({ properties: expect.objectContaining({ scope: path }) }),
  );

  expect((await control(client, 'POST move-subscription', moved)).status).toBe(200);
  const refused = await assignments(tailspin);
  expect([refused.status, refused.body.error.code]).toEqual([401, 'InvalidAuthenticationTokenTenant']);
  expect(refused.headers['www-authenticate']).toContain(id('0001', 3));
  expect((await assignments(woodgrove)).body.error.code).toBe('AuthorizationFailed');

  await client.emulator.close();
  client = await startClient({ folder }); // it is in the folder
  expect((await assignments(await client.token('tailspin.com'))).status).toBe(401);
  await control(client, 'POST move-subscription', { ...moved, tenant: 'tailspin.com' });
  const left: Json[] = (await assignments(await client.token('tailspin.com'))).body.value;
  expect(left.filter(({ properties }) => properties.scope === path)).toEqual([]);
  for (const wrong of [
    { ...moved, subscription: 'x' },
    { ...moved, tenant: 'x' },
    { ...moved, subscription: id('0002', 2) }, // delegated
  ]) {
    expect((await control(client, 'POST move-subscription', wrong)).status).toBe(400);
  }
});
