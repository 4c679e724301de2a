import { codesIn, flat } from './diagnostics';
import { customerFile, partnerFile, subscriptions, tenants } from './example';
import { emptyProject, removeProjects } from './project';

afterAll(removeProjects);

const mail = 'audit@auditors.example';
const inAMonth = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
const automation = 'e0e0e0e0-0005-4000-8000-000004000001';

test('a declared guest gets access once somebody who may has invited them, and nobody is invited twice', async () => {
  const project = emptyProject({ 'stacks/partner.ts': partnerFile });
  project.write(
    'stacks/customers/tailspin.ts',
    customerFile('tailspin', {
      tenant: tenants.tailspin,
      subscriptions: { main: subscriptions.tailspin },
      body: `  main.grant('audit', { to: guest('${mail}'), role: 'Reader', because: 'audit 2026' });
  main.eligible('review', { to: guest('review@auditors.example'), role: 'Reader', because: 'x', until: '${inAMonth}' });
  main.grant('over', { to: guest('over@auditors.example'), role: 'Reader', because: 'x', until: '2020-01-01' });`,
    }).replace('group, servicePrincipal, user,', 'guest,'),
  );
  const planned = await project.run('plan');
  expect([planned.code, codesIn(planned.stdout)]).toEqual([
    1,
    ['grant_expired', 'guest_not_invited', 'guest_not_invited'],
  ]);
  expect(planned.stdout).toContain('`tilldela invite` invites them');
  expect(planned.stdout).toMatch(/az rest --method POST --url https:\S+\/v1\.0\/invitations/);
  expect(planned.stdout).not.toContain('will be created');
  expect((await project.run('apply', 'tailspin', '--auto-approve')).code).toBe(1);

  const refused = await project.run('invite', 'tailspin', '--auto-approve');
  expect([refused.code, codesIn(refused.stderr)]).toEqual([1, ['invitation_refused', 'invitation_refused']]);
  expect(refused.stderr).toContain('az rest --method POST');

  const world = '.tilldela/emulator/world.json';
  const parsed = JSON.parse(project.read(world));
  const home = parsed.tenants.find(({ id }: { id: string }) => id === tenants.tailspin);
  home.guestInviters = [automation];
  project.write(world, JSON.stringify(parsed));
  const unasked = await project.run('invite', 'tailspin');
  expect([unasked.code, codesIn(unasked.stderr)]).toEqual([1, ['usage']]);
  const invited = await project.run('invite', 'tailspin', '--auto-approve');
  expect([invited.code, invited.stderr]).toEqual([0, expect.not.stringContaining('Error')]);
  expect(invited.stdout).toContain(`+ ${mail} for tailspin/main/audit`);
  expect(invited.stdout).toContain('+ review@auditors.example for tailspin/main/review');
  expect(invited.stdout).not.toContain('over@auditors.example');
  const [, id] = /^Invited: audit@auditors\.example, object id (\S+)$/m.exec(invited.stdout) ?? [];
  expect((await project.run('invite', 'tailspin', '--auto-approve')).stdout).toMatch(/^Nobody to invite/);

  const found = await project.run('plan');
  expect(found.code).toBe(0);
  expect(flat(found.stdout)).toContain(
    flat(`principal = "audit_auditors.example#EXT#@tailspin.onmicrosoft.com" (User) ${id}`),
  );
  expect((await project.run('apply', 'tailspin', '--auto-approve')).code).toBe(0);
  expect((await project.run('plan', '--detailed-exitcode')).code).toBe(0);
  expect((await project.run('access', 'tailspin')).stdout).toContain('guest');
});
