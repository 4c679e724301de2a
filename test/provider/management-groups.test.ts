import { randomUUID } from 'node:crypto';
import type { Guid, Scope } from '../../src/model';
import { example, openStage, refusal, type Stage } from './example';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});

beforeEach(() => {
  stage.intercept = () => undefined;
  stage.front.requests.length = 0;
});

afterAll(() => stage.close());

/** The root management group, whose name is the tenant's id. */
const root = example('tenant', 'contoso');
const production = example('subscription', 'contoso', 1);
const requestsTo = (part: string) => stage.front.requests.filter(({ url }) => url.includes(part));
const refresh = (names: readonly string[]) => stage.providerFor('contoso').refresh([production], names);

test('a management group is read with one list of what is at it and above it', async () => {
  const { actual, diagnostics } = await refresh([root, root]);
  expect(diagnostics).toEqual([]);
  expect(actual.managementGroups).toMatchObject([{ status: 'read', managementGroup: root }]);
  const [reading] = actual.managementGroups;
  const scopes = reading?.status === 'read' ? reading.assignments.map(({ scope }) => scope) : [];
  expect(scopes).not.toHaveLength(0);
  expect(new Set(scopes)).toEqual(new Set([`/providers/Microsoft.Management/managementGroups/${root}`]));
  const lists = requestsTo('/roleAssignments').map(({ url }) => decodeURIComponent(url));
  expect(lists.filter((url) => url.includes('managementGroups'))).toEqual([
    expect.stringContaining('$filter=atScope()'),
  ]);
});

test('what is activated at a management group is read, and unknown where that is refused', async () => {
  const [read] = (await refresh([root])).actual.managementGroups;
  expect(read).toMatchObject({ status: 'read', activations: [], scheduled: [] });
  stage.intercept = ({ url }) =>
    url.includes('managementGroups') && url.includes('/roleAssignmentScheduleInstances')
      ? refusal(403, 'AuthorizationFailed')
      : undefined;
  const { actual, diagnostics } = await refresh([root]);
  expect(diagnostics).toMatchObject([{ code: 'activations_unread' }]);
  expect(actual.managementGroups).toMatchObject([{ status: 'read' }]);
  expect(actual.managementGroups[0]).not.toHaveProperty('activations');
});

test('principals that only a management group names are looked up, too', async () => {
  const { actual } = await refresh([root]);
  const [reading] = actual.managementGroups;
  const principals =
    reading?.status === 'read' ? reading.assignments.map(({ principalId }) => principalId) : [];
  expect(principals.every((id) => actual.principals.has(id))).toBe(true);
});

test.each([
  ['is not there', undefined],
  ['is hidden', refusal(403, 'AuthorizationFailed')],
  ['has a list that is refused', refusal(403, 'AuthorizationFailed')],
  ['answers what nobody understands', { status: 200, body: { name: 'x' } }],
])('one that %s is unread, and the subscription is read all the same', async (what, answer) => {
  const part = what.includes('list') ? '/roleAssignments' : '?';
  stage.intercept = ({ url }) =>
    answer && url.includes('managementGroups') && url.includes(part) ? answer : undefined;
  const { actual } = await refresh([answer ? root : 'no-such-group']);
  expect(actual.managementGroups).toMatchObject([{ status: 'unread', diagnostic: { code: 'scope_unread' } }]);
  expect(actual.managementGroups[0]).not.toHaveProperty('assignments');
  expect(actual.subscriptions).toMatchObject([{ status: 'read' }]);
});

test('one of another tenant that has the same name is not taken for it', async () => {
  const body = { name: root, properties: { tenantId: example('tenant', 'partner') } };
  stage.intercept = ({ url }) => (/managementGroups\/[^/]+\?/.test(url) ? { status: 200, body } : undefined);
  const { actual } = await refresh([root]);
  expect(actual.managementGroups).toMatchObject([{ status: 'unread', diagnostic: { code: 'wrong_tenant' } }]);
  expect(requestsTo('/roleAssignments').some(({ url }) => url.includes('managementGroups'))).toBe(false);
});

test('all roles of a scope are listed, built in and custom, each once', async () => {
  const scope = `/subscriptions/${production}` as Parameters<
    ReturnType<Stage['providerFor']>['listRoles']
  >[0][number];
  const roles = await stage.providerFor('contoso').listRoles([scope, scope]);
  expect(roles.find(({ name }) => name === 'Owner')).toMatchObject({
    kind: 'built-in',
    permissions: [{ actions: ['*'] }],
  });
  expect(new Set(roles.map(({ id }) => id)).size).toBe(roles.length);
  stage.intercept = ({ url }) =>
    url.includes('/roleDefinitions') ? refusal(403, 'AuthorizationFailed') : undefined;
  await expect(stage.providerFor('contoso').listRoles([scope])).rejects.toMatchObject({
    diagnostics: [{ detail: expect.stringContaining('could not be read') }],
  });
});

test('custom roles that can be assigned at it are read with it, and refused ones are a warning and unknown', async () => {
  const scope = `/providers/Microsoft.Management/managementGroups/${root}`;
  const name = randomUUID() as Guid;
  const permissions = [{ actions: ['*/read'], notActions: [], dataActions: [], notDataActions: [] }];
  const role = { tenantId: root, scope: scope as Scope, roleName: 'Auditor', permissions };
  await stage
    .providerFor('contoso')
    .roleDefinitions.create({ ...role, name, assignableScopes: [scope as Scope] });
  const { actual } = await refresh([root]);
  expect(actual.managementGroups).toMatchObject([{ roleDefinitions: [{ name, roleName: 'Auditor' }] }]);
  expect(actual.roleNames.get(name)).toBe('Auditor');

  stage.intercept = ({ url }) =>
    /managementGroups.*\/roleDefinitions/.test(url) ? refusal(403, 'AuthorizationFailed') : undefined;
  const refused = await refresh([root]);
  expect(refused.actual.managementGroups).toMatchObject([{ status: 'read' }]);
  expect(refused.actual.managementGroups[0]).not.toHaveProperty('roleDefinitions');
  expect(refused.diagnostics).toMatchObject([{ code: 'role_names_unread' }]);
});
