import { codesIn, flat } from './diagnostics';
import { startEmulator } from './emulator';
import { customerFile, partnerFile, subscriptions, tenants } from './example';
import { emptyProject, removeProjects } from './project';

afterAll(removeProjects);

const mail = 'audit@auditors.example';
const automation = 'e0e0e0e0-0005-4000-8000-000004000001';

test('a declared guest gets access once somebody who may has invited them, and nobody is invited twice', async () => {
  const project = emptyProject({ 'stacks/partner.ts': partnerFile });
  project.write(
    'stacks/customers/tailspin.ts',
    customerFile('tailspin', {
      tenant: tenants.tailspin,
      subscriptions: { main: subscriptions.tailspin },
      body: `  main.grant('audit', { to: guest('${mail}'), role: 'Reader', because: 'audit 2026' });`,
    }).replace('group, servicePrincipal, user,', 'guest,'),
  );
  const planned = await project.run('plan');
  expect([planned.code, codesIn(planned.stdout)]).toEqual([1, ['guest_not_invited']]);
  expect(planned.stdout).toMatch(/az rest --method POST --url https:\S+\/v1\.0\/invitations/);
  expect(planned.stdout).not.toContain('will be created');
  expect((await project.run('apply', 'tailspin', '--auto-approve')).code).toBe(1);

  const world = '.tilldela/emulator/world.json';
  const parsed = JSON.parse(project.read(world));
  const home = parsed.tenants.find(({ id }: { id: string }) => id === tenants.tailspin);
  home.guestInviters = [automation];
  project.write(world, JSON.stringify(parsed));
  const emulator = await startEmulator(project);
  const invitation = { invitedUserEmailAddress: mail, inviteRedirectUrl: 'https://portal.azure.com' };
  const { status, body } = await emulator.call('POST', '/v1.0/invitations', tenants.tailspin, invitation);
  expect(status).toBe(201);

  const found = await project.run('plan');
  expect(found.code).toBe(0);
  expect(flat(found.stdout)).toContain(
    flat(`principal = "audit_auditors.example#EXT#@tailspin.onmicrosoft.com" (User) ${body.invitedUser.id}`),
  );
  expect((await project.run('apply', 'tailspin', '--auto-approve')).code).toBe(0);
  expect((await project.run('plan', '--detailed-exitcode')).code).toBe(0);
  expect((await project.run('access', 'tailspin')).stdout).toContain('guest');
  await emulator.stop();
});
