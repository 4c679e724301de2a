import { customerFile, subscriptions, tenants } from '../cli/example';
import { codesIn, flat } from '../cli/diagnostics';
import { removeProjects } from '../cli/project';
import { runInTerminal, whereTerminal } from '../cli/terminal';
import { addFaults, assignmentsPath, control, id, listAll, type Json } from '../emulator/emulator-client';
import { PartnerDesk } from './partner-desk';

/** A day as `YYYY-MM-DD`: policies allow a year at most. */
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

const adminAgents = id('0004', 0);
const ownRelationship = `${id('0011', 4)}-${id('0001', 0)}`;
const partner = `  shop.grant('partner', { to: msp.adminAgents, role: 'Owner', because: 'AOBO' });`;
const everything = `${partner}
  shop.grant('readers', { to: group('Backup team'), role: 'Reader' });
  const starter = stack.customRole('starter', { roleName: 'Starter', scope: shop, actions: ['*/read'] });
  shop.eligible('on-call', { to: group('Backup team'), role: starter, because: 'on call', until: '${inDays(60)}' });
  shop.delegate('monitoring', { offerName: 'Monitoring', authorizations: [{ to: msp.adminAgents, role: 'Reader' }] });`;

let desk: PartnerDesk;
beforeAll(async () => (desk = await PartnerDesk.open()));
afterAll(async () => {
  await desk.close();
  removeProjects();
});

type Customer = 'fabrikam' | 'tailspin' | 'wingtip';

function declare(customer: Customer, body: string): void {
  const [tenant, ids] = [tenants[customer], { shop: subscriptions[customer] }];
  const text = customerFile(customer, { tenant, subscriptions: ids, body });
  desk.project.write(`stacks/customers/${customer}.ts`, text);
}

/** Who has access, as the customer's own application sees it. */
async function holders(customer: Customer): Promise<string[]> {
  const token = await desk.client.token(tenants[customer]);
  const path = assignmentsPath(`/subscriptions/${subscriptions[customer]}`);
  const all = await listAll(desk.client, path, token);
  return all.map(({ properties }: Json) => properties.principalId as string).sort();
}

/** What was asked for that changes anything, as `METHOD what`. */
async function writes(): Promise<string[]> {
  const { body } = await control(desk.client, 'GET requests');
  return String(body)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { method: string; target: string })
    .filter(({ method, target }) => method !== 'GET' && /Microsoft\.|tenantRelationships/.test(target))
    .map(({ method, target }) => `${method} ${target.split('?')[0]?.split('/').at(-2)}`);
}

test('offboard takes grants, eligibility and delegations, own access after them, and the relationship last; a rerun goes on', async () => {
  declare('tailspin', everything);
  expect(await desk.tilldela('apply tailspin --auto-approve')).toMatchObject({ code: 0, stderr: '' });
  const before = (await writes()).length;

  const shown = await desk.tilldela('offboard tailspin');
  expect(shown.code).toBe(2);
  expect(shown.stdout).toContain('0 to add, 0 to change, 6 to destroy');
  expect(flat(shown.stdout)).toContain(flat('"Tailspin managed services" is active, and ends when'));
  const asData = await desk.tilldela('offboard tailspin --json');
  expect([asData.code, JSON.parse(asData.stdout)]).toMatchObject([
    2,
    {
      customer: 'tailspin',
      applied: false,
      goneOn: null,
      toRemove: Array.from({ length: 6 }, () => ({ action: 'delete' })),
    },
  ]);
  expect((await writes()).length).toBe(before);

  // The relationship cannot be ended, when nobody of the partner has access any more.
  const path = '/v1.0/tenantRelationships/**/requests';
  await addFaults(desk.client, { method: 'POST', path, nth: 1, action: { kind: 'status', status: 403 } });
  const stopped = await desk.tilldela('offboard tailspin --apply --auto-approve');
  expect([stopped.code, codesIn(stopped.stderr)]).toEqual([1, ['partner_rights_missing']]);
  expect(flat(stopped.stdout)).toContain(
    flat('Delegated admin (GDAP): how it stands is not known. Run this again'),
  );
  expect(await holders('tailspin')).toEqual([id('0005', 4)]); // what the customer gave to its own application
  const taken = (await writes()).slice(before);
  expect(taken.slice(0, -2).sort()).toEqual([
    'DELETE registrationAssignments',
    'DELETE registrationDefinitions',
    'DELETE roleAssignments',
    'DELETE roleDefinitions',
    'PUT roleEligibilityScheduleRequests',
  ]);
  const at = (what: string) => taken.indexOf(what);
  expect(at('DELETE roleDefinitions')).toBeGreaterThan(at('PUT roleEligibilityScheduleRequests'));
  expect(taken.slice(-2)).toEqual(['DELETE roleAssignments', `POST ${ownRelationship}`]);

  const done = await desk.tilldela('offboard tailspin --apply --auto-approve');
  expect([done.code, done.stderr]).toEqual([0, '']);
  expect(flat(done.stdout)).toContain(flat('"Tailspin managed services": its end was requested.'));
  expect(flat(done.stdout)).toContain(flat('what is ours was taken on 20'));
  expect(flat(done.stdout)).toContain(flat('The reseller relationship: Partner Center ends it once'));
  expect(done.stdout).toContain('tailspin.emulator.lock.json');
  expect((await writes()).slice(before + taken.length)).toEqual([`POST ${ownRelationship}`]);

  await control(desk.client, 'POST clock', { advanceSeconds: 3 });
  const again = await desk.tilldela('offboard tailspin --apply --auto-approve --json');
  expect(again.code).toBe(0);
  expect(JSON.parse(again.stdout).remains).toContainEqual({
    what: 'relationship',
    text: 'Delegated admin (GDAP): none is active (terminated).',
  });
});

test('access of the partner that no file declares goes too, and a relationship that others use stays', async () => {
  declare('wingtip', '');
  desk.project.edit(
    'stacks/customers/wingtip.ts',
    'partner: msp,',
    'partner: msp,\n    relationship: { roles: { AdminAgents: ["Directory Readers"] } },',
  );
  const done = await desk.tilldela('offboard wingtip --apply --auto-approve');
  expect([done.code, done.stderr]).toEqual([0, '']);
  expect(await holders('wingtip')).toEqual([id('0005', 5)]);
  expect(await holders('wingtip')).not.toContain(adminAgents);
  expect(flat(done.stdout)).toContain(
    flat(
      '"Wingtip managed services": groups have access by it that no file declares. To end it: tilldela relationship terminate wingtip',
    ),
  );
});

whereTerminal('is refused, own access and all, where more came up than was approved', async () => {
  const grants = [
    `  shop.grant('readers', { to: group('Backup team'), role: 'Reader' });`,
    `  shop.grant('backup', { to: group('Backup team'), role: 'Backup Contributor' });`,
  ];
  declare('fabrikam', grants[0] ?? '');
  expect(await desk.tilldela('apply fabrikam --auto-approve')).toMatchObject({ code: 0, stderr: '' });
  const before = await holders('fabrikam');
  const meanwhile = async () => {
    declare('fabrikam', grants.join('\n'));
    expect(await desk.tilldela('apply fabrikam --auto-approve')).toMatchObject({ code: 0, stderr: '' });
  };
  const typing = { keys: 'yes\n', meanwhile, environment: desk.environment };
  const { code, stdout } = await runInTerminal(desk.project, typing, 'offboard', 'fabrikam', '--apply');
  expect([code, flat(stdout)]).toEqual([
    1,
    expect.stringContaining(flat('there came up what would delete it')),
  ]);
  expect(await holders('fabrikam')).toEqual([...before, id('0004', 2, 2)].sort());
});
