import { codesIn, flat } from './diagnostics';
import { exampleFleet, removeProjects } from './project';
import { runInTerminal, whereTerminal } from './terminal';

afterAll(removeProjects);

const lock = 'stacks/customers/wingtip.emulator.lock.json';

test.concurrent(
  'without a terminal and --auto-approve nothing is approved and nothing is changed',
  async () => {
    const project = exampleFleet();
    const { code, stdout, stderr } = await project.run('apply', 'wingtip');
    expect([code, codesIn(stderr)]).toEqual([1, ['usage']]);
    expect(stdout).toContain('Plan: 2 to add'); // what was not approved
    expect(stderr).toContain('tilldela apply --plan FILE');
    expect(project.has(lock)).toBe(false);
    expect((await project.run('plan', 'wingtip', '--detailed-exitcode')).code).toBe(2);
  },
);

test.concurrent('apply wants customers, --all or --plan, and only one of them', async () => {
  const project = exampleFleet();
  const runs = await Promise.all(
    [['apply'], ['apply', 'wingtip', '--all'], ['apply', '--all', '--plan', 'x']].map((args) =>
      project.run(...args),
    ),
  );
  for (const { code, stderr } of runs) {
    expect([code, codesIn(stderr)]).toEqual([1, ['usage']]);
    expect(stderr).toContain('exactly');
  }
});

test.concurrent('customers are chosen by name and pattern, and unknown ones are all named', async () => {
  const project = exampleFleet();
  const summary = await project.run('plan', 'w*', 'contoso', '--summary');
  expect(summary.code).toBe(0);
  expect([...summary.stdout.matchAll(/^(\w+) +\d/gm)].map(([, name]) => name)).toEqual([
    'contoso',
    'wingtip',
    'woodgrove',
  ]);

  const unknown = await project.run('apply', 'contosso', 'x*', 'wingtip', '--auto-approve');
  expect([unknown.code, codesIn(unknown.stderr)]).toEqual([1, ['unknown_customer', 'unknown_customer']]);
  expect(flat(unknown.stderr)).toContain(flat('"contosso" names none of: contoso, fabrikam'));
  expect(project.has(lock)).toBe(false);

  expect((await project.run('apply', 'wing*', '--auto-approve')).code).toBe(0);
  expect(project.has(lock)).toBe(true);
});

whereTerminal.each([
  ['no', 'no\n'],
  ['y', 'y\n'],
  ['nothing', '\n'],
  ['Ctrl-D', '\x04'],
  ['Ctrl-C', '\x03'],
])('who answers %s has declined: exit 4, and nothing is changed', async (_, keys) => {
  const project = exampleFleet();
  const { code, stdout } = await runInTerminal(project, { keys }, 'apply', 'wingtip');
  expect(code).toBe(4);
  expect(stdout).toContain('Cancelled. None of this was done.');
  expect(project.has(lock)).toBe(false);
});

whereTerminal('who answers yes has approved', async () => {
  const project = exampleFleet();
  const { code, stdout } = await runInTerminal(project, { keys: 'yes\n' }, 'apply', 'wingtip', '--no-color');
  expect([code, stdout]).toEqual([0, expect.stringContaining('Apply complete: 2 added')]);
});

whereTerminal(
  'an error of one customer weighs more than the approval that was declined for another',
  async () => {
    const project = exampleFleet();
    project.edit('stacks/customers/tailspin.ts', 'ivy@tailspin.com', 'eve@tailspin.com');
    const { code } = await runInTerminal(project, { keys: 'no\n' }, 'apply', 'wingtip', 'tailspin');
    expect(code).toBe(1);
  },
);
