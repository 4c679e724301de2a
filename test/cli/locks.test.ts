import { diagnosticsIn, flat } from './diagnostics';
import { startEmulator, type Emulator } from './emulator';
import { customerFile, partnerFile, roleIds, subscriptions, tenants } from './example';
import { emptyProject, removeProjects, type Project } from './project';

afterAll(removeProjects);

const subscription = `/subscriptions/${subscriptions.fabrikam}`;
const lockPath = `${subscription}/providers/Microsoft.Authorization/locks/audit?api-version=2020-05-01`;

/** An application that may assign roles but not lock makes itself Owner first. */
async function lock(emulator: Emulator, level: string): Promise<number> {
  const at = `${subscription}/providers/Microsoft.Authorization`;
  await emulator.call(
    'PUT',
    `${at}/roleAssignments/a1a1a1a1-1111-4111-8111-111111111111?api-version=2022-04-01`,
    tenants.fabrikam,
    {
      properties: {
        roleDefinitionId: `${at}/roleDefinitions/${roleIds.owner}`,
        principalId: 'e0e0e0e0-0005-4000-8000-000002000001',
        principalType: 'ServicePrincipal',
      },
    },
  );
  const { status } = await emulator.call('PUT', lockPath, tenants.fabrikam, { properties: { level } });
  return status;
}

const withGrants = (project: Project, body: string): void =>
  project.write(
    'stacks/customers/fabrikam.ts',
    customerFile('fabrikam', {
      tenant: tenants.fabrikam,
      subscriptions: { main: subscriptions.fabrikam },
      body,
    }),
  );
const grant = "main.grant('kim', { to: user('kim@fabrikam.com'), role: 'Reader' });";

test.concurrent(
  'what a lock forbids is handed off, never tried, and made when the lock is gone',
  async () => {
    const project = emptyProject({ 'stacks/partner.ts': partnerFile });
    withGrants(project, grant);
    const emulator = await startEmulator(project);
    expect(await lock(emulator, 'ReadOnly')).toBe(201);
    const planned = await project.run('plan', 'fabrikam');
    expect([planned.code, planned.stderr]).toEqual([0, '']);
    expect(flat(planned.stdout)).toContain(flat('(handed off: A resource lock forbids it, also for access.'));
    const applied = await project.run('apply', 'fabrikam', '--auto-approve');
    expect(diagnosticsIn(applied.stderr).map(({ code }) => code)).toEqual(['handed_off']);
    expect(project.read('.tilldela/emulator/requests.jsonl')).not.toMatch(/"method":"PUT".*kim/);
    await project.run('handoff', 'fabrikam', '--out', 'pack');
    expect(flat(project.read('pack/fabrikam.md'))).toContain(
      flat('Have the lock removed, apply, and put it back'),
    );

    // Only deleting is forbidden now.
    expect(await lock(emulator, 'CanNotDelete')).toBe(200);
    expect(await project.run('apply', 'fabrikam', '--auto-approve')).toMatchObject({ code: 0, stderr: '' });
    withGrants(project, '');
    const removing = await project.run('plan', 'fabrikam');
    expect(flat(removing.stdout)).toContain(flat('(handed off: A resource lock forbids it'));
    await emulator.call('DELETE', lockPath, tenants.fabrikam);
    expect((await project.run('plan', 'fabrikam')).stdout).not.toContain('handed off');
    await emulator.stop();
  },
);

test.concurrent(
  'locks that cannot be read are one warning; what they forbid is tried and told as a lock',
  async () => {
    const project = emptyProject({ 'stacks/partner.ts': partnerFile });
    withGrants(
      project,
      `${grant}\n  main.resourceGroup('rg-erp').grant('kim', { to: user('kim@fabrikam.com'), role: 'Reader' });`,
    );
    const refused = { status: 403, code: 'AuthorizationFailed', message: 'The client may not read locks.' };
    const fault = { method: 'GET', path: '/**/locks', action: { kind: 'status', ...refused } };
    project.write('.tilldela/emulator/faults.jsonl', JSON.stringify(fault));
    const emulator = await startEmulator(project);
    await lock(emulator, 'ReadOnly');
    const applied = await project.run('apply', 'fabrikam', '--auto-approve');
    expect(applied.code).toBe(1);
    expect(flat(applied.stdout)).toContain(flat('Whether a resource lock forbids it'));
    const shown = diagnosticsIn(applied.stdout);
    expect(shown.map(({ code }) => code)).toEqual(['locks_unread', 'azure_error', 'azure_error']);
    expect(flat(applied.stdout)).toContain(flat('The client may not read locks.'));
    expect(flat(applied.stdout)).toContain(flat('Have the lock removed, apply again, and put it back'));
    await emulator.stop();
  },
);
