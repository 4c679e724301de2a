import { codesIn, diagnosticsIn, flat } from './diagnostics';
import { startEmulator } from './emulator';
import { subscriptions, tenants } from './example';
import { exampleFleet, removeProjects, type Project } from './project';

afterAll(removeProjects);

async function appliedContoso(): Promise<Project> {
  const project = exampleFleet();
  const { code } = await project.run('apply', 'contoso', '--auto-approve');
  if (code !== 0) throw new Error('contoso could not be applied');
  return project;
}

test.concurrent(
  "a customer's file that is gone is scope_vanished for each scope, until the customer is forgotten",
  async () => {
    const project = await appliedContoso();
    project.remove('stacks/customers/contoso.ts');

    const planned = await project.run('plan');
    expect(planned.code).toBe(1);
    expect(diagnosticsIn(planned.stderr)).toMatchObject([
      { code: 'scope_vanished', place: 'at contoso/production' },
      { code: 'scope_vanished', place: 'at contoso/sandbox' },
    ]);
    expect(planned.stderr).toContain('tilldela forget contoso/production');
    expect(planned.stdout).toContain('tailspin'); // the others are planned all the same
    const applied = await project.run('apply', '--all', '--auto-approve');
    expect([applied.code, codesIn(applied.stderr)]).toEqual([1, ['scope_vanished', 'scope_vanished']]);
    expect((await project.run('validate')).code).toBe(1);

    const forgotten = await project.run('forget', 'contoso');
    expect(forgotten.code).toBe(0);
    expect(forgotten.stdout).toContain(
      `Forgotten: contoso/production (/subscriptions/${subscriptions.production})`,
    );
    expect(project.has('stacks/customers/contoso.emulator.lock.json')).toBe(false);
    expect((await project.run('plan')).code).toBe(0);
    const access = await project.run('access', '--subscription', subscriptions.production);
    expect(access.stdout).toContain('dana@contoso.com'); // nothing was touched
  },
);

test.concurrent('a subscription alias that is gone is scope_vanished, until it is forgotten', async () => {
  const project = await appliedContoso();
  const file = 'stacks/customers/contoso.ts';
  const withoutSandbox = project
    .read(file)
    .split('\n')
    .filter((line) => !/^ +sandbox: /.test(line))
    .join('\n')
    .replace(/^ +sandbox\.[\s\S]*?\}\);$/gm, '')
    .replace('{ production, sandbox }', '{ production }');
  project.write(file, withoutSandbox);

  const planned = await project.run('plan', 'contoso');
  expect(planned.code).toBe(1);
  expect(diagnosticsIn(planned.stdout + planned.stderr)).toMatchObject([
    { code: 'scope_vanished', place: 'at contoso/sandbox' },
  ]);
  expect((await project.run('apply', 'contoso', '--auto-approve')).code).toBe(1);

  const forgotten = await project.run('forget', 'contoso/sandbox');
  expect(forgotten.stdout).toBe(`Forgotten: contoso/sandbox (/subscriptions/${subscriptions.sandbox})\n`);
  const after = await project.run('plan', 'contoso', '--detailed-exitcode');
  expect([after.code, after.stdout]).toEqual([0, expect.stringContaining('No changes.')]);
  expect(project.read('stacks/customers/contoso.emulator.lock.json')).not.toContain(subscriptions.sandbox);
});

test.concurrent('a grant that is gone is a planned removal, which apply carries out', async () => {
  const project = await appliedContoso();
  project.edit(
    'stacks/customers/contoso.ts',
    `sandbox.resourceGroup('rg-lab').grant('lab', { to: group('Lab team'), role: 'Contributor' });`,
    '',
  );
  const planned = await project.run('plan', 'contoso', '--detailed-exitcode');
  expect(planned.code).toBe(2);
  expect(planned.stdout).toContain('Plan: 0 to add, 0 to change, 1 to destroy, 0 to adopt.');
  expect(planned.stdout).toContain('- principal = "Lab team" (Group)');

  const applied = await project.run('apply', 'contoso', '--auto-approve');
  expect([applied.code, applied.stdout]).toEqual([0, expect.stringContaining('1 destroyed')]);
  const access = await project.run('access', 'contoso');
  expect(access.stdout).not.toContain('Lab team');
  expect(access.stdout).toContain('lee@contoso.com');
});

test.concurrent(
  'an adopted assignment whose grant is gone is removed, and leaves the lock file',
  async () => {
    const project = await appliedContoso();
    const lock = 'stacks/customers/contoso.emulator.lock.json';
    expect(JSON.parse(project.read(lock)).adopted).toHaveLength(2);
    project.edit(
      'stacks/customers/contoso.ts',
      `  sandbox.grant('partner', { to: msp.adminAgents, role: 'Owner', because: 'AOBO; earns partner credit' });`,
      '',
    );
    const applied = await project.run('apply', 'contoso', '--auto-approve', '--allow', 'partner_credit_lost');
    expect([applied.code, applied.stdout]).toEqual([0, expect.stringContaining('1 destroyed')]);
    expect(JSON.parse(project.read(lock)).adopted).toMatchObject([
      { constructPath: 'contoso/production/partner' },
    ]);
  },
);

test.concurrent('forgetting what was never applied says what there is', async () => {
  const project = await appliedContoso();
  const runs = await Promise.all(
    ['tailspin', 'nobody', 'contoso/staging', 'contoso/sandbox/rg', ''].map((scope) =>
      project.run('forget', scope),
    ),
  );
  expect(runs.map(({ code, stderr }) => [code, codesIn(stderr)])).toEqual([
    [1, ['unknown_customer']],
    [1, ['unknown_customer']],
    [1, ['unknown_alias']],
    [1, ['unknown_customer']],
    [1, ['unknown_customer']],
  ]);
  expect(flat(runs[2]?.stderr ?? '')).toContain(flat('It has contoso/production, contoso/sandbox.'));
  expect(JSON.parse(project.read('stacks/customers/contoso.emulator.lock.json')).scopes).toHaveLength(2);
});

test.concurrent(
  'a subscription that was moved to another tenant is wrong_tenant with the next step, and stays in the lock file',
  async () => {
    const project = exampleFleet();
    await project.run('apply', 'tailspin', '--auto-approve');
    const lock = project.read('stacks/customers/tailspin.emulator.lock.json');
    const emulator = await startEmulator(project);
    const moved = await emulator.control('move-subscription', {
      subscription: subscriptions.tailspin,
      tenant: tenants.woodgrove,
    });
    expect(moved.status).toBe(200);

    for (const command of [['plan'], ['apply', '--auto-approve'], ['drift'], ['access']]) {
      const { code, stdout, stderr } = await project.run(...command, 'tailspin');
      const shown = diagnosticsIn(stdout + stderr).filter(({ code: found }) => found === 'wrong_tenant');
      expect([command, code, shown.length]).toEqual([command, 1, 1]);
      expect(flat(shown[0]?.text ?? '')).toContain(flat(`belongs to tenant ${tenants.woodgrove}`));
      expect(flat(shown[0]?.text ?? '')).toContain(flat('tilldela forget CUSTOMER/ALIAS'));
      expect(stdout).not.toMatch(/will be (destroyed|created)/);
    }
    expect(project.read('stacks/customers/tailspin.emulator.lock.json')).toBe(lock);

    const others = await project.run('plan', 'woodgrove');
    expect(others.stdout).not.toContain('will be destroyed');
    await emulator.stop();
  },
);
