import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { AdoptionProject } from './adoption';
import { randomTenant } from './random-tenant';

jest.setTimeout(300_000);

const repository = path.resolve(__dirname, '..', '..');
const sizes = [
  { number: 31, seed: 1, subscriptions: 1, assignments: 4000 },
  { number: 32, seed: 2, subscriptions: 3, assignments: 250 },
  { number: 33, seed: 3, subscriptions: 2, assignments: 1 },
  { number: 34, seed: 4, subscriptions: 4, assignments: 60 },
  { number: 35, seed: 5, subscriptions: 1, assignments: 0 },
];
const customers = sizes.map(({ number }) => `customer${number}`);
const project = new AdoptionProject();

beforeAll(() => project.start(sizes.map(randomTenant)));
afterAll(() => project.close());

interface PlanJson {
  readonly resource_changes: readonly {
    readonly change: { readonly actions: string[]; readonly importing?: unknown };
  }[];
}

test('what random fleets of up to 4,000 assignments have is written such that nothing changes after (pain 16)', async () => {
  for (const { number } of sizes.slice(0, 2)) {
    const tenant = `tenant${number}.onmicrosoft.com`;
    const { code, messages } = await project.adopt({ customers: [`customer${number}`], tenant });
    expect([code, messages]).toEqual([0, 'Adopted 1 of 1 customer.\n']);
  }
  for (const { number } of sizes.slice(2)) project.writeSkeleton(`customer${number}`, number);
  const rest = await project.adopt({ all: true });
  expect([rest.code, rest.messages]).toEqual([0, 'Adopted 3 of 5 customers. 2 declared access already.\n']);
  // One that has nothing is no less adopted: it may be asked for again.
  expect(rest.data).toContain('Adopted customer35: 0 grants');

  const planned = await project.planJson();
  expect(planned.code).toBe(0); // with --detailed-exitcode, so neither changes nor adoptions
  const { resource_changes: changes } = JSON.parse(planned.data) as PlanJson;
  expect(changes.length).toBeGreaterThan(3900);
  expect(changes.filter(({ change }) => change.actions.join() !== 'no-op' || change.importing)).toEqual([]);
  expect((await project.synth('customer32')).messages).toContain('Synthesized 1 of 1 customer');
  expect(project.writesToAzure()).toEqual([]);
});

test('the files pass the linter and the formatter of this repository, and the type check of a new project', () => {
  project.init();
  symlinkSync(path.join(repository, '.prettierrc.json'), project.path('.prettierrc.json'));
  project.write(
    'eslint.config.mjs',
    `import config from '${path.join(repository, 'eslint.config.mjs')}';
const parserOptions = { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname };
export default [...config, { languageOptions: { parserOptions } }];
`,
  );
  const files = customers.map((customer) => `stacks/customers/${customer}.ts`);
  const run = (program: string, ...args: string[]) =>
    execFileSync(process.execPath, [path.join(repository, 'node_modules', program), ...args], {
      cwd: project.folder,
      encoding: 'utf8',
    });
  expect(run('prettier/bin/prettier.cjs', '--check', ...files)).toContain('All matched files');
  expect(run('eslint/bin/eslint.js', '--max-warnings', '0', ...files)).toBe('');
  expect(run('typescript/bin/tsc', '-p', 'tsconfig.json')).toBe('');
});

test('the same Azure gives the same files', async () => {
  const [customer = ''] = customers.slice(1);
  const file = `stacks/customers/${customer}.ts`;
  const [text, lock] = [project.read(file), project.read(`stacks/customers/${customer}.emulator.lock.json`)];
  project.remove(file);
  project.remove(`stacks/customers/${customer}.emulator.lock.json`);
  await project.adopt({ customers: [customer], tenant: 'tenant32.onmicrosoft.com' });
  expect(project.read(file)).toBe(text);
  expect(project.read(`stacks/customers/${customer}.emulator.lock.json`)).toBe(lock);
});
