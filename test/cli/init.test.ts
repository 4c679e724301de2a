import { symlinkSync, mkdirSync } from 'node:fs';
import { codesIn, widthOf } from './diagnostics';
import { Project, removeProjects, repository } from './project';

afterAll(removeProjects);

/** As `npm install` would. */
function install(project: Project, folder = '.'): void {
  mkdirSync(project.path(`${folder}/node_modules`), { recursive: true });
  symlinkSync(repository, project.path(`${folder}/node_modules/tilldela`));
}

const ownerIn = (project: Project, folder = '.') =>
  /owner: '([^']+)'/.exec(project.read(`${folder}/stacks/partner.ts`))?.[1];

test.concurrent(
  'init makes a repository that validates, plans and applies, with an owner of its own',
  async () => {
    const [project, other] = [new Project(), new Project()];
    const made = await project.run('init');
    expect(made.code).toBe(0);
    expect(made.stdout).toContain('written  stacks/customers/contoso.ts');
    expect(made.stderr).toContain('npx tilldela plan');
    install(project);
    expect(await project.run('validate')).toEqual({
      code: 0,
      stdout: 'Valid: 1 customer, 9 grants.\n',
      stderr: '',
    });
    expect((await project.run('plan', '--detailed-exitcode')).code).toBe(2);
    expect((await project.run('apply', '--all', '--auto-approve')).code).toBe(0);
    expect((await project.run('plan', '--detailed-exitcode')).code).toBe(0);

    await other.run('init');
    expect(ownerIn(project)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
    expect(ownerIn(project)).not.toMatch(/^e0e0e0e0/);
    expect(ownerIn(other)).not.toBe(ownerIn(project));
  },
);

test.concurrent('init keeps what is there, and says so', async () => {
  const project = new Project();
  project.write('package.json', '{"name":"mine"}');
  project.write('stacks/partner.ts', '// mine');
  const { code, stdout, stderr } = await project.run('init');
  expect(code).toBe(0);
  expect(stdout).toContain('kept     package.json\n');
  expect(stdout).toContain('kept     stacks/partner.ts\n');
  expect(project.read('package.json')).toBe('{"name":"mine"}');
  expect(project.read('stacks/partner.ts')).toBe('// mine');
  expect(stderr).toContain('npm pkg set scripts.typecheck=tsc'); // the workflow that was written runs it

  const owner = await new Project().run('init');
  expect(owner.stderr).not.toContain('npm pkg set');
});

test.concurrent('init with a folder makes it there, and says how to get there', async () => {
  const project = new Project();
  const { code, stderr } = await project.run('init', 'customers/access');
  expect(code).toBe(0);
  expect(stderr).toContain('cd customers/access');
  expect(JSON.parse(project.read('customers/access/package.json'))).toMatchObject({
    name: 'access',
    private: true,
  });
  expect(ownerIn(project, 'customers/access')).toBeDefined();

  project.write('file', '');
  const refused = await project.run('init', 'file');
  expect([refused.code, codesIn(refused.stderr)]).toEqual([1, ['usage']]);
});

test.concurrent('the tour in an empty folder copies the fleet, shows the drift and ends with 0', async () => {
  const project = new Project();
  const { code, stdout, stderr } = await project.run('tour');
  expect(code).toBe(0);
  expect(stderr).toContain('Synthesized 5 of 5 customers');
  expect(codesIn(stdout + stderr)).toEqual([]);
  expect(stdout).toContain('Plan for 5 customers: 0 to add, 0 to change, 0 to destroy, 0 to adopt.');
  expect(stdout).toContain('+ Website Contributor for "dana@contoso.com"');
  expect(stdout).toContain('? Owner for "noor@fabrikam.com"');
  const told = stdout.split('\n').filter((line) => !/[0-9a-f]{8}-[0-9a-f]{4}/.test(line));
  expect(widthOf(told.join('\n'))).toBeLessThanOrEqual(80);

  // What it leaves is a project, as its last page says.
  const again = await project.run('tour');
  expect(again.code).toBe(0);
  expect(project.has('tilldela-example/cdktf.json')).toBe(true);
});
