import { randomUUID } from 'node:crypto';
import { AccessWorld, builtIn, codeOf, sub } from './access-world';
import type { Caller } from './access-world';
import { roleAt } from './emulator-client';
import type { Reply } from './emulator-client';

const minute = 60_000;
let now = new Date('2026-11-22T09:00:00Z');

let world: AccessWorld;
beforeAll(async () => (world = await AccessWorld.start({}, { now: () => now, tokenLifetime: 1e6 })));
afterAll(() => world.client.emulator.close());

const pathOf = (type: string, rest = ''): string =>
  `${sub}/providers/Microsoft.Authorization/${type}${rest}?api-version=2020-10-01`;

function ask(
  token: string,
  kind: 'Assignment' | 'Eligibility',
  to: Caller,
  rest: object = {},
): Promise<Reply> {
  const properties = {
    principalId: to.id,
    roleDefinitionId: roleAt(sub, builtIn.reader),
    requestType: 'AdminAssign',
    justification: 'because',
    scheduleInfo: { expiration: { type: 'AfterDuration', duration: 'PT1H' } },
    ...rest,
  };
  const path = pathOf(`role${kind}ScheduleRequests`, `/${randomUUID()}`);
  return world.client.call(path, { token, method: 'PUT', body: { properties } });
}

const mayRead = async (caller: Caller): Promise<boolean> =>
  (await world.list(caller.token, sub)).status === 200;

it('29.18 an eligible schedule gives nothing until its holder activates it, which needs no role', async () => {
  const caller = await world.caller();
  const later = { scheduleInfo: { expiration: { type: 'AfterDuration', duration: 'P30D' } } };
  expect((await ask(world.owner, 'Eligibility', caller, later)).status).toBe(201);
  expect(await mayRead(caller)).toBe(false);
  const own = await world.client.call(`${pathOf('roleEligibilitySchedules')}&$filter=asTarget()`, {
    token: caller.token,
  });
  expect([own.status, own.body.value.length]).toEqual([200, 1]);

  const activated = await ask(caller.token, 'Assignment', caller, { requestType: 'SelfActivate' });
  expect(activated.status).toBe(201);
  expect(await mayRead(caller)).toBe(true);
  const request = String(activated.body.id).slice(sub.length);
  const read = await world.client.call(`${sub}${request}?api-version=2020-10-01`, { token: caller.token });
  expect(read.status).toBe(200);
  now = new Date(now.getTime() + 61 * minute);
  expect(await mayRead(caller)).toBe(false);
});

it('29.18 an active schedule gives its role until it ends', async () => {
  const caller = await world.caller();
  expect((await ask(world.owner, 'Assignment', caller)).status).toBe(201);
  expect(await mayRead(caller)).toBe(true);
  now = new Date(now.getTime() + 61 * minute);
  expect(await mayRead(caller)).toBe(false);
});

it('29.19 who makes others eligible or active needs the action, and must be allowed to assign that role', async () => {
  const [caller, other] = [await world.caller(), await world.caller()];
  const refused = [403, 'AuthorizationFailed'];
  await world.give(caller.id, builtIn.accessAdministrator, sub);
  const without = await ask(caller.token, 'Eligibility', other);
  expect(without.body.error.message).toMatch(
    "'Microsoft.Authorization/roleEligibilityScheduleRequests/write'",
  );
  expect(codeOf(await ask(caller.token, 'Assignment', other))).toEqual(refused);

  const condition =
    "((!(ActionMatches{'Microsoft.Authorization/roleAssignments/write'})) OR " +
    `(@Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {${builtIn.reader}}))`;
  const limited = await world.caller();
  await world.give(limited.id, builtIn.userAccessAdministrator, sub, { condition, conditionVersion: '2.0' });
  expect((await ask(limited.token, 'Assignment', other)).status).toBe(201);
  const owner = { roleDefinitionId: roleAt(sub, builtIn.owner) };
  expect(codeOf(await ask(limited.token, 'Assignment', other, owner))).toEqual(refused);
  expect(codeOf(await ask(limited.token, 'Assignment', limited, owner))).toEqual(refused);
  expect(codeOf(await ask(other.token, 'Assignment', limited, { requestType: 'SelfActivate' }))).toEqual([
    400,
    'RoleAssignmentRequestPolicyValidationFailed',
  ]);
});
