import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { SignJWT, decodeJwt } from 'jose';
import type { JWTPayload } from 'jose';
import { exampleWorld } from '../../src/emulator';
import { application, applications, id, startClient, tenantWith } from './emulator-client';
import type { Client, Reply } from './emulator-client';

const start = new Date('2026-11-22T09:00:00Z');
let now = start;
let client: Client;

const pipelineKeys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const otherKeys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const issuerKeys = [otherKeys, pipelineKeys].map(({ publicKey }, index) => ({
  ...publicKey.export({ format: 'jwk' }),
  kty: 'RSA',
  kid: `key-${index}`,
}));
const trusted = {
  issuer: 'https://token.actions.githubusercontent.com',
  subject: 'repo:northwind/access:ref:refs/heads/main',
  audiences: ['api://AzureADTokenExchange'],
};
const strangers = generateKeyPairSync('rsa', { modulusLength: 2048 });
const guest = { id: id('0003', 50, 2), displayName: 'Ann', userType: 'Guest' as const };
const world = {
  tenants: [
    ...exampleWorld.tenants,
    tenantWith(50, {
      users: [{ ...guest, userPrincipalName: 'dana_contoso.com#EXT#@t50.com', mail: 'Dana@contoso.com' }],
    }),
  ],
  applications: applications.map((each) => ({
    ...each,
    federatedCredentials: [
      { ...trusted, issuer: 'https://other', issuerKeys: [] },
      { ...trusted, issuerKeys },
    ],
  })),
};

beforeAll(async () => (client = await startClient({ world, now: () => now })));
afterAll(() => client.emulator.close());
afterEach(() => (now = start));

const contoso = id('0001', 1);
const subscription = `/subscriptions/${id('0002', 1)}?api-version=2022-12-01`;

function tokenRequest(tenant: string, form: Record<string, string>, to = client): Promise<Reply> {
  const body = new URLSearchParams({ client_id: application.clientId, ...form }).toString();
  return to.call(`/${tenant}/oauth2/v2.0/token`, { method: 'POST', body });
}

const jwtBearer = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

function withAssertion(client_assertion: string, client_assertion_type = jwtBearer): Promise<Reply> {
  return tokenRequest(contoso, {
    grant_type: 'client_credentials',
    scope: 'https://management.azure.com/.default',
    client_assertion,
    client_assertion_type,
  });
}

const seconds = (from: Date): number => Math.floor(from.getTime() / 1000);

function assertion(claims: JWTPayload = {}, keys = pipelineKeys): Promise<string> {
  return new SignJWT({
    iss: trusted.issuer,
    sub: trusted.subject,
    aud: trusted.audiences,
    iat: seconds(start),
    nbf: seconds(start),
    exp: seconds(start) + 600,
    ...claims,
  })
    .setProtectedHeader({ alg: 'RS256', kid: 'key-1' })
    .sign(createPrivateKey(keys.privateKey.export({ type: 'pkcs8', format: 'pem' })));
}

describe('a client assertion', () => {
  it.each<[string, JWTPayload]>([
    ['with the audience in a list', {}],
    ['with the audience as text', { aud: 'api://AzureADTokenExchange' }],
    ['without nbf', { nbf: undefined } as unknown as JWTPayload],
  ])('3.5 %s signs in', async (_, claims) => {
    const reply = await withAssertion(await assertion(claims));
    expect(reply.status).toBe(200);
    expect((await client.call(subscription, { token: reply.body.access_token })).status).toBe(200);
    expect(decodeJwt(reply.body.access_token)).toMatchObject({ oid: id('0005', 1), tid: contoso });
  });

  it.each<[string, JWTPayload, number, string]>([
    ['issuer', { iss: `${trusted.issuer}/` }, 700211, `issuer '${trusted.issuer}/'`],
    ['subject', { sub: trusted.subject.toUpperCase() }, 700213, "subject 'REPO:"],
    ['audience', { aud: ['api://other'] }, 700212, "audience 'api://other'"],
    ['missing subject', { sub: undefined } as unknown as JWTPayload, 700213, "subject ''"],
    ['past', { exp: seconds(start) - 301 }, 700024, 'not within its valid time range'],
    ['future', { nbf: seconds(start) + 301 }, 700024, 'not within its valid time range'],
    ['missing end', { exp: undefined } as unknown as JWTPayload, 700024, 'not within its valid time range'],
    ['absurd time', { exp: 1e300 }, 50027, 'malformed'],
  ])('3.6 with another %s is refused', async (_, claims, code, text) => {
    const { status, body } = await withAssertion(await assertion(claims));
    expect([status, body.error, body.error_codes]).toEqual([401, 'invalid_client', [code]]);
    expect(body.error_description).toContain(text);
  });

  it('3.6 that the issuer did not sign, or that is no token, is refused', async () => {
    const [header, payload] = (await assertion()).split('.');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    const found = [];
    for (const text of [await assertion({}, strangers), `${none}.${payload}.`, `${header}.x.y`, '', 'x']) {
      found.push((await withAssertion(text)).body.error_codes[0]);
    }
    expect(found).toEqual([700027, 700027, 50027, 50027, 50027]);
    const untyped = await withAssertion(await assertion(), 'other');
    expect(untyped.body.error_codes).toEqual([900144]);
  });

  it('3.6 is refused when its time has passed by the clock of the emulator', async () => {
    const text = await assertion();
    now = new Date(start.getTime() + 899_000);
    expect((await withAssertion(text)).status).toBe(200);
    now = new Date(start.getTime() + 900_000);
    expect((await withAssertion(text)).body.error_codes).toEqual([700024]);
  });
});

describe('a refresh token', () => {
  const redeem = (tenant: string, refresh_token: string, more = {}): Promise<Reply> =>
    tokenRequest(tenant, {
      grant_type: 'refresh_token',
      scope: `${client.emulator.origin}/user_impersonation offline_access`,
      refresh_token,
      ...more,
    });
  const dana = (): Promise<string> => client.emulator.refreshToken('contoso.com', 'dana@contoso.com');

  it('3.7 gives an access token and another refresh token', async () => {
    const first = await redeem(contoso, await dana());
    expect([first.status, first.body.expires_in]).toEqual([200, 3599]);
    expect(decodeJwt(first.body.access_token)).toMatchObject({
      oid: id('0003', 1),
      tid: contoso,
      scp: 'user_impersonation',
      aud: client.emulator.origin,
      appid: application.clientId,
    });
    const subscriptions = '/subscriptions?api-version=2022-12-01';
    expect((await client.call(subscriptions, { token: first.body.access_token })).status).toBe(200);
    const second = await redeem(contoso, first.body.refresh_token, {
      scope: 'https://graph.microsoft.com//.default',
    });
    expect(decodeJwt(second.body.access_token).aud).toBe('https://graph.microsoft.com/');
  });

  it('3.7 is good where the user is a guest, and for clients of Microsoft', async () => {
    const azureCli = '04b07795-8ddb-461a-bbee-02f9e1bf7b46';
    const { body } = await redeem(id('0001', 50), await dana(), { client_id: azureCli });
    expect(decodeJwt(body.access_token)).toMatchObject({
      oid: guest.id,
      tid: id('0001', 50),
      appid: azureCli,
    });
    const again = await redeem(contoso, body.refresh_token);
    expect(decodeJwt(again.body.access_token).oid).toBe(id('0003', 1));
  });

  it('3.8 is refused elsewhere, forged, for unknown clients and resources', async () => {
    const token = await dana();
    const codeOf = async (reply: Promise<Reply>) => {
      const { status, body } = await reply;
      return [status, body.error, body.error_codes[0]];
    };
    const invalid = [400, 'invalid_grant'];
    expect(await codeOf(redeem('fabrikam.com', token))).toEqual([...invalid, 50020]);
    expect(await codeOf(redeem(contoso, `${token.slice(0, -4)}AAAA`))).toEqual([...invalid, 9002313]);
    expect(await codeOf(redeem(contoso, 'x'))).toEqual([...invalid, 9002313]);
    expect((await codeOf(redeem(contoso, '')))[2]).toBe(900144);
    expect((await codeOf(redeem(contoso, token, { client_id: contoso })))[2]).toBe(700016);
    expect((await codeOf(redeem(contoso, token, { scope: 'openid' })))[2]).toBe(500011);
    expect((await codeOf(redeem('nobody.com', token)))[2]).toBe(90002);
  });

  it('3.8 lasts 90 days', async () => {
    const token = await dana();
    now = new Date(start.getTime() + 90 * 24 * 3600_000 - 1000);
    expect((await redeem(contoso, token)).status).toBe(200);
    now = new Date(start.getTime() + 90 * 24 * 3600_000 + 1000);
    const { status, body } = await redeem(contoso, token);
    expect([status, body.error_codes]).toEqual([400, [700082]]);
  });

  it('3.10 is no access token, and an access token is no refresh token', async () => {
    const reply = await client.call(subscription, { token: await dana() });
    expect([reply.status, reply.body.error.code]).toEqual([401, 'InvalidAuthenticationToken']);
    const access = await client.emulator.userToken('contoso.com', 'dana@contoso.com');
    expect((await redeem(contoso, access)).body.error_codes).toEqual([9002313]);
  });
});

let short: Client | undefined;
afterAll(() => short?.emulator.close());

it('3.9 the lifetime of access tokens is an option', async () => {
  short = await startClient({ now: () => now, tokenLifetime: 120 });
  const asked = short;
  const form = { grant_type: 'client_credentials', client_secret: application.secret };
  const { body } = await tokenRequest(
    contoso,
    { ...form, scope: 'https://management.azure.com/.default' },
    asked,
  );
  expect(body.expires_in).toBe(119);
  const statusAfter = async (elapsed: number): Promise<number> => {
    now = new Date(start.getTime() + elapsed * 1000);
    return (await asked.call(subscription, { token: body.access_token })).status;
  };
  expect([await statusAfter(119), await statusAfter(120)]).toEqual([200, 401]);
});
