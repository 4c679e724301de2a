import { customerFile, partnerFile, subscriptions, tenants } from './example';
import { codesIn, flat } from './diagnostics';
import { emptyProject, removeProjects, type Project } from './project';

afterAll(removeProjects);

const shop = (name: string, to: string): string =>
  customerFile(name, {
    tenant: tenants.tailspin,
    subscriptions: { main: subscriptions.tailspin },
    body: `main.grant('${to}', { to: msp.${to}, role: 'Reader' });`,
  });
const first = 'stacks/customers/tailspin.ts';
const second = 'stacks/customers/tailspin2.ts';

/** A fleet whose one customer was applied, and then got a second file for the same subscription. */
async function twoFiles(): Promise<Project> {
  const project = emptyProject({
    'stacks/partner.ts': partnerFile,
    [first]: shop('tailspin', 'helpdeskAgents'),
  });
  expect(await project.run('apply', 'tailspin', '--auto-approve')).toMatchObject({ code: 0 });
  project.write(second, shop('tailspin2', 'adminAgents'));
  return project;
}

async function stillGranted(project: Project): Promise<void> {
  project.remove(second);
  const after = await project.run('plan', 'tailspin', '--detailed-exitcode');
  expect(after.stdout).toMatch(/No changes|Plan: 0 to add/);
}

test.concurrent(
  'a second file for a subscription removes nothing, also where the first is not chosen',
  async () => {
    const project = await twoFiles();
    const applied = await project.run('apply', 'tailspin2', '--auto-approve');
    expect(applied.code).toBe(1);
    expect(codesIn(applied.stdout)).toContain('scope_of_another_customer');
    expect(flat(applied.stdout)).toContain(flat('tilldela forget tailspin/main'));
    await stillGranted(project);
  },
);

test.concurrent('nor where the first cannot be loaded', async () => {
  const project = await twoFiles();
  project.write(first, 'export default (app: {');
  const applied = await project.run('apply', '--all', '--auto-approve');
  expect(applied.code).toBe(1);
  expect(codesIn(applied.stdout)).toContain('scope_of_another_customer');
  project.write(first, shop('tailspin', 'helpdeskAgents'));
  await stillGranted(project);
});

test.concurrent(
  'nor where the lock file of the first is damaged: grants are made and removals held back',
  async () => {
    const project = await twoFiles();
    const lock = 'stacks/customers/tailspin.emulator.lock.json';
    const intact = project.read(lock);
    project.write(lock, '<<<<<<< HEAD');
    const applied = await project.run('apply', 'tailspin2', '--auto-approve');
    expect(applied.code).toBe(1);
    expect(codesIn(applied.stderr)).toContain('removals_refused');
    expect(flat(applied.stdout)).toContain(flat('Held back: ours, no longer declared'));
    expect(flat(applied.stdout)).toContain(flat('1 added, 0 changed, 0 destroyed'));
    project.write(lock, intact);
    project.remove('stacks/customers/tailspin2.emulator.lock.json');
    await stillGranted(project);
  },
);

test.concurrent('nor where the first cannot be loaded and its lock file is lost', async () => {
  const project = await twoFiles();
  project.remove('stacks/customers/tailspin.emulator.lock.json');
  project.write(first, 'export default (app: {');
  const drift = await project.run('drift', 'tailspin2', '--json');
  expect(drift.code).toBe(1);
  expect(codesIn(drift.stderr)).toContain('removals_refused');
  expect(JSON.parse(drift.stdout)).toMatchObject({
    customers: [{ noLongerDeclared: [], heldBack: [{ standing: 'held-back', ours: true }] }],
  });
});

test.concurrent(
  'a file that was never applied is asked what it looks after, without being chosen',
  async () => {
    const project = emptyProject({
      'stacks/partner.ts': partnerFile,
      [first]: shop('tailspin', 'helpdeskAgents'),
      [second]: shop('tailspin2', 'adminAgents'),
    });
    const planned = await project.run('plan', 'tailspin2');
    expect(planned.code).toBe(1);
    expect(codesIn(planned.stderr)).toContain('subscription_in_two_stacks');
  },
);

test.concurrent('a scope passes to another file once the first has forgotten it', async () => {
  const project = await twoFiles();
  expect(await project.run('forget', 'tailspin/main')).toMatchObject({ code: 0 });
  project.remove(first);
  const planned = await project.run('plan', 'tailspin2');
  expect(planned.code).toBe(0);
  expect(planned.stdout).toMatch(/Plan: \d to add, 0 to change, 1 to destroy/);
});
