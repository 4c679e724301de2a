import { application, applications, id, listAll, startClient, tenantWith } from './emulator-client';
import type { Client, Json, Reply } from './emulator-client';

const tenant = 8;
const [ann, ben] = [id('0003', tenant, 1), id('0003', tenant, 2)];
const [outer, inner] = [id('0004', tenant, 1), id('0004', tenant, 2)];
const automation = id('0005', tenant);
const foreign = id('0004', 9, 1);

let client: Client;
let token: string;
beforeAll(async () => {
  client = await startClient({
    pageSize: 2,
    world: {
      applications,
      tenants: [
        tenantWith(tenant, {
          resellers: [id('0001', 9)],
          users: [
            { id: ann, displayName: 'Ann', userPrincipalName: 'ann@t8.com', mail: 'ann@mail.com' },
            {
              id: ben,
              displayName: "Ben O'Neil",
              userPrincipalName: 'ben_x.com#EXT#@t8.com',
              userType: 'Guest',
            },
            { id: id('0003', tenant, 3), displayName: 'Cy', userPrincipalName: 'cy@t8.com' },
          ],
          groups: [
            {
              id: outer,
              displayName: 'Outer',
              members: [inner, automation, id('0003', tenant, 77)],
              owners: [ben],
            },
            { id: inner, displayName: 'Inner', members: [ann, outer] },
            { id: id('0004', tenant, 3), displayName: 'Outer', mailEnabled: true, securityEnabled: false },
          ],
        }),
        tenantWith(9, { groups: [{ id: foreign, displayName: 'AdminAgents' }] }),
      ],
    },
  });
  token = await client.token(id('0001', tenant), 'https://graph.microsoft.com');
});
afterAll(() => client.emulator.close());

const get = (path: string): Promise<Reply> => client.call(path, { token });
const filtered = (collection: string, filter: string): Promise<Json[]> =>
  listAll(client, `/v1.0/${collection}?$filter=${encodeURIComponent(filter)}`, token);

describe('filters', () => {
  it.each<[string, string, string[]]>([
    ['users', "userPrincipalName eq 'ANN@t8.com'", [ann]],
    ['users', "mail eq 'ann@mail.com'", [ann]],
    ['users', "displayName eq 'Ben O''Neil'", [ben]],
    ['users', `id eq '${ann}'`, [ann]],
    ['users', "startswith(userPrincipalName,'ben_')", [ben]],
    ['users', "userPrincipalName eq 'nobody@t8.com'", []],
    ['groups', "displayName eq 'outer'", [outer, id('0004', tenant, 3)]],
    ['groups', "displayName eq 'Outer' and securityEnabled eq true", [outer]],
    ['groups', "(displayName eq 'Outer') and mailEnabled eq true", [id('0004', tenant, 3)]],
    ['servicePrincipals', `appId eq '${application.clientId}'`, [automation]],
    ['servicePrincipals', "displayName eq 'tilldela'", [automation]],
    ['servicePrincipals', `servicePrincipalNames/any(c:c eq '${application.clientId}')`, [automation]],
    ['servicePrincipals', "servicePrincipalNames/any(c:c eq 'other')", []],
  ])('11.1 %s?%s', async (collection, filter, expected) => {
    expect((await filtered(collection, filter)).map((found) => found.id)).toEqual(expected);
  });

  it.each([
    ['users', "displayName eq 'x' or displayName eq 'y'", 'BadRequest'],
    ['users', "displayName eq 'x", 'BadRequest'],
    ['users', "shoeSize eq '44'", 'Request_UnsupportedQuery'],
    ['users', "servicePrincipalNames/any(c:c eq 'x')", 'Request_UnsupportedQuery'],
    ['groups', "endswith(displayName,'x')", 'Request_UnsupportedQuery'],
  ])('11.2 %s?%s is refused', async (collection, filter, code) => {
    const { status, body } = await get(`/v1.0/${collection}?$filter=${encodeURIComponent(filter)}`);
    expect([status, body.error.code]).toEqual([400, code]);
  });
});

describe('objects', () => {
  it.each([
    [`users/${ann}`, ann],
    ['users/ANN@t8.com', ann],
    [`users/${encodeURIComponent('ben_x.com#EXT#@t8.com')}`, ben],
    [`groups/${inner.toUpperCase()}`, inner],
    [`servicePrincipals/${automation}`, automation],
    [`servicePrincipals(appId='${application.clientId}')`, automation],
    [`directoryObjects/${inner}`, inner],
  ])('11.3 %s', async (path, expected) => {
    for (const version of ['v1.0', 'beta']) {
      const { status, body } = await get(`/${version}/${path}`);
      expect([status, body.id]).toEqual([200, expected]);
      expect(body['@odata.context']).toMatch(`${client.emulator.origin}/${version}/$metadata#`);
    }
  });

  it.each([`users/${inner}`, `groups/${ann}`, `directoryObjects/${foreign}`, 'users/nobody@t8.com'])(
    '11.4 %s is not there',
    async (path) => {
      const { status, body, headers } = await get(`/v1.0/${path}`);
      const name = path.split('/')[1];
      expect([status, body.error.code, body.error.message]).toEqual([
        404,
        'Request_ResourceNotFound',
        `Resource '${name}' does not exist or one of its queried reference-property objects are not present.`,
      ]);
      expect(body.error.innerError['request-id']).toBe(headers['request-id']);
      expect(body.error.innerError.date).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
    },
  );

  it('11.5 have the default properties, or those selected', async () => {
    expect((await get(`/v1.0/users/${ben}`)).body).not.toHaveProperty('userType');
    const { body } = await get(`/v1.0/users/${ben}?$select=id,userType,nonsense`);
    expect(body).toEqual({ '@odata.context': expect.any(String), id: ben, userType: 'Guest' });
  });

  it('11.6 of another tenant are in its own directory only', async () => {
    const other = await client.token(id('0001', 9), 'https://graph.microsoft.com');
    expect((await get(`/v1.0/groups/${foreign}`)).status).toBe(404);
    expect((await client.call(`/v1.0/groups/${foreign}`, { token: other })).status).toBe(200);
  });
});

describe('groups', () => {
  it.each<[string, string[]]>([
    [`${outer}/members`, [inner, automation]],
    [`${outer}/transitiveMembers`, [inner, ann, automation]],
    [`${inner}/members`, [ann, outer]],
    [`${outer}/owners`, [ben]],
    [`${inner}/owners`, []],
  ])('11.7 %s', async (path, expected) => {
    const members = await listAll(client, `/beta/groups/${path}`, token);
    expect(members.map((member) => member.id).sort()).toEqual([...expected].sort());
  });

  it('11.7 say what their members are', async () => {
    const members = await listAll(client, `/v1.0/groups/${outer}/members`, token);
    expect(members.map((member) => member['@odata.type'])).toEqual([
      '#microsoft.graph.group',
      '#microsoft.graph.servicePrincipal',
    ]);
  });
});

it('11.8 pages have absolute links and never more than the page size', async () => {
  const { body } = await get('/v1.0/users?$top=999');
  expect(body.value).toHaveLength(2);
  expect(String(body['@odata.nextLink']).startsWith(`${client.emulator.origin}/v1.0/users?`)).toBe(true);
  expect(await listAll(client, '/v1.0/users?$top=1', token)).toHaveLength(3);
});

describe('getByIds', () => {
  const getByIds = (body: unknown): Promise<Reply> =>
    client.call('/v1.0/directoryObjects/getByIds', { token, method: 'POST', body });
  const found = async (body: unknown): Promise<[string, string][]> =>
    (await getByIds(body)).body.value.map((entry: Record<string, string>) => [
      entry['@odata.type'],
      entry.id,
    ]);

  it('11.9 leaves out what it does not know, and foreign principals', async () => {
    expect(await found({ ids: [ann, id('0003', 8, 77), foreign, inner.toUpperCase(), ann] })).toEqual([
      ['#microsoft.graph.user', ann],
      ['#microsoft.graph.group', inner],
    ]);
  });

  it('11.9 gives the types asked for', async () => {
    expect(await found({ ids: [ann, inner, automation], types: ['user', 'ServicePrincipal'] })).toEqual([
      ['#microsoft.graph.user', ann],
      ['#microsoft.graph.servicePrincipal', automation],
    ]);
  });

  it('11.10 gives a foreign principal to those who ask for one', async () => {
    const { body } = await getByIds({ ids: [foreign, ann], types: ['directoryObjectPartnerReference'] });
    expect(body.value).toEqual([
      {
        '@odata.type': '#microsoft.graph.directoryObjectPartnerReference',
        id: foreign,
        displayName: 'AdminAgents',
        description: null,
        externalPartnerTenantId: id('0001', 9),
        objectType: 'Group',
      },
    ]);
  });

  it.each<[string, unknown]>([
    ['no JSON', '{'],
    ['null', 'null'],
    ['no ids', {}],
    ['ids that are no texts', { ids: [1] }],
    ['types that are no list', { ids: [], types: 'user' }],
    ['more than 1000 ids', { ids: Array.from({ length: 1001 }, (_, index) => id('0003', 8, index)) }],
  ])('11.9 refuses %s', async (_, body) => {
    const reply = await getByIds(body);
    expect([reply.status, reply.body.error.code]).toEqual([400, 'Request_BadRequest']);
  });

  it('11.9 takes 1000', async () => {
    const ids = Array.from({ length: 1000 }, (_, index) => id('0003', 8, index));
    expect((await getByIds({ ids })).status).toBe(200);
  });
});

it.each([
  ['GET', '/v1.0/planets', 400, 'BadRequest'],
  ['GET', '/v1.0', 400, 'BadRequest'],
  ['DELETE', `/v1.0/users/${ann}`, 400, 'BadRequest'],
  ['GET', '/v1.0/users?$search=x', 400, 'Request_UnsupportedQuery'],
  ['GET', `/v1.0/users/${ann}/shoes`, 400, 'BadRequest'],
  ['GET', `/v1.0/users/${ann}/manager`, 404, 'Request_ResourceNotFound'],
])('11.11 %s %s is %i', async (method, path, status, code) => {
  const reply = await client.call(path, { token, method });
  expect([reply.status, reply.body.error.code]).toEqual([status, code]);
});

describe('a token', () => {
  const refused = async (bearer: string | undefined, message: string): Promise<void> => {
    const reply = await client.call('/v1.0/users', bearer === undefined ? {} : { token: bearer });
    expect([reply.status, reply.body.error.code]).toEqual([401, 'InvalidAuthenticationToken']);
    expect(reply.body.error.message).toBe(message);
  };

  it('11.12 must be there, whole, and for Graph', async () => {
    await refused(undefined, 'Access token is empty.');
    await refused(`${token}x`, 'Access token validation failure.');
    const forArm = await client.token(id('0001', 8), 'https://management.azure.com');
    await refused(forArm, 'Access token validation failure. Invalid audience.');
  });

  it("11.12 may be for the emulator's origin", async () => {
    const own = await client.token(id('0001', 8));
    expect((await client.call('/v1.0/users', { token: own })).status).toBe(200);
  });
});

it('11.13 answers carry the headers of Graph', async () => {
  const { headers } = await client.call('/v1.0/users', { token, headers: { 'client-request-id': 'mine' } });
  expect(headers).toMatchObject({
    'content-type':
      'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8',
    'odata-version': '4.0',
    'client-request-id': 'mine',
    'request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
});

describe('group membership', () => {
  const post = (path: string, body: unknown): Promise<Reply> =>
    client.call(`/v1.0/${path}`, { token, method: 'POST', body });

  it.each<[string, object, string[]]>([
    [`users/${ann}/getMemberGroups`, { securityEnabledOnly: true }, [outer, inner]],
    ['users/ann@t8.com/getMemberGroups', { securityEnabledOnly: false }, [outer, inner]],
    [`servicePrincipals/${automation}/getMemberGroups`, { securityEnabledOnly: false }, [outer, inner]],
    [`directoryObjects/${ben}/getMemberGroups`, { securityEnabledOnly: true }, []],
    [`directoryObjects/${ann}/checkMemberGroups`, { groupIds: [outer.toUpperCase(), foreign] }, [outer]],
  ])('11.14 %s %j', async (path, body, expected) => {
    const reply = await post(path, body);
    expect([reply.status, reply.body.value]).toEqual([200, expected]);
  });

  it.each<[string, unknown, number]>([
    [`users/${ann}/getMemberGroups`, {}, 400],
    [`users/${ann}/checkMemberGroups`, { groupIds: Array(21).fill(outer) }, 400],
    [`users/${ann}/checkMemberGroups`, 'no JSON', 400],
    [`users/${id('0003', tenant, 77)}/checkMemberGroups`, { groupIds: [outer] }, 404],
    [`directoryObjects/${id('0003', tenant, 77)}/checkMemberGroups`, { groupIds: [outer] }, 404],
  ])('11.14 refuses %s %j', async (path, body, status) => {
    expect((await post(path, body)).status).toBe(status);
  });
});
