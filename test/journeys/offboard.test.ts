import { customerFile, subscriptions, tenants } from '../cli/example';
import { flat } from '../cli/diagnostics';
import { removeProjects } from '../cli/project';
import { assignmentsPath, control, id, listAll, type Json } from '../emulator/emulator-client';
import { PartnerDesk } from './partner-desk';

const adminAgents = id('0004', 0);
const backupTeam = id('0004', 4);
const automation = id('0005', 4);

let desk: PartnerDesk;
beforeAll(async () => {
  desk = await PartnerDesk.open();
  const body = `  shop.grant('partner', { to: msp.adminAgents, role: 'Owner', because: 'AOBO' });
  shop.grant('readers', { to: group('Backup team'), role: 'Reader' });`;
  const text = customerFile('tailspin', {
    tenant: tenants.tailspin,
    subscriptions: { shop: subscriptions.tailspin },
    body,
  });
  desk.project.write('stacks/customers/tailspin.ts', text);
  expect((await desk.tilldela('apply tailspin --auto-approve')).code).toBe(0);
});
afterAll(async () => {
  await desk.close();
  removeProjects();
});

/** Who has access, as the customer's own application sees it. */
async function holders(): Promise<string[]> {
  const token = await desk.client.token(tenants.tailspin);
  const all = await listAll(desk.client, assignmentsPath(`/subscriptions/${subscriptions.tailspin}`), token);
  return all.map(({ properties }: Json) => properties.principalId as string).sort();
}

async function writes(): Promise<string[]> {
  const { body } = await control(desk.client, 'GET requests');
  const lines = String(body).trimEnd().split('\n');
  return lines
    .map((line) => JSON.parse(line) as { method: string; target: string })
    .filter(({ method, target }) => method !== 'GET' && /roleAssignments|tenantRelationships/.test(target))
    .map(({ method, target }) => `${method} ${target.split('?')[0]?.split('/').at(-2)}`);
}

test('offboard shows what it would take, and then takes it: own access last, the relationship after it', async () => {
  const before = (await writes()).length;
  const shown = await desk.tilldela('offboard tailspin');
  expect(shown.code).toBe(2);
  expect(shown.stdout).toContain('0 to add, 0 to change, 2 to destroy');
  expect(flat(shown.stdout)).toContain(flat('"Tailspin managed services" is active, and ends when'));
  expect((await writes()).length).toBe(before);
  expect(await holders()).toEqual([adminAgents, backupTeam, automation]);

  const done = await desk.tilldela('offboard tailspin --apply --auto-approve');
  expect(done.code).toBe(0);
  expect(await holders()).toEqual([automation]); // not ours
  expect((await writes()).slice(before)).toEqual([
    'DELETE roleAssignments',
    'DELETE roleAssignments',
    `POST ${id('0011', 4)}-${id('0001', 0)}`,
  ]);
  expect(flat(done.stdout)).toContain(flat('"Tailspin managed services": its end was requested.'));
  expect(flat(done.stdout)).toContain(flat('The reseller relationship: Partner Center ends it once'));
  expect(done.stdout).toContain('tailspin.emulator.lock.json');
});
