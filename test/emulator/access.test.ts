import { randomUUID } from 'node:crypto';
import {
  AccessWorld,
  builtIn,
  codeOf,
  everyone,
  group,
  otherSub,
  rg,
  sub,
  tenant,
  userId,
} from './access-world';
import type { Caller } from './access-world';
import { assignmentsPath, id, roleAt } from './emulator-client';
import type { Json, Reply } from './emulator-client';

const write = 'Microsoft.Authorization/roleAssignments/write';
const remove = 'Microsoft.Authorization/roleAssignments/delete';
const locked = `${otherSub}/resourceGroups/rg-c`;
const trusted = userId(59);

let world: AccessWorld;
beforeAll(async () => {
  world = await AccessWorld.start({
    globalAdministrators: [userId(58)],
    denyAssignments: [
      {
        name: id('0009', 8, 1),
        denyAssignmentName: 'Managed by the stack',
        scope: locked,
        permissions: [{ actions: [write, 'Microsoft.Resources/*'] }],
        principals: [{ id: everyone, type: 'SystemDefined' }],
        excludePrincipals: [{ id: trusted, type: 'User' }],
      },
      {
        name: id('0009', 8, 2),
        denyAssignmentName: 'Only here',
        scope: group,
        permissions: [{ actions: ['*/read'], notActions: ['Microsoft.Management/*'] }],
        doNotApplyToChildScopes: true,
        principals: [{ id: userId(57), type: 'User' }],
      },
    ],
  });
});
afterAll(() => world.client.emulator.close());

const tokenOf = (number: number): Promise<string> =>
  world.client.emulator.userToken(tenant, `user${number}@tenant8.com`);
const assignable = () => ({ role: builtIn.reader, principalId: userId(50), principalType: 'User' });
const tryToAssign = (by: Caller, scope: string, rest: object = {}): Promise<Reply> =>
  world.assign(by.token, assignmentsPath(scope, randomUUID()), { ...assignable(), ...rest });

describe('a caller that holds no role', () => {
  it('29.1 is refused, with who it is, what it may not and where', async () => {
    const nobody = await world.caller();
    const listed = await world.list(nobody.token, rg);
    expect([...codeOf(listed), listed.body.error.message]).toEqual([
      403,
      'AuthorizationFailed',
      `The client '${nobody.name}' with object id '${nobody.id}' does not have authorization to perform action ` +
        `'Microsoft.Authorization/roleAssignments/read' over scope '${rg}/providers/Microsoft.Authorization' or the ` +
        'scope is invalid. If access was recently granted, please refresh your credentials.',
    ]);
    expect(listed.headers['x-ms-failure-cause']).toBe('gateway');
    const name = randomUUID();
    const written = await world.assign(nobody.token, assignmentsPath(sub, name), assignable());
    expect([...codeOf(written), written.body.error.message]).toEqual([
      403,
      'AuthorizationFailed',
      `The client '${nobody.name}' with object id '${nobody.id}' does not have authorization or an ABAC condition not ` +
        `fulfilled to perform action '${write}' over scope '${sub}/providers/Microsoft.Authorization/roleAssignments/` +
        `${name}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
    ]);
  });

  it('29.1 is refused before its body is read, and not told whether a resource group is there', async () => {
    const nobody = await world.caller();
    const nonsense = { token: nobody.token, method: 'PUT', body: 'nonsense' };
    expect(codeOf(await world.client.call(assignmentsPath(sub, randomUUID()), nonsense))).toEqual([
      403,
      'AuthorizationFailed',
    ]);
    const missing = `${sub}/resourceGroups/none`;
    expect(codeOf(await world.list(nobody.token, missing))).toEqual([403, 'AuthorizationFailed']);
    expect(codeOf(await world.list(world.owner, missing))).toEqual([404, 'ResourceGroupNotFound']);
  });

  it.each([
    [sub, '2022-12-01', 'Microsoft.Resources/subscriptions/read'],
    [`${sub}/resourceGroups`, '2022-09-01', 'Microsoft.Resources/subscriptions/resourceGroups/read'],
    [`${sub}/providers`, '2022-09-01', 'Microsoft.Resources/subscriptions/providers/read'],
    [`${sub}/providers/Microsoft.Web`, '2022-09-01', 'Microsoft.Resources/subscriptions/providers/read'],
    [group, '2020-05-01', 'Microsoft.Management/managementGroups/read'],
    [`${group}/subscriptions`, '2020-05-01', 'Microsoft.Management/managementGroups/subscriptions/read'],
    [`${group}/descendants`, '2020-05-01', 'Microsoft.Management/managementGroups/descendants/read'],
    ...['roleDefinitions', 'denyAssignments'].map((type) => [
      `${sub}/providers/Microsoft.Authorization/${type}`,
      '2022-04-01',
      `Microsoft.Authorization/${type}/read`,
    ]),
    ...['roleEligibilitySchedules', 'roleAssignmentScheduleRequests', 'roleManagementPolicies'].map(
      (type) => [
        `${sub}/providers/Microsoft.Authorization/${type}`,
        '2020-10-01',
        `Microsoft.Authorization/${type}/read`,
      ],
    ),
    ...['registrationDefinitions', 'registrationAssignments'].map((type) => [
      `${sub}/providers/Microsoft.ManagedServices/${type}`,
      '2022-10-01',
      `Microsoft.ManagedServices/${type}/read`,
    ]),
  ])('29.2 GET %s in %s needs %s', async (path, version, action) => {
    const nobody = await world.caller();
    const reply = await world.get(nobody.token, path, version);
    expect([...codeOf(reply), /perform action '([^']+)'/.exec(reply.body.error.message)?.[1]]).toEqual([
      403,
      'AuthorizationFailed',
      action,
    ]);
    expect((await world.get(world.owner, path, version)).status).toBe(200);
  });

  it('29.3 may still read what it may do itself, and the built-in roles at root', async () => {
    const nobody = await world.caller();
    const version = '2022-04-01';
    const permissions = `${sub}/providers/Microsoft.Authorization/permissions`;
    expect((await world.get(nobody.token, permissions, version)).body).toEqual({ value: [] });
    expect((await world.get(nobody.token, roleAt('', builtIn.reader), version)).status).toBe(200);
  });
});

describe('a role', () => {
  it.each([
    [group, [group, sub, rg], [otherSub]],
    [sub, [sub, rg], [group, otherSub]],
    [rg, [rg, `${rg}/providers/Microsoft.Web/sites/x`], [sub, `${sub}/resourceGroups/rg-b`]],
  ])('29.4 at %s counts there and below', async (at, allowed, refused) => {
    const caller = await world.caller();
    await world.give(caller.id, builtIn.reader, at);
    const statuses = (scopes: readonly string[]) =>
      Promise.all(scopes.map(async (scope) => (await world.list(caller.token, scope)).status));
    expect(await statuses(allowed)).toEqual(allowed.map(() => 200));
    expect(await statuses(refused)).toEqual(refused.map(() => 403));
  });

  it('29.5 of a group is that of its members, nested ones too', async () => {
    const [caller, outer] = [await tokenOf(60), id('0004', 8, 1)];
    expect((await world.list(caller, sub)).status).toBe(403);
    await world.give(outer, builtIn.reader, sub, { principalType: 'Group' });
    expect((await world.list(caller, sub)).status).toBe(200);
  });

  it('29.6 does not give what its notActions take out, unless another role gives it', async () => {
    const caller = await world.caller();
    await world.give(caller.id, builtIn.contributor, sub);
    expect((await world.list(caller.token, sub)).status).toBe(200);
    expect(codeOf(await tryToAssign(caller, sub))).toEqual([403, 'AuthorizationFailed']);
    await world.give(caller.id, builtIn.accessAdministrator, rg);
    expect((await tryToAssign(caller, sub)).status).toBe(403);
    expect((await tryToAssign(caller, rg)).status).toBe(201);
  });

  it('29.7 that is given or taken counts from the next request on', async () => {
    const caller = await world.caller();
    const path = await world.give(caller.id, builtIn.reader, sub);
    expect((await world.list(caller.token, sub)).status).toBe(200);
    await world.client.call(path, { token: world.owner, method: 'DELETE' });
    expect((await world.list(caller.token, sub)).status).toBe(403);
  });

  it('29.8 that registers a resource provider is one with its register action', async () => {
    const caller = await world.caller();
    const register = (): Promise<Reply> =>
      world.client.call(`${sub}/providers/Microsoft.Web/register?api-version=2022-09-01`, {
        token: caller.token,
        method: 'POST',
      });
    await world.give(caller.id, builtIn.accessAdministrator, sub);
    const refused = await register();
    expect(refused.body.error.message).toMatch("action 'Microsoft.Web/register/action' over scope");
    await world.give(caller.id, builtIn.contributor, sub);
    expect((await register()).status).toBe(200);
  });
});

describe('a deny assignment', () => {
  it('29.9 wins over every role, for all but those whom it excludes', async () => {
    const owner = await world.caller();
    for (const principal of [owner.id, trusted]) await world.give(principal, builtIn.owner, otherSub);
    expect((await tryToAssign(owner, otherSub)).status).toBe(201);
    expect(codeOf(await tryToAssign(owner, locked))).toEqual([403, 'AuthorizationFailed']);
    expect((await world.list(owner.token, locked)).status).toBe(200);
    const excluded = { ...owner, token: await tokenOf(59) };
    expect((await tryToAssign(excluded, locked)).status).toBe(201);
    const groups = await world.get(owner.token, `${otherSub}/resourceGroups`, '2022-09-01');
    expect(groups.body.value).toEqual([]);
  });

  it('29.9 may leave out what is below its scope, and what its notActions name', async () => {
    await world.give(userId(57), builtIn.reader, group);
    const denied = await tokenOf(57);
    expect((await world.list(denied, group)).status).toBe(403);
    expect((await world.list(denied, sub)).status).toBe(200);
    expect((await world.get(denied, group, '2020-05-01')).status).toBe(200);
  });
});

describe('a condition', () => {
  const roleIs = (source: string, ...ids: string[]): string =>
    `@${source}[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {${ids.join(', ')}}`;
  const condition =
    `((!(ActionMatches{'${write}'})) OR (${roleIs('Request', builtIn.reader, builtIn.contributor)} AND ` +
    `@Request[Microsoft.Authorization/roleAssignments:PrincipalType] ForAnyOfAnyValues:StringEqualsIgnoreCase {'User'})) ` +
    `AND ((!(ActionMatches{'${remove}'})) OR (${roleIs('Resource', builtIn.reader)}))`;
  const delegate = async (): Promise<Caller> => {
    const caller = await world.caller();
    const rest = { condition, conditionVersion: '2.0' };
    await world.give(caller.id, builtIn.accessAdministrator, sub, rest);
    return caller;
  };

  it('29.10 lets through the role assignments that it allows to write', async () => {
    const caller = await delegate();
    expect((await tryToAssign(caller, rg, { principalId: userId(51) })).status).toBe(201);
    const refused = await tryToAssign(caller, rg, { role: builtIn.owner });
    expect(refused.body.error.message).toMatch('or an ABAC condition not fulfilled to perform action');
    const toGroup = { principalId: id('0004', 8, 2), principalType: 'Group' };
    expect((await tryToAssign(caller, rg, toGroup)).status).toBe(403);
    // What the directory knows counts, not what the request says.
    expect((await tryToAssign(caller, rg, { ...toGroup, principalType: 'User' })).status).toBe(403);
    expect((await world.list(caller.token, rg)).status).toBe(200);
  });

  it('29.10 lets through the role assignments that it allows to delete', async () => {
    const caller = await delegate();
    const deleteAs = (path: string): Promise<Reply> =>
      world.client.call(path, { token: caller.token, method: 'DELETE' });
    expect((await deleteAs(await world.give(userId(52), builtIn.reader, rg))).status).toBe(200);
    expect((await deleteAs(await world.give(userId(52), builtIn.contributor, rg))).status).toBe(403);
    expect((await deleteAs(assignmentsPath(rg, randomUUID()))).status).toBe(403);
  });

  it('29.10 may be part of the role itself', async () => {
    const caller = await world.caller();
    const [vaultsAdministrator, vaultReader] = [
      '8b54135c-b56d-4d72-a534-26097cfdc8d8',
      '21090545-7ca7-4776-b22c-e363652d74d2',
    ];
    await world.give(caller.id, vaultsAdministrator, sub);
    expect((await tryToAssign(caller, rg, { role: vaultReader })).status).toBe(201);
    expect((await tryToAssign(caller, rg, { role: builtIn.reader })).status).toBe(403);
  });
});

describe('a custom role', () => {
  const put = (token: string, name: string, assignableScopes: readonly string[]): Promise<Reply> =>
    world.client.call(`${roleAt(sub, name)}?api-version=2022-04-01`, {
      token,
      method: 'PUT',
      body: {
        properties: { roleName: `Role ${name}`, permissions: [{ actions: ['*/read'] }], assignableScopes },
      },
    });

  it('29.11 is written and deleted by who may do so wherever it can be assigned', async () => {
    const caller = await world.caller();
    await world.give(caller.id, builtIn.userAccessAdministrator, sub);
    const name = randomUUID();
    const linked = [403, 'LinkedAuthorizationFailed'];
    expect(codeOf(await put(caller.token, name, [sub, otherSub]))).toEqual(linked);
    expect((await put(caller.token, name, [sub])).status).toBe(201);
    expect((await put(world.owner, name, [sub, otherSub])).status).toBe(201);
    expect(codeOf(await put(caller.token, name, [sub]))).toEqual(linked);
    const path = `${roleAt(sub, name)}?api-version=2022-04-01`;
    expect(codeOf(await world.client.call(path, { token: caller.token, method: 'DELETE' }))).toEqual(linked);
    const nobody = await world.caller();
    expect((await world.get(nobody.token, roleAt('', name), '2022-04-01')).status).toBe(403);
    expect((await world.get(caller.token, roleAt('', name), '2022-04-01')).status).toBe(200);
  });
});

it('26.5 a Contributor of the customer cannot delegate', async () => {
  const caller = await world.caller();
  await world.give(caller.id, builtIn.contributor, sub);
  const path = `${sub}/providers/Microsoft.ManagedServices/registrationDefinitions/${randomUUID()}?api-version=2022-10-01`;
  const call = { token: caller.token, method: 'PUT', body: { properties: {} } };
  expect(codeOf(await world.client.call(path, call))).toEqual([
    403,
    'InsufficientPrivilegesForManagedServiceResource',
  ]);
});

describe('root', () => {
  it('29.12 is for who has elevated access, which Global Administrators can', async () => {
    const atRoot = assignmentsPath('', undefined, '&$filter=atScope()');
    const elevate = (token: string): Promise<Reply> =>
      world.client.call('/providers/Microsoft.Authorization/elevateAccess?api-version=2016-07-01', {
        token,
        method: 'POST',
      });
    const caller = await world.caller();
    await world.give(caller.id, builtIn.owner, `/providers/Microsoft.Management/managementGroups/${tenant}`);
    expect((await world.client.call(atRoot, { token: caller.token })).status).toBe(403);
    expect((await tryToAssign(caller, '')).status).toBe(403);
    expect(codeOf(await elevate(caller.token))).toEqual([403, 'AuthorizationFailed']);

    const administrator = await tokenOf(58);
    expect((await world.client.call(atRoot, { token: administrator })).status).toBe(403);
    expect((await elevate(administrator)).status).toBe(200);
    expect((await world.client.call(atRoot, { token: administrator })).status).toBe(200);
    const rest = { principalId: userId(53) };
    expect((await tryToAssign({ ...caller, token: administrator }, '', rest)).status).toBe(201);
  });
});

describe('a list', () => {
  const idsOf = async (token: string, path: string, version: string): Promise<string[]> =>
    (await world.get(token, path, version)).body.value.map((entry: Json) => entry.id);

  it('29.13 of subscriptions has those in which the caller holds a role, however far below', async () => {
    const caller = await world.caller();
    const subscriptions = (): Promise<string[]> => idsOf(caller.token, '/subscriptions', '2022-12-01');
    const groups = (): Promise<string[]> => idsOf(caller.token, `${sub}/resourceGroups`, '2022-09-01');
    expect(await subscriptions()).toEqual([]);
    await world.give(caller.id, builtIn.reader, rg);
    expect([await subscriptions(), await groups()]).toEqual([[sub], [rg]]);
    expect((await world.get(caller.token, sub, '2022-12-01')).status).toBe(200);
    await world.give(caller.id, builtIn.reader, group);
    expect(await groups()).toHaveLength(2);
    await world.give(caller.id, builtIn.reader, otherSub);
    expect(await subscriptions()).toEqual([sub, otherSub]);
  });

  it('29.13 of management groups has those that the caller may read', async () => {
    const caller = await world.caller();
    const groups = (): Promise<string[]> =>
      idsOf(caller.token, '/providers/Microsoft.Management/managementGroups', '2020-05-01');
    expect(await groups()).toEqual([]);
    await world.give(caller.id, builtIn.reader, group);
    expect(await groups()).toEqual([group]);
  });

  it('29.14 of Resource Graph has what the caller may read', async () => {
    const caller = await world.caller();
    const query = async (text: string): Promise<Json[]> => {
      const path = '/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01';
      const call = { token: caller.token, method: 'POST', body: { query: text } };
      return (await world.client.call(path, call)).body.data;
    };
    const assignments = "authorizationresources | where type =~ 'microsoft.authorization/roleassignments'";
    expect(await query('authorizationresources')).toEqual([]);
    expect(await query('resourcecontainers')).toEqual([]);
    await world.give(userId(54), builtIn.reader, sub);
    const own = await world.give(caller.id, builtIn.reader, rg);
    const found = await query(assignments);
    expect(found.map(({ name }) => name)).toContain(/([0-9a-f-]{36})\?/.exec(own)?.[1]);
    expect(found.filter(({ properties }) => !String(properties.scope).startsWith(rg))).toEqual([]);
    expect((await query('resourcecontainers')).map((row) => row.id)).toEqual([sub, rg]);
    expect(await query('authorizationresources | where type endswith "roledefinitions"')).toEqual([]);
    await world.give(caller.id, builtIn.reader, sub);
    expect((await query(assignments)).map(({ properties }) => properties.scope)).toContain(sub);
    expect(await query('authorizationresources | where type endswith "roledefinitions"')).not.toEqual([]);
  });
});
