import {
  applications,
  assignmentsPath,
  id,
  roleAt,
  roles,
  startClient,
  tenantWith,
  type Client,
  type Reply,
} from './emulator-client';

const sub = `/subscriptions/${id('0002', 8, 1)}`;
const group = (name: string): string => `${sub}/resourceGroups/${name}`;
const site = `${group('frozen')}/providers/Microsoft.Web/sites/shop`;
const dana = id('0003', 8);
const name = (number: number): string => id('0008', 8, number);

let client: Client;
let owner: string;
beforeAll(async () => {
  client = await startClient({
    world: {
      applications,
      tenants: [
        tenantWith(8, {
          users: [{ id: dana, displayName: 'Dana', userPrincipalName: 'dana@tenant8.com' }],
          subscriptions: [
            { id: id('0002', 8, 1), displayName: 'One', resourceGroups: ['kept', 'frozen', 'free'] },
          ],
          roleAssignments: ['kept', 'frozen', 'free'].map((place, index) => ({
            name: name(index + 1),
            scope: group(place),
            roleDefinitionId: roles.reader,
            principalId: dana,
            principalType: 'User' as const,
          })),
          managementLocks: [
            { name: 'keep', scope: group('kept'), level: 'CanNotDelete', notes: 'Ask first.' },
            { name: 'freeze', scope: group('frozen'), level: 'ReadOnly' },
          ],
        }),
      ],
    },
  });
  owner = await client.token(id('0001', 8));
});
afterAll(() => client.emulator.close());

const locksPath = (scope: string, lock = '', query = ''): string =>
  `${scope}/providers/Microsoft.Authorization/locks${lock && `/${lock}`}?api-version=2020-05-01${query}`;
const named = async (scope: string, query = ''): Promise<string[]> => {
  const { body } = await client.call(locksPath(scope, '', query), { token: owner });
  return (body.value as { name: string }[]).map((lock) => lock.name);
};
const assign = (scope: string, number: number, properties: object = {}): Promise<Reply> =>
  client.call(assignmentsPath(scope, name(number)), {
    method: 'PUT',
    token: owner,
    body: {
      properties: {
        roleDefinitionId: roleAt(sub, roles.contributor),
        principalId: dana,
        principalType: 'User',
        ...properties,
      },
    },
  });
const take = (scope: string, number: number, token = owner): Promise<Reply> =>
  client.call(assignmentsPath(scope, name(number)), { method: 'DELETE', token });
const codeOf = ({ status, body }: Reply): unknown[] => [status, body?.error?.code];

it('32.1 locks are listed at, above and below the scope, in the shape of the API', async () => {
  expect((await client.call(locksPath(group('kept')), { token: owner })).body).toEqual({
    value: [
      {
        properties: { level: 'CanNotDelete', notes: 'Ask first.' },
        id: `${group('kept')}/providers/Microsoft.Authorization/locks/keep`,
        type: 'Microsoft.Authorization/locks',
        name: 'keep',
      },
    ],
  });
  expect(await named(sub)).toEqual(['keep', 'freeze']);
  expect(await named(sub, '&$filter=atScope()')).toEqual([]);
  expect(await named(site, '&$filter=atScope()')).toEqual(['freeze']);
  const other = await client.call(locksPath(sub, '', "&$filter=level%20eq%20'ReadOnly'"), { token: owner });
  expect(codeOf(other)).toEqual([400, 'UnsupportedQuery']);
});

it('32.2 a lock is made, changed, read and deleted, which itself it does not keep from', async () => {
  const path = locksPath(group('free'), 'Hold');
  const put = (level: string): Promise<Reply> =>
    client.call(path, { method: 'PUT', token: owner, body: { properties: { level } } });
  expect(codeOf(await client.call(path, { token: owner }))).toEqual([404, 'LockNotFound']);
  expect(codeOf(await put('Sometimes'))).toEqual([400, 'InvalidLockLevel']);
  expect((await put('CanNotDelete')).status).toBe(201);
  expect(await put('readonly')).toMatchObject({
    status: 200,
    body: { name: 'Hold', properties: { level: 'ReadOnly' } },
  });
  expect(codeOf(await assign(group('free'), 20))).toEqual([409, 'ScopeLocked']);
  const danas = await client.emulator.userToken(id('0001', 8), 'dana@tenant8.com');
  expect(codeOf(await client.call(path, { method: 'DELETE', token: danas }))).toEqual([
    403,
    'AuthorizationFailed',
  ]);
  expect((await client.call(path, { method: 'DELETE', token: owner })).status).toBe(200);
  expect((await client.call(path, { method: 'DELETE', token: owner })).status).toBe(204);
  expect((await assign(group('free'), 20)).status).toBe(201);
});

it('32.2 a management group cannot be locked', async () => {
  const path = locksPath(`/providers/Microsoft.Management/managementGroups/${id('0001', 8)}`, 'x');
  expect((await client.call(path, { method: 'PUT', token: owner })).status).toBe(404);
});

it('32.3 CanNotDelete keeps role assignments from being deleted, and from nothing else', async () => {
  expect((await assign(group('kept'), 10)).status).toBe(201);
  expect((await assign(group('kept'), 10, { description: 'changed' })).status).toBe(200);
  expect(await take(group('kept'), 10)).toMatchObject({
    status: 409,
    body: {
      error: {
        code: 'ScopeLocked',
        message:
          `The scope '${assignmentsPath(group('kept'), name(10)).split('?')[0]}' cannot perform delete operation ` +
          `because following scope(s) are locked: '${group('kept')}'. Please remove the lock and try again.`,
      },
    },
  });
});

it('32.4 ReadOnly keeps them from being written too, below its scope as well', async () => {
  for (const scope of [group('frozen'), site]) {
    expect(codeOf(await assign(scope, 11))).toEqual([409, 'ScopeLocked']);
  }
  expect(codeOf(await take(group('frozen'), 2))).toEqual([409, 'ScopeLocked']);
  expect((await assign(sub, 12)).status).toBe(201);
  expect((await take(group('free'), 3)).status).toBe(200);
});

it('32.5 who may not is told so first, and what is not there is locked too', async () => {
  const danas = await client.emulator.userToken(id('0001', 8), 'dana@tenant8.com');
  expect(codeOf(await take(group('frozen'), 2, danas))).toEqual([403, 'AuthorizationFailed']);
  expect(codeOf(await take(group('frozen'), 99))).toEqual([409, 'ScopeLocked']);
});
