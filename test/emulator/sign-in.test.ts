import { createLocalJWKSet, jwtVerify } from 'jose';
import { application, id, startClient } from './emulator-client';
import type { Client, Reply } from './emulator-client';

let client: Client;
beforeAll(async () => (client = await startClient()));
afterAll(() => client.emulator.close());

const contoso = id('0001', 1);

function tokenRequest(tenant: string, fields: Record<string, string | undefined> = {}): Promise<Reply> {
  const form = {
    grant_type: 'client_credentials',
    client_id: application.clientId,
    client_secret: application.secret,
    scope: `${client.emulator.origin}/.default`,
    ...fields,
  };
  const present = Object.entries(form).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const body = new URLSearchParams(present).toString();
  return client.call(`/${tenant}/oauth2/v2.0/token`, { method: 'POST', body });
}

describe('cloud metadata', () => {
  it('1.1 is one object with everything that Terraform providers cannot do without', async () => {
    const { origin } = client.emulator;
    const { status, headers, body } = await client.call('//metadata/endpoints/?api-version=2022-09-01');
    expect(status).toBe(200);
    expect(headers['content-type']).toMatch(/^application\/json/);
    expect(body).toMatchObject({
      resourceManager: origin,
      microsoftGraphResourceId: origin,
      authentication: { loginEndpoint: origin },
      suffixes: { storage: expect.any(String), keyVaultDns: expect.any(String) },
    });
    expect(body.name).not.toBe('');
    expect(body.authentication.loginEndpoint).not.toMatch(/\/$/);
  });

  it('1.2 lists regions in the older version', async () => {
    const { body } = await client.call('/metadata/endpoints?api-version=2018-01-01');
    expect(body.cloudEndpoint.public.locations).toContain('westeurope');
    expect(`https://${body.cloudEndpoint.public.endpoint}`).toBe(client.emulator.origin);
  });

  it.each([
    ['', 'MissingApiVersionParameter'],
    ['?api-version=1999-01-01', 'InvalidApiVersionParameter'],
  ])('1.3 refuses %p', async (query, code) => {
    const { status, body } = await client.call(`/metadata/endpoints${query}`);
    expect([status, body.error.code]).toEqual([400, code]);
  });
});

describe('discovery', () => {
  it.each([contoso, contoso.toUpperCase(), 'CONTOSO.com'])(
    '2.1 names the tenant %s by its id',
    async (tenant) => {
      const { status, body } = await client.call(`/${tenant}/v2.0/.well-known/openid-configuration`);
      const base = `${client.emulator.origin}/${contoso}`;
      expect(status).toBe(200);
      expect(body).toMatchObject({
        issuer: `${base}/v2.0`,
        token_endpoint: `${base}/oauth2/v2.0/token`,
        jwks_uri: `${base}/discovery/v2.0/keys`,
      });
    },
  );

  it('2.2 has documents that belong to no tenant', async () => {
    const { body } = await client.call('/organizations/v2.0/.well-known/openid-configuration');
    expect(body.token_endpoint).toBe(`${client.emulator.origin}/organizations/oauth2/v2.0/token`);
    expect(body.issuer).toContain('{tenantid}');
  });

  it('2.3 does not know other tenants', async () => {
    const { status, body } = await client.call('/nobody.com/v2.0/.well-known/openid-configuration');
    expect([status, body.error, body.error_codes]).toEqual([400, 'invalid_tenant', [90002]]);
  });

  it('2.4 answers instance discovery with its own host', async () => {
    const { origin } = client.emulator;
    const endpoint = encodeURIComponent(`${origin}/${contoso}/oauth2/v2.0/authorize`);
    const { body } = await client.call(
      `/common/discovery/instance?api-version=1.1&authorization_endpoint=${endpoint}`,
    );
    expect(body.tenant_discovery_endpoint).toBe(`${origin}/${contoso}/v2.0/.well-known/openid-configuration`);
    expect(body.metadata[0].aliases).toEqual([new URL(origin).host]);
  });
});

describe('tokens', () => {
  it('3.1 are signed with the published key and carry the claims that clients read, in their types', async () => {
    const { body } = await tokenRequest('contoso.onmicrosoft.com');
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3599 });
    const keys = await client.call(`/${contoso}/discovery/v2.0/keys`);
    expect(keys.body.keys[0]).not.toHaveProperty('d');
    const { payload } = await jwtVerify(body.access_token, createLocalJWKSet(keys.body));
    expect(payload).toMatchObject({
      aud: client.emulator.origin,
      iss: `https://sts.windows.net/${contoso}/`,
      appid: application.clientId,
      appidacr: '1',
      idp: `https://sts.windows.net/${contoso}/`,
      idtyp: 'app',
      oid: id('0005', 1),
      sub: id('0005', 1),
      tid: contoso,
      roles: ['Directory.Read.All'],
      ver: '1.0',
    });
    expect(payload).not.toHaveProperty('scp');
    expect(Number(payload.exp) - Number(payload.iat)).toBeGreaterThanOrEqual(3599);
  });

  it.each([
    ['https://management.azure.com/.default', 'https://management.azure.com'],
    ['https://management.core.windows.net//.default', 'https://management.core.windows.net/'],
    ['https://graph.microsoft.com/.default', 'https://graph.microsoft.com'],
    ['https://storage.azure.com/.default', 'https://storage.azure.com'],
  ])('3.2 for the scope %s are for %s', async (scope, audience) => {
    const { body } = await tokenRequest(contoso, {
      scope,
      client_info: '1',
      'x-client-SKU': 'test',
      claims: '{"access_token":{"xms_cc":{"values":["CP1"]}}}',
    });
    const claims = JSON.parse(Buffer.from(body.access_token.split('.')[1], 'base64url').toString());
    expect(claims.aud).toBe(audience);
  });

  it.each<[string, string, Record<string, string | undefined>, number, string, number]>([
    ['a wrong secret', contoso, { client_secret: 'x' }, 401, 'invalid_client', 7000215],
    ['no secret', contoso, { client_secret: undefined }, 401, 'invalid_client', 7000218],
    [
      'an assertion that nothing trusts',
      contoso,
      { client_secret: undefined, client_assertion: 'a.b.c' },
      401,
      'invalid_client',
      700213,
    ],
    ['an unknown application', contoso, { client_id: contoso }, 400, 'unauthorized_client', 700016],
    ['an unknown tenant', 'nobody.com', {}, 400, 'invalid_request', 90002],
    ['no tenant', 'common', {}, 400, 'invalid_request', 50059],
    ['another grant', contoso, { grant_type: 'password' }, 400, 'unsupported_grant_type', 70003],
    ['no grant', contoso, { grant_type: undefined }, 400, 'invalid_request', 900144],
    ['no scope', contoso, { scope: undefined }, 400, 'invalid_request', 900144],
    ['a scope without /.default', contoso, { scope: 'openid' }, 400, 'invalid_scope', 1002012],
    [
      'an unknown resource',
      contoso,
      { scope: 'https://nobody.com/.default' },
      400,
      'invalid_resource',
      500011,
    ],
  ])('3.3 are refused for %s', async (_, tenant, fields, status, error, code) => {
    const reply = await tokenRequest(tenant, fields);
    expect([reply.status, reply.body.error, reply.body.error_codes]).toEqual([status, error, [code]]);
    expect(reply.body.error_description).toMatch(
      new RegExp(
        `^AADSTS${code}: .+ Trace ID: [0-9a-f-]{36} Correlation ID: [0-9a-f-]{36} Timestamp: [0-9-]{10} [0-9:]{8}Z$`,
      ),
    );
  });

  it('3.4 are for people too, as the portal has them', async () => {
    const token = await client.emulator.userToken('contoso.com', 'DANA@contoso.com');
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    expect(claims).toMatchObject({
      idtyp: 'user',
      oid: id('0003', 1),
      upn: 'dana@contoso.com',
      scp: 'user_impersonation',
      aud: client.emulator.origin,
    });
    await expect(client.emulator.userToken(contoso, 'nobody@contoso.com')).rejects.toThrow(
      'no user nobody@contoso.com',
    );
    await expect(client.emulator.userToken('nobody.com', 'dana@contoso.com')).rejects.toThrow('no tenant');
  });
});
