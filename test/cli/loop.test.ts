import { codesIn, diagnosticsIn, widthOf } from './diagnostics';
import { startEmulator } from './emulator';
import { exampleFleet, Project, removeProjects } from './project';

afterAll(removeProjects);

test.concurrent('plan exits 2, apply 0, and the next plan 0 with "No changes"', async () => {
  const project = exampleFleet();

  const before = await project.run('plan', '--detailed-exitcode');
  expect(before).toMatchObject({ code: 2, stderr: '' });
  expect(before.stdout).toContain('Plan for 5 customers: 19 to add, 0 to change, 0 to destroy, 8 to adopt.');

  const applied = await project.run('apply', '--all', '--auto-approve');
  expect(applied).toMatchObject({ code: 0, stderr: '' });
  expect(applied.stdout).toContain('Apply complete: 7 added, 0 changed, 0 destroyed, 2 adopted.');

  const after = await project.run('plan', 'contoso', '--detailed-exitcode');
  expect(after).toMatchObject({ code: 0, stderr: '' });
  expect(after.stdout).toContain('No changes. Azure has what contoso declares.');

  const fleet = await project.run('plan', '--detailed-exitcode');
  expect(fleet.code).toBe(0);
  expect(fleet.stdout).toContain('Plan for 5 customers: 0 to add, 0 to change, 0 to destroy, 0 to adopt.');
});

test.concurrent("Terraform's single-dash flags are understood", async () => {
  const project = exampleFleet();

  const planned = await project.runWith(
    { FORCE_COLOR: '1' },
    'plan',
    'wingtip',
    '-no-color',
    '-detailed-exitcode',
    '-out=w.plan.json',
  );
  expect(planned.code).toBe(2);
  expect(planned.stdout).not.toContain('\u001b');
  expect(JSON.parse(project.read('w.plan.json'))).toMatchObject({ format_version: '1.2', errored: false });

  const colored = await project.runWith({ FORCE_COLOR: '1' }, 'plan', 'wingtip');
  expect(colored.stdout).toContain('\u001b[');

  const applied = await project.run('apply', 'wingtip', '-auto-approve', '-json');
  expect(applied.code).toBe(0);
  expect(applied.stderr).toContain('Plan: 2 to add'); // the plan is for people
  expect(JSON.parse(applied.stdout)).toMatchObject({
    customers: [{ customer: 'wingtip', counts: { added: 2 } }],
  });
});

test.concurrent('a saved plan is shown without Azure and carried out by apply --plan', async () => {
  const project = exampleFleet();
  const planned = await project.run('plan', 'tailspin', '--out', 'tailspin.plan.json');
  expect(planned.code).toBe(0); // there are changes, and nobody asked for a code that says so
  expect(planned.stderr).toContain('tilldela apply --plan tailspin.plan.json');
  expect(widthOf(planned.stdout)).toBeLessThanOrEqual(80);

  const elsewhere = new Project();
  const shown = await elsewhere.run('show', project.path('tailspin.plan.json'));
  expect(shown).toMatchObject({ code: 0, stdout: planned.stdout, stderr: '' });
  expect(elsewhere.has('.tilldela')).toBe(false); // nothing was started to show it

  const applied = await project.run('apply', '--plan', 'tailspin.plan.json');
  expect(applied).toMatchObject({ code: 0, stderr: '' });
  expect(applied.stdout).toContain('Apply complete: 3 added, 0 changed, 0 destroyed, 1 adopted.');
  expect((await project.run('plan', 'tailspin', '--detailed-exitcode')).code).toBe(0);

  const again = await project.run('apply', '--plan', 'tailspin.plan.json');
  expect(again.code).toBe(1);
  expect(new Set(codesIn(again.stderr))).toEqual(new Set(['plan_stale']));
});

test.concurrent('drift exits 2 before the first apply, and 0 after it', async () => {
  const project = exampleFleet();
  const before = await project.run('drift', 'tailspin');
  expect(before.code).toBe(2);
  expect(before.stdout).toContain('Missing: declared, and not in Azure (3)');

  await project.run('apply', 'tailspin', '--auto-approve');
  const after = await project.run('drift', 'tailspin');
  expect(after).toMatchObject({ code: 0, stderr: '' });
  expect(after.stdout).toContain('No drift: Azure is as tailspin declares.');
});

test.concurrent('--json of every reading command is JSON on stdout, and nothing else is there', async () => {
  const project = exampleFleet();
  const emulator = await startEmulator(project);
  await project.run('plan', '--out', 'fleet.plan.json');
  const commands = [
    ['plan'],
    ['plan', 'contoso', '-detailed-exitcode'],
    ['drift'],
    ['access'],
    ['access', '--subscription', 'e0e0e0e0-0002-4000-8000-000003000001'],
    ['roles', 'reader'],
    ['show', 'fleet.plan.json'],
  ];
  const runs = await Promise.all(commands.map((command) => project.run(...command, '--json')));
  expect(runs.map(({ code }) => code)).toEqual([0, 2, 2, 0, 0, 0, 0]);
  for (const { stdout, stderr } of runs) {
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual(expect.objectContaining({}));
    expect(stdout.startsWith('{')).toBe(true);
  }
  expect(runs[6]?.stdout).toBe(project.read('fleet.plan.json'));
  await emulator.stop();
});

test.concurrent('where the answer is JSON, what went wrong is also said on stderr', async () => {
  const project = exampleFleet();
  project.edit('stacks/customers/tailspin.ts', 'ivy@tailspin.com', 'eve@tailspin.com');
  const planned = await project.run('plan', 'tailspin', '--json');
  expect(planned.code).toBe(1);
  expect(JSON.parse(planned.stdout)).toMatchObject({ errored: true });
  expect(codesIn(planned.stderr)).toEqual(['principal_not_found']);

  const drifted = await project.run('drift', 'tailspin', '--json');
  expect(drifted.code).toBe(1);
  expect(codesIn(drifted.stderr)).toEqual(['principal_not_found']);
  const plain = await project.run('drift', 'tailspin');
  expect(codesIn(plain.stdout + plain.stderr)).toEqual(['principal_not_found']); // not twice
});

test.concurrent('a grant whose last day is over is a warning and a planned removal at --as-of', async () => {
  const project = exampleFleet();
  await project.run('apply', 'contoso', '--auto-approve');
  const later = await project.run('plan', 'contoso', '--as-of', '2028-01-01', '-detailed-exitcode');
  expect(later.code).toBe(2);
  expect(later.stdout).toContain('Plan: 0 to add, 0 to change, 1 to destroy, 0 to adopt.');
  expect(diagnosticsIn(later.stdout)).toContainEqual(
    expect.objectContaining({
      severity: 'Warning',
      code: 'grant_expired',
      place: expect.stringContaining('contoso.ts:52'),
    }),
  );
  expect((await project.run('plan', 'contoso', '--as-of', '2027-12-31', '-detailed-exitcode')).code).toBe(0);

  const checked = await project.run('validate', 'contoso', '--as-of', '2028-01-01');
  expect(checked.code).toBe(0);
  expect(codesIn(checked.stderr)).toEqual(['grant_expired']);
});

test.concurrent('synth writes one stack for each customer and says so in one line', async () => {
  const project = exampleFleet();
  expect(await project.run('synth')).toEqual({
    code: 0,
    stdout: '',
    stderr: 'Synthesized 5 of 5 customers to cdktf.out.\n',
  });
  expect(project.has('cdktf.out/stacks/woodgrove/cdk.tf.json')).toBe(true);
  expect((await project.run('validate', 'tailspin')).stdout).toBe('Valid: 1 customer, 4 grants.\n');
});
