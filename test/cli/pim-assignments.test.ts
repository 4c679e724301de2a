import { flat, widthOf } from './diagnostics';
import { startEmulator } from './emulator';
import { customerFile, partnerFile, subscriptions, tenants } from './example';
import { emptyProject, removeProjects, type Project } from './project';

afterAll(removeProjects);

const path = `/subscriptions/${subscriptions.wingtip}/providers/Microsoft.Authorization/roleEligibilitySchedules?api-version=2020-10-01`;

const eligible = (more: string) =>
  `  games.eligible('backup', { to: group('Backup team'), role: 'Contributor', because: 'on call', ${more} });`;

function declare(project: Project, body: string): void {
  const partner = `  games.grant('partner', { to: msp.adminAgents, role: 'Owner', because: 'AOBO' });\n`;
  const text = {
    tenant: tenants.wingtip,
    subscriptions: { games: subscriptions.wingtip },
    body: partner + body,
  };
  project.write('stacks/customers/wingtip.ts', customerFile('wingtip', text));
}

/** A day as `YYYY-MM-DD`: policies allow a year at most. */
function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

test('somebody is made eligible until a day, until another, and no more; deleting the line alone leaves it', async () => {
  const project = emptyProject({ 'stacks/partner.ts': partnerFile });
  declare(project, eligible(`until: '${inDays(60)}'`));

  const planned = await project.run('plan', 'wingtip');
  expect(planned).toMatchObject({ code: 0, stderr: '' });
  expect(widthOf(planned.stdout)).toBeLessThanOrEqual(80);
  expect(planned.stdout).toContain('azurerm_pim_eligible_role_assignment.games_backup');
  expect(flat(planned.stdout)).toContain(flat('+ eligible = "Backup team"'));

  expect(await project.run('apply', 'wingtip', '--auto-approve')).toMatchObject({ code: 0, stderr: '' });
  expect((await project.run('plan', 'wingtip', '--detailed-exitcode')).code).toBe(0);

  const emulator = await startEmulator(project);
  const ends = async (): Promise<string[]> => {
    const { body } = await emulator.call('GET', path, tenants.wingtip);
    return body.value.map(({ properties }: { properties: { endDateTime: string } }) =>
      properties.endDateTime.slice(0, 10),
    );
  };
  expect(await ends()).toEqual([inDays(61)]); // the first instant after the last day

  declare(project, eligible(`until: '${inDays(120)}'`));
  expect(await project.run('apply', 'wingtip', '--auto-approve')).toMatchObject({ code: 0, stderr: '' });
  expect(await ends()).toEqual([inDays(121)]);

  declare(project, '');
  expect((await project.run('plan', 'wingtip', '--detailed-exitcode')).code).toBe(0);
  expect(await ends()).toHaveLength(1);

  declare(project, eligible('revoked: true'));
  const removal = await project.run('apply', 'wingtip', '--auto-approve');
  expect(removal).toMatchObject({ code: 0, stderr: '' });
  expect(removal.stdout).toContain('1 destroyed');
  expect(await ends()).toEqual([]);
  expect((await project.run('plan', 'wingtip', '--detailed-exitcode')).code).toBe(0);
  await emulator.stop();
});

const schedules = `/subscriptions/${subscriptions.wingtip}/providers/Microsoft.Authorization/roleAssignmentSchedules?api-version=2020-10-01&$filter=principalId%20eq%20'e0e0e0e0-0004-4000-8000-000005000001'`;

const active = (more: string) =>
  `  games.active('backup', { to: group('Backup team'), role: 'Contributor', because: 'on call', ${more} });`;

test('an active assignment is made, is neither drift nor removed under full ownership, gets another end, and stays when it is too young to go', async () => {
  const project = emptyProject({ 'stacks/partner.ts': partnerFile });
  const full = (body: string): void => {
    declare(project, body);
    project.edit('stacks/customers/wingtip.ts', 'subscriptions:', "ownership: 'full',\n    subscriptions:");
  };
  full('');
  const before = await project.run('apply', 'wingtip', '--auto-approve', '--allow', 'last_owner');
  expect(before).toMatchObject({ code: 0 });

  full(active(`until: '${inDays(60)}'`));
  const planned = await project.run('plan', 'wingtip');
  expect(flat(planned.stdout)).toContain(flat('+ active = "Backup team"'));
  expect(planned.stdout).toContain('Plan: 1 to add, 0 to change, 0 to destroy');
  const applied = await project.run('apply', 'wingtip', '--auto-approve');
  expect(applied).toMatchObject({ code: 0, stderr: '' });
  expect((await project.run('plan', 'wingtip', '--detailed-exitcode')).code).toBe(0);
  const drift = await project.run('drift', 'wingtip');
  expect([drift.code, drift.stdout]).toEqual([0, expect.not.stringContaining('Backup team')]);

  const emulator = await startEmulator(project);
  const ends = async (): Promise<string[]> => {
    const { body } = await emulator.call('GET', schedules, tenants.wingtip);
    return body.value.map(({ properties }: { properties: { endDateTime: string } }) =>
      properties.endDateTime.slice(0, 10),
    );
  };
  expect(await ends()).toEqual([inDays(61)]);

  full(active(`until: '${inDays(120)}'`));
  expect(await project.run('apply', 'wingtip', '--auto-approve')).toMatchObject({ code: 0, stderr: '' });
  expect(await ends()).toEqual([inDays(121)]);

  full('');
  const deleted = await project.run('plan', 'wingtip', '--detailed-exitcode');
  expect(deleted.code).toBe(0);
  const left = await project.run('drift', 'wingtip');
  expect(left.code).toBe(0);
  expect(flat(left.stdout)).toContain(flat('1 scheduled to end'));

  full(active('revoked: true'));
  const early = await project.run('apply', 'wingtip', '--auto-approve');
  expect(early.code).toBe(1);
  expect(early.stdout + early.stderr).toContain('ActiveDurationTooShort'); // younger than five minutes
  await emulator.stop();
});
