import { spawnSync } from 'node:child_process';
import { codes } from '../../src/diagnostics';
import { codesIn, flat, widthOf } from './diagnostics';
import { subscriptions } from './example';
import { commandFile, exampleFleet, finished, Project, removeProjects } from './project';

afterAll(removeProjects);

test.concurrent(
  'access shows who has what where: guests of no tenant, foreign groups, orphans, what is inherited',
  async () => {
    const { code, stdout, stderr } = await exampleFleet().run('access', 'woodgrove');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('Inherited from above the subscription');
    expect(stdout).toMatch(/omar@woodgrove\.com.* Owner +subscription +\d{4}-\d\d-\d\d/);
    expect(flat(stdout)).toContain('(User,gone)');
    expect(stdout).toContain('5 assignments: 4 direct, 1 inherited.');
  },
);

test.concurrent('access to a subscription needs no project, only a cloud', async () => {
  const anywhere = new Project();
  const asked = ['access', '--subscription', subscriptions.woodgrove.toUpperCase()];
  const [shown, unsaid] = [await anywhere.run(...asked, '--cloud', 'emulator'), await anywhere.run(...asked)];
  expect([shown.code, shown.stderr]).toEqual([0, '']);
  expect(shown.stdout).toContain('omar@woodgrove.com');
  expect([unsaid.code, codesIn(unsaid.stderr)]).toEqual([1, ['cloud_not_set']]);
  expect((await anywhere.run('access', '--cloud', 'emulator')).code).toBe(1);
});

test.concurrent(
  'a subscription that does not exist or is no id is an error, not an empty table',
  async () => {
    const project = exampleFleet();
    const unknown = await project.run('access', '--subscription', 'e0e0e0e0-0002-4000-8000-000009000009');
    expect([unknown.code, unknown.stdout]).toEqual([1, '']);
    expect(codesIn(unknown.stderr)).toHaveLength(1);
    const malformed = await project.run('access', '--subscription', 'production');
    expect([malformed.code, codesIn(malformed.stderr)]).toEqual([1, ['malformed_id']]);
    const both = await project.run('access', 'contoso', '--subscription', subscriptions.production);
    expect([both.code, codesIn(both.stderr)]).toEqual([1, ['usage']]);
  },
);

test.concurrent('roles are found by words of their name, shown in detail by their full name', async () => {
  const anywhere = new Project();
  const [all, storage, owner, nonsense] = await Promise.all([
    anywhere.run('roles'),
    anywhere.run('roles', 'storage', 'blob'),
    anywhere.run('roles', 'owner'),
    anywhere.run('roles', 'storag blob ownr'),
  ]);
  expect(all.stdout.split('\n').length).toBeGreaterThan(100);
  expect(storage.stdout).toContain('2a2b9908-6ea1-4ae2-8e65-a410df84e7d1  Storage Blob Data Reader\n');
  expect(owner.stdout).toMatch(/8e3af657-a8ff-443c-a75c-2fe8c4bcb635 {2}Owner +can grant access/);
  expect(owner.stdout).toMatch(/^ +actions +\*$/m);
  expect(all.stdout).not.toMatch(/ $/m);
  expect([nonsense.code, codesIn(nonsense.stderr)]).toEqual([1, ['unknown_role']]);
  expect(nonsense.stderr).toContain('Storage Blob Data Owner');
});

test.concurrent('every code is listed and explained within 80 columns', async () => {
  const anywhere = new Project();
  const names = Object.keys(codes);
  const list = await anywhere.run('explain');
  expect(list.code).toBe(0);
  for (const name of names) expect(list.stdout).toContain(`\n${name} `.trimStart());
  expect(widthOf(list.stdout)).toBeLessThanOrEqual(80);

  // One process explains them all: a call for each would take longer than it tells.
  const script = `
    const { runExplain } = require(${JSON.stringify(commandFile.replace('main.js', 'runs/explain.js'))});
    const terminal = { width: 80, color: false, data: (text) => console.log(text) };
    for (const code of ${JSON.stringify(names)}) runExplain({ code }, { terminal });`;
  const { stdout, status } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
  expect(status).toBe(0);
  expect(widthOf(stdout)).toBeLessThanOrEqual(80);
  for (const name of names) expect(flat(stdout)).toContain(flat(`${name} (`));
  expect((await anywhere.run('explain', 'scope_vanished')).stdout).toContain(
    '  tilldela forget CUSTOMER/ALIAS\n',
  );
});

test.concurrent('a reader that ends early, such as head, ends the command without a word', async () => {
  const project = new Project();
  const line = `"${process.execPath}" "${commandFile}" explain | true`;
  const { code, stderr } = await finished(project.startProgram('sh', ['-c', line]));
  expect([code, stderr]).toEqual([0, '']);
});

test.concurrent('help names every command and fits into 80 columns', async () => {
  const { code, stdout } = await new Project().run('--help');
  expect(code).toBe(0);
  for (const name of [
    'init',
    'access',
    'validate',
    'synth',
    'plan',
    'show',
    'apply',
    'drift',
    'forget',
    'roles',
    'explain',
    'emulator',
    'tour',
  ]) {
    expect(stdout).toMatch(new RegExp(`^  tilldela ${name} `, 'm'));
  }
  expect(widthOf(stdout)).toBeLessThanOrEqual(80);
});
