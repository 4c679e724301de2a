import { codesIn } from './diagnostics';
import { startEmulator, type Emulator } from './emulator';
import { partnerFile, subscriptions, tenants } from './example';
import { emptyProject, removeProjects } from './project';

afterAll(removeProjects);

const subscription = `/subscriptions/${subscriptions.production}`;
const customer = 'stacks/customers/contoso.ts';

const contoso = (role: string) => `import { CustomerStack, inTenant, user, type App } from 'tilldela';
import { msp } from '../partner';
export default (app: App) => {
  const contoso = new CustomerStack(app, 'contoso', {
    partner: msp,
    tenant: '${tenants.contoso}',
    subscriptions: { production: '${subscriptions.production}' },
    reads: inTenant(),
    writes: inTenant(),
  });
  contoso.subscriptions.production.grant('patches', { to: user('dana@contoso.com'), role: '${role}' });
};
`;

async function makeRole(emulator: Emulator, number: number, roleName: string, actions: readonly string[]) {
  const id = `66666666-0000-4000-8000-00000000000${number}`;
  const path = `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${id}?api-version=2022-04-01`;
  const answer = await emulator.call('PUT', path, tenants.contoso, {
    properties: {
      roleName,
      description: 'Made by hand.',
      type: 'CustomRole',
      permissions: [{ actions, notActions: [] }],
      assignableScopes: [subscription],
    },
  });
  expect(answer.status).toBe(201);
  return id;
}

test('a role that a customer made is learnt, checked by name, and granted', async () => {
  const project = emptyProject({ 'stacks/partner.ts': partnerFile, [customer]: contoso('Patch Operator') });
  const emulator = await startEmulator(project);
  const id = await makeRole(emulator, 1, 'Patch Operator', [
    'Microsoft.Compute/virtualMachines/restart/action',
  ]);
  await makeRole(emulator, 2, 'Gate Keeper', ['Microsoft.Authorization/roleAssignments/write']);

  const unknown = await project.run('plan');
  expect([unknown.code, codesIn(unknown.stderr)]).toEqual([1, ['unknown_role']]);

  const stale = await project.run('roles', 'refresh', '--check');
  expect([stale.code, stale.stdout]).toEqual([
    2,
    'Would change stacks/roles.json\nWould change stacks/roles.ts\n',
  ]);
  expect(project.has('stacks/roles.json')).toBe(false);

  const refreshed = await project.run('roles', 'refresh', 'contoso');
  expect([refreshed.code, refreshed.stderr]).toEqual([0, '']);
  expect(project.read('stacks/roles.ts')).toContain('    "Patch Operator": string;\n');
  expect((await project.run('roles', 'refresh', '--check')).stdout).toBe('No changes.\n');

  const planned = await project.run('plan', '--detailed-exitcode');
  expect([planned.code, planned.stdout]).toEqual([
    2,
    expect.stringContaining('role      = Patch Operator (custom)'),
  ]);
  expect((await project.run('apply', 'contoso', '--auto-approve')).code).toBe(0);
  expect((await project.run('plan', '--detailed-exitcode')).code).toBe(0);
  const list = `${subscription}/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01`;
  const { value } = (await emulator.call('GET', list, tenants.contoso)).body;
  expect(JSON.stringify(value)).toContain(id);

  // Whether a role can give access is told by what it permits, whoever made it.
  project.write(customer, contoso('Gate Keeper'));
  const unreasoned = await project.run('validate');
  expect([unreasoned.code, codesIn(unreasoned.stderr)]).toEqual([1, ['reason_missing']]);
  project.write(customer, contoso('Patch Operater'));
  expect((await project.run('validate')).stderr).toContain('"Patch Operator"');
  await emulator.stop();
});

test('a catalogue that was damaged is said, and never passed over', async () => {
  const project = emptyProject({
    'stacks/partner.ts': partnerFile,
    [customer]: contoso('Reader'),
    'stacks/roles.json': '{',
  });
  const validated = await project.run('validate');
  expect([validated.code, codesIn(validated.stderr)]).toEqual([1, ['role_file_unreadable']]);
});
