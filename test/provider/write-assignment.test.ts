import { HttpError, realTiming, UnreachableError } from '../../src/azure';
import { DiagnosticError, type Diagnostic } from '../../src/diagnostics';
import { assignmentId, type Guid, type RoleAssignment } from '../../src/model';
import { AssignmentExistsError, leavesInDoubt, type Provider } from '../../src/provider';
import { example, openStage, refusal, scopeOf, type Stage } from './example';

let stage: Stage;
let provider: Provider;
/** Milliseconds; nothing is really waited for. */
let waited = 0;

beforeAll(async () => {
  const wait = (milliseconds: number) => {
    waited += milliseconds;
    return Promise.resolve();
  };
  stage = await openStage({ timing: { ...realTiming, wait } });
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

test('always says what kind of principal it is (pain 22)', async () => {
  await provider.create(reader({ principalType: 'Group', principalId: example('group', 'contoso', 1) }));
  expect(JSON.parse(puts()[0]?.body ?? '').properties).toEqual({
    roleDefinitionId: `${scopeOf(example('subscription', 'contoso'))}/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7`,
    principalId: example('group', 'contoso', 1),
    principalType: 'Group',
  });
});

test('a group of another tenant gets a role like anybody else (pain 25)', async () => {
  const wanted = reader({ principalType: 'ForeignGroup', principalId: example('group', 'partner') });
  const { id } = await provider.create(wanted);
  await expect(provider.read(id)).resolves.toMatchObject(wanted);
});

test('creating twice under the same name succeeds twice (pain 3)', async () => {
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

describe('the same access under another name', () => {
  const again = (wanted: RoleAssignment) => ({
    ...wanted,
    name: '99999999-0000-4000-8000-000000000001' as Guid,
  });

  test('is an error that knows and names the existing one, told at once (pains 1, 2)', async () => {
    const wanted = reader();
    const existing = await provider.create(wanted);
    stage.front.requests.length = 0;
    const { error, diagnostic } = await failureOf(provider.create(again(wanted)));
    expect(error).toBeInstanceOf(AssignmentExistsError);
    expect(error).toMatchObject({ existing: { id: existing.id } });
    expect(diagnostic.code).toBe('azure_error');
    expect(diagnostic.detail).toContain('409 RoleAssignmentExists: The role assignment already exists.');
    expect(diagnostic.detail).toContain(existing.id);
    expect(error.cause).toBeInstanceOf(HttpError);
    expect(puts()).toHaveLength(1);
  });

  test('is also found where Azure does not say which one it is (pains 1, 2)', async () => {
    const wanted = reader();
    const existing = await provider.create(wanted);
    stage.intercept = ({ method }) =>
      method === 'PUT'
        ? refusal(409, 'RoleAssignmentExists', 'The role assignment already exists.')
        : undefined;
    const { error } = await failureOf(provider.create(again(wanted)));
    expect(error).toMatchObject({ existing: { id: existing.id } });
  });

  test('is not found where its removal is under way', async () => {
    const gone = 'The ID of the existing role assignment is 99999999000040008000000000000002.';
    stage.intercept = ({ method }) =>
      method === 'PUT' ? refusal(409, 'RoleAssignmentExists', gone) : undefined;
    const { error } = await failureOf(provider.create(reader()));
    expect(error).toBeInstanceOf(AssignmentExistsError);
    expect(error).toMatchObject({ existing: undefined });
  });
});

describe('a principal that Azure does not know yet', () => {
  const unknown = ({ method }: { method: string }) =>
    method === 'PUT' ? refusal(400, 'PrincipalNotFound') : undefined;
  const inDirectory = { principalId: example('user', 'contoso', 1) };

  test('is waited for where the directory has it (pain 7)', async () => {
    stage.intercept = (request) => (puts().length < 6 ? unknown(request) : undefined);
    await expect(provider.create(reader(inDirectory))).resolves.toMatchObject({ principalType: 'User' });
    expect(puts()).toHaveLength(6);
  });

  test('is waited for some minutes and not without end', async () => {
    stage.intercept = unknown;
    waited = 0;
    const { diagnostic } = await failureOf(provider.create(reader(inDirectory)));
    expect(diagnostic).toMatchObject({
      code: 'azure_error',
      detail: expect.stringContaining('PrincipalNotFound'),
      hint: expect.stringContaining('Apply again'),
    });
    expect(waited).toBeGreaterThan(120_000);
    expect(waited).toBeLessThan(600_000);
  });

  test('fails at once where the directory does not have it either: then the id is wrong (pain 6)', async () => {
    stage.intercept = unknown;
    waited = 0;
    const { diagnostic } = await failureOf(provider.create(reader()));
    expect(diagnostic).toMatchObject({
      code: 'principal_not_found',
      detail: expect.stringContaining('77777777-0000-4000-8000-'),
    });
    expect(puts()).toHaveLength(1);
    expect(waited).toBe(0);
  });

  test('is waited for some seconds where nobody knows: the directory cannot be read, or it is a group of another tenant', async () => {
    stage.intercept = (request) =>
      request.method === 'POST' ? refusal(403, 'Authorization_RequestDenied') : unknown(request);
    await failureOf(provider.create(reader()));
    expect(puts()).toHaveLength(3);
    stage.front.requests.length = 0;
    await failureOf(provider.create(reader({ principalType: 'ForeignGroup' })));
    expect(puts()).toHaveLength(3);
  });

  test('is told as a missing relationship, not as replication, where it is a group of another tenant (pain 26)', async () => {
    const wanted = reader({ principalType: 'ForeignGroup' });
    const { diagnostic } = await failureOf(provider.create(wanted));
    expect(diagnostic.detail).toContain('400 PrincipalNotFound');
    expect(diagnostic.hint).toContain(`${wanted.principalId} is a group of another tenant`);
    expect(diagnostic.hint).toContain('reseller');
    expect(diagnostic.hint).not.toContain('Apply again');
  });
});

test('a role that was just made is waited for, and not without end (pain 18)', async () => {
  const unknown = ({ method }: { method: string }) =>
    method === 'PUT' ? refusal(400, 'RoleDefinitionDoesNotExist') : undefined;
  stage.intercept = (request) => (puts().length < 3 ? unknown(request) : undefined);
  await expect(provider.create(reader())).resolves.toMatchObject({ principalType: 'User' });
  stage.intercept = unknown;
  waited = 0;
  const { diagnostic } = await failureOf(provider.create(reader()));
  expect(diagnostic).toMatchObject({ code: 'azure_error', hint: expect.stringContaining('custom role') });
  expect(waited).toBeLessThan(120_000);
});

test('a role that nobody can read is a wrong id, and soon refused (pain 18)', async () => {
  const role = '11111111-2222-4333-8444-555555555555' as RoleAssignment['role'];
  waited = 0;
  const { diagnostic } = await failureOf(provider.create(reader({ role })));
  expect(diagnostic.detail).toContain('RoleDefinitionDoesNotExist');
  expect(diagnostic.hint).toContain(`Check the role: ${role}`);
  expect(waited).toBeLessThanOrEqual(10_000);
});

test.each(['PUT', 'DELETE'])(
  'a resource lock that refuses a %s is told as one, with what to do',
  async (verb) => {
    const existing = verb === 'DELETE' ? await provider.create(reader()) : undefined;
    stage.intercept = ({ method }) => (method === verb ? refusal(409, 'ScopeLocked') : undefined);
    const { diagnostic } = await failureOf(existing ? provider.delete(existing) : provider.create(reader()));
    expect(diagnostic.hint).toContain('Have the lock removed');
  },
);

test.each([
  [503, true],
  [408, true],
  [403, false],
  [201, true], // made, and the answer cannot be read
])('after an answer of %i it is in doubt whether Azure did it: %s', async (status, inDoubt) => {
  stage.intercept = ({ method }) => (method === 'PUT' ? refusal(status, 'Whatever') : undefined);
  const { error } = await failureOf(provider.create(reader()));
  expect(leavesInDoubt(error)).toBe(inDoubt);
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
