import {
  applications,
  assignmentsPath,
  automationAtRoot,
  id,
  listAll,
  roles,
  startClient,
  tenantWith,
} from './emulator-client';
import type { Client, Json, Reply } from './emulator-client';

const sub = `/subscriptions/${id('0002', 8, 1)}`;
const rg = `${sub}/resourceGroups/rg`;
const automation = id('0005', 8);
const groups = '/providers/Microsoft.Management/managementGroups';
const groupId = (name: string): string => `${groups}/${name}`;

let client: Client;
let token: string;
beforeAll(async () => {
  client = await startClient({
    world: {
      applications,
      tenants: [
        tenantWith(8, {
          groups: [{ id: id('0004', 8), displayName: 'Robots', members: [automation] }],
          users: [{ id: id('0003', 8), displayName: 'Ada', userPrincipalName: 'ada@tenant8.com' }],
          managementGroups: [
            { id: 'top', displayName: 'Top' },
            { id: 'inner', displayName: 'Inner', parent: 'top' },
          ],
          subscriptions: [
            { id: id('0002', 8, 1), displayName: 'One', resourceGroups: ['rg'], managementGroup: 'inner' },
            { id: id('0002', 8, 2), displayName: 'Two' },
          ],
          roleAssignments: [
            grant(1, sub, roles.reader, automation),
            grant(2, rg, roles.contributor, id('0004', 8)),
            grant(3, sub, roles.owner, id('0003', 8)),
          ],
          denyAssignments: [
            {
              name: id('0009', 8),
              denyAssignmentName: 'Hands off',
              scope: rg,
              permissions: [{ actions: ['*/delete'] }],
              principals: [{ id: '00000000-0000-0000-0000-000000000000', type: 'Everyone' }],
            },
          ],
        }),
      ],
    },
  });
  token = await client.token(id('0001', 8));
});
afterAll(() => client.emulator.close());

function grant(number: number, scope: string, roleDefinitionId: string, principalId: string) {
  const name = id('0008', 8, number);
  return { name, scope, roleDefinitionId, principalId, principalType: 'User' as const };
}

const call = (path: string, query = '', method = 'GET', as = token): Promise<Reply> =>
  client.call(`${path}?api-version=${versionOf(path)}${query}`, { token: as, method });

function versionOf(path: string): string {
  if (/\/providers\/Microsoft.Management\/managementGroups(?!.*Authorization)/.test(path))
    return '2020-05-01';
  if (path.endsWith('elevateAccess')) return '2016-07-01';
  return path.includes('Microsoft.Authorization/') ? '2022-04-01' : '2022-09-01';
}

const codeOf = ({ status, body }: Reply): [number, string] => [status, body?.error?.code];

describe('permissions', () => {
  const permissionsAt = async (scope: string, as = token): Promise<Json[]> =>
    (await call(`${scope}/providers/Microsoft.Authorization/permissions`, '', 'GET', as)).body.value;

  it("21.1 are the blocks of the caller's roles, direct, inherited and through groups", async () => {
    expect((await permissionsAt(sub)).map(({ actions }) => actions)).toEqual([['*/read'], ['*']]);
    expect((await permissionsAt(rg)).map(({ actions }) => actions)).toEqual([['*/read'], ['*'], ['*']]);
    expect((await permissionsAt(rg))[1].notActions).toContain('Microsoft.Authorization/*/Write');
  });

  it('21.1 are those of the caller alone', async () => {
    const ada = await client.emulator.userToken(id('0001', 8), 'ada@tenant8.com');
    expect((await permissionsAt(sub, ada)).map(({ actions }) => actions)).toEqual([['*']]);
    expect(await permissionsAt(`/subscriptions/${id('0002', 8, 2)}`, ada)).toEqual([]);
  });
});

describe('deny assignments', () => {
  const path = (scope: string, name = ''): string =>
    `${scope}/providers/Microsoft.Authorization/denyAssignments${name}`;

  it('21.2 are listed at, above and below the scope, in the shape of the API', async () => {
    for (const scope of [sub, rg, `${rg}/providers/Microsoft.Web/sites/x`, '']) {
      expect((await call(path(scope))).body.value).toEqual([
        {
          properties: {
            denyAssignmentName: 'Hands off',
            description: null,
            permissions: [{ actions: ['*/delete'], notActions: [], dataActions: [], notDataActions: [] }],
            scope: rg,
            doNotApplyToChildScopes: false,
            principals: [{ id: '00000000-0000-0000-0000-000000000000', type: 'Everyone' }],
            excludePrincipals: [],
            isSystemProtected: true,
          },
          id: path(rg, `/${id('0009', 8)}`),
          type: 'Microsoft.Authorization/denyAssignments',
          name: id('0009', 8),
        },
      ]);
    }
    expect((await call(path(`/subscriptions/${id('0002', 8, 2)}`))).body.value).toEqual([]);
  });

  it.each<[string, number]>([
    ['atScope()', 0],
    ["denyAssignmentName eq 'hands off'", 1],
    ["principalId eq '00000000-0000-0000-0000-000000000000'", 1],
    ["principalId eq 'other'", 0],
  ])('21.3 can be filtered by %s', async (filter, count) => {
    const { body } = await call(path(sub), `&$filter=${encodeURIComponent(filter)}`);
    expect(body.value).toHaveLength(count);
  });

  it.each(['name eq 7', "scope eq 'x'", 'belowScope()'])('21.3 the filter %s is refused', async (filter) => {
    const reply = await call(path(sub), `&$filter=${encodeURIComponent(filter)}`);
    expect(codeOf(reply)).toEqual([400, 'UnsupportedQuery']);
  });

  it('21.4 are found by name at their scope, and cannot be written', async () => {
    expect((await call(path(rg, `/${id('0009', 8)}`))).status).toBe(200);
    expect(codeOf(await call(path(sub, `/${id('0009', 8)}`)))).toEqual([404, 'DenyAssignmentNotFound']);
    expect((await call(path(rg, `/${id('0009', 8)}`), '', 'PUT')).status).toBe(404);
    // This one denies its own deletion, as those that Azure makes do.
    expect((await call(path(rg, `/${id('0009', 8)}`), '', 'DELETE')).status).toBe(403);
  });
});

it('21.5 elevateAccess makes a Global Administrator User Access Administrator at root, once', async () => {
  const path = '/providers/Microsoft.Authorization/elevateAccess';
  for (let time = 0; time < 2; time += 1) {
    const reply = await call(path, '', 'POST');
    expect([reply.status, reply.body]).toEqual([200, undefined]);
  }
  const { body } = await client.call(assignmentsPath('', undefined, '&$filter=atScope()'), { token });
  const others = body.value.filter(({ name }: Json) => name !== automationAtRoot(8).name);
  expect(others.map(({ properties }: Json) => properties)).toEqual([
    expect.objectContaining({
      scope: '/',
      principalId: automation,
      principalType: 'ServicePrincipal',
      roleDefinitionId:
        '/providers/Microsoft.Authorization/roleDefinitions/18d7d88d-d35e-4fb5-a5c3-7773c20a72d9',
    }),
  ]);
  expect((await call(path)).status).toBe(404);
});

describe('management groups', () => {
  it('22.1 are listed, the tenant root group first', async () => {
    const all = await listAll(client, `${groups}?api-version=2020-05-01`, token);
    expect(all.map(({ name }) => name)).toEqual([id('0001', 8), 'top', 'inner']);
    expect(all[1]).toEqual({
      id: groupId('top'),
      type: 'Microsoft.Management/managementGroups',
      name: 'top',
      properties: { tenantId: id('0001', 8), displayName: 'Top' },
    });
  });

  it('22.2 one has its parent, and no children unless they are asked for', async () => {
    const { body } = await call(groupId('INNER'));
    expect(body).toMatchObject({
      id: groupId('inner'),
      name: 'inner',
      properties: {
        tenantId: id('0001', 8),
        displayName: 'Inner',
        details: { parent: { id: groupId('top'), name: 'top', displayName: 'Top' } },
      },
    });
    expect(body.properties).not.toHaveProperty('children');
    expect((await call(groupId(id('0001', 8)))).body.properties.details).not.toHaveProperty('parent');
  });

  const inner = {
    id: groupId('inner'),
    type: 'Microsoft.Management/managementGroups',
    name: 'inner',
    displayName: 'Inner',
  };
  const one = { id: sub, type: '/subscriptions', name: id('0002', 8, 1), displayName: 'One' };

  it('22.3 $expand=children gives one level, $recurse=true all', async () => {
    const direct = await call(groupId('top'), '&$expand=children');
    expect(direct.body.properties.children).toEqual([inner]);
    const all = await call(groupId('top'), '&%24expand=children&%24recurse=true');
    expect(all.body.properties.children).toEqual([{ ...inner, children: [one] }]);
    expect((await call(groupId('top'), '&$expand=nonsense')).status).toBe(400);
  });

  it('22.4 their subscriptions and descendants are lists of their own', async () => {
    const under = await call(`${groupId('inner')}/subscriptions`);
    expect(under.body.value).toMatchObject([
      { name: id('0002', 8, 1), properties: { displayName: 'One', parent: { id: groupId('inner') } } },
    ]);
    const below = await call(`${groupId('top')}/descendants`);
    expect(below.body.value.map(({ name }: Json) => name)).toEqual(['inner', id('0002', 8, 1)]);
  });

  it('22.5 one that is not there is a 403', async () => {
    expect(codeOf(await call(groupId('none')))).toEqual([403, 'AuthorizationFailed']);
  });
});

describe('resource providers', () => {
  const provider = (namespace: string): string => `${sub}/providers/${namespace}`;

  it('22.6 tell whether they are registered, and registering does that', async () => {
    const state = async (): Promise<string> =>
      (await call(provider('microsoft.managedservices'))).body.registrationState;
    expect(await state()).toBe('NotRegistered');
    const reply = await call(`${provider('Microsoft.ManagedServices')}/register`, '', 'POST');
    expect([reply.status, reply.body.registrationState]).toEqual([200, 'Registered']);
    expect(await state()).toBe('Registered');
    const all = await listAll(client, `${sub}/providers?api-version=2022-09-01`, token);
    expect(all.map(({ namespace }) => namespace)).toContain('Microsoft.ManagedServices');
  });

  it('22.7 a namespace that is none is a 404', async () => {
    expect(codeOf(await call(provider('Nonsense')))).toEqual([404, 'InvalidResourceNamespace']);
    expect(codeOf(await call(`${provider('x')}/register`, '', 'POST'))).toEqual([
      404,
      'InvalidResourceNamespace',
    ]);
  });
});
