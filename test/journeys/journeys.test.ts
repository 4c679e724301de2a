import { exampleWorld } from '../../src/emulator';
import { codesIn, flat } from '../cli/diagnostics';
import { removeProjects, type Ran } from '../cli/project';
import { id } from '../emulator/emulator-client';
import { litware, PartnerDesk } from './partner-desk';

// https://learn.microsoft.com/partner-center/customers/manage-azure-subscriptions-and-resources: its steps, as commands.
const litwareCore = id('0002', 74);

let desk: PartnerDesk;
beforeAll(async () => {
  desk = await PartnerDesk.open({ ...exampleWorld, tenants: [...exampleWorld.tenants, litware] });
});
afterAll(async () => {
  await desk.close();
  removeProjects();
});

/** Runs a command that must end with the code. */
async function step(line: string, code = 0): Promise<Ran> {
  const ran = await desk.tilldela(line);
  if (ran.code !== code)
    throw new Error(`tilldela ${line}: exit code ${ran.code}\n${ran.stdout}\n${ran.stderr}`);
  return ran;
}

/** A person writes grants into a file that has none yet. */
function writeGrants(customer: string, alias: string, text: string): void {
  const file = `stacks/customers/${customer}.ts`;
  desk.project.edit(file, 'CustomerStack, type App', 'CustomerStack, user, type App');
  desk.project.edit(file, `  new CustomerStack(`, `  const { ${alias} } = new CustomerStack(`);
  desk.project.edit(file, '  });\n', `  }).subscriptions;\n\n${text}\n`);
}

test('assigning a subscription to somebody', async () => {
  // Find the customer.
  const found = await step('customers con --details');
  expect(flat(found.stdout)).toContain(flat('Contoso production: sold, accessible'));

  // Enter.
  await step('customers add contoso.com');
  expect((await step('doctor contoso')).stdout).toContain('Every link holds.');

  // Choose the subscription. Nobody but the partner is there.
  const before = await step('access contoso');
  expect(before.stdout).toContain('AdminAgents');
  expect(before.stdout).not.toContain('dana@contoso.com');

  // Add the user, with a role.
  writeGrants(
    'contoso',
    'production',
    `  production.grant('partner', { to: msp.adminAgents, role: 'Owner', because: 'AOBO' });
  production.grant('web-shop', { to: user('dana@contoso.com'), role: 'Contributor', because: 'runs the web shop' });`,
  );
  expect((await step('plan contoso --detailed-exitcode', 2)).stdout).toContain(
    '1 to add, 0 to change, 0 to destroy, 1 to adopt.',
  );
  await step('apply contoso --auto-approve');

  expect((await step('plan contoso --detailed-exitcode')).stdout).toContain('No changes.');
  expect((await step('access contoso')).stdout).toContain('dana@contoso.com');
});

test('letting the customer manage the subscription themselves', async () => {
  // Sold, and nobody of the partner gets in: there is no delegated admin.
  const found = await step('customers lit --details');
  expect(flat(found.stdout)).toContain(flat('Litware core: sold but not accessible'));
  const added = await step('customers add litware.com');
  expect(codesIn(added.stderr)).toEqual(['token_refused']);
  expect(flat(added.stderr)).toContain(flat(`tilldela relationship status ${litware.id}`));
  expect(flat((await step('doctor litware', 1)).stdout)).toContain(
    flat('tilldela relationship status litware'),
  );
  expect(codesIn((await step('relationship status litware', 1)).stderr)).toEqual(['relationship_missing']);

  // Ask for it.
  const requested = await step('relationship request litware --auto-approve', 2);
  const [, relationship = ''] = /granularAdminRelationships\/(\S+)/.exec(requested.stdout) ?? [];
  const watching = step('relationship watch litware --auto-approve --timeout 2');
  await desk.customerAccepts(relationship);
  expect((await watching).stdout).toMatch(/Cloud engineers has .*Directory Readers.* in litware\./);
  expect((await step('doctor litware')).stdout).toContain('Every link holds.');

  // A role for the customer's own administrator, who could do nothing until now.
  const ada = { tenant: 'litware.com', name: 'ada@litware.com' };
  expect((await desk.givesReader(ada, id('0003', 74), litwareCore)).status).toBe(403);
  writeGrants(
    'litware',
    'core',
    `  core.grant('partner', { to: msp.adminAgents, role: 'Owner', because: 'AOBO' });
  core.grant('owner', { to: user('ada@litware.com'), role: 'Owner', because: 'Litware manages its access itself' });`,
  );
  await step('plan litware --detailed-exitcode', 2);
  await step('apply litware --auto-approve');
  expect((await step('plan litware --detailed-exitcode')).stdout).toContain('No changes.');

  expect((await desk.givesReader(ada, id('0003', 74), litwareCore)).status).toBe(201);
});
