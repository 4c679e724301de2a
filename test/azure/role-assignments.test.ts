import {
  createArmClient,
  emulatorEnvironment,
  roleAssignmentCalls,
  type RoleAssignmentCalls,
} from '../../src/azure';
import type { Guid } from '../../src/model';
import { impatient, secretToken, startServer, type Handler, type TestServer } from './https-server';

const customer = '11111111-0000-4000-8000-000000000001' as Guid;
const partner = '11111111-0000-4000-8000-000000000002' as Guid;
const subscription = '33333333-0000-4000-8000-000000000001' as Guid;
const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
const name = '44444444-0000-4000-8000-000000000001';
const principalId = '55555555-0000-4000-8000-000000000001';
const id = `/subscriptions/${subscription}/providers/Microsoft.Authorization/roleAssignments/${name}`;
const credential = {
  getToken: () => Promise.resolve({ token: secretToken, expiresOnTimestamp: Date.now() + 3_600_000 }),
};
const servers: TestServer[] = [];

async function callsAt(
  handler: Handler,
  tokenTenant: Guid = customer,
): Promise<{ calls: RoleAssignmentCalls; server: TestServer }> {
  const server = await startServer(handler);
  servers.push(server);
  const environment = emulatorEnvironment(server, impatient);
  const client = createArmClient({ environment, tenantId: tokenTenant, credential });
  return { server, calls: roleAssignmentCalls(client, customer) };
}

/** As ARM writes it in the answer to a PUT. */
function entry(properties: object = {}, rest: object = {}): object {
  return {
    properties: {
      roleDefinitionId: `/subscriptions/${subscription}/providers/Microsoft.Authorization/roleDefinitions/${reader}`,
      principalId,
      principalType: 'User',
      scope: `/subscriptions/${subscription}`,
      condition: null,
      conditionVersion: null,
      createdOn: '2026-08-22T09:15:30.1234567Z',
      updatedOn: '2026-08-22T09:15:30.5234567Z',
      createdBy: null,
      updatedBy: principalId,
      delegatedManagedIdentityResourceId: null,
      description: '',
      ...properties,
    },
    id,
    type: 'Microsoft.Authorization/roleAssignments',
    name,
    ...rest,
  };
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

test('reads null and empty as absent', async () => {
  const { calls } = await callsAt(() => ({ body: { value: [entry()] } }));
  await expect(calls.list(subscription)).resolves.toStrictEqual([
    {
      id,
      name,
      tenantId: customer,
      scope: `/subscriptions/${subscription}`,
      role: reader,
      principalId,
      principalType: 'User',
      createdOn: '2026-08-22T09:15:30.1234567Z',
    },
  ]);
});

test('reads ids in any letter case and of both roots (pain 11)', async () => {
  const { calls } = await callsAt(() => ({
    body: {
      value: [
        entry(
          {
            roleDefinitionId: `/providers/microsoft.authorization/RoleDefinitions/${reader.toUpperCase()}`,
            principalId: principalId.toUpperCase(),
            principalType: 'foreigngroup',
            scope: '/',
            condition: 'x',
            conditionVersion: '2.0',
          },
          { id: `/providers/Microsoft.Authorization/roleAssignments/${name}`, name: name.toUpperCase() },
        ),
      ],
    },
  }));
  await expect(calls.list(subscription)).resolves.toMatchObject([
    {
      role: reader,
      principalId,
      principalType: 'ForeignGroup',
      scope: '/',
      name,
      condition: 'x',
      conditionVersion: '2.0',
    },
  ]);
});

test('lists unfiltered: at, above and below', async () => {
  const { calls, server } = await callsAt(() => ({ body: { value: [] } }));
  await calls.list(subscription);
  expect(server.requests[0]?.url).toBe(
    `/subscriptions/${subscription}/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01`,
  );
});

test('with a token of another tenant says whose assignments are meant, but not to PUT (pain 27)', async () => {
  const { calls, server } = await callsAt(
    ({ method }) => ({ body: method === 'GET' ? { value: [] } : entry() }),
    partner,
  );
  await calls.list(subscription);
  await calls.delete(id);
  await calls.put(id, {
    scope: `/subscriptions/${subscription}` as never,
    role: reader as Guid,
    principalId: principalId as Guid,
    principalType: 'User',
  });
  expect(server.requests.map(({ method, url }) => [method, url.includes(`tenantId=${customer}`)])).toEqual([
    ['GET', true],
    ['DELETE', true],
    ['PUT', false],
  ]);
});

test.each([
  ['no principal', { principalId: undefined }, 'properties.principalId'],
  ['an empty principal', { principalId: '' }, 'properties.principalId'],
  ['an unknown kind of principal', { principalType: 'Robot' }, '"Robot" is no principal type'],
  ['an unknown scope', { scope: '/planets/mars' }, '"/planets/mars" is no scope'],
  ['an empty scope', { scope: '' }, '"" is no scope'],
  ['an unknown role id', { roleDefinitionId: 'Reader' }, '"Reader" is no role definition id'],
])('an entry with %s makes the list unusable and is named', async (_name, properties, expected) => {
  const other = id.replace(/1$/, '2');
  const { calls } = await callsAt(() => ({ body: { value: [entry(), entry(properties, { id: other })] } }));
  const error = await calls.list(subscription).catch((thrown: unknown) => thrown as Error);
  expect(error).toMatchObject({ kind: 'malformed' });
  expect((error as Error).message).toContain(other);
  expect((error as Error).message).toContain(expected);
  expect((error as Error).message).not.toContain(`${id} `);
});

test.each(['RoleAssignmentNotFound', 'ResourceGroupNotFound'])('%s is no assignment', async (code) => {
  const { calls } = await callsAt(() => ({ status: 404, body: { error: { code, message: 'gone' } } }));
  await expect(calls.get(id)).resolves.toBeUndefined();
  await expect(calls.delete(id)).resolves.toBeUndefined();
});

test.each(['SubscriptionNotFound', undefined])('a 404 with code %s proves nothing', async (code) => {
  const { calls } = await callsAt(() => ({ status: 404, body: { error: { code, message: 'not found' } } }));
  await expect(calls.get(id)).rejects.toMatchObject({ status: 404 });
  await expect(calls.delete(id)).rejects.toMatchObject({ status: 404 });
});
