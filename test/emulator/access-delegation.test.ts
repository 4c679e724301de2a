import { randomUUID } from 'node:crypto';
import { activeRelationship, relationshipId } from './delegated-admin-world';
import {
  applications,
  assignmentsPath,
  control,
  id,
  roleAt,
  roles,
  startClient,
  tenantWith,
} from './emulator-client';
import type { Client, Json, Reply } from './emulator-client';

const customer = id('0001', 8);
const partner = id('0001', 9);
const sub = `/subscriptions/${id('0002', 8, 1)}`;
const rg = `${sub}/resourceGroups/rg`;
const userAccessAdministrator = '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9';
const identity = id('0005', 8, 2);
const dana = id('0003', 8, 1);
const custom = 'aaaaaaaa-0000-4000-8000-000000000001';

/** People of the partner: an agent through a nested group, and one for each thing that is delegated. */
const people = {
  agent: 1,
  reader: 2,
  administrator: 3,
  owner: 4,
  eligible: 5,
  customised: 6,
  nobody: 7,
} as const;
const person = (name: keyof typeof people): string => id('0003', 9, people[name]);

let client: Client;
let customerToken: string;
beforeAll(async () => {
  const stamp = '2026-01-01T00:00:00.0000000Z';
  const stamps = { createdOn: stamp, updatedOn: stamp, createdBy: dana, updatedBy: dana };
  const authorization = (name: keyof typeof people, roleDefinitionId: string) => ({
    principalId: person(name),
    roleDefinitionId,
  });
  client = await startClient({
    pageSize: 1000,
    world: {
      applications,
      tenants: [
        tenantWith(8, {
          resellers: [partner],
          users: [{ id: dana, displayName: 'Dana', userPrincipalName: 'dana@tenant8.com' }],
          globalAdministrators: [dana],
          servicePrincipals: [
            { id: id('0005', 8), appId: applications[0]?.appId ?? '', displayName: 'tilldela' },
            {
              id: identity,
              appId: id('0006', 8),
              displayName: 'policy',
              servicePrincipalType: 'ManagedIdentity',
            },
          ],
          subscriptions: [{ id: id('0002', 8, 1), displayName: 'One', resourceGroups: ['rg'] }],
          customRoles: [
            { id: custom, roleName: 'Own', permissions: [{ actions: ['*'] }], assignableScopes: [sub] },
          ],
          registrationDefinitions: [
            {
              name: custom,
              scope: sub,
              registrationDefinitionName: 'Offer',
              description: null,
              managedByTenantId: partner,
              authorizations: [
                authorization('reader', roles.reader),
                {
                  ...authorization('administrator', userAccessAdministrator),
                  delegatedRoleDefinitionIds: [roles.contributor],
                },
                authorization('owner', roles.owner), // no definition is taken with these two; a world may hold one
                authorization('customised', custom),
              ],
              eligibleAuthorizations: [authorization('eligible', roles.contributor)],
              plan: null,
              ...stamps,
            },
          ],
          registrationAssignments: [
            {
              name: custom,
              scope: sub,
              registrationDefinitionId: `${sub}/providers/Microsoft.ManagedServices/registrationDefinitions/${custom}`,
              ...stamps,
            },
          ],
        }),
        tenantWith(9, {
          users: Object.entries(people).map(([name, number]) => ({
            id: id('0003', 9, number),
            displayName: name,
            userPrincipalName: `${name}@partner.com`,
          })),
          groups: [
            { id: id('0004', 9, 1), displayName: 'AdminAgents', members: [id('0004', 9, 2)] },
            { id: id('0004', 9, 2), displayName: 'Engineers', members: [person('agent')] },
          ],
          ...activeRelationship(9, 8, id('0004', 9, 2)),
        }),
      ],
    },
  });
  customerToken = await client.token(customer);
});
afterAll(() => client.emulator.close());

const at = (tenant: string, name: keyof typeof people, mfa = true): Promise<string> =>
  client.emulator.userToken(tenant, `${name}@partner.com`, { mfa });
const codeOf = ({ status, body }: Reply): [number, string | undefined] => [status, body?.error?.code];
const refused = [403, 'AuthorizationFailed'];
const list = (token: string, scope = sub, query = ''): Promise<Reply> =>
  client.call(assignmentsPath(scope, undefined, query), { token });
const assign = (token: string, rest: object, name: string = randomUUID()): Promise<Reply> =>
  client.call(assignmentsPath(rg, name), {
    token,
    method: 'PUT',
    body: { properties: { roleDefinitionId: roleAt(sub, roles.contributor), principalId: dana, ...rest } },
  });
const subscriptionsOf = async (token: string): Promise<string[]> =>
  (await client.call('/subscriptions?api-version=2022-12-01', { token })).body.value.map(
    (entry: Json) => entry.id,
  );

const adminAgents = id('0004', 9, 1);
const bornWith = (scope: string): Promise<Reply> =>
  client.call(assignmentsPath(scope, id('0008', 8, 77)), {
    token: customerToken,
    method: 'PUT',
    body: {
      properties: {
        roleDefinitionId: roleAt('', roles.owner),
        principalId: adminAgents,
        principalType: 'ForeignGroup',
      },
    },
  });

describe('Lighthouse', () => {
  it('29.15 gives a caller what was delegated to it, and nothing more', async () => {
    const reader = await at(partner, 'reader');
    expect(await subscriptionsOf(reader)).toEqual([sub]);
    expect((await list(reader)).status).toBe(200);
    expect(codeOf(await assign(reader, {}))).toEqual(refused);
    const path = assignmentsPath(sub, randomUUID());
    expect(codeOf(await client.call(path, { token: reader, method: 'DELETE' }))).toEqual(refused);
  });

  it.each(['nobody', 'owner', 'customised', 'eligible', 'agent'] as const)(
    '29.15 gives nothing to the %s: no Owner, no custom role, nothing for the eligible, nor what the agents hold',
    async (name) => {
      const token = await at(partner, name);
      expect(await subscriptionsOf(token)).toEqual([]);
      expect(codeOf(await list(token))).toEqual(refused);
      expect(codeOf(await assign(token, {}))).toEqual(refused);
    },
  );

  it('29.16 lets a User Access Administrator give the listed roles to managed identities', async () => {
    const token = await at(partner, 'administrator');
    const delegatedManagedIdentityResourceId = `${rg}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/a`;
    const rest = { principalId: identity, delegatedManagedIdentityResourceId };
    const name = randomUUID();
    expect((await assign(token, rest, name)).status).toBe(201);
    expect(codeOf(await assign(token, { ...rest, principalId: dana }))).toEqual(refused);
    expect(codeOf(await assign(token, { ...rest, principalId: id('0005', 8) }))).toEqual(refused);
    expect(codeOf(await assign(token, { ...rest, roleDefinitionId: roleAt(sub, roles.reader) }))).toEqual(
      refused,
    );
    expect(codeOf(await assign(token, { principalId: identity }))).toEqual(refused);

    const deleteIt = (query: string): Promise<Reply> =>
      client.call(assignmentsPath(rg, name, query), { token, method: 'DELETE' });
    expect((await deleteIt(`&tenantId=${customer}`)).status).toBe(200);
    const people = randomUUID();
    await assign(customerToken, {}, people);
    const path = assignmentsPath(rg, people, `&tenantId=${customer}`);
    expect(codeOf(await client.call(path, { token, method: 'DELETE' }))).toEqual(refused);
  });

  it('29.16 lets it change nothing else of access control', async () => {
    const token = await at(partner, 'administrator');
    const put = (path: string, body: object): Promise<Reply> =>
      client.call(path, { token, method: 'PUT', body: { properties: body } });
    const role = { roleName: 'Mine', permissions: [], assignableScopes: [sub] };
    expect(codeOf(await put(`${roleAt(sub, randomUUID())}?api-version=2022-04-01`, role))).toEqual(refused);
    const request = `${sub}/providers/Microsoft.Authorization/roleAssignmentScheduleRequests/${randomUUID()}`;
    const grant = {
      principalId: person('administrator'),
      roleDefinitionId: roleAt(sub, roles.owner),
      requestType: 'AdminAssign',
    };
    expect(codeOf(await put(`${request}?api-version=2020-10-01`, grant))).toEqual(refused);
  });
});

describe('admin on behalf of', () => {
  it("29.17 a partner's agent signs in to the customer's tenant, and nobody else of the partner", async () => {
    const home = await client.emulator.refreshToken(partner, 'agent@partner.com');
    const form = {
      grant_type: 'refresh_token',
      client_id: '04b07795-8ddb-461a-bbee-02f9e1bf7b46',
      refresh_token: home,
      scope: `${client.emulator.origin}/.default`,
    };
    const redeem = (refresh_token: string): Promise<Reply> =>
      client.call(`/${customer}/oauth2/v2.0/token`, {
        method: 'POST',
        body: new URLSearchParams({ ...form, refresh_token }).toString(),
      });
    expect((await redeem(home)).status).toBe(200);
    const other = await client.emulator.refreshToken(partner, 'reader@partner.com');
    expect((await redeem(other)).body.error_codes).toEqual([50020]);
    await expect(at(customer, 'reader')).rejects.toThrow('no user reader@partner.com');
  });

  it('29.21 takes an Entra role by GDAP, from the next request on', async () => {
    const there = await at(customer, 'agent');
    await bornWith(sub);
    expect(await subscriptionsOf(there)).toEqual([sub]);
    const agent = await at(partner, 'agent');
    const relationship = `/v1.0/tenantRelationships/delegatedAdminRelationships/${relationshipId(9, 8)}`;
    const path = `${relationship}/accessAssignments`;
    const [assignment] = (await client.call(path, { token: agent })).body.value;
    const removed = await client.call(`${path}/${assignment.id}`, {
      token: agent,
      method: 'DELETE',
      headers: { 'If-Match': assignment['@odata.etag'] },
    });
    expect(removed.status).toBe(204);
    expect(await subscriptionsOf(there)).toEqual([]);
    expect(codeOf(await list(there))).toEqual(refused);
    await expect(at(customer, 'agent')).rejects.toThrow('no user agent@partner.com');

    const again = {
      accessContainer: { accessContainerId: id('0004', 9, 2), accessContainerType: 'securityGroup' },
      accessDetails: assignment.accessDetails,
    };
    await control(client, 'POST clock', { advanceSeconds: 1 });
    expect((await client.call(path, { token: agent, method: 'POST', body: again })).status).toBe(201);
    expect(await subscriptionsOf(there)).toEqual([]);
    await control(client, 'POST clock', { advanceSeconds: 1 });
    expect(await subscriptionsOf(there)).toEqual([sub]);
    const grant = assignmentsPath(sub, id('0008', 8, 77));
    expect((await client.call(grant, { token: customerToken, method: 'DELETE' })).status).toBe(200);
  });

  it('29.21 takes the reseller relationship too', async () => {
    const there = await at(customer, 'agent');
    await bornWith(sub);
    const reseller = (action: string): Promise<Reply> =>
      control(client, 'POST reseller', { partner, customer, action, by: 'dana@tenant8.com' });
    expect((await reseller('remove')).status).toBe(200);
    expect(await subscriptionsOf(there)).toEqual([]);
    expect((await reseller('accept')).status).toBe(200);
    expect(await subscriptionsOf(there)).toEqual([sub]);
    const grant = assignmentsPath(sub, id('0008', 8, 77));
    expect((await client.call(grant, { token: customerToken, method: 'DELETE' })).status).toBe(200);
  });

  it("29.17 there it holds what its groups hold as foreign groups, and with a token of the partner's tenant nothing", async () => {
    const [there, atHome] = [await at(customer, 'agent'), await at(partner, 'agent')];
    expect(codeOf(await list(there))).toEqual(refused);
    await bornWith(sub);
    expect(await subscriptionsOf(there)).toEqual([sub]);
    expect((await assign(there, { roleDefinitionId: roleAt(sub, roles.reader) })).status).toBe(201);
    expect(codeOf(await list(atHome))).toEqual(refused);
    const removed = { token: there, method: 'DELETE' };
    expect((await client.call(assignmentsPath(sub, id('0008', 8, 77)), removed)).status).toBe(200);
    expect(codeOf(await list(there))).toEqual(refused);
  });
});

describe('multifactor authentication', () => {
  it.each(['PUT', 'DELETE'])('29.22 is asked of people who send a %s', async (method) => {
    const path = assignmentsPath(rg, randomUUID());
    const token = await client.emulator.userToken(customer, 'dana@tenant8.com', { mfa: false });
    const { status, headers, body } = await client.call(path, { token, method, body: {} });
    expect([status, body.error.code]).toEqual([403, 'RequestDisallowedByAzure']);
    expect(body.error.message).toMatch(/without authenticating through MFA/);
    const challenge = /error="insufficient_claims", claims="([^"]+)"/.exec(
      String(headers['www-authenticate']),
    );
    expect(JSON.parse(Buffer.from(challenge?.[1] ?? '', 'base64').toString())).toEqual({
      access_token: { acrs: { essential: true, values: ['p1'] } },
    });
  });

  it('29.22 is not asked of those who read, nor of applications', async () => {
    await bornWith(sub);
    const reader = await at(customer, 'agent', false);
    expect((await list(reader)).status).toBe(200);
    const query = { query: 'resourcecontainers', subscriptions: [sub.slice('/subscriptions/'.length)] };
    const path = '/providers/Microsoft.ResourceGraph/resources?api-version=2022-10-01';
    expect((await client.call(path, { token: reader, method: 'POST', body: query })).status).toBe(200);
    expect(codeOf(await assign(reader, {}))).toEqual([403, 'RequestDisallowedByAzure']);
    const monitoringReader = { roleDefinitionId: roleAt(sub, '43d0d8ad-25c7-4714-9337-8ba259a9fe05') };
    expect((await assign(await at(customer, 'agent'), monitoringReader)).status).toBe(201);
    const billingReader = { roleDefinitionId: roleAt(sub, 'fa23ad8b-c56e-40d8-ac0c-ce449e1d2c64') };
    expect((await assign(customerToken, billingReader)).status).toBe(201);
  });
});
