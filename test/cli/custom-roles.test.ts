import { codesIn, flat, widthOf } from './diagnostics';
import { startEmulator } from './emulator';
import { customerFile, partnerFile, subscriptions, tenants } from './example';
import { emptyProject, removeProjects, type Project } from './project';

afterAll(removeProjects);

const subscription = `/subscriptions/${subscriptions.wingtip}`;
const backupTeam = 'e0e0e0e0-0004-4000-8000-000005000001';
const customerPath = 'stacks/customers/wingtip.ts';

const start = 'Microsoft.Compute/virtualMachines/start/action';
const operator = (roleName = 'VM Operator', actions = [start]) =>
  `  const operator = stack.customRole('vm-operator', {
    roleName: '${roleName}',
    scope: games,
    description: 'Runs machines',
    because: 'on call, CHG-1',
    actions: ${JSON.stringify(actions)},
  });`;
const grant = `  games.grant('ops', { to: user('max@wingtip.com'), role: operator });`;
const partner = `  games.grant('partner', { to: msp.adminAgents, role: 'Owner', because: 'AOBO' });`;

function wingtip(...body: string[]): Project {
  const project = emptyProject({ 'stacks/partner.ts': partnerFile });
  declare(project, ...body);
  return project;
}

function declare(project: Project, ...body: string[]): void {
  const text = {
    tenant: tenants.wingtip,
    subscriptions: { games: subscriptions.wingtip },
    body: [partner, ...body].join('\n'),
  };
  project.write(customerPath, customerFile('wingtip', text));
}

const rolesPath = `${subscription}/providers/Microsoft.Authorization/roleDefinitions?api-version=2022-04-01&$filter=type%20eq%20'CustomRole'`;

test.concurrent(
  'a custom role and a grant of it are made, kept, changed in place and removed in order',
  async () => {
    const project = wingtip(operator(), grant);

    const planned = await project.run('plan', 'wingtip');
    expect(planned).toMatchObject({ code: 0, stderr: '' });
    expect(widthOf(planned.stdout)).toBeLessThanOrEqual(80);
    expect(planned.stdout).toContain('# wingtip: azurerm_role_definition.vm-operator will be created');
    expect(flat(planned.stdout)).toContain(flat('(after: azurerm_role_definition.vm-operator)'));
    expect(planned.stdout).toMatch(/\+ role +=\s+VM Operator \(custom\)/);
    expect(planned.stdout).toContain('Plan: 2 to add, 0 to change, 0 to destroy, 1 to adopt.');

    const applied = await project.run('apply', 'wingtip', '--auto-approve');
    expect(applied).toMatchObject({ code: 0, stderr: '' });
    expect(applied.stdout).toContain('Apply complete: 2 added');
    expect((await project.run('plan', 'wingtip', '--detailed-exitcode')).code).toBe(0);

    declare(project, operator('VM Operator', [start, 'Microsoft.Compute/virtualMachines/read']), grant);
    const changed = await project.run('apply', 'wingtip', '--auto-approve');
    expect(changed).toMatchObject({ code: 0, stderr: '' });
    expect(changed.stdout).toContain('Apply complete: 0 added, 1 changed');
    expect((await project.run('plan', 'wingtip', '--detailed-exitcode')).code).toBe(0);

    declare(project, '');
    const removal = await project.run('plan', 'wingtip', '--out', 'removal.plan.json');
    expect(removal.stdout).toContain('Plan: 0 to add, 0 to change, 2 to destroy');
    expect(flat(removal.stdout)).toMatch(
      /role_definition\.undeclared.*willbedestroyed.*\(after:#azurerm_role_assignment\.undeclared/,
    );
    const removed = await project.run('apply', '--plan', 'removal.plan.json');
    expect(removed).toMatchObject({ code: 0, stderr: '' });
    expect(removed.stdout).toContain('2 destroyed');

    const emulator = await startEmulator(project);
    expect((await emulator.call('GET', rolesPath, tenants.wingtip)).body.value).toEqual([]);
    await emulator.stop();
    expect((await project.run('plan', 'wingtip', '--detailed-exitcode')).code).toBe(0);
  },
);

test.concurrent(
  'a custom role that somebody changed in the portal is drift, and apply puts it right',
  async () => {
    const project = wingtip(operator(), grant);
    await project.run('apply', 'wingtip', '--auto-approve');
    const emulator = await startEmulator(project);
    const { body } = await emulator.call('GET', rolesPath, tenants.wingtip);
    const [{ id, properties }] = body.value;
    const broadened = {
      properties: { ...properties, permissions: [{ ...properties.permissions[0], actions: ['*'] }] },
    };
    await emulator.call('PUT', `${id}?api-version=2022-04-01`, tenants.wingtip, broadened);

    const drifted = await project.run('drift', 'wingtip');
    expect(drifted.code).toBe(2);
    expect(drifted.stdout).toContain('Roles and delegations: not as declared (1)');
    expect(flat(drifted.stdout)).toContain(flat(`~ actions = * -> ${start}`));

    expect((await project.run('apply', 'wingtip', '--auto-approve')).code).toBe(0);
    expect((await project.run('drift', 'wingtip')).code).toBe(0);
    await emulator.stop();
  },
);

test.concurrent(
  'a role name that another custom role has stops the plan; a role that others still have stays',
  async () => {
    const project = wingtip(operator(), grant);
    await project.run('apply', 'wingtip', '--auto-approve');
    const emulator = await startEmulator(project);

    declare(
      project,
      operator(),
      grant,
      operator('vm operator').replaceAll('vm-operator', 'second').replace('const operator', 'const second'),
    );
    const twice = await project.run('plan', 'wingtip');
    expect(twice.code).toBe(1);
    expect(codesIn(twice.stdout)).toContain('role_name_taken');

    const { body } = await emulator.call('GET', rolesPath, tenants.wingtip);
    const byHand = `${subscription}/providers/Microsoft.Authorization/roleAssignments/a1a1a1a1-1111-4111-8111-111111111111`;
    const properties = {
      roleDefinitionId: body.value[0].id,
      principalId: backupTeam,
      principalType: 'Group',
    };
    expect(
      (await emulator.call('PUT', `${byHand}?api-version=2022-04-01`, tenants.wingtip, { properties }))
        .status,
    ).toBe(201);
    // The role stays with a warning, and what has nothing to do with it is made all the same.
    declare(project, "games.grant('readers', { to: group('Backup team'), role: 'Reader' });");
    const used = await project.run('apply', 'wingtip', '--auto-approve');
    expect([used.code, codesIn(used.stdout + used.stderr)]).toEqual([
      0,
      expect.arrayContaining(['role_in_use']),
    ]);
    expect(flat(used.stdout + used.stderr)).toContain(flat(byHand));
    expect(used.stdout).toContain('created');
    await emulator.stop();
  },
);
