import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { version as cdkVersion } from 'cdktf/package.json';
import type { Diagnostic } from '../../src/diagnostics';
import {
  id,
  newProject,
  owner,
  removeTemporaryFolders,
  synthesizeProject,
  temporaryFolder,
  tenant,
} from './support';

afterAll(removeTemporaryFolders);

const partner = `import { definePartner } from 'tilldela';

export const msp = definePartner({ tenant: '${id('1')}', owner: '${owner}', adminAgents: '${id('3')}' });
`;

/** A customer file in which line 5 makes the stack and `body` begins on line 9. */
const customerFile = (
  customer: string,
  subscription: string,
  body = '',
) => `import { aobo, CustomerStack, user, type App } from 'tilldela';
import { msp } from '../partner';

export default (app: App) => {
  const { main } = new CustomerStack(app, '${customer}', {
    partner: msp, tenant: '${tenant}', subscriptions: { main: '${subscription}' },
    reads: aobo(), writes: aobo(),
  }).subscriptions;
${body}
  main.grant('web', { to: user('dana@contoso.com'), role: 'Reader' });
};
`;

const brief = ({ customer, code, source }: Diagnostic) =>
  `${customer} ${code}${source ? ` ${source.file}:${source.line}` : ''}`;

/** Every file below the folder, by relative path. */
function contentsOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const texts = files.map(({ parentPath, name }) => path.join(parentPath, name)).sort();
  return Object.fromEntries(texts.map((file) => [path.relative(folder, file), readFileSync(file, 'utf8')]));
}

describe('a fleet', () => {
  const fleet = {
    'partner.ts': partner,
    'customers/a.ts': customerFile('a', id('a')),
    'customers/b.ts': customerFile('b', id('b')),
  };

  test('is written, one folder for each customer, with a manifest for the CDK', async () => {
    const project = newProject(fleet);
    const { customers, diagnostics } = await synthesizeProject(project, { customers: ['b', 'a'] });
    expect(diagnostics).toEqual([]);
    const file = (customer: string) => path.join(project, 'cdktf.out', 'stacks', customer, 'cdk.tf.json');
    expect(customers).toEqual([
      { customer: 'a', configurationFile: file('a') },
      { customer: 'b', configurationFile: file('b') },
    ]);
    const written = contentsOf(path.join(project, 'cdktf.out'));
    expect(Object.keys(written)).toEqual(['manifest.json', 'stacks/a/cdk.tf.json', 'stacks/b/cdk.tf.json']);
    expect(JSON.parse(written['manifest.json'] ?? '')).toEqual({
      version: cdkVersion,
      stacks: {
        a: expect.objectContaining({ workingDirectory: 'stacks/a' }),
        b: expect.objectContaining({ name: 'b' }),
      },
    });
    expect(JSON.parse(written['stacks/a/cdk.tf.json'] ?? '')['//'].tilldela.grants).toEqual({
      'azurerm_role_assignment.main_web': { path: 'a/main/web', source: 'customers/a.ts:10' },
    });
  });

  test('is the same to the byte in another order, folder, time zone and run', async () => {
    const zone = process.env.TZ;
    const first = newProject(fleet);
    await synthesizeProject(first, { customers: ['a', 'b'] });
    const second = newProject(fleet);
    process.env.TZ = 'Pacific/Kiritimati';
    try {
      await synthesizeProject(second, {
        customers: ['b', 'a'],
        outdir: path.join(second, 'some', 'where', 'else'),
      });
    } finally {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
    const once = contentsOf(path.join(first, 'cdktf.out'));
    expect(contentsOf(path.join(second, 'some', 'where', 'else'))).toEqual(once);
    await synthesizeProject(first, { customers: ['b', 'a'] });
    expect(contentsOf(path.join(first, 'cdktf.out'))).toEqual(once);
    expect(JSON.stringify(once)).not.toContain(first);
  });

  test('has source positions in a folder that is reached by a link', async () => {
    const project = newProject(fleet);
    const link = path.join(temporaryFolder(), 'link');
    symlinkSync(project, link);
    await synthesizeProject(link, { customers: ['a'] });
    expect(contentsOf(path.join(project, 'cdktf.out'))['stacks/a/cdk.tf.json']).toContain(
      '"customers/a.ts:10"',
    );
  });

  test('is read anew by each synthesis', async () => {
    const project = newProject(fleet);
    await synthesizeProject(project, { customers: ['a'] });
    writeFileSync(path.join(project, 'customers', 'a.ts'), customerFile('a', id('c')));
    const { customers } = await synthesizeProject(project, { customers: ['a'] });
    expect(readFileSync(customers[0]?.configurationFile ?? '', 'utf8')).toContain(id('c'));
  });

  test('may lie in a project with dependencies, whose cache it then uses', async () => {
    const project = newProject({ ...fleet, 'node_modules/keep': '' });
    for (const round of ['cold', 'warm']) {
      const { customers, diagnostics } = await synthesizeProject(project, { customers: ['a'] });
      expect([round, diagnostics, customers.length]).toEqual([round, [], 1]);
    }
    expect(readdirSync(path.join(project, 'node_modules', '.cache', 'tilldela')).length).toBeGreaterThan(0);
  });
});

describe('stacks of customers that no longer exist', () => {
  const stale = (project: string) => path.join(project, 'cdktf.out', 'stacks', 'gone');
  const start = () => {
    const project = newProject({ 'partner.ts': partner, 'customers/a.ts': customerFile('a', id('a')) });
    mkdirSync(stale(project), { recursive: true });
    return project;
  };

  test('are removed when the whole fleet is synthesized', async () => {
    const project = start();
    await synthesizeProject(project, { customers: ['a'], prune: true });
    expect(existsSync(stale(project))).toBe(false);
  });

  test('are left alone otherwise', async () => {
    const project = start();
    await synthesizeProject(project, { customers: ['a'] });
    expect(existsSync(stale(project))).toBe(true);
  });

  test('are not those of customers whose file has errors now', async () => {
    const project = start();
    writeFileSync(path.join(project, 'customers', 'gone.ts'), 'export const nothing = 1;');
    await synthesizeProject(project, { customers: ['a', 'gone'], prune: true });
    expect(existsSync(stale(project))).toBe(true);
  });
});

describe('a file that cannot be used', () => {
  const files = {
    'partner.ts': partner,
    'customers/good.ts': customerFile('good', id('a')),
    'customers/throws.ts': customerFile('throws', id('b'), "  throw new Error('not today');"),
    'customers/deep.ts': customerFile('deep', id('c'), "  JSON.parse('{');"),
    'customers/odd.ts': customerFile('odd', id('d'), "  throw 'text';"),
    'customers/later.ts':
      'export default async () => {\n  await Promise.resolve();\n  throw new TypeError("late");\n};\n',
    'customers/unparsable.ts': 'import { App } from "tilldela";\n\nexport default (app: => {\n',
    'customers/missing.ts':
      'import { profile } from "../profiles/nothing";\n\nexport default () => profile;\n',
    'customers/nodefault.ts': 'export const contoso = 1;\n',
    'customers/empty.ts': 'export default () => {};\n',
    'customers/other.ts': customerFile('good', id('e')),
    'customers/plain.ts':
      'import { TerraformStack } from "cdktf";\nexport default (app: any) => { new TerraformStack(app, "plain"); };\n',
  };
  const customers = Object.keys(files).flatMap((name) => /customers\/(.*)\.ts/.exec(name)?.[1] ?? []);

  test('is reported, and hinders no other', async () => {
    const project = newProject(files);
    const result = await synthesizeProject(project, { customers });
    expect(result.customers.map(({ customer }) => customer)).toEqual(['good']);
    expect(result.diagnostics.map(brief)).toEqual([
      'deep customer_file_threw customers/deep.ts:9',
      'empty no_customer_stack customers/empty.ts:1',
      'later customer_file_threw customers/later.ts:3',
      'missing customer_file_threw customers/missing.ts:1',
      'nodefault no_default_export customers/nodefault.ts:1',
      'odd customer_file_threw customers/odd.ts:1',
      'other no_customer_stack customers/other.ts:1',
      'other colliding_names customers/other.ts:5',
      'plain no_customer_stack customers/plain.ts:1',
      'throws customer_file_threw customers/throws.ts:9',
      'unparsable customer_file_threw customers/unparsable.ts:3',
    ]);
    expect(readdirSync(path.join(project, 'cdktf.out', 'stacks'))).toEqual(['good']);
  });

  test('is described by its message alone, without stack or absolute path', async () => {
    const project = newProject(files);
    const { diagnostics } = await synthesizeProject(project, { customers });
    const details = diagnostics
      .filter(({ code }) => code === 'customer_file_threw')
      .map(({ detail }) => detail);
    expect(details).toEqual([
      expect.stringContaining('JSON'),
      'late',
      expect.stringContaining("Cannot find module '../profiles/nothing'"),
      'text',
      'not today',
      expect.stringContaining('Unexpected token'),
    ]);
    expect(details.join()).not.toContain(project);
    expect(details.join()).not.toContain('\n');
  });

  test('still has its other mistakes reported', async () => {
    const project = newProject({
      'partner.ts': partner,
      'customers/a.ts': customerFile(
        'a',
        'no guid',
        "  main.grant('x y', { to: user('a@b'), role: 'Reader' }); throw new Error('x');",
      ),
    });
    const { diagnostics } = await synthesizeProject(project, { customers: ['a'] });
    expect(diagnostics.map(brief).sort()).toEqual([
      'a customer_file_threw customers/a.ts:9',
      'a invalid_name customers/a.ts:9',
      'a malformed_id customers/a.ts:5',
    ]);
  });
});

test('a subscription of two customers is reported on both', async () => {
  const project = newProject({
    'partner.ts': partner,
    'customers/a.ts': customerFile('a', id('a')),
    'customers/b.ts': customerFile('b', id('A')),
    'customers/c.ts': customerFile('c', id('c')),
  });
  const { customers, diagnostics } = await synthesizeProject(project, { customers: ['a', 'b', 'c'] });
  expect(customers.map(({ customer }) => customer)).toEqual(['c']);
  expect(diagnostics.map(brief)).toEqual([
    'a subscription_in_two_stacks customers/a.ts:5',
    'b subscription_in_two_stacks customers/b.ts:5',
  ]);
  expect(diagnostics[0]?.detail).toBe(`Subscription ${id('a')} is also declared by b.`);
});

test('plain stacks beside the customer are written too, and a failing validation stops one customer', async () => {
  const beside = (statement: string) => `  ${statement}`;
  const head = (text: string) => `import { TerraformStack } from 'cdktf';\n${text}`;
  const project = newProject({
    'partner.ts': partner,
    'customers/a.ts': head(customerFile('a', id('a'), beside("new TerraformStack(app, 'network');"))),
    'customers/b.ts': customerFile(
      'b',
      id('b'),
      beside("main.node.addValidation({ validate: () => ['too wide'] });"),
    ),
  });
  const { customers, diagnostics } = await synthesizeProject(project, { customers: ['a', 'b'] });
  expect(customers.map(({ customer }) => customer)).toEqual(['a']);
  expect(diagnostics).toMatchObject([{ code: 'customer_file_threw', customer: 'b', detail: 'too wide' }]);
  const manifest = JSON.parse(readFileSync(path.join(project, 'cdktf.out', 'manifest.json'), 'utf8'));
  expect(Object.keys(manifest.stacks)).toEqual(['a', 'network']);
});

test('the context of the CDKTF CLI does not change the cloud', async () => {
  process.env.CDKTF_CONTEXT_JSON = '{"cloud":"china"}';
  try {
    const project = newProject({ 'partner.ts': partner, 'customers/a.ts': customerFile('a', id('a')) });
    await synthesizeProject(project, { customers: ['a'], cloud: 'public' });
    expect(contentsOf(path.join(project, 'cdktf.out'))['stacks/a/cdk.tf.json']).toContain(
      '"cloud": "public"',
    );
  } finally {
    delete process.env.CDKTF_CONTEXT_JSON;
  }
});
