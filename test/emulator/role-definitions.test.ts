import { applications, id, listAll, roleAt, roles, startClient, tenantWith } from './emulator-client';
import type { Client, Reply } from './emulator-client';

const sub = `/subscriptions/${id('0002', 8, 1)}`;
const otherSub = `/subscriptions/${id('0002', 8, 2)}`;
const custom = { id: 'aaaaaaaa-0000-4000-8000-000000000001', roleName: 'Night shift' };

let client: Client;
let token: string;
beforeAll(async () => {
  client = await startClient({
    world: {
      applications,
      tenants: [
        tenantWith(8, {
          subscriptions: [
            { id: id('0002', 8, 1), displayName: 'One', resourceGroups: ['rg'] },
            { id: id('0002', 8, 2), displayName: 'Two' },
          ],
          customRoles: [{ ...custom, permissions: [{ actions: ['*/read'] }], assignableScopes: [sub] }],
        }),
      ],
    },
  });
  token = await client.token(id('0001', 8));
});
afterAll(() => client.emulator.close());

function path(scope: string, rest = '', filter?: string): string {
  const query = filter === undefined ? '' : `&$filter=${encodeURIComponent(filter)}`;
  return `${scope}/providers/Microsoft.Authorization/roleDefinitions${rest}?api-version=2022-05-01-preview${query}`;
}

const get = (scope: string, rest?: string, filter?: string): Promise<Reply> =>
  client.call(path(scope, rest, filter), { token });

it('9.1 a built-in role has the shape of the authorization resource provider', async () => {
  const { status, body } = await get(`${sub}/resourceGroups/rg`, `/${roles.reader}`);
  expect(status).toBe(200);
  expect(body).toEqual({
    properties: {
      roleName: 'Reader',
      type: 'BuiltInRole',
      description: '',
      assignableScopes: ['/'],
      permissions: [{ actions: ['*/read'], notActions: [], dataActions: [], notDataActions: [] }],
      createdOn: '2015-02-02T21:55:09.8806423Z',
      updatedOn: '2021-11-11T20:13:47.8628684Z',
      createdBy: null,
      updatedBy: null,
    },
    id: roleAt(sub, roles.reader),
    type: 'Microsoft.Authorization/roleDefinitions',
    name: roles.reader,
  });
});

it('9.2 at root its id is rooted at /providers, whatever the slashes', async () => {
  for (const prefix of ['', '/']) {
    const { body } = await get(prefix, `/${roles.reader.toUpperCase()}`);
    expect(body.id).toBe(roleAt('', roles.reader));
  }
});

it('9.3 a condition comes with its version', async () => {
  const { body } = await get('', '/8b54135c-b56d-4d72-a534-26097cfdc8d8'); // Key Vault Data Access Administrator
  const [permission] = body.properties.permissions.filter((entry: object) => 'condition' in entry);
  expect([permission.conditionVersion, permission.condition]).toEqual([
    '2.0',
    expect.stringMatching(/ActionMatches/),
  ]);
});

it.each(['Reader', 'reader', 'READER'])('9.4 one role is found by the name %s', async (name) => {
  const { body } = await get(sub, '', `roleName eq '${name}'`);
  expect(body.value.map((role: { name: string }) => role.name)).toEqual([roles.reader]);
  expect(body).not.toHaveProperty('nextLink');
});

it('9.5 a name that no role has is an empty list', async () => {
  const { status, body } = await get(sub, '', "roleName eq 'it''s nothing'");
  expect([status, body.value]).toEqual([200, []]);
});

it.each<[string, string | undefined, boolean]>([
  [sub, undefined, true],
  [`${sub}/resourceGroups/rg`, "type eq 'CustomRole'", true],
  [otherSub, undefined, false],
  ['', undefined, false],
  ['', 'atScopeAndBelow()', true],
  [otherSub, 'atScopeAndBelow()', false],
  [sub, "type eq 'BuiltInRole'", false],
])('9.6 the custom role in the list at %p with %p: %p', async (scope, filter, listed) => {
  const names = (await listAll(client, path(scope, '', filter), token)).map((role) => String(role.name));
  expect(names.includes(custom.id)).toBe(listed);
});

it('9.6 the custom role is found by id where it is assignable, and at root', async () => {
  const statuses = await Promise.all([sub, '', otherSub].map((scope) => get(scope, `/${custom.id}`)));
  expect(statuses.map(({ status }) => status)).toEqual([200, 200, 404]);
});

it('9.7 every built-in role is listed once, over pages', async () => {
  const ids = (await listAll(client, path(sub, '', "type eq 'BuiltInRole'"), token)).map((role) => role.name);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBeGreaterThan(20); // more than one page
  expect(ids).toEqual(expect.arrayContaining(Object.values(roles)));
});

it('9.8 an unknown id is a 404 that names it', async () => {
  const { status, body } = await get(sub, `/${id('0008', 1)}`);
  expect([status, body.error.code, body.error.message]).toEqual([
    404,
    'RoleDefinitionDoesNotExist',
    `The specified role definition with ID '${id('0008', 1)}' does not exist.`,
  ]);
});

it.each(["roleName ne 'Reader'", "owner eq 'x'", 'atScope()', 'x'])(
  '9.9 refuses the filter %p',
  async (filter) => {
    const { status, body } = await get(sub, '', filter);
    expect([status, body.error.code]).toEqual([400, 'UnsupportedQuery']);
  },
);
