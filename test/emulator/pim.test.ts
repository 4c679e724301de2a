import {
  applications,
  assignmentsPath,
  automationAtRoot,
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
const ada = id('0003', 8, 1);
const bob = id('0003', 8, 2);
const team = id('0004', 8);
const minute = 60_000;

let client: Client;
let token: string;
let now = new Date('2026-11-22T09:00:00Z');
beforeEach(async () => {
  now = new Date('2026-11-22T09:00:00Z');
  const user = (number: number, name: string) => ({
    id: id('0003', 8, number),
    displayName: name,
    userPrincipalName: `${name}@tenant8.com`,
    mail: `${name}@tenant8.com`,
  });
  client = await startClient({
    now: () => now,
    world: {
      applications,
      tenants: [
        tenantWith(8, {
          users: [user(1, 'ada'), user(2, 'bob')],
          groups: [{ id: team, displayName: 'Team', members: [ada] }],
          subscriptions: [{ id: id('0002', 8, 1), displayName: 'One', resourceGroups: ['rg'] }],
        }),
      ],
    },
  });
  token = await client.token(id('0001', 8));
});
afterEach(() => client.emulator.close());

let count = 0;
const newName = (): string => `cccccccc-0000-4000-8000-${String((count += 1)).padStart(12, '0')}`;

const pimPath = (scope: string, type: string, rest = '', query = ''): string =>
  `${scope}/providers/Microsoft.Authorization/${type}${rest}?api-version=2020-10-01${query}`;

const ask = (
  scope: string,
  kind: 'Eligibility' | 'Assignment',
  properties: object,
  as = token,
): Promise<Reply> =>
  client.call(pimPath(scope, `role${kind}ScheduleRequests`, `/${newName()}`), {
    token: as,
    method: 'PUT',
    body: { properties },
  });

const grant = (principalId: string, rest: object = {}) => ({
  principalId,
  roleDefinitionId: roleAt(sub, roles.reader),
  requestType: 'AdminAssign',
  justification: 'because',
  scheduleInfo: { expiration: { type: 'AfterDuration', duration: 'P30D' } },
  ...rest,
});

/** Without the automation's own right, which shows as an active schedule everywhere. */
const list = async (scope: string, type: string, filter?: string): Promise<Json[]> => {
  const query = filter === undefined ? '' : `&$filter=${encodeURIComponent(filter)}`;
  const found = await listAll(client, pimPath(scope, type, '', query), token);
  return found.filter(({ name }) => name !== automationAtRoot(8).name);
};
const assignmentsOf = async (principal: string): Promise<Json[]> =>
  listAll(
    client,
    assignmentsPath(sub, undefined, `&$filter=principalId eq '${principal}'`.replaceAll(' ', '%20')),
    token,
  );
const codeOf = ({ status, body }: Reply): [number, string] => [status, body?.error?.code];
const later = (minutes: number): void => void (now = new Date(now.getTime() + minutes * minute));

it('24.1 a request answers 201 with the request as it was carried out', async () => {
  const ticketInfo = { ticketNumber: '1', ticketSystem: 'x' };
  const { status, body } = await ask(sub, 'Eligibility', grant(ada, { ticketInfo }));
  expect(status).toBe(201);
  expect(body).toMatchObject({
    properties: {
      targetRoleEligibilityScheduleId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      scope: sub,
      roleDefinitionId: roleAt(sub, roles.reader),
      principalId: ada,
      principalType: 'User',
      requestType: 'AdminAssign',
      status: 'Provisioned',
      scheduleInfo: {
        startDateTime: '2026-11-22T09:00:00.0000000Z',
        expiration: { type: 'AfterDuration', duration: 'P30D', endDateTime: null },
      },
      ticketInfo,
      justification: 'because',
      requestorId: id('0005', 8),
      expandedProperties: {
        scope: { id: sub, type: 'subscription' },
        roleDefinition: { displayName: 'Reader', type: 'BuiltInRole' },
        principal: { id: ada, displayName: 'ada', email: 'ada@tenant8.com', type: 'User' },
      },
    },
    type: 'Microsoft.Authorization/roleEligibilityScheduleRequests',
  });
  const again = await client.call(`${body.id}?api-version=2020-10-01`, { token });
  expect([again.status, again.body]).toEqual([200, body]);
});

it('24.2 an eligible schedule gives no role; the schedule names its request', async () => {
  const asked = await ask(rg, 'Eligibility', grant(ada));
  const [schedule] = await list(rg, 'roleEligibilitySchedules', `(principalId eq '${ada}') and atScope()`);
  expect(schedule.properties).toMatchObject({
    scope: rg,
    roleDefinitionId: roleAt(sub, roles.reader),
    principalId: ada,
    principalType: 'User',
    memberType: 'Direct',
    status: 'Provisioned',
    startDateTime: '2026-11-22T09:00:00.0000000Z',
    endDateTime: '2026-12-22T09:00:00.0000000Z',
    roleEligibilityScheduleRequestId: asked.body.id,
  });
  expect(schedule.properties).not.toHaveProperty('assignmentType');
  const [instance] = await list(rg, 'roleEligibilityScheduleInstances');
  expect(instance.properties.roleEligibilityScheduleId).toBe(schedule.id);
  expect(await assignmentsOf(ada)).toEqual([]);
});

it('24.3 an active schedule is a role assignment too, until it ends', async () => {
  const scheduleInfo = { expiration: { type: 'AfterDuration', duration: 'PT8H' } };
  expect((await ask(rg, 'Assignment', grant(ada, { scheduleInfo }))).status).toBe(201);
  const [schedule] = await list(rg, 'roleAssignmentSchedules', `principalId eq '${ada}'`);
  const [assignment] = await assignmentsOf(ada);
  expect(assignment.properties).toMatchObject({ scope: rg, principalId: ada, principalType: 'User' });
  const [instance] = await list(rg, 'roleAssignmentScheduleInstances');
  expect(instance.properties).toMatchObject({
    roleAssignmentScheduleId: schedule.id,
    originRoleAssignmentId: assignment.id,
    assignmentType: 'Assigned',
  });
  later(8 * 60 - 1);
  token = await client.token(id('0001', 8));
  expect(await assignmentsOf(ada)).toHaveLength(1);
  now = new Date('2026-11-22T17:00:00Z');
  token = await client.token(id('0001', 8));
  expect(await assignmentsOf(ada)).toEqual([]);
  expect(await list(rg, 'roleAssignmentSchedules')).toEqual([]);
});

it('24.4 one that begins later is a role assignment only then, and can be cancelled until then', async () => {
  const scheduleInfo = (startDateTime: string) => ({
    startDateTime,
    expiration: { type: 'AfterDateTime', endDateTime: '2026-11-23T00:00:00Z' },
  });
  const soon = await ask(
    rg,
    'Assignment',
    grant(ada, { scheduleInfo: scheduleInfo('2026-11-22T09:30:00Z') }),
  );
  const never = await ask(
    rg,
    'Assignment',
    grant(bob, { scheduleInfo: scheduleInfo('2026-11-22T09:30:00Z') }),
  );
  expect(soon.body.properties.status).toBe('ScheduleCreated');
  expect(await list(rg, 'roleAssignmentSchedules')).toHaveLength(2);
  expect(await list(rg, 'roleAssignmentScheduleInstances')).toEqual([]);
  const cancel = (asked: Reply): Promise<Reply> =>
    client.call(`${asked.body.id}/cancel?api-version=2020-10-01`, { token, method: 'POST' });
  expect((await cancel(never)).status).toBe(200);
  later(31);
  expect((await assignmentsOf(ada)).length + (await assignmentsOf(bob)).length).toBe(1);
  expect((await cancel(soon)).status).toBe(400);
});

it('24.5 a plain role assignment shows as an active schedule without an end', async () => {
  const properties = { roleDefinitionId: roleAt(sub, roles.reader), principalId: bob };
  await client.call(assignmentsPath(sub, newName()), { token, method: 'PUT', body: { properties } });
  const [schedule] = await list(sub, 'roleAssignmentSchedules', `(principalId eq '${bob}')`);
  expect(schedule.properties).toMatchObject({
    assignmentType: 'Assigned',
    endDateTime: null,
    roleAssignmentScheduleRequestId: null,
  });
  expect(codeOf(await ask(sub, 'Assignment', grant(bob)))).toEqual([400, 'RoleAssignmentExists']);
});

it('24.6 AdminUpdate moves the end, AdminRemove ends it; an active one not before five minutes', async () => {
  await ask(sub, 'Assignment', grant(ada));
  expect(codeOf(await ask(sub, 'Assignment', grant(ada)))).toEqual([400, 'RoleAssignmentExists']);
  const longer = { scheduleInfo: { expiration: { type: 'AfterDuration', duration: 'P60D' } } };
  const updated = await ask(sub, 'Assignment', grant(ada, { requestType: 'AdminUpdate', ...longer }));
  expect(updated.status).toBe(201);
  const [schedule] = await list(sub, 'roleAssignmentSchedules');
  expect(schedule.properties.endDateTime).toBe('2027-01-21T09:00:00.0000000Z');
  const removal = { requestType: 'AdminRemove', scheduleInfo: undefined };
  expect(codeOf(await ask(sub, 'Assignment', grant(ada, removal)))).toEqual([400, 'ActiveDurationTooShort']);
  later(5);
  const removed = await ask(sub, 'Assignment', grant(ada, removal));
  expect([removed.status, removed.body.properties.status]).toEqual([201, 'Revoked']);
  expect(await assignmentsOf(ada)).toEqual([]);
  for (const requestType of ['AdminRemove', 'AdminUpdate']) {
    expect(codeOf(await ask(sub, 'Assignment', grant(ada, { requestType })))).toEqual([
      400,
      'RoleAssignmentDoesNotExist',
    ]);
  }
  await ask(sub, 'Eligibility', grant(ada));
  expect((await ask(sub, 'Eligibility', grant(ada, removal))).status).toBe(201);
  expect(await list(sub, 'roleEligibilitySchedules')).toEqual([]);
});

it('24.7 deleting the role assignment ends the schedule', async () => {
  await ask(sub, 'Assignment', grant(ada));
  const [{ id: assignment }] = await assignmentsOf(ada);
  await client.call(`${assignment}?api-version=2022-04-01`, { token, method: 'DELETE' });
  expect(await list(sub, 'roleAssignmentSchedules')).toEqual([]);
  expect(await assignmentsOf(ada)).toEqual([]);
});

describe('24.8 an activation', () => {
  const activation = (principalId: string, rest: object = {}) =>
    grant(principalId, {
      requestType: 'SelfActivate',
      scheduleInfo: { expiration: { type: 'AfterDuration', duration: 'PT4H' } },
      ...rest,
    });
  const tokenOf = (name: string): Promise<string> =>
    client.emulator.userToken(id('0001', 8), `${name}@tenant8.com`);

  it('24.8 out of an eligibility, also of a group and from above, gives the role to the person', async () => {
    await ask(sub, 'Eligibility', grant(team));
    const activated = await ask(rg, 'Assignment', activation(ada), await tokenOf('ada'));
    expect([activated.status, activated.body.properties.status]).toEqual([201, 'Provisioned']);
    const [schedule] = await list(rg, 'roleAssignmentSchedules', `assignedTo('${ada}')`);
    expect(schedule.properties).toMatchObject({
      assignmentType: 'Activated',
      endDateTime: '2026-11-22T13:00:00.0000000Z',
      linkedRoleEligibilityScheduleId: expect.stringContaining('/roleEligibilitySchedules/'),
    });
    expect(await assignmentsOf(ada)).toHaveLength(1);
    later(6);
    const deactivation = activation(ada, { requestType: 'SelfDeactivate' });
    expect((await ask(rg, 'Assignment', deactivation, await tokenOf('ada'))).status).toBe(201);
    expect(await assignmentsOf(ada)).toEqual([]);
  });

  it.each<[string, string, object, string]>([
    ['somebody who is not eligible', 'bob', {}, 'EligibilityRule'],
    [
      'more than eight hours',
      'ada',
      { scheduleInfo: { expiration: { type: 'AfterDuration', duration: 'PT9H' } } },
      'ExpirationRule',
    ],
    ['no end', 'ada', { scheduleInfo: { expiration: { type: 'NoExpiration' } } }, 'ExpirationRule'],
    ['no reason', 'ada', { justification: '' }, 'JustificationRule'],
  ])('24.8 for %s is refused', async (_, name, rest, rule) => {
    await ask(sub, 'Eligibility', grant(team));
    const who = name === 'ada' ? ada : bob;
    const reply = await ask(rg, 'Assignment', activation(who, rest), await tokenOf(name));
    expect([...codeOf(reply), reply.body.error.message]).toEqual([
      400,
      'RoleAssignmentRequestPolicyValidationFailed',
      `The following policy rules failed: ["${rule}"]`,
    ]);
  });
});

it.each<[string, object, string]>([
  ['no role id path', { roleDefinitionId: roles.reader }, 'BadRequestFormat'],
  ['an unknown role', { roleDefinitionId: roleAt(sub, id('0008', 1)) }, 'RoleDefinitionDoesNotExist'],
  [
    'a role of another subscription',
    { roleDefinitionId: roleAt(`/subscriptions/${id('0002', 8, 9)}`, roles.reader) },
    'ScopeDoesNotMatchRoleDefinition',
  ],
  ['an unknown principal', { principalId: id('0003', 8, 99) }, 'SubjectNotFound'],
  ['no principal', { principalId: undefined }, 'InvalidPrincipalId'],
  ['a service principal', { principalId: id('0005', 8) }, 'PrincipalTypeNotSupported'],
  ['another request type', { requestType: 'AdminExtend' }, 'BadRequestFormat'],
  ['no request type', { requestType: undefined }, 'BadRequestFormat'],
  [
    'no end',
    { scheduleInfo: { expiration: { type: 'NoExpiration' } } },
    'RoleAssignmentRequestPolicyValidationFailed',
  ],
  [
    'more than a year',
    { scheduleInfo: { expiration: { type: 'AfterDuration', duration: 'P366D' } } },
    'RoleAssignmentRequestPolicyValidationFailed',
  ],
  [
    'a duration that is none',
    { scheduleInfo: { expiration: { type: 'AfterDuration', duration: 'P' } } },
    'InvalidRoleAssignmentRequestSchedule',
  ],
  [
    'an end in the past',
    { scheduleInfo: { expiration: { type: 'AfterDateTime', endDateTime: '2026-01-01T00:00:00Z' } } },
    'InvalidRoleAssignmentRequestSchedule',
  ],
  [
    'a start that is none',
    { scheduleInfo: { startDateTime: 'soon' } },
    'InvalidRoleAssignmentRequestSchedule',
  ],
  ['a schedule of another type', { scheduleInfo: 7 }, 'BadRequestFormat'],
  ['a condition that is none', { condition: 'x', conditionVersion: '2.0' }, 'InvalidCondition'],
])('24.9 a request with %s is a 400', async (_, rest, code) => {
  expect(codeOf(await ask(sub, 'Eligibility', grant(ada, rest)))).toEqual([400, code]);
  expect(await list(sub, 'roleEligibilitySchedules')).toEqual([]);
});

it('24.10 lists take atScope(), principalId, assignedTo(), asTarget() and asRequestor()', async () => {
  await ask(sub, 'Eligibility', grant(team));
  await ask(rg, 'Eligibility', grant(bob));
  const counts = async (scope: string, ...filters: (string | undefined)[]): Promise<number[]> =>
    Promise.all(
      filters.map(async (filter) => (await list(scope, 'roleEligibilitySchedules', filter)).length),
    );
  expect(
    await counts(sub, undefined, 'atScope()', `principalId eq '${bob}'`, `assignedTo('${ada}')`),
  ).toEqual([2, 1, 1, 1]);
  expect(await counts(rg, undefined, 'atScope()', 'asTarget()')).toEqual([2, 2, 0]);
  expect(await list(sub, 'roleEligibilityScheduleRequests', 'asRequestor()')).toHaveLength(2);
  const reply = await client.call(pimPath(sub, 'roleEligibilitySchedules', '', '&$filter=nonsense()'), {
    token,
  });
  expect(codeOf(reply)).toEqual([400, 'UnsupportedQuery']);
});

it('24.11 every role has the default policy, read-only', async () => {
  const ofReader = `roleDefinitionId eq '${roleAt(sub, roles.reader)}'`;
  const assigned = await list(sub, 'roleManagementPolicyAssignments', ofReader);
  expect(assigned).toHaveLength(1);
  const { policyId } = assigned[0].properties;
  const policies = await list(sub, 'roleManagementPolicies', ofReader);
  expect(policies.map(({ id }) => id)).toEqual([policyId]);
  const policy = await client.call(`${policyId}?api-version=2020-10-01`, { token });
  expect(policy.body.properties.rules).toContainEqual(
    expect.objectContaining({
      id: 'Expiration_Admin_Eligibility',
      isExpirationRequired: true,
      maximumDuration: 'P365D',
    }),
  );
  const patch = await client.call(`${policyId}?api-version=2020-10-01`, { token, method: 'PATCH', body: {} });
  expect(patch.status).toBe(404);
});

it('24.12 a request that is not there is a 404, and its name must be a GUID', async () => {
  for (const type of [
    'roleEligibilityScheduleRequests',
    'roleAssignmentSchedules',
    'roleAssignmentScheduleInstances',
  ]) {
    expect((await client.call(pimPath(sub, type, `/${newName()}`), { token })).status).toBe(404);
  }
  const reply = await client.call(pimPath(sub, 'roleEligibilityScheduleRequests', '/x'), {
    token,
    method: 'PUT',
    body: { properties: grant(ada) },
  });
  expect(reply.status).toBe(400);
});

it('24.12 an eligible and an active request may have the same name, and two of a kind may not', async () => {
  for (const kind of ['Eligibility', 'Assignment']) {
    const path = pimPath(sub, `role${kind}ScheduleRequests`, `/${id('0008', 24)}`);
    const call = { token, method: 'PUT', body: { properties: grant(ada) } };
    expect((await client.call(path, call)).status).toBe(201);
    expect(codeOf(await client.call(path, call))).toEqual([409, 'RoleAssignmentRequestExists']);
  }
});
