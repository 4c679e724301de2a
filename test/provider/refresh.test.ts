import type { ExistingRoleAssignment } from '../../src/model';
import { exampleWorld, startEmulator } from '../../src/emulator';
import { createProvider } from '../../src/provider';
import { emulatorEnvironment } from '../../src/azure';
import { forward, impatient } from '../azure/https-server';
import { example, openStage, refusal, scopeOf, secret, type Stage } from './example';

let stage: Stage;

beforeEach(async () => {
  stage = await openStage(impatient); // silent hosts are among what it reads
});

afterEach(() => stage.close());

const production = example('subscription', 'contoso', 1);
const sandbox = example('subscription', 'contoso', 2);
const core = example('subscription', 'woodgrove');

const requestsTo = (part: string) => stage.front.requests.filter(({ url }) => url.includes(part));

test('reads each subscription with one list of role assignments', async () => {
  const { actual, diagnostics } = await stage.providerFor('contoso').refresh([sandbox, production, sandbox]);
  expect(diagnostics).toEqual([]);
  expect(actual.subscriptions).toMatchObject([
    {
      status: 'read',
      subscriptionId: production,
      assignments: [
        {
          scope: `/providers/Microsoft.Management/managementGroups/${example('tenant', 'contoso')}`,
          role: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
          principalId: example('servicePrincipal', 'contoso'),
        },
        {
          tenantId: example('tenant', 'contoso'),
          scope: scopeOf(production),
          role: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
          principalId: example('group', 'partner'),
          principalType: 'ForeignGroup',
        },
      ],
    },
    { status: 'read', subscriptionId: sandbox },
  ]);
  expect(requestsTo('/roleAssignments')).toHaveLength(2);
});

test('knows who exists, who is missing, and nothing of foreign groups (pain 27)', async () => {
  const { actual } = await stage.providerFor('woodgrove').refresh([core]);
  const [reading] = actual.subscriptions;
  expect(reading?.status === 'read' && reading.assignments).toHaveLength(5);
  expect(actual.principals.get(example('user', 'woodgrove', 1))).toMatchObject({
    type: 'User',
    displayName: 'Omar',
  });
  expect(actual.principals.get(example('group', 'woodgrove', 1))).toMatchObject({ type: 'Group' });
  expect(actual.principals.get(example('servicePrincipal', 'woodgrove'))).toMatchObject({
    type: 'ServicePrincipal',
  });
  expect(actual.principals.get(example('user', 'woodgrove', 99))).toBe('missing');

  const contoso = await stage.providerFor('contoso').refresh([production]);
  expect([...contoso.actual.principals.keys()]).toEqual([example('servicePrincipal', 'contoso')]);
  expect(requestsTo('getByIds')).toHaveLength(2);
  expect(requestsTo('getByIds')[1]?.body).not.toContain(example('group', 'partner'));
});

test('sees what is assigned above and below the subscription, sorted by id', async () => {
  const { actual } = await stage.providerFor('woodgrove').refresh([core]);
  const [reading] = actual.subscriptions;
  const assignments: readonly ExistingRoleAssignment[] =
    reading?.status === 'read' ? reading.assignments : [];
  expect(assignments.map(({ scope }) => scope)).toEqual(
    expect.arrayContaining([
      expect.stringContaining('/managementGroups/'),
      scopeOf(core, '/resourceGroups/rg-bank'),
      scopeOf(core),
    ]),
  );
  const ids = assignments.map(({ id }) => id.toLowerCase());
  expect(ids).toEqual([...ids].sort());
});

test('reads all pages, each assignment once', async () => {
  const emulator = await startEmulator({ world: exampleWorld, pageSize: 2 });
  const provider = createProvider({
    environment: emulatorEnvironment(emulator),
    partnerTenant: example('tenant', 'partner'),
    customerTenant: example('tenant', 'woodgrove'),
    reads: 'in-tenant',
    writes: 'in-tenant',
    secret,
  });
  const { actual } = await provider.refresh([core]);
  await emulator.close();
  expect(actual.subscriptions).toMatchObject([{ status: 'read', assignments: { length: 5 } }]);
});

test('an entry that Azure repeats is one entry', async () => {
  const list = await stage.providerFor('woodgrove').refresh([core]);
  expect(list.actual.subscriptions[0]?.status).toBe('read');
  const { url, headers } = requestsTo('/roleAssignments')[0] ?? { url: '', headers: {} };
  const original = await forward({ method: 'GET', url, headers, body: '' }, stage.emulator);
  const { value } = JSON.parse(original.body as string) as { value: { id: string }[] };
  const shouted = value.map((entry) => ({
    ...entry,
    id: entry.id.replace('subscriptions', 'SUBSCRIPTIONS'),
  }));
  stage.intercept = (request) =>
    request.url.includes('/roleAssignments') ? { body: { value: [...value, ...shouted] } } : undefined;
  const { actual } = await stage.providerFor('woodgrove').refresh([core]);
  expect(actual.subscriptions).toMatchObject([{ status: 'read', assignments: { length: 5 } }]);
});

test('names custom roles', async () => {
  const role = '66666666-0000-4000-8000-000000000001';
  const scope = `/subscriptions/${production}`;
  const definition = {
    id: `${scope}/providers/Microsoft.Authorization/roleDefinitions/${role}`,
    name: role,
    properties: { roleName: 'Lab keeper', permissions: [{ actions: ['*/read'] }], assignableScopes: [scope] },
  };
  stage.intercept = ({ url }) =>
    url.includes('/roleDefinitions') ? { body: { value: [definition] } } : undefined;
  const { actual } = await stage.providerFor('contoso').refresh([production]);
  expect([...actual.roleNames]).toEqual([[role, 'Lab keeper']]);
  expect(requestsTo('/roleDefinitions')[0]?.url).toContain(
    encodeURIComponent("type eq 'CustomRole'").replaceAll("'", '%27'),
  );
});

test('reads through Lighthouse with a token of the partner', async () => {
  const subscription = example('subscription', 'fabrikam');
  const { actual, diagnostics } = await stage
    .providerFor('fabrikam', { reads: 'lighthouse' })
    .refresh([subscription]);
  expect(diagnostics).toEqual([]);
  expect(actual.subscriptions).toMatchObject([{ status: 'read', assignments: { length: 2 } }]);
  const token = requestsTo('/roleAssignments')[0]?.headers.authorization?.toString() ?? '';
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as {
    tid: string;
  };
  expect(claims.tid).toBe(example('tenant', 'partner'));
});

describe('what could not be read is unread', () => {
  const cases: [string, string, () => ReturnType<Stage['intercept']>][] = [
    ['a refused list', 'scope_unread', () => refusal(403, 'AuthorizationFailed')],
    ['a lasting server error', 'scope_unread', () => refusal(500, 'InternalServerError')],
    [
      'throttling without end',
      'scope_unread',
      () => ({ ...(refusal(429, 'TooManyRequests') as object), headers: { 'retry-after': '0' } }),
    ],
    ['an unusable list', 'scope_unread', () => ({ body: {} })],
    ['broken connections', 'azure_unreachable', () => 'reset'],
    ['a silent host', 'azure_unreachable', () => 'silent'],
  ];

  test.each(cases)('%s', async (_name, code, behaviour) => {
    stage.intercept = ({ url }) =>
      url.includes(`${sandbox}/providers/Microsoft.Authorization/roleAssignments`) ? behaviour() : undefined;
    const { actual } = await stage.providerFor('contoso').refresh([production, sandbox]);
    expect(actual.subscriptions).toMatchObject([
      { status: 'read', subscriptionId: production },
      { status: 'unread', subscriptionId: sandbox, diagnostic: { code, severity: 'error' } },
    ]);
    const [, unread] = actual.subscriptions;
    expect(unread?.status === 'unread' && unread.diagnostic.detail).toContain(sandbox);
    expect(unread).not.toHaveProperty('assignments');
  });

  test('and Azure is quoted', async () => {
    stage.intercept = ({ url }) =>
      url.includes('/roleAssignments') ? refusal(403, 'AuthorizationFailed') : undefined;
    const { actual } = await stage.providerFor('contoso').refresh([production]);
    const [reading] = actual.subscriptions;
    const detail = reading?.status === 'unread' ? reading.diagnostic.detail : '';
    expect(detail).toContain('403 AuthorizationFailed: AuthorizationFailed says the test.');
    expect(detail).toContain('correlation-7');
  });

  test('also when only one entry cannot be understood, which is named (pain 30)', async () => {
    const id = `${scopeOf(production)}/providers/Microsoft.Authorization/roleAssignments/odd`;
    stage.intercept = ({ url }) =>
      url.includes('/roleAssignments')
        ? { body: { value: [{ id, name: 'odd', properties: {} }] } }
        : undefined;
    const { actual } = await stage.providerFor('contoso').refresh([production]);
    expect(actual.subscriptions).toMatchObject([
      { status: 'unread', diagnostic: { code: 'scope_unread', detail: expect.stringContaining(id) } },
    ]);
  });

  test('when the subscription does not exist', async () => {
    const nowhere = example('subscription', 'contoso', 77);
    const { actual } = await stage.providerFor('contoso').refresh([nowhere]);
    expect(actual.subscriptions).toMatchObject([{ status: 'unread', diagnostic: { code: 'scope_unread' } }]);
  });

  test('when no token can be had, and the secret is not told', async () => {
    const provider = createProvider({
      environment: stage.environment,
      partnerTenant: example('tenant', 'partner'),
      customerTenant: example('tenant', 'contoso'),
      reads: 'in-tenant',
      writes: 'in-tenant',
      secret: { ...secret, clientSecret: 'a-wrong-secret' },
    });
    const { actual, diagnostics } = await provider.refresh([production]);
    expect(actual.subscriptions).toMatchObject([{ status: 'unread', diagnostic: { code: 'token_refused' } }]);
    expect(JSON.stringify({ actual, diagnostics })).toContain('AADSTS7000215');
    expect(JSON.stringify({ actual, diagnostics })).not.toContain('a-wrong-secret');
  });
});

describe('a subscription of another tenant', () => {
  test('is told when Azure refuses the token', async () => {
    const { actual } = await stage.providerFor('contoso').refresh([core]);
    expect(actual.subscriptions).toMatchObject([{ status: 'unread', diagnostic: { code: 'wrong_tenant' } }]);
    expect(JSON.stringify(actual.subscriptions)).toContain(example('tenant', 'woodgrove'));
    expect(JSON.stringify(actual.subscriptions)).toContain('tilldela forget');
    expect(requestsTo('/roleAssignments')).toHaveLength(0);
  });

  test('is told when Lighthouse shows it under another customer', async () => {
    const fabrikams = example('subscription', 'fabrikam');
    const { actual } = await stage.providerFor('contoso', { reads: 'lighthouse' }).refresh([fabrikams]);
    expect(actual.subscriptions).toMatchObject([{ status: 'unread', diagnostic: { code: 'wrong_tenant' } }]);
    expect(requestsTo('/roleAssignments')).toHaveLength(0);
  });
});

describe('what is only good for display does not fail the refresh', () => {
  test('a directory that refuses leaves everybody unknown, nobody missing', async () => {
    stage.intercept = ({ url }) =>
      url.includes('getByIds') ? refusal(403, 'Authorization_RequestDenied') : undefined;
    const { actual, diagnostics } = await stage.providerFor('woodgrove').refresh([core]);
    expect(actual.subscriptions).toMatchObject([{ status: 'read' }]);
    expect(actual.principals.size).toBe(0);
    expect(diagnostics).toMatchObject([{ code: 'directory_unread', severity: 'warning' }]);
  });

  test('custom roles without names', async () => {
    stage.intercept = ({ url }) =>
      url.includes('/roleDefinitions') ? refusal(403, 'AuthorizationFailed') : undefined;
    const { actual, diagnostics } = await stage.providerFor('contoso').refresh([production]);
    expect(actual.subscriptions).toMatchObject([{ status: 'read' }]);
    expect(diagnostics).toMatchObject([{ code: 'role_names_unread', severity: 'warning' }]);
  });
});

test('reads several subscriptions at once, but not more than four', async () => {
  const ids = Array.from({ length: 12 }, (_, number) => example('subscription', 'contoso', 100 + number));
  const seen = new Set<string>();
  stage.intercept = ({ url }) => {
    seen.add(url);
    return 'silent';
  };
  const refreshing = stage.providerFor('contoso').refresh(ids);
  await new Promise((resolve) => setTimeout(resolve, 600)); // less than the timeout of an attempt
  expect(seen.size).toBe(4);
  const { actual } = await refreshing;
  expect(actual.subscriptions.map(({ subscriptionId }) => subscriptionId)).toEqual(ids);
  expect(seen.size).toBe(12);
});
