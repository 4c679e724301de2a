import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
import type { Client, Reply } from './emulator-client';

let client: Client;
let token: string;
let now: Date;
/** Keeps the keys from test to test, because making them is what takes time; the state is thrown away. */
const folder = mkdtempSync(join(tmpdir(), 'emulator-'));
beforeEach(async () => {
  now = new Date('2026-11-22T09:15:30.123Z');
  client = await startClient({ now: () => now, folder });
  token = await client.token(id('0001', 1));
});
afterEach(async () => {
  await client.emulator.close();
  for (const file of ['world.json', 'changes.jsonl']) rmSync(join(folder, file), { force: true });
});
afterAll(() => rmSync(folder, { recursive: true }));

const production = `/subscriptions/${id('0002', 1)}`;
const web = `${production}/resourceGroups/rg-web`;
const dana = id('0003', 1);
const callerId = id('0005', 1);
const name = '11111111-2222-4333-8444-555555555555';
const other = '11111111-2222-4333-8444-666666666666';

const grant = {
  roleDefinitionId: roleAt(production, roles.reader),
  principalId: dana,
  principalType: 'User',
  description: 'reads',
};

function put(scope: string, assignment: string, properties: object, query = ''): Promise<Reply> {
  return client.call(assignmentsPath(scope, assignment, query), {
    token,
    method: 'PUT',
    body: { properties },
  });
}

async function refused(reply: Promise<Reply>, status: number, code: string): Promise<string> {
  const { status: actual, body } = await reply;
  expect([actual, body.error.code]).toEqual([status, code]);
  return String(body.error.message);
}

describe('creating', () => {
  it('5.1 answers 201 with the shape of the authorization resource provider', async () => {
    const created = await put(web, name, grant);
    const expected = {
      properties: {
        roleDefinitionId: roleAt(production, roles.reader),
        principalId: dana,
        principalType: 'User',
        scope: web,
        condition: null,
        conditionVersion: null,
        createdOn: '2026-11-22T09:15:30.1230000Z',
        updatedOn: '2026-11-22T09:15:30.1230000Z',
        createdBy: null,
        updatedBy: callerId,
        delegatedManagedIdentityResourceId: null,
        description: 'reads',
      },
      id: `${web}/providers/Microsoft.Authorization/roleAssignments/${name}`,
      type: 'Microsoft.Authorization/roleAssignments',
      name,
    };
    expect([created.status, created.body]).toEqual([201, expected]);
    const read = await client.call(assignmentsPath(web, name), { token });
    expect(read.body).toEqual({ ...expected, properties: { ...expected.properties, createdBy: callerId } });
  });

  it('5.2 was a 404 before', async () => {
    const message = await refused(
      client.call(assignmentsPath(web, name), { token }),
      404,
      'RoleAssignmentNotFound',
    );
    expect(message).toBe(`The role assignment '${name}' is not found.`);
  });

  it('5.3 writes the scope in canonical casing', async () => {
    const { body } = await put(web.toUpperCase(), name, grant);
    expect(body.properties.scope).toBe(web);
  });

  it('5.4 takes the role in either rooting and returns it as rooted at the scope', async () => {
    const { body } = await put(web, name, { ...grant, roleDefinitionId: roleAt('', roles.reader) });
    expect(body.properties.roleDefinitionId).toBe(roleAt(production, roles.reader));
  });

  it('5.5 works for resources, nested ones too', async () => {
    const scope = `${web}/providers/Microsoft.Sql/servers/s1/databases/d1`;
    const { status, body } = await put(scope, name, grant);
    expect([status, body.properties.scope]).toEqual([201, scope]);
    expect(await listAll(client, assignmentsPath(web), token)).toContainEqual(
      expect.objectContaining({ name }),
    );
  });

  it('5.6 fills in the type of the principal', async () => {
    const { body } = await put(web, name, { ...grant, principalType: undefined, principalId: callerId });
    expect(body.properties.principalType).toBe('ServicePrincipal');
  });

  it('5.7 takes a group of a reseller as foreign group, and only so', async () => {
    const foreign = { ...grant, principalId: id('0004', 0, 2) };
    expect(
      (await put(web, name, { ...foreign, principalType: 'foreigngroup' })).body.properties,
    ).toMatchObject({ principalId: id('0004', 0, 2), principalType: 'ForeignGroup' });
    await refused(put(web, other, { ...foreign, principalType: undefined }), 400, 'PrincipalNotFound');
    await refused(
      put(web, other, { ...foreign, principalId: id('0003', 0), principalType: 'ForeignGroup' }),
      400,
      'PrincipalNotFound',
    );
    token = await client.token(id('0001', 3)); // Woodgrove has no reseller
    const woodgrove = `/subscriptions/${id('0002', 3)}`;
    await refused(
      put(woodgrove, other, { ...foreign, principalType: 'ForeignGroup' }),
      400,
      'PrincipalNotFound',
    );
  });

  it('5.8 ignores read-only properties', async () => {
    const { body } = await put(web, name, { ...grant, scope: '/', createdOn: 'x', updatedBy: 'x' });
    expect(body.properties).toMatchObject({ scope: web, createdOn: '2026-11-22T09:15:30.1230000Z' });
  });
});

describe('an unknown principal', () => {
  const stranger = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';

  it('5.9 is refused when no type is given', async () => {
    const message = await refused(
      put(web, name, { ...grant, principalId: stranger, principalType: undefined }),
      400,
      'PrincipalNotFound',
    );
    expect(message).toMatch(
      `Principal aaaaaaaabbbb4ccc8dddeeeeeeeeeeee does not exist in the directory ${id('0001', 1)}. Check`,
    );
  });

  it('5.10 is believed when a type is given', async () => {
    const { status, body } = await put(web, name, {
      ...grant,
      principalId: stranger,
      principalType: 'Group',
    });
    expect([status, body.properties.principalType]).toEqual([201, 'Group']);
  });

  it('5.10 is not believed by api-versions that had no such rule', async () => {
    const path = assignmentsPath(web, name).replace('2022-04-01', '2018-09-01-preview');
    const send = (principalType: string): Promise<Reply> =>
      client.call(path, {
        token,
        method: 'PUT',
        body: { properties: { ...grant, principalId: stranger, principalType } },
      });
    await refused(send('User'), 400, 'PrincipalNotFound');
    expect((await send('ServicePrincipal')).status).toBe(201);
  });
});

describe('refusals', () => {
  it.each<[string, object, number, string]>([
    ['another type of principal', { principalType: 'Group' }, 400, 'UnmatchedPrincipalType'],
    ['an unheard-of type', { principalType: 'MSI' }, 400, 'InvalidPrincipalType'],
    ['a principal that is no GUID', { principalId: 'dana' }, 400, 'InvalidPrincipalId'],
    ['no principal', { principalId: undefined }, 400, 'InvalidPrincipalId'],
    ['a number as principal', { principalId: 7 }, 400, 'InvalidPrincipalId'],
    ['a bare GUID as role', { roleDefinitionId: roles.reader }, 400, 'BadRequestFormat'],
    ['no role', { roleDefinitionId: undefined }, 400, 'BadRequestFormat'],
    ['a role id that is no GUID', { roleDefinitionId: roleAt('', 'Reader') }, 400, 'InvalidRoleDefinitionId'],
    [
      'a role that does not exist',
      { roleDefinitionId: roleAt('', other) },
      400,
      'RoleDefinitionDoesNotExist',
    ],
    ['a description that is no text', { description: {} }, 400, 'BadRequestFormat'],
    ['another version of conditions', { condition: 'x', conditionVersion: '1.0' }, 400, 'InvalidCondition'],
  ])('6.1 %s', async (_, properties, status, code) => {
    await refused(put(web, name, { ...grant, ...properties }), status, code);
    expect((await client.call(assignmentsPath(web, name), { token })).status).toBe(404);
  });

  it("6.2 another type of principal, in Azure's own spelling", async () => {
    const message = await refused(
      put(web, name, { ...grant, principalType: 'Group' }),
      400,
      'UnmatchedPrincipalType',
    );
    expect(message).toBe(
      `The PrincipalId '${dana}' has type 'User' , which is different from specified PrinciaplType 'Group'.`,
    );
  });

  it.each([
    ['not JSON', '{"properties":', 'InvalidRequestContent'],
    ['nothing', '', 'InvalidRequestContent'],
    ['null', 'null', 'BadRequestFormat'],
    ['a list', '[]', 'BadRequestFormat'],
    ['properties of another kind', '{"properties":[]}', 'BadRequestFormat'],
  ])('6.3 a body that is %s', async (_, body, code) => {
    await refused(client.call(assignmentsPath(web, name), { token, method: 'PUT', body }), 400, code);
  });

  it.each(['GET', 'PUT', 'DELETE'])('6.4 a name that is no GUID (%s)', async (method) => {
    const reply = client.call(assignmentsPath(web, 'my-grant'), { token, method, body: '{}' });
    await refused(reply, 400, 'InvalidRoleAssignmentId');
  });

  it('6.5 a duplicate under another name, with the id of the first', async () => {
    await put(web, name, grant);
    const condition = "@Resource[a:b] StringEquals 'c'";
    const message = await refused(put(web, other, { ...grant, condition }), 409, 'RoleAssignmentExists');
    expect(message).toBe(
      'The role assignment already exists. The ID of the existing role assignment is 11111111222243338444555555555555.',
    );
    expect((await put(production, other, grant)).status).toBe(201); // another scope is another assignment
  });

  it('6.6 an unknown principal comes before a duplicate, and a changed name before both', async () => {
    await put(web, name, grant);
    const stranger = { ...grant, principalId: other, principalType: undefined };
    await refused(put(web, name, stranger), 400, 'RoleAssignmentUpdateNotPermitted');
    await refused(put(web, other, { ...grant, principalType: 'Group' }), 400, 'UnmatchedPrincipalType');
  });
});

describe('writing an existing name', () => {
  beforeEach(() => put(web, name, grant));

  it('7.1 answers 200 and changes nothing when the body is the same', async () => {
    const before = (await client.call(assignmentsPath(web, name), { token })).body;
    now = new Date('2026-11-22T10:00:00Z');
    const again = await put(web, name, grant);
    expect([again.status, again.body]).toEqual([200, before]);
  });

  it('7.2 changes description and condition', async () => {
    now = new Date('2026-11-22T10:00:00Z');
    const condition = "@Resource[a:b] StringEquals 'c'";
    const { status, body } = await put(web, name, { ...grant, description: 'new', condition });
    expect(status).toBe(200);
    expect(body.properties).toMatchObject({
      description: 'new',
      condition,
      conditionVersion: '2.0',
      createdOn: '2026-11-22T09:15:30.1230000Z',
      updatedOn: '2026-11-22T10:00:00.0000000Z',
    });
  });

  it.each<[string, string, object]>([
    ['the role', web, { roleDefinitionId: roleAt('', roles.owner) }],
    ['the principal', web, { principalId: id('0003', 1, 2) }],
    ["the principal's type", web, { principalType: 'Group' }],
    ['the scope', production, {}],
  ])('7.3 does not change %s', async (_, scope, properties) => {
    const message = await refused(
      put(scope, name, { ...grant, ...properties }),
      400,
      'RoleAssignmentUpdateNotPermitted',
    );
    expect(message).toBe('Tenant ID, application ID, principal ID, and scope are not allowed to be updated.');
  });
});

describe('deleting', () => {
  it('7.4 answers 200 with the assignment, then 204 without a body', async () => {
    const created = await put(web, name, grant);
    const path = assignmentsPath(web, name);
    const deleted = await client.call(path, { token, method: 'DELETE' });
    expect([deleted.status, deleted.body.id]).toEqual([200, created.body.id]);
    const again = await client.call(path, { token, method: 'DELETE' });
    expect([again.status, again.body]).toEqual([204, undefined]);
    expect((await put(web, other, grant)).status).toBe(201); // no longer a duplicate
  });

  it('7.5 touches only the scope it is asked at', async () => {
    await put(web, name, grant);
    const elsewhere = await client.call(assignmentsPath(production, name), { token, method: 'DELETE' });
    expect(elsewhere.status).toBe(204);
    expect((await client.call(assignmentsPath(web, name), { token })).status).toBe(200);
  });
});

describe('limits', () => {
  const many = (count: number, scope: string) =>
    Array.from({ length: count }, (_, index) => ({
      name: id('0008', 8, index + 1),
      scope,
      roleDefinitionId: roles.reader,
      principalId: id('0003', 8, index + 1),
      principalType: 'User' as const,
    }));

  it.each([
    ['a subscription', 4000, `/subscriptions/${id('0002', 8)}`, `/resourceGroups/rg`],
    ['a management group', 500, '/providers/Microsoft.Management/managementGroups/top', ''],
  ])('6.7 %s holds %i', async (_, limit, scope, below) => {
    await client.emulator.close();
    const subscriptions = [
      { id: id('0002', 8), displayName: 'S', resourceGroups: ['rg'], managementGroup: 'top' },
    ];
    client = await startClient({
      world: {
        applications,
        tenants: [
          tenantWith(8, {
            users: [{ id: dana, displayName: 'D', userPrincipalName: 'd@x' }],
            managementGroups: [{ id: 'top', displayName: 'Top' }],
            subscriptions,
            roleAssignments: many(limit - 1, scope),
          }),
        ],
      },
    });
    token = await client.token(id('0001', 8));
    const role = { ...grant, roleDefinitionId: roleAt('', roles.reader) };
    expect((await put(`${scope}${below}`, name, role)).status).toBe(201);
    const another = { ...role, roleDefinitionId: roleAt('', roles.owner) };
    await refused(put(scope, other, another), 400, 'RoleAssignmentLimitExceeded');
    await client.call(assignmentsPath(`${scope}${below}`, name), { token, method: 'DELETE' });
    expect((await put(scope, other, another)).status).toBe(201);
  });
});
