import { DeviceCodeCredential } from '@azure/identity';
import { decodeJwt } from 'jose';
import { control, id, startClient } from './emulator-client';
import type { Client, Reply } from './emulator-client';

const azureCli = '04b07795-8ddb-461a-bbee-02f9e1bf7b46';
const [northwind, contoso, woodgrove] = [id('0001', 0), id('0001', 1), id('0001', 3)];
const sam = 'sam@northwind.com';

let client: Client;
beforeEach(async () => (client = await startClient()));
afterEach(() => client.emulator.close());

const post = (path: string, form: Record<string, string>): Promise<Reply> =>
  client.call(path, { method: 'POST', body: new URLSearchParams(form).toString() });
const scope = 'https://management.azure.com/.default openid profile offline_access';
const begin = (tenant: string, more = {}): Promise<Reply> =>
  post(`/${tenant}/oauth2/v2.0/devicecode`, { client_id: azureCli, scope, ...more });
const poll = (tenant: string, device_code: string, more = {}): Promise<Reply> =>
  post(`/${tenant}/oauth2/v2.0/token`, {
    grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
    client_id: azureCli,
    device_code,
    scope,
    client_info: '1',
    ...more,
  });
const finish = (code: string, rest: object = { user: sam }): Promise<Reply> =>
  control(client, 'POST device-sign-in', { code, ...rest });
const errorOf = ({ status, body }: Reply): [number, string, number] => [
  status,
  body.error,
  body.error_codes[0],
];

it('3.11 waits for the person, for 900 seconds, and is good once', async () => {
  const { status, body } = await begin(northwind);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    expires_in: 900,
    interval: 1,
    verification_uri: `${client.emulator.origin}/devicelogin`,
    message: expect.stringContaining(body.user_code),
  });
  expect(errorOf(await poll(northwind, body.device_code))).toEqual([400, 'authorization_pending', 70016]);
  expect(errorOf(await poll(northwind, 'x'))).toEqual([400, 'bad_verification_code', 70018]);
  const other = { client_id: '1950a258-227b-4e31-a9cf-717495945fc2' };
  expect(errorOf(await poll(northwind, body.device_code, other))).toEqual([
    400,
    'bad_verification_code',
    70018,
  ]);
  await finish(body.user_code);
  expect((await poll(northwind, body.device_code)).status).toBe(200);
  expect(errorOf(await poll(northwind, body.device_code))).toEqual([400, 'bad_verification_code', 70018]);

  const declined = (await begin(northwind)).body;
  await finish(declined.user_code, { decline: true });
  expect(errorOf(await poll(northwind, declined.device_code))).toEqual([
    400,
    'authorization_declined',
    65004,
  ]);

  const late = (await begin(northwind)).body;
  await control(client, 'POST clock', { advanceSeconds: 900 });
  expect(errorOf(await poll(northwind, late.device_code))).toEqual([400, 'expired_token', 70019]);
  expect((await finish(late.user_code)).status).toBe(400);
});

it('3.11 takes a client and a scope', async () => {
  expect(errorOf(await begin(northwind, { client_id: '' }))).toEqual([400, 'invalid_request', 900144]);
  expect(errorOf(await begin(northwind, { scope: '' }))).toEqual([400, 'invalid_request', 900144]);
  expect(errorOf(await begin(northwind, { client_id: contoso }))[2]).toBe(700016);
  expect(errorOf(await begin('nobody.com'))[2]).toBe(90002);
  expect(errorOf(await poll(northwind, ''))[2]).toBe(900144);
});

it.each([
  ['organizations', northwind],
  [northwind, northwind],
  [contoso, contoso],
])('3.12 at %s it signs in to the right tenant', async (tenant, expected) => {
  const { body } = await begin(tenant);
  await finish(body.user_code);
  const signedIn = await poll(tenant, body.device_code);
  const claims = { tid: expected, oid: id('0003', 0), upn: sam, aud: 'https://management.azure.com' };
  expect(decodeJwt(signedIn.body.access_token)).toMatchObject(claims);
  const form = { grant_type: 'refresh_token', client_id: azureCli, scope };
  const { refresh_token } = signedIn.body;
  const again = await post(`/${tenant}/oauth2/v2.0/token`, { ...form, refresh_token });
  expect(decodeJwt(again.body.access_token)).toMatchObject(claims);
});

it('3.12 signs nobody in to a tenant that does not know them', async () => {
  const { body } = await begin(woodgrove);
  await finish(body.user_code);
  expect(errorOf(await poll(woodgrove, body.device_code))).toEqual([400, 'invalid_grant', 50020]);
});

it.each([
  [true, ['pwd', 'mfa']],
  [false, ['pwd']],
])('3.13 tells of a second factor: %p', async (mfa, amr) => {
  const { body } = await begin(northwind);
  await finish(body.user_code, { user: sam, mfa });
  const signedIn = await poll(northwind, body.device_code);
  expect(decodeJwt(signedIn.body.access_token)['amr']).toEqual(amr);
  const form = { grant_type: 'refresh_token', client_id: azureCli, scope };
  const { refresh_token } = signedIn.body;
  const elsewhere = await post(`/${contoso}/oauth2/v2.0/token`, { ...form, refresh_token });
  expect(decodeJwt(elsewhere.body.access_token)).toMatchObject({ tid: contoso, amr });
});

it('3.14 says who signed in, by a token that no service takes', async () => {
  const { body } = await begin(contoso);
  await finish(body.user_code);
  const signedIn = (await poll(contoso, body.device_code)).body;
  expect(decodeJwt(signedIn.id_token)).toMatchObject({
    aud: azureCli,
    iss: `${client.emulator.origin}/${contoso}/v2.0`,
    oid: id('0003', 0),
    tid: contoso,
    preferred_username: sam,
  });
  const account = JSON.parse(Buffer.from(signedIn.client_info, 'base64url').toString());
  expect(account).toEqual({ uid: id('0003', 0), utid: northwind });
  const path = '/subscriptions?api-version=2022-12-01';
  expect((await client.call(path, { token: signedIn.id_token })).status).toBe(401);
  const plain = { scope: 'https://management.azure.com/.default', client_info: '0' };
  const { user_code, device_code } = (await begin(contoso)).body;
  await finish(user_code);
  const answer = (await poll(contoso, device_code, plain)).body;
  expect([answer.id_token, answer.client_info]).toEqual([undefined, undefined]);
});

it('17.8 knows the codes that wait, and the people', async () => {
  const { body } = await begin(northwind);
  const { user_code } = body;
  expect((await finish('x')).status).toBe(400);
  expect((await finish(user_code, { user: 'nobody@northwind.com' })).status).toBe(400);
  expect((await finish(user_code, {})).status).toBe(400);
  expect((await finish(user_code, { user: sam, mfa: 'yes' })).status).toBe(400);
  expect((await finish(user_code.toLowerCase())).status).toBe(200);
  expect((await finish(user_code)).status).toBe(400);
  const log = String((await control(client, 'GET requests')).body);
  await poll(northwind, body.device_code);
  expect(log).not.toContain(body.device_code);
});

it.each([northwind, contoso])(
  'works with the device code credential of Azure SDKs, once for all resources of %s',
  async (tenantId) => {
    const shown: string[] = [];
    const credential = new DeviceCodeCredential({
      tenantId,
      authorityHost: client.emulator.origin,
      disableInstanceDiscovery: true,
      tlsOptions: { ca: client.emulator.caCertificate },
      userPromptCallback: ({ userCode }) => {
        shown.push(userCode);
        void finish(userCode);
      },
    });
    const claims = { tid: tenantId, upn: sam, amr: ['pwd', 'mfa'] };
    for (const resource of ['https://management.azure.com', 'https://graph.microsoft.com']) {
      const { token } = await credential.getToken(`${resource}/.default`);
      expect(decodeJwt(token)).toMatchObject({ ...claims, aud: resource });
    }
    expect(shown).toHaveLength(1);
  },
);
