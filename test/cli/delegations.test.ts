import { flat, widthOf } from './diagnostics';
import { startEmulator } from './emulator';
import { customerFile, partnerFile, subscriptions, tenants } from './example';
import { emptyProject, removeProjects, type Project } from './project';

afterAll(removeProjects);

const subscription = `/subscriptions/${subscriptions.wingtip}`;

const delegation = (offerName: string, role = 'Reader') => `  games.delegate('monitoring', {
    offerName: '${offerName}',
    because: 'contract 2026',
    authorizations: [{ to: msp.helpdeskAgents, name: 'Helpdesk', role: '${role}' }],
    eligible: [{ to: msp.helpdeskAgents, role: 'Contributor', longestActivation: 'PT4H' }],
  });
  games.resourceGroup('rg-games').delegate('backup', {
    offerName: 'Backup',
    authorizations: [{ to: msp.adminAgents, role: 'Backup Operator' }],
  });`;

function declare(project: Project, body: string): void {
  const partner = `  games.grant('partner', { to: msp.adminAgents, role: 'Owner', because: 'AOBO' });\n`;
  const text = {
    tenant: tenants.wingtip,
    subscriptions: { games: subscriptions.wingtip },
    body: partner + body,
  };
  project.write('stacks/customers/wingtip.ts', customerFile('wingtip', text));
}

test('delegations are made, kept, changed in place and removed in order, and a change by hand is drift', async () => {
  const project = emptyProject({ 'stacks/partner.ts': partnerFile });
  declare(project, delegation('Monitoring'));

  const planned = await project.run('plan', 'wingtip');
  expect(planned).toMatchObject({ code: 0, stderr: '' });
  expect(widthOf(planned.stdout)).toBeLessThanOrEqual(80);
  expect(planned.stdout).toContain('Plan: 4 to add, 0 to change, 0 to destroy, 1 to adopt.');
  expect(flat(planned.stdout)).toContain(flat('"Reader" for "Helpdesk"'));
  expect(flat(planned.stdout)).toContain(flat('(after: azurerm_lighthouse_definition.games_monitoring)'));

  const applied = await project.run('apply', 'wingtip', '--auto-approve');
  expect(applied).toMatchObject({ code: 0, stderr: '' });
  expect((await project.run('plan', 'wingtip', '--detailed-exitcode')).code).toBe(0);

  declare(project, delegation('Monitoring and more'));
  expect((await project.run('plan', 'wingtip', '--out', 'renamed.plan.json')).stdout).toContain(
    '1 to change',
  );
  const renamed = await project.run('apply', '--plan', 'renamed.plan.json');
  expect(renamed).toMatchObject({ code: 0, stderr: '' });
  const declared = await project.run('drift', 'wingtip');
  expect(declared.code).toBe(0);
  expect(declared.stdout).not.toContain('Delegated through Azure Lighthouse');

  const emulator = await startEmulator(project);
  const path = `${subscription}/providers/Microsoft.ManagedServices/registrationAssignments?api-version=2022-10-01`;
  const { body } = await emulator.call('GET', path, tenants.wingtip);
  expect(body.value).toHaveLength(2);
  const definitions = `${subscription}/providers/Microsoft.ManagedServices/registrationDefinitions?api-version=2022-10-01`;
  expect((await emulator.call('GET', definitions, tenants.wingtip)).body.value).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        properties: expect.objectContaining({ eligibleAuthorizations: [expect.anything()] }),
      }),
    ]),
  );
  const [{ id }] = body.value;
  expect((await emulator.call('DELETE', `${id}?api-version=2022-10-01`, tenants.wingtip)).status).toBe(200);
  const drifted = await project.run('drift', 'wingtip');
  expect(drifted.code).toBe(2);
  expect(drifted.stdout).toContain('Roles and delegations: not as declared (1)');
  expect((await project.run('apply', 'wingtip', '--auto-approve')).code).toBe(0);

  declare(project, '');
  const removed = await project.run('apply', 'wingtip', '--auto-approve');
  expect(removed).toMatchObject({ code: 0, stderr: '' });
  expect(removed.stdout).toContain('4 destroyed');
  expect((await emulator.call('GET', path, tenants.wingtip)).body.value).toEqual([]);
  expect((await project.run('plan', 'wingtip', '--detailed-exitcode')).code).toBe(0);
  await emulator.stop();
});
