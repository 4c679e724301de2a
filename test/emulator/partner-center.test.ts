import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addFaults, application, control, id, startClient } from './emulator-client';
import type { Client, Json, Reply } from './emulator-client';

const partner = 'northwind.com';
const [contoso, woodgrove] = [id('0001', 1), id('0001', 3)];
const arm = '797f4846-ba00-4fd7-ba43-dac1f8f63013';

let client: Client;
beforeEach(async () => (client = await startClient()));
afterEach(() => client.emulator.close());

const sam = (mfa = true): Promise<string> => client.emulator.userToken(partner, 'sam@northwind.com', { mfa });
const ask = async (path: string, rest: object = {}): Promise<Reply> =>
  client.call(`/v1/customers${path}`, { token: await sam(), ...rest });
const send = (method: string, path: string, body: object): Promise<Reply> => ask(path, { method, body });
const reseller = (customer: string, action: string): Promise<Reply> =>
  control(client, 'POST reseller', { partner, customer, action });
const namesOf = ({ body }: Reply): string[] =>
  body.items.map((each: Json) => each.companyProfile.companyName);
const errorOf = ({ status, body }: Reply): [number, string] => [status, body.code];

describe('customers', () => {
  it('31.1 are the tenants whose reseller the partner is', async () => {
    const ids = { 'MS-RequestId': id('0099', 1), 'MS-CorrelationId': id('0099', 2) };
    const reply = await ask('', { headers: ids });
    expect(namesOf(reply)).toEqual(['Contoso', 'Fabrikam', 'Tailspin', 'Wingtip']);
    expect(reply.body.items[0]).toMatchObject({
      id: contoso,
      companyProfile: { tenantId: contoso, domain: 'contoso.onmicrosoft.com', companyName: 'Contoso' },
      relationshipToPartner: 'reseller',
      links: { self: { uri: `/customers/${contoso}`, method: 'GET', headers: [] } },
      attributes: { objectType: 'Customer' },
    });
    expect(reply.body.attributes).toEqual({ objectType: 'Collection' });
    expect([reply.headers['ms-requestid'], reply.headers['ms-correlationid']]).toEqual(Object.values(ids));
    expect(reply.headers['ms-cv']).toEqual(expect.any(String));
    expect((await client.call('/v1/customers', { token: await client.token(partner) })).status).toBe(200);
  });

  it('31.2 come in pages, the next by a link and its header', async () => {
    const found: string[] = [];
    let page = await ask('?size=3');
    found.push(...namesOf(page));
    expect([page.body.totalCount, page.body.links.self.uri]).toEqual([3, '/customers?size=3']);
    const { uri, headers } = page.body.links.next;
    expect(uri).toBe('/customers?size=3&seekOperation=Next');
    const header = Object.fromEntries(headers.map((each: Json) => [each.key, each.value]));
    expect(errorOf(await client.call(`/v1${uri}`, { token: await sam() }))[0]).toBe(400);
    page = await client.call(`/v1${uri}`, { token: await sam(), headers: header });
    found.push(...namesOf(page));
    expect(found).toEqual(['Contoso', 'Fabrikam', 'Tailspin', 'Wingtip']);
    expect(page.body.links).not.toHaveProperty('next');
    for (const size of ['0', '501', 'x']) expect((await ask(`?size=${size}`)).status).toBe(400);
  });

  it('31.3 are found by the beginning of name or domain', async () => {
    const find = (filter: unknown): Promise<Reply> =>
      ask(`?filter=${encodeURIComponent(typeof filter === 'string' ? filter : JSON.stringify(filter))}`);
    const Operator = 'starts_with';
    expect(namesOf(await find({ Field: 'CompanyName', Value: 'fab', Operator }))).toEqual(['Fabrikam']);
    expect(namesOf(await find({ Field: 'Domain', Value: 'wingtip.com', Operator }))).toEqual(['Wingtip']);
    for (const wrong of ['x', { Field: 'Id', Value: 'x', Operator }, { Field: 'Domain', Value: 'x' }]) {
      expect((await find(wrong)).status).toBe(400);
    }
  });

  it('31.4 have profiles; who is no customer is a 404 in the envelope of Partner Center', async () => {
    expect((await ask(`/${contoso}`)).body).toMatchObject({
      id: contoso,
      commerceId: contoso,
      billingProfile: { companyName: 'Contoso' },
      allowDelegatedAccess: false,
    });
    const { status, body } = await ask(`/${woodgrove}`);
    expect([status, body]).toEqual([
      404,
      {
        code: '2001',
        description: `The customer '${woodgrove}' was not found.`,
        data: [],
        source: 'PartnerFD',
      },
    ]);
    expect((await ask(`/${contoso}/users`)).status).toBe(404);
    expect((await ask(`/${contoso}`, { method: 'DELETE' })).status).toBe(404);
  });

  it('31.5 have an Azure plan, under which their Azure subscriptions are', async () => {
    const { body: plans } = await ask(`/${contoso}/subscriptions`);
    expect(plans).toMatchObject({
      totalCount: 1,
      items: [{ offerName: 'Azure plan', status: 'active', attributes: { objectType: 'Subscription' } }],
    });
    const path = `/${contoso}/subscriptions/${plans.items[0].id}`;
    expect((await ask(path)).body).toEqual(plans.items[0]);
    const { body } = await ask(`${path}/azureEntitlements`);
    expect(body.items).toMatchObject([
      { id: id('0002', 1, 1), friendlyName: 'Contoso production', status: 'active' },
      { id: id('0002', 1, 2), friendlyName: 'Contoso sandbox', subscriptionId: plans.items[0].id },
    ]);
    expect((await ask(`/${contoso}/subscriptions/${woodgrove}/azureEntitlements`)).status).toBe(404);
  });
});

describe('callers', () => {
  it('31.6 that are people need a second factor, applications do not', async () => {
    const asked = { headers: { ValidateMfa: 'true' } };
    const refused = await client.call('/v1/customers', { token: await sam(false), ...asked });
    expect(errorOf(refused)).toEqual([401, '900421']);
    expect(refused.headers['ismfacompliant']).toBe('false');
    expect((await ask('', asked)).headers['ismfacompliant']).toBe('true');
    expect((await ask('')).headers).not.toHaveProperty('ismfacompliant');
    const automation = await client.token(partner, 'https://api.partnercenter.microsoft.com');
    expect((await client.call('/v1/customers', { token: automation })).status).toBe(200);
  });

  it("31.7 show a token for Partner Center, of a partner's agent", async () => {
    const get = async (token?: string): Promise<number> =>
      (await client.call('/v1/customers', token === undefined ? {} : { token })).status;
    expect(await get()).toBe(401);
    expect(await get('a.b.c')).toBe(401);
    expect(await get(await client.token(partner, 'https://graph.microsoft.com'))).toBe(401);
    expect(await get(await client.emulator.userToken('contoso.com', 'dana@contoso.com'))).toBe(403);
  });
});

describe('the reseller relationship', () => {
  it('31.8 is asked for by a link, accepted by the customer, and then there is the customer', async () => {
    const { body } = await ask('/relationshiprequests');
    expect(body).toMatchObject({
      url: expect.stringContaining(`partnerId=${id('0001', 0)}`),
      attributes: { objectType: 'RelationshipRequest' },
    });
    const automation = await client.token(partner);
    const forPeople = await client.call('/v1/customers/relationshiprequests', { token: automation });
    expect(forPeople.status).toBe(403);
    expect((await reseller('woodgrove.com', 'accept')).status).toBe(200);
    expect((await ask(`/${woodgrove}`)).body.companyProfile.companyName).toBe('Woodgrove');
    expect((await ask(`/${woodgrove}/subscriptions`)).body.items).toEqual([]);
  });

  it('31.9 ends by the partner once nothing it sold is active', async () => {
    const end = (): Promise<Reply> => send('PATCH', `/${contoso}`, { relationshipToPartner: 'none' });
    expect((await end()).status).toBe(409);
    const [plan] = (await ask(`/${contoso}/subscriptions`)).body.items;
    const suspended = await send('PATCH', `/${contoso}/subscriptions/${plan.id}`, { status: 'suspended' });
    expect([suspended.status, suspended.body.status]).toEqual([200, 'suspended']);
    expect((await send('PATCH', `/${contoso}`, { relationshipToPartner: 'advisor' })).status).toBe(400);
    expect((await end()).body.relationshipToPartner).toBe('none');
    expect((await ask(`/${contoso}`)).status).toBe(404);
  });

  it('17.7 is accepted once, and removed by the customer', async () => {
    expect((await reseller('contoso.com', 'accept')).status).toBe(400);
    expect((await reseller('contoso.com', 'remove')).body.resellers).toEqual([]);
    expect((await reseller('contoso.com', 'remove')).status).toBe(400);
    expect((await reseller('nobody.com', 'accept')).status).toBe(400);
    expect((await reseller(partner, 'accept')).status).toBe(400);
    expect((await ask(`/${contoso}`)).status).toBe(404);
  });
});

describe('application consents', () => {
  const world = (options: { folder?: string } = {}): Promise<Client> =>
    import('../../src/emulator').then(({ exampleWorld }) =>
      startClient({
        ...options,
        world: {
          ...exampleWorld,
          tenants: exampleWorld.tenants.map((tenant) =>
            tenant.id === contoso ? { ...tenant, servicePrincipals: [] } : tenant,
          ),
        },
      }),
    );
  const relationships = '/v1.0/tenantRelationships/delegatedAdminRelationships';
  const consent = {
    applicationId: application.clientId,
    displayName: 'tilldela',
    applicationGrants: [{ enterpriseApplicationId: arm, scope: 'user_impersonation' }],
  };

  it("31.10 make the partner's application known in the customer's tenant, for what they name", async () => {
    await client.emulator.close();
    client = await world();
    const refresh_token = await client.emulator.refreshToken(partner, 'sam@northwind.com');
    const redeem = (scope: string): Promise<Reply> =>
      client.call(`/${contoso}/oauth2/v2.0/token`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'refresh_token',
          client_id: application.clientId,
          refresh_token,
          scope,
        }).toString(),
      });
    const armScope = 'https://management.azure.com/user_impersonation';
    expect((await redeem(armScope)).body.error_codes).toEqual([700016]);
    await expect(client.token(contoso)).rejects.toThrow('700016');

    const made = await send('POST', `/${contoso}/applicationconsents`, consent);
    expect([made.status, made.body]).toEqual([201, consent]);
    expect((await send('POST', `/${contoso}/applicationconsents`, consent)).status).toBe(409);
    expect((await redeem(armScope)).status).toBe(200);
    expect((await redeem('https://graph.microsoft.com/.default')).body.error_codes).toEqual([65001]);
    expect(await client.token(contoso)).not.toBe('');

    const path = `/${contoso}/applicationconsents/${application.clientId}`;
    expect((await ask(path, { method: 'DELETE' })).status).toBe(204);
    expect((await ask(path, { method: 'DELETE' })).status).toBe(404);
    expect((await redeem(armScope)).body.error_codes).toEqual([700016]);
  });

  it('12.1 what they and a customer decided is there after a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'emulator-'));
    await client.emulator.close();
    client = await world({ folder });
    await send('POST', `/${contoso}/applicationconsents`, consent);
    await reseller('woodgrove.com', 'accept');
    const [relationship] = (await client.call(relationships, { token: await sam() })).body.value;
    await control(client, 'POST delegated-admin', { relationship: relationship.id, action: 'terminate' });
    await client.emulator.close();
    client = await world({ folder });
    expect(await client.token(contoso)).not.toBe('');
    expect((await ask(`/${woodgrove}`)).status).toBe(200);
    const { body } = await client.call(`${relationships}/${relationship.id}`, { token: await sam() });
    expect(body.status).toMatch(/^terminat/);
    rmSync(folder, { recursive: true });
  });

  it('31.10 need an Entra role of the customer that may consent, and a person', async () => {
    const path = `/${contoso}/applicationconsents`;
    const automation = await client.token(partner);
    const refused = await client.call(`/v1/customers${path}`, {
      token: automation,
      method: 'POST',
      body: consent,
    });
    expect(refused.status).toBe(403);
    await reseller('woodgrove.com', 'accept');
    expect((await send('POST', `/${woodgrove}/applicationconsents`, consent)).status).toBe(403);
    for (const wrong of [{ applicationId: 'x' }, { applicationGrants: [] }, { applicationGrants: [{}] }]) {
      expect((await send('POST', path, { ...consent, ...wrong })).status).toBe(400);
    }
  });
});

it('31.11 is throttled and fails in its own envelope', async () => {
  await addFaults(client, { path: '/v1/**', nth: 1, action: { kind: 'status', status: 429, retryAfter: 7 } });
  const { status, headers, body } = await ask('');
  expect([status, headers['retry-after']]).toEqual([429, '7']);
  expect(body).toEqual({ code: '429', description: expect.any(String), data: [], source: 'PartnerFD' });
  expect(headers['ms-correlationid']).toEqual(expect.any(String));
});
