import {
  applications,
  assignmentsPath,
  id,
  listAll,
  roleAt,
  roles,
  startClient,
  tenantWith,
} from './emulator-client';
import type { Client, Json, Reply } from './emulator-client';

const sub = `/subscriptions/${id('0002', 8, 1)}`;
const rg = `${sub}/resourceGroups/rg`;
const otherSub = `/subscriptions/${id('0002', 8, 2)}`;
const group = '/providers/Microsoft.Management/managementGroups/top';

let client: Client;
let token: string;
let now = new Date('2026-11-22T09:15:30.123Z');
beforeAll(async () => {
  client = await startClient({
    now: () => now,
    world: {
      applications,
      tenants: [
        tenantWith(8, {
          managementGroups: [
            { id: 'top', displayName: 'Top' },
            { id: 'side', displayName: 'Side' },
          ],
          subscriptions: [
            { id: id('0002', 8, 1), displayName: 'One', resourceGroups: ['rg'], managementGroup: 'top' },
            { id: id('0002', 8, 2), displayName: 'Two' },
          ],
        }),
        tenantWith(9, { subscriptions: [{ id: id('0002', 9, 1), displayName: 'Foreign' }] }),
      ],
    },
  });
  token = await client.token(id('0001', 8));
});
afterAll(() => client.emulator.close());

let count = 0;
const newId = (): string => `bbbbbbbb-0000-4000-8000-${String((count += 1)).padStart(12, '0')}`;

function path(scope: string, rest = '', filter?: string): string {
  const query = filter === undefined ? '' : `&$filter=${encodeURIComponent(filter)}`;
  return `${scope}/providers/Microsoft.Authorization/roleDefinitions${rest}?api-version=2022-05-01-preview${query}`;
}

const permissions = [{ actions: ['Microsoft.Compute/*/read'], notActions: [] }];
const role = (roleName: string, assignableScopes: string[] = [sub], rest: object = {}) => ({
  properties: { roleName, type: 'CustomRole', description: 'd', permissions, assignableScopes, ...rest },
});
const put = (scope: string, name: string, body: unknown): Promise<Reply> =>
  client.call(path(scope, `/${name}`), { token, method: 'PUT', body });
const get = (scope: string, name: string): Promise<Reply> => client.call(path(scope, `/${name}`), { token });
const remove = (scope: string, name: string): Promise<Reply> =>
  client.call(path(scope, `/${name}`), { token, method: 'DELETE' });
const codeOf = ({ status, body }: Reply): [number, string] => [status, body?.error?.code];

it('20.1 PUT creates a custom role and answers 201 with the whole of it', async () => {
  const name = newId();
  const { status, body } = await put(sub, name, role('Rule 20.1'));
  expect(status).toBe(201);
  expect(body).toEqual({
    properties: {
      roleName: 'Rule 20.1',
      type: 'CustomRole',
      description: 'd',
      assignableScopes: [sub],
      permissions: [
        { actions: ['Microsoft.Compute/*/read'], notActions: [], dataActions: [], notDataActions: [] },
      ],
      createdOn: '2026-11-22T09:15:30.1230000Z',
      updatedOn: '2026-11-22T09:15:30.1230000Z',
      createdBy: id('0005', 8),
      updatedBy: id('0005', 8),
    },
    id: roleAt(sub, name),
    type: 'Microsoft.Authorization/roleDefinitions',
    name,
  });
  expect((await get(sub, name)).body).toEqual(body);
});

it('20.1 a PUT without a type, as the Azure CLI sends it, is fine', async () => {
  const body = role('Rule 20.1 CLI');
  const properties: Partial<typeof body.properties> = { ...body.properties };
  delete properties.type;
  expect((await put(sub, newId(), { properties })).status).toBe(201);
});

it('20.2 a second PUT answers 201 too, keeps createdOn and moves updatedOn', async () => {
  const name = newId();
  const first = await put(sub, name, role('Rule 20.2'));
  now = new Date(now.getTime() + 60_000);
  const second = await put(sub, name, role('Rule 20.2', [sub, otherSub], { description: 'new' }));
  expect(second.status).toBe(201);
  const { createdOn, updatedOn, description } = (await get(sub, name)).body.properties;
  expect(createdOn).toBe(first.body.properties.createdOn);
  expect(updatedOn > first.body.properties.updatedOn).toBe(true);
  expect(description).toBe('new');
  expect((await get(otherSub, name)).status).toBe(200);
});

it.each(['Rule 20.3', 'RULE 20.3', 'Reader'])('20.3 another role named %s is a 409', async (taken) => {
  const mine = await put(sub, id('0008', 22), role('Rule 20.3'));
  expect(mine.status).toBe(201);
  const created = await put(sub, newId(), role(taken));
  expect([...codeOf(created), created.body.error.message]).toEqual([
    409,
    'RoleDefinitionWithSameNameExists',
    'A custom role with the same name already exists in this directory. Use a different name.',
  ]);
  const name = newId();
  await put(sub, name, role(`free ${name}`));
  const updated = await put(sub, name, role(taken));
  expect([...codeOf(updated), updated.body.error.message]).toEqual([
    409,
    'RoleDefinitionWithSameNameExists',
    'A role definition cannot be updated with a name that already exists.',
  ]);
});

it.each<[string, string]>([
  ['root', '/'],
  ['an unknown subscription', `/subscriptions/${id('0002', 77)}`],
  ['an unknown resource group', `${sub}/resourceGroups/none`],
  ['an unknown management group', '/providers/Microsoft.Management/managementGroups/none'],
  ["another tenant's subscription", `/subscriptions/${id('0002', 9, 1)}`],
  ['no scope', 'nonsense'],
])('20.4 assignable scopes cannot contain %s', async (_, scope) => {
  const reply = await put(sub, newId(), role(`Rule 20.4 ${scope}`, [sub, scope]));
  expect(codeOf(reply)).toEqual([403, 'LinkedAuthorizationFailed']);
  expect(reply.body.error.message).toContain(`on the linked scope(s) '${scope}'`);
});

it('20.4 assignable scopes come back in canonical casing', async () => {
  const { body } = await put(sub, newId(), role('Rule 20.4 casing', [rg.toUpperCase(), group.toLowerCase()]));
  expect(body.properties.assignableScopes).toEqual([rg, group]);
});

it.each<[string, object, number, string]>([
  ['no name', { roleName: '' }, 400, 'BadRequestFormat'],
  ['a name of another type', { roleName: 7 }, 400, 'BadRequestFormat'],
  ['no assignable scope', { assignableScopes: [] }, 400, 'BadRequestFormat'],
  ['assignable scopes of another type', { assignableScopes: 'x' }, 400, 'BadRequestFormat'],
  ['permissions of another type', { permissions: {} }, 400, 'BadRequestFormat'],
  ['actions of another type', { permissions: [{ actions: [7] }] }, 400, 'BadRequestFormat'],
  ['a built-in type', { type: 'BuiltInRole' }, 400, 'BadRequestFormat'],
  ['an action that is none', { permissions: [{ actions: ['read all'] }] }, 400, 'InvalidActionOrNotAction'],
  ['a name of 513 characters', { roleName: 'x'.repeat(513) }, 400, 'InvalidRoleDefinition'],
  ['a description over 2 KB', { description: 'x'.repeat(2049) }, 400, 'InvalidRoleDefinition'],
  ['2001 assignable scopes', { assignableScopes: Array(2001).fill(sub) }, 400, 'InvalidRoleDefinition'],
  [
    'two management groups',
    { assignableScopes: [group, '/providers/Microsoft.Management/managementGroups/side'] },
    400,
    'InvalidRoleDefinition',
  ],
  [
    'data actions at a management group',
    { assignableScopes: [group], permissions: [{ dataActions: ['Microsoft.Storage/*/read'] }] },
    400,
    'InvalidRoleDefinition',
  ],
])('20.5 a role with %s is refused', async (_, properties, status, code) => {
  expect(codeOf(await put(sub, newId(), role(`Rule 20.5 ${newId()}`, [sub], properties)))).toEqual([
    status,
    code,
  ]);
});

it.each(['', '{', '[]', '{"properties":[]}', 'null'])('20.5 the body %p is refused', async (body) => {
  expect((await put(sub, newId(), body)).status).toBe(400);
});

it('20.5 the name in the path must be a GUID', async () => {
  expect(codeOf(await put(sub, 'mine', role('Rule 20.5 path')))).toEqual([400, 'InvalidRoleDefinitionId']);
});

it('20.6 built-in roles can be neither changed nor deleted', async () => {
  expect(codeOf(await put(sub, roles.reader, role('Rule 20.6')))).toEqual([400, 'InvalidRoleDefinition']);
  expect(codeOf(await remove(sub, roles.reader))).toEqual([400, 'InvalidRoleDefinition']);
});

it('20.7 DELETE answers 200 with the role, and 204 without a body when it is not there', async () => {
  const name = newId();
  const created = await put(sub, name, role('Rule 20.7'));
  const deleted = await remove(sub, name);
  expect([deleted.status, deleted.body]).toEqual([200, created.body]);
  const again = await remove(sub, name);
  expect([again.status, again.body]).toEqual([204, undefined]);
  expect(codeOf(await get(sub, name))).toEqual([404, 'RoleDefinitionDoesNotExist']);
  expect((await put(sub, newId(), role('Rule 20.7'))).status).toBe(201); // the name is free again
});

it('20.8 a role that is assigned cannot be deleted', async () => {
  const name = newId();
  await put(sub, name, role('Rule 20.8'));
  const properties = {
    roleDefinitionId: roleAt(sub, name),
    principalId: id('0003', 8),
    principalType: 'User',
  };
  const at = assignmentsPath(rg, id('0008', 27));
  expect((await client.call(at, { token, method: 'PUT', body: { properties } })).status).toBe(201);
  const refused = await remove(sub, name);
  expect([...codeOf(refused), refused.body.error.message]).toEqual([
    400,
    'RoleDefinitionHasAssignments',
    'There are existing role assignments referencing role (code: RoleDefinitionHasAssignments)',
  ]);
  await client.call(at, { token, method: 'DELETE' });
  expect((await remove(sub, name)).status).toBe(200);
});

it('20.9 a custom role is listed at and below its assignable scopes, and above with atScopeAndBelow()', async () => {
  const name = newId();
  await put(rg, name, role('Rule 20.9', [rg]));
  const listed = async (scope: string, filter: string): Promise<boolean> =>
    (await listAll(client, path(scope, '', filter), token)).some((entry: Json) => entry.name === name);
  const custom = "type eq 'CustomRole'";
  expect(await listed(rg, custom)).toBe(true);
  expect(await listed(`${rg}/providers/Microsoft.Storage/storageAccounts/x`, custom)).toBe(true);
  expect(await listed(sub, custom)).toBe(false);
  expect(await listed(sub, `${custom} and atScopeAndBelow()`)).toBe(true);
  expect(await listed(group, 'atScopeAndBelow()')).toBe(true);
  expect(await listed(otherSub, 'atScopeAndBelow()')).toBe(false);
  expect(await listed(rg, "type eq 'BuiltInRole'")).toBe(false);
});

it('20.10 the id is rooted where it is asked for, and leads back to the role', async () => {
  const name = newId();
  const created = await put(rg, name, role('Rule 20.10', [rg]));
  expect(created.body.id).toBe(roleAt(sub, name));
  expect((await client.call(`${created.body.id}?api-version=2022-04-01`, { token })).body.name).toBe(name);
  const atRoot = await client.call(`/${roleAt('', name)}?api-version=2022-04-01`, { token });
  expect(atRoot.body.id).toBe(roleAt('', name));
  expect(codeOf(await get(otherSub, name))).toEqual([404, 'RoleDefinitionDoesNotExist']);
});
