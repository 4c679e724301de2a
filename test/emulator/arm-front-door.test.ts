import { id, startClient } from './emulator-client';
import type { Client } from './emulator-client';

let client: Client;
let now = new Date('2026-11-22T09:15:30.123Z');
beforeAll(async () => (client = await startClient({ now: () => now })));
afterAll(() => client.emulator.close());

const contoso = id('0001', 1);
const production = `/subscriptions/${id('0002', 1)}`;
const version = '?api-version=2022-12-01';

describe('a token', () => {
  const refused = async (headers: Record<string, string>, code: string): Promise<string> => {
    const reply = await client.call(production + version, { headers });
    expect([reply.status, reply.body.error.code]).toEqual([401, code]);
    expect(reply.headers['x-ms-failure-cause']).toBe('gateway');
    expect(reply.headers['www-authenticate']).toContain(
      `Bearer authorization_uri="${client.emulator.origin}/${contoso}", error="invalid_token", error_description="`,
    );
    return String(reply.body.error.message);
  };

  it('4.1 must be there', () => refused({}, 'AuthenticationFailed'));

  it('4.2 must be a bearer token', () =>
    refused({ Authorization: 'Basic eDp5' }, 'AuthenticationFailedInvalidHeader'));

  it('4.3 must be signed by the emulator', async () => {
    const token = await client.token(contoso);
    const [header, , signature] = token.split('.');
    const forged = Buffer.from(JSON.stringify({ tid: contoso, aud: client.emulator.origin })).toString(
      'base64url',
    );
    for (const bad of ['x', 'a.b.c', `${header}.${forged}.${signature}`]) {
      await refused({ Authorization: `Bearer ${bad}` }, 'InvalidAuthenticationToken');
    }
  });

  it('4.4 must not have expired', async () => {
    const start = now;
    const token = await client.token(contoso);
    now = new Date(start.getTime() + 3601 * 1000);
    const message = await refused({ Authorization: `Bearer ${token}` }, 'ExpiredAuthenticationToken');
    now = start;
    expect(message).toBe(
      "The access token expiry UTC time '11/22/2026 10:15:30 AM' is earlier than current UTC time " +
        "'11/22/2026 10:15:31 AM'.",
    );
    expect((await client.call(production + version, { token })).status).toBe(200);
  });

  it('4.5 must be for Azure Resource Manager', async () => {
    const token = await client.token(contoso, 'https://graph.microsoft.com');
    await refused({ Authorization: `Bearer ${token}` }, 'InvalidAuthenticationTokenAudience');
  });

  it.each(['https://management.azure.com', 'https://management.core.windows.net/'])(
    '4.6 may be for %s',
    async (resource) => {
      const token = await client.token(contoso, resource);
      expect((await client.call(production + version, { token })).status).toBe(200);
    },
  );

  it("4.7 must be of the subscription's tenant", async () => {
    const token = await client.token(id('0001', 3));
    const message = await refused({ Authorization: `Bearer ${token}` }, 'InvalidAuthenticationTokenTenant');
    expect(message).toContain(
      `wrong issuer 'https://sts.windows.net/${id('0001', 3)}/'. It must match the tenant 'https://sts.windows.net/${contoso}/'`,
    );
  });

  it('4.8 may be of a managing tenant', async () => {
    const token = await client.token('northwind.com');
    const reply = await client.call(`/subscriptions/${id('0002', 2)}${version}`, { token });
    expect([reply.status, reply.body.tenantId]).toEqual([200, id('0001', 2)]);
  });
});

describe('a path', () => {
  it.each([
    ['/subscriptions/nonsense', version, 400, 'InvalidSubscriptionId'],
    [`/subscriptions/${id('0002', 99)}`, version, 404, 'SubscriptionNotFound'],
    [`/subscriptions/${id('0002', 99)}`, '', 404, 'SubscriptionNotFound'],
    [production, '', 400, 'MissingApiVersionParameter'],
    [production, '?api-version=1999-01-01', 400, 'InvalidApiVersionParameter'],
    [
      `${production}/providers/Microsoft.Authorization/roleAssignments`,
      '?api-version=1999-01-01',
      400,
      'NoRegisteredProviderFound',
    ],
    [
      `${production}/resourceGroups/none/providers/Microsoft.Authorization/roleAssignments`,
      '?api-version=2022-04-01',
      404,
      'ResourceGroupNotFound',
    ],
    ['/providers/Microsoft.Nothing/things', version, 404, 'NotFound'],
    ['/', version, 404, 'NotFound'],
    ['/', '', 400, 'MissingApiVersionParameter'],
  ])('4.9 %s%s is refused', async (path, query, status, code) => {
    const reply = await client.call(path + query, { token: await client.token(contoso) });
    expect([reply.status, reply.body.error.code]).toEqual([status, code]);
    expect(reply.headers['x-ms-failure-cause']).toBe('gateway');
  });

  it('4.10 may have duplicate slashes, any letter case and an encoded segment', async () => {
    const path = `//SUBSCRIPTIONS//${id('0002', 1).toUpperCase()}//ResourceGroups/%72g-web/providers/microsoft.authorization/ROLEASSIGNMENTS`;
    const reply = await client.call(`${path}?API-Version=2022-04-01`, { token: await client.token(contoso) });
    expect(reply.status).toBe(200);
    expect(reply.body.value[0].id).toBe(
      `${production}/providers/Microsoft.Authorization/roleAssignments/${id('0008', 1)}`,
    );
  });

  it.each(['/%zz', '/%E0%A4%A', `${production}/%`])(
    '4.11 with bad encoding (%s) is refused',
    async (path) => {
      const reply = await client.call(path + version, { token: await client.token(contoso) });
      expect([reply.status, reply.body.error.code]).toEqual([400, 'BadRequest']);
    },
  );

  it('4.12 that no service has is a 404 whatever the method', async () => {
    const token = await client.token(contoso);
    for (const method of ['GET', 'POST', 'PATCH', 'PUT', 'DELETE']) {
      const reply = await client.call(`/nothing/here${version}`, { token, method, body: '{' });
      expect([reply.status, reply.body.error.code]).toEqual([404, 'NotFound']);
    }
  });
});

it('4.13 a body that is too long is refused, and the server lives on', async () => {
  const token = await client.token(contoso);
  const body = 'x'.repeat(5 * 1024 * 1024);
  const reply = await client
    .call(production + version, { token, method: 'PUT', body })
    .catch(() => undefined);
  expect(reply?.status ?? 413).toBe(413); // the client may see the reset before the answer
  expect((await client.call(production + version, { token })).status).toBe(200);
});

it('4.14 answers carry the headers of ARM', async () => {
  const correlation = id('0008', 7);
  const unusedToday = `/subscriptions/${id('0002', 1, 2)}`;
  const { headers } = await client.call(unusedToday + version, {
    token: await client.token(contoso),
    headers: {
      'x-ms-correlation-request-id': correlation,
      'x-ms-client-request-id': 'mine',
      'x-ms-return-client-request-id': 'true',
    },
  });
  expect(headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-cache',
    pragma: 'no-cache',
    expires: '-1',
    'x-ms-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    'x-ms-correlation-request-id': correlation,
    'x-ms-routing-request-id': `WESTEUROPE:20261122T091530Z:${correlation}`,
    'x-ms-ratelimit-remaining-subscription-reads': '249',
    'x-ms-client-request-id': 'mine',
    'strict-transport-security': 'max-age=31536000; includeSubDomains',
    'x-content-type-options': 'nosniff',
  });
  expect(headers).not.toHaveProperty('x-ms-failure-cause');
});
