import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  addFaults,
  assignmentsPath,
  control,
  id,
  listAll,
  roleAt,
  roles,
  startClient,
} from './emulator-client';
import type { Client, Reply } from './emulator-client';

let client: Client;
let token: string;
beforeAll(async () => (client = await startClient({ now: () => new Date('2026-11-22T09:00:00Z') })));
const others: Client[] = [];
afterAll(() => Promise.all([client, ...others].map(({ emulator }) => emulator.close())));
beforeEach(async () => {
  await control(client, 'DELETE faults');
  token = await client.token('contoso.com');
});

const scope = `/subscriptions/${id('0002', 1)}`;
const get = (path = assignmentsPath(scope)): Promise<Reply> => client.call(path, { token });
const dana = id('0003', 1);
let lastNumber = 500;
const freshName = (): string => id('0008', 1, (lastNumber += 1));

function put(name: string, properties: object = {}, at = scope): Promise<Reply> {
  const body = {
    properties: { roleDefinitionId: roleAt('', roles.reader), principalId: dana, ...properties },
  };
  return client.call(assignmentsPath(at, name), { token, method: 'PUT', body });
}

const remove = (name: string): Promise<Reply> =>
  client.call(assignmentsPath(scope, name), { token, method: 'DELETE' });
const wait = (advanceSeconds: number): Promise<Reply> => control(client, 'POST clock', { advanceSeconds });
const codeOf = ({ status, body }: Reply) => [status, body?.error?.code];

describe('which requests', () => {
  const teapot = { action: { kind: 'status', status: 418 } };
  const statuses = async (count: number): Promise<number[]> => {
    const found = [];
    for (let number = 0; number < count; number += 1) found.push((await get()).status);
    return found;
  };

  it.each<[string, object, boolean]>([
    ['any', {}, true],
    ['the method', { method: 'get' }, true],
    ['one of several methods', { method: ['PUT', 'GET'] }, true],
    ['another method', { method: 'PUT' }, false],
    ['the path', { path: '/Subscriptions/*/providers/microsoft.authorization/roleassignments' }, true],
    ['a shorter path', { path: '/subscriptions/*' }, false],
    ['any depth', { path: '/subscriptions/**' }, true],
    ['any depth, none included', { path: '/**/subscriptions/**/roleAssignments/**' }, true],
    ['a part of a segment', { path: '/**/role*' }, true],
    ['what looks like an expression', { path: '/subscriptions/.*/**' }, false],
    ['the tenant', { tenant: id('0001', 1) }, true],
    ['a domain of the tenant', { tenant: 'CONTOSO.com' }, true],
    ['another tenant', { tenant: 'fabrikam.com' }, false],
    ['a text', { contains: 'API-version=2022' }, true],
    ['another text', { contains: dana }, false],
  ])('16.1 are met by %s', async (_, criteria, isMet) => {
    await addFaults(client, { ...criteria, ...teapot });
    expect(await statuses(1)).toEqual([isMet ? 418 : 200]);
  });

  it('16.2 are counted', async () => {
    await addFaults(client, { nth: 2, ...teapot });
    expect(await statuses(4)).toEqual([200, 418, 200, 200]);
    await control(client, 'DELETE faults');
    await addFaults(client, { nth: 2, count: 2, ...teapot });
    expect(await statuses(5)).toEqual([200, 418, 418, 200, 200]);
  });

  it('16.3 by chance are the same for the same seed, and others for another', async () => {
    const seen = async (seed: number): Promise<string> => {
      const other = await startClient({ seed });
      others.push(other);
      await addFaults(other, { path: '/tenants', probability: 0.5, ...teapot });
      const found = [];
      for (let number = 0; number < 40; number += 1) found.push((await other.call('/tenants')).status);
      expect(found.filter((status) => status === 418).length).toBeGreaterThan(8);
      expect(found.filter((status) => status !== 418).length).toBeGreaterThan(8);
      return found.join();
    };
    const first = await seen(7);
    expect(await seen(7)).toBe(first);
    expect(await seen(8)).not.toBe(first);
  });
});

describe('an error', () => {
  it("16.4 has ARM's envelope and headers, and nothing is done", async () => {
    const name = freshName();
    const action = { kind: 'status', status: 503, retryAfter: 7 };
    await addFaults(client, { method: 'PUT', count: 1, action });
    const reply = await put(name);
    expect(codeOf(reply)).toEqual([503, 'ServiceUnavailable']);
    expect(reply.headers).toMatchObject({
      'retry-after': '7',
      'content-type': 'application/json; charset=utf-8',
      'x-ms-request-id': expect.any(String),
    });
    expect((await get(assignmentsPath(scope, name))).status).toBe(404);
    await addFaults(client, { action: { kind: 'status', status: 409, code: 'Mine', message: 'So be it.' } });
    expect((await get()).body.error).toEqual({ code: 'Mine', message: 'So be it.' });
  });

  it('16.4 of sign-in is an OAuth error', async () => {
    await addFaults(client, { path: '/*/oauth2/**', action: { kind: 'status', status: 503 } });
    const reply = await client.call('/contoso.com/oauth2/v2.0/token', { method: 'POST', body: 'x=1' });
    expect([reply.status, reply.body.error]).toEqual([503, 'temporarily_unavailable']);
    expect(reply.body.error_description).toMatch(/^AADSTS90033: /);
  });

  it("16.4 of Graph has Graph's envelope and headers", async () => {
    await addFaults(client, { path: '/v1.0/**', action: { kind: 'status', status: 429, retryAfter: 3 } });
    const reply = await client.call('/v1.0/users', { token });
    expect(codeOf(reply)).toEqual([429, 'TooManyRequests']);
    expect(reply.headers).toMatchObject({ 'retry-after': '3', 'odata-version': '4.0' });
    expect(reply.body.error.innerError['request-id']).toBe(reply.headers['request-id']);
  });

  it('16.5 of an outage comes from every service of one tenant, and from no other', async () => {
    const graph = await client.token('contoso.com', 'https://graph.microsoft.com');
    const other = await client.token('fabrikam.com');
    await addFaults(client, { tenant: 'contoso.com', action: { kind: 'outage' } });
    expect(codeOf(await get())).toEqual([503, 'ServiceUnavailable']);
    expect((await client.call('/v1.0/users', { token: graph })).status).toBe(503);
    expect((await client.call('/subscriptions?api-version=2022-12-01', { token })).status).toBe(503);
    await expect(client.token('contoso.onmicrosoft.com')).rejects.toThrow('AADSTS90033');
    const elsewhere = assignmentsPath(`/subscriptions/${id('0002', 2)}`);
    expect((await client.call(elsewhere, { token: other })).status).toBe(200);
  });
});

describe('a connection', () => {
  const noAnswer = /ECONNRESET|socket hang up|aborted/;

  it('16.6 ends before anything is done', async () => {
    const name = freshName();
    await addFaults(client, { method: 'PUT', count: 1, action: { kind: 'reset', when: 'before' } });
    await expect(put(name)).rejects.toThrow(noAnswer);
    expect((await get(assignmentsPath(scope, name))).status).toBe(404);
  });

  it('16.6 ends after it was done, and the same request again is a 200', async () => {
    const name = freshName();
    await addFaults(client, { method: 'PUT', count: 1, action: { kind: 'reset', when: 'after' } });
    await expect(put(name)).rejects.toThrow(noAnswer);
    expect((await get(assignmentsPath(scope, name))).status).toBe(200);
    expect((await put(name)).status).toBe(200);
    await remove(name);
  });

  it('16.6 ends in the middle of the body', async () => {
    await addFaults(client, { count: 1, action: { kind: 'reset', when: 'mid-body' } });
    await expect(get()).rejects.toThrow(noAnswer);
    expect((await get()).status).toBe(200);
  });

  it('16.7 is late, or slow, and the answer is whole', async () => {
    const usual = (await get()).body;
    for (const kind of ['delay', 'slow-body']) {
      await control(client, 'DELETE faults');
      await addFaults(client, { action: { kind, milliseconds: 200 } });
      const start = performance.now();
      const reply = await get();
      expect(performance.now() - start).toBeGreaterThan(190);
      expect(reply.body).toEqual(usual);
    }
  });
});

it('16.8 tokens that were issued end, and new ones are good', async () => {
  const graph = await client.token('contoso.com', 'https://graph.microsoft.com');
  await addFaults(client, { nth: 2, action: { kind: 'expire-tokens' } });
  expect((await get()).status).toBe(200);
  expect(codeOf(await get())).toEqual([401, 'ExpiredAuthenticationToken']);
  expect((await client.call('/v1.0/users', { token: graph })).status).toBe(401);
  token = await client.token('contoso.com');
  expect((await get()).status).toBe(200);
});

describe('a principal that is not replicated', () => {
  const hide = { kind: 'hide-principal', principalId: dana.toUpperCase() };

  it('16.9 is not found by ARM a number of times, unless its type is given', async () => {
    const name = freshName();
    await addFaults(client, { method: 'PUT', contains: dana, count: 3, action: hide });
    expect(codeOf(await put(name))).toEqual([400, 'PrincipalNotFound']);
    expect((await put(freshName(), { principalId: id('0003', 1, 2) })).status).toBe(201);
    expect(codeOf(await put(name))).toEqual([400, 'PrincipalNotFound']);
    expect((await put(name, { principalType: 'User' })).status).toBe(201);
    expect((await put(name)).status).toBe(200);
    await remove(name);
  });

  it('16.9 is not found by ARM for some seconds', async () => {
    const name = freshName();
    await addFaults(client, { path: '/subscriptions/**', action: { ...hide, seconds: 30 } });
    await wait(29);
    expect(codeOf(await put(name))).toEqual([400, 'PrincipalNotFound']);
    await wait(1);
    expect((await put(name)).status).toBe(201);
    await remove(name);
  });

  it('16.10 is not in Graph for some seconds, while ARM knows it', async () => {
    const graph = await client.token('contoso.com', 'https://graph.microsoft.com');
    const seen = async (): Promise<unknown[]> => {
      const users = await listAll(client, '/v1.0/users', graph);
      const one = await client.call(`/v1.0/users/${dana}`, { token: graph });
      const body = { ids: [dana] };
      const some = await client.call('/v1.0/directoryObjects/getByIds', {
        token: graph,
        method: 'POST',
        body,
      });
      return [users.some((user) => user.id === dana), one.status, some.body.value.length];
    };
    await addFaults(client, { path: '/v1.0/**', action: { ...hide, seconds: 10 } });
    expect(await seen()).toEqual([false, 404, 0]);
    const name = freshName();
    expect((await put(name)).status).toBe(201);
    await remove(name);
    await wait(10);
    expect(await seen()).toEqual([true, 200, 1]);
  });
});

describe('an assignment that is not replicated', () => {
  const listed = async (name: string): Promise<boolean> =>
    (await listAll(client, assignmentsPath(scope), token)).some((each) => each.name === name);

  it('16.11 is a 404 and in no list for some seconds; writing it again is a 200', async () => {
    const name = freshName();
    const before = (await listAll(client, assignmentsPath(scope), token)).length;
    await addFaults(client, { action: { kind: 'hide-assignments', seconds: 20 } });
    expect((await put(name)).status).toBe(201);
    expect((await get(assignmentsPath(scope, name))).status).toBe(404);
    expect([await listed(name), (await listAll(client, assignmentsPath(scope), token)).length]).toEqual([
      false,
      before,
    ]);
    expect((await put(name)).status).toBe(200);
    await wait(20);
    expect([(await get(assignmentsPath(scope, name))).status, await listed(name)]).toEqual([200, true]);
    await remove(name);
  });

  it('16.11 is a 404 a number of times', async () => {
    const name = freshName();
    const path = '/**/roleAssignments/*';
    await addFaults(client, { method: 'GET', path, count: 2, action: { kind: 'hide-assignments' } });
    await put(name);
    const statuses = [];
    for (let read = 0; read < 3; read += 1) statuses.push((await get(assignmentsPath(scope, name))).status);
    expect(statuses).toEqual([404, 404, 200]);
    await remove(name);
  });
});

describe('a delete that takes its time', () => {
  const slowly = (mode: string) =>
    addFaults(client, { method: 'DELETE', count: 1, action: { kind: 'pending-delete', mode, seconds: 60 } });

  it('16.12 refuses the same assignment until it has landed', async () => {
    const [name, again] = [freshName(), freshName()];
    await put(name);
    await slowly('refuse');
    expect((await remove(name)).status).toBe(200);
    expect((await get(assignmentsPath(scope, name))).status).toBe(404);
    await wait(59);
    expect(codeOf(await put(name))).toEqual([409, 'RoleAssignmentExists']);
    expect(codeOf(await put(again))).toEqual([409, 'RoleAssignmentExists']);
    expect((await put(freshName(), { principalId: id('0003', 1, 3) })).status).toBe(201);
    await wait(1);
    expect((await put(again)).status).toBe(201);
    await remove(again);
  });

  it('16.12 takes the same assignment and lets it disappear', async () => {
    const [name, again] = [freshName(), freshName()];
    await put(name);
    await slowly('disappear');
    await remove(name);
    expect((await put(again)).status).toBe(201);
    await wait(59);
    expect((await get(assignmentsPath(scope, again))).status).toBe(200);
    await wait(1);
    expect((await get(assignmentsPath(scope, again))).status).toBe(404);
    expect((await put(again)).status).toBe(201);
    await wait(120);
    expect((await get(assignmentsPath(scope, again))).status).toBe(200);
    await remove(again);
  });
});

describe('a script', () => {
  it('16.13 in the folder is in force from the start', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'emulator-'));
    const file = join(folder, 'faults.jsonl');
    writeFileSync(file, '# on fire\n\n{"path":"/tenants","action":{"kind":"status","status":500}}\n');
    const other = await startClient({ folder });
    expect((await other.call('/tenants')).status).toBe(500);
    await other.emulator.close();
    writeFileSync(file, '\n{"path":"/tenants"}\n');
    await expect(startClient({ folder })).rejects.toThrow(/faults\.jsonl: Line 2 of the fault script: /);
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['{', 'not JSON'],
    ['{"action":{"kind":"explode"}}', 'action'],
    ['{"method":"GET","verb":"x","action":{"kind":"outage"}}', 'verb'],
    ['{"nth":0,"action":{"kind":"outage"}}', 'nth'],
    ['{"action":{"kind":"status","status":200}}', 'status'],
    ['{"path":"subscriptions","action":{"kind":"outage"}}', 'path'],
  ])('16.13 is refused as a whole for the line %s', async (line, what) => {
    const text = `{"action":{"kind":"outage"}}\n${line}`;
    const { status, body } = await control(client, 'POST faults', text);
    expect([status, body.error.message]).toEqual([
      400,
      expect.stringMatching('^Line 2 of the fault script: '),
    ]);
    expect(body.error.message).toContain(what);
    expect((await get()).status).toBe(200);
  });

  it('16.14 can be looked at and taken away', async () => {
    await addFaults(client, { nth: 2, action: { kind: 'outage' } });
    expect([(await get()).status, (await get()).status]).toEqual([200, 503]);
    expect((await control(client, 'GET faults')).body).toEqual([
      { nth: 2, action: { kind: 'outage' }, matched: 2, fired: 1 },
    ]);
    expect((await control(client, 'DELETE faults')).body).toEqual({ removed: 1 });
  });
});
