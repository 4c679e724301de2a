import { codesIn, diagnosticsIn, flat } from './diagnostics';
import { startEmulator } from './emulator';
import { roleIds, subscriptions, tenants, users } from './example';
import { exampleFleet, removeProjects, type Project } from './project';

afterAll(removeProjects);

const roleAssignments = '/providers/Microsoft.Authorization/roleAssignments';
const version = '?api-version=2022-04-01';

async function planned(...customers: string[]): Promise<Project> {
  const project = exampleFleet();
  const { code } = await project.run('plan', ...customers, '--out', 'a.plan.json');
  if (code !== 0) throw new Error('there is no plan');
  return project;
}

/** Lines of the log of what was changed in the emulator since the last start. */
async function accessOf(project: Project, subscription: string): Promise<string> {
  return (await project.run('access', '--subscription', subscription, '--json')).stdout;
}

test.concurrent(
  'a plan file that cannot be used is refused for its reason, and nothing is changed',
  async () => {
    const project = await planned('tailspin');
    const good = project.read('a.plan.json');
    const before = await accessOf(project, subscriptions.tailspin);
    project.write('cut.json', good.slice(0, 500));
    project.write(
      'edited.json',
      good.replace(/"role_definition_id": "[^"]+/, (text) => `${text.slice(0, -1)}0`),
    );
    project.write('terraform.json', '{"format_version":"1.2","resource_changes":[]}');
    project.write('older.json', good.replace(/"version": "0[^"]*"/, '"version": "0.0.1"'));

    const files = ['cut', 'edited', 'terraform', 'older', 'missing'];
    const commands = files.flatMap((file) => [
      ['apply', '--plan', `${file}.json`],
      ['show', `${file}.json`],
    ]);
    const runs = await Promise.all(commands.map((command) => project.run(...command)));
    for (const { code, stdout } of runs) expect([code, stdout]).toEqual([1, '']);
    const codes = runs.map(({ stderr }) => codesIn(stderr).join());
    const unreadable = 'plan_file_unreadable';
    const twice = [unreadable, unreadable];
    expect(codes).toEqual([...twice, ...twice, ...twice, 'plan_file_version', 'plan_file_version', ...twice]);
    expect(flat(runs[6]?.stderr ?? '')).toContain(flat('made by tilldela 0.0.1'));
    expect(runs[8]?.stderr).toContain('ENOENT');

    expect(await accessOf(project, subscriptions.tailspin)).toBe(before);
    expect(project.has('stacks/customers/tailspin.emulator.lock.json')).toBe(false);
  },
);

test.concurrent('a plan made from another declaration is refused, and nothing is changed', async () => {
  const project = await planned('tailspin');
  const before = await accessOf(project, subscriptions.tailspin);
  project.edit('stacks/customers/tailspin.ts', `managedService('silver')`, `managedService('gold')`);
  const applied = await project.run('apply', '--plan', 'a.plan.json');
  expect([applied.code, codesIn(applied.stderr)]).toEqual([1, ['plan_other_configuration']]);
  expect(await accessOf(project, subscriptions.tailspin)).toBe(before);
});

test.concurrent('a plan for a customer whose file is gone is refused', async () => {
  const project = await planned('tailspin');
  project.remove('stacks/customers/tailspin.ts');
  const applied = await project.run('apply', '--plan', 'a.plan.json');
  expect([applied.code, codesIn(applied.stderr)]).toEqual([1, ['unknown_customer']]);
});

test.concurrent(
  'a plan is stale for the customer whose assignment moved, and carried out for the other',
  async () => {
    const project = exampleFleet();
    await project.run('apply', '--all', '--auto-approve');
    for (const customer of ['tailspin', 'wingtip']) {
      project.edit(`stacks/customers/${customer}.ts`, `: user('`, `: user('`); // the declaration stays as it is
    }
    // Both customers lose their contract: a removal each.
    project.edit('stacks/customers/tailspin.ts', `shop.use('managed', managedService('silver'));`, '');
    project.edit('stacks/customers/wingtip.ts', `games.use('managed', managedService('gold'), {`, `void ({`);
    await project.run('plan', 'tailspin', 'wingtip', '--out', 'a.plan.json');

    const emulator = await startEmulator(project);
    const list = `/subscriptions/${subscriptions.tailspin}${roleAssignments}${version}`;
    const { body } = await emulator.call('GET', list, tenants.tailspin);
    const group = body.value.find(
      ({ properties }: { properties: { principalType: string } }) => properties.principalType === 'Group',
    );
    await emulator.call('DELETE', `${group.id}${version}`, tenants.tailspin);

    const applied = await project.run('apply', '--plan', 'a.plan.json');
    expect(applied.code).toBe(1);
    expect(diagnosticsIn(applied.stderr)).toMatchObject([{ code: 'plan_stale' }]);
    expect(flat(applied.stderr)).toContain(flat('Nothing of this customer was changed.'));
    expect(applied.stdout).toContain('wingtip');
    expect(applied.stdout).toContain('1 destroyed');
    const rest = await emulator.call('GET', list, tenants.tailspin);
    expect(rest.body.value).toHaveLength(body.value.length - 1); // only what was deleted by hand is gone
    await emulator.stop();
  },
);

test.concurrent('what moved elsewhere in the subscription does not make a plan stale', async () => {
  const project = await planned('contoso');
  const emulator = await startEmulator(project);
  const scope = `/subscriptions/${subscriptions.production}`;
  const roleDefinitionId = `${scope}/providers/Microsoft.Authorization/roleDefinitions/${roleIds.reader}`;
  const body = { properties: { roleDefinitionId, principalId: users.dana, principalType: 'User' } };
  const url = `${scope}${roleAssignments}/b2b2b2b2-2222-4222-8222-222222222222${version}`;
  expect((await emulator.call('PUT', url, tenants.contoso, body)).status).toBe(201);

  const applied = await project.run('apply', '--plan', 'a.plan.json');
  expect([applied.code, applied.stderr]).toEqual([0, '']);
  expect(applied.stdout).toContain('Apply complete: 7 added');
  await emulator.stop();
});

test.concurrent('what stands in the lock comes from the declaration, not from the plan file', async () => {
  const project = await planned('contoso');
  const plan = project.read('a.plan.json');
  expect(plan).toContain('"contoso/production/partner"');
  project.write(
    'forged.json',
    plan.replaceAll('"contoso/production/partner"', '"contoso/production/forged"'),
  );
  const applied = await project.run('apply', '--plan', 'forged.json');
  expect([applied.code, codesIn(applied.stderr)]).toEqual([0, []]);
  const lock = project.read('stacks/customers/contoso.emulator.lock.json');
  expect(lock).toContain('contoso/production/partner');
  expect(lock).not.toContain('forged');
});

test.concurrent('a plan that cannot be saved is a usage error', async () => {
  const { code, stderr } = await exampleFleet().run('plan', 'tailspin', '--out', 'no/such/folder/a.json');
  expect([code, codesIn(stderr)]).toEqual([1, ['usage']]);
  expect(flat(stderr)).toContain(flat('The plan could not be saved: ENOENT'));
});

test.concurrent('a plan that speaks of no customer is not taken for one of all customers', async () => {
  const project = exampleFleet();
  const file = 'stacks/customers/tailspin.ts';
  project.edit(file, 'ivy@tailspin.com', 'ivy');
  const { code } = await project.run('plan', 'tailspin', '--out', 'a.plan.json');
  expect(code).toBe(1);
  const applied = await project.run('apply', '--plan', 'a.plan.json');
  expect([applied.code, codesIn(applied.stderr)]).toEqual([1, ['plan_file_unreadable']]);
  expect(project.has('stacks/customers/contoso.emulator.lock.json')).toBe(false);
});
