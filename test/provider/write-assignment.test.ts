import { HttpError, UnreachableError } from '../../src/azure';
import { DiagnosticError, type Diagnostic } from '../../src/diagnostics';
import { assignmentId, type Guid, type RoleAssignment } from '../../src/model';
import type { Provider } from '../../src/provider';
import { example, openStage, refusal, scopeOf, type Stage } from './example';

let stage: Stage;
let provider: Provider;

beforeAll(async () => {
  stage = await openStage();
});

beforeEach(() => {
  stage.intercept = () => undefined;
  stage.front.requests.length = 0;
  provider = stage.providerFor('contoso');
});

afterAll(() => stage.close());

let counter = 0;

/** An assignment that is not there yet, each time another. */
function reader(change: Partial<RoleAssignment> = {}): RoleAssignment {
  counter += 1;
  const suffix = String(counter).padStart(12, '0');
  return {
    tenantId: example('tenant', 'contoso'),
    scope: scopeOf(
      example('subscription', 'contoso'),
      `/resourceGroups/${counter % 2 ? 'rg-web' : 'rg-data'}`,
    ),
    role: 'acdd72a7-3385-48ef-bd42-f606fba81ae7' as Guid,
    principalId: `77777777-0000-4000-8000-${suffix}` as Guid,
    principalType: 'User',
    name: `88888888-0000-4000-8000-${suffix}` as Guid,
    ...change,
  };
}

const condition = "((!(ActionMatches{'Microsoft.Authorization/roleAssignments/write'})))";
const puts = () => stage.front.requests.filter(({ method }) => method === 'PUT');

async function failureOf(
  promise: Promise<unknown>,
): Promise<{ error: DiagnosticError; diagnostic: Diagnostic }> {
  const error = await promise.catch((thrown: unknown) => thrown);
  if (!(error instanceof DiagnosticError) || !error.diagnostics[0])
    throw new Error('expected a DiagnosticError');
  return { error, diagnostic: error.diagnostics[0] };
}

test('creates, reads, changes and deletes', async () => {
  const wanted = reader({ description: 'Made by a test' });
  const created = await provider.create(wanted);
  expect(created).toMatchObject({ ...wanted, id: assignmentId(wanted) });
  await expect(provider.read(created.id)).resolves.toMatchObject(wanted);

  const changed = await provider.update(created, { condition, conditionVersion: '2.0' });
  expect(changed).toMatchObject({ ...wanted, condition, conditionVersion: '2.0' });
  await expect(provider.read(created.id)).resolves.toMatchObject({
    condition,
    description: 'Made by a test',
  });

  const restored = await provider.update(changed, {});
  expect(restored).not.toHaveProperty('condition');
  expect(restored).toMatchObject(wanted);

  await provider.delete(created);
  await expect(provider.read(created.id)).resolves.toBeUndefined();
  await expect(provider.delete(created)).resolves.toBeUndefined();
});

test('always says what kind of principal it is', async () => {
  await provider.create(reader({ principalType: 'Group', principalId: example('group', 'contoso', 1) }));
  expect(JSON.parse(puts()[0]?.body ?? '').properties).toEqual({
    roleDefinitionId: `${scopeOf(example('subscription', 'contoso'))}/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7`,
    principalId: example('group', 'contoso', 1),
    principalType: 'Group',
  });
});

test('creating twice under the same name succeeds twice', async () => {
  const wanted = reader();
  const first = await provider.create(wanted);
  await expect(provider.create(wanted)).resolves.toMatchObject({ id: first.id });
});

test('a lost answer to a creation is made good by repeating it', async () => {
  const wanted = reader();
  let lost = false;
  stage.intercept = ({ method }) => {
    if (method !== 'PUT' || lost) return undefined;
    lost = true;
    return 'reset';
  };
  await expect(provider.create(wanted)).resolves.toMatchObject({ name: wanted.name });
  expect(puts()).toHaveLength(2);
});

test('writes with a token of the tenant that the channel says', async () => {
  await stage.providerFor('contoso', { reads: 'lighthouse', writes: 'aobo' }).create(reader());
  const token = puts()[0]?.headers.authorization?.toString() ?? '';
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as {
    tid: string;
  };
  expect(claims.tid).toBe(example('tenant', 'contoso'));
});

test('the same access under another name is a clear error, told at once', async () => {
  const wanted = reader();
  await provider.create(wanted);
  stage.front.requests.length = 0;
  const again = { ...wanted, name: '99999999-0000-4000-8000-000000000001' as Guid };
  const { error, diagnostic } = await failureOf(provider.create(again));
  expect(diagnostic).toMatchObject({ code: 'azure_error', hint: expect.stringContaining('Plan again') });
  expect(diagnostic.detail).toContain('409 RoleAssignmentExists: The role assignment already exists.');
  expect(error.cause).toBeInstanceOf(HttpError);
  expect(puts()).toHaveLength(1);
});

describe('a principal that Azure does not know yet', () => {
  test('is waited for', async () => {
    stage.intercept = ({ method }) =>
      method === 'PUT' && puts().length < 3 ? refusal(400, 'PrincipalNotFound') : undefined;
    await expect(provider.create(reader())).resolves.toMatchObject({ principalType: 'User' });
    expect(puts()).toHaveLength(3);
  });

  test('is not waited for without end', async () => {
    stage.intercept = ({ method }) => (method === 'PUT' ? refusal(400, 'PrincipalNotFound') : undefined);
    const { diagnostic } = await failureOf(provider.create(reader()));
    expect(diagnostic).toMatchObject({
      code: 'azure_error',
      detail: expect.stringContaining('PrincipalNotFound'),
    });
    expect(puts()).toHaveLength(3);
  });
});

test('a refusal quotes Azure with the correlation id and keeps the cause', async () => {
  stage.intercept = ({ method }) =>
    method === 'PUT' ? refusal(403, 'AuthorizationFailed', 'The client may not.') : undefined;
  const wanted = reader();
  const { error, diagnostic } = await failureOf(provider.create(wanted));
  expect(diagnostic.code).toBe('azure_error');
  for (const text of [
    assignmentId(wanted),
    '403 AuthorizationFailed: The client may not.',
    'correlation-7',
  ]) {
    expect(diagnostic.detail).toContain(text);
  }
  expect(error.cause).toBeInstanceOf(HttpError);
});

test('a host that does not answer is told as unreachable', async () => {
  stage.intercept = () => 'reset';
  const existing = { ...reader(), id: '/subscriptions/x' };
  const calls = [
    () => provider.create(reader()),
    () => provider.delete(existing),
    () => provider.read(existing.id),
    () => provider.update(existing, {}),
  ];
  for (const call of calls) {
    const { error, diagnostic } = await failureOf(call());
    expect(diagnostic.code).toBe('azure_unreachable');
    expect(error.cause).toBeInstanceOf(UnreachableError);
  }
});

test('an update sends again what is to stay', async () => {
  const existing = {
    ...(await provider.create(reader({ description: 'stays' }))),
    delegatedManagedIdentityResourceId: '/subscriptions/s/resourceGroups/rg/providers/p/t/n',
  };
  stage.intercept = ({ method }) => (method === 'PUT' ? refusal(400, 'Enough') : undefined);
  stage.front.requests.length = 0;
  await failureOf(provider.update(existing, { condition, conditionVersion: '2.0' }));
  expect(JSON.parse(puts()[0]?.body ?? '').properties).toMatchObject({
    description: 'stays',
    principalId: existing.principalId,
    principalType: 'User',
    delegatedManagedIdentityResourceId: existing.delegatedManagedIdentityResourceId,
    condition,
    conditionVersion: '2.0',
  });
});
