import { codesIn, diagnosticsIn, flat, type Shown } from './diagnostics';
import { customerFile, firstBodyLine, partnerFile, subscriptions, tenants, users } from './example';
import { emptyProject, exampleFleet, Project, removeProjects } from './project';

afterAll(removeProjects);

const stackTrace = /^ +at .*:\d+:\d+|node:internal/m;

/** What is wrong in the file of one customer. */
function about(shown: readonly Shown[], customer: string): Shown[] {
  return shown.filter(({ place }) => place.includes(`${customer}.ts:`));
}

test.concurrent(
  'every customer file that is wrong is reported at its line, and the good ones are planned',
  async () => {
    const grants: Record<string, [line: string, code: string, says: string]> = {
      role: [
        `main.grant('a', { to: user('a@b.c'), role: 'Contributer' as any });`,
        'unknown_role',
        '"Contributor"',
      ],
      guid: [
        `main.grant('a', { to: { type: 'ForeignGroup', objectId: 'nonsense' }, role: 'Reader' });`,
        'malformed_id',
        'nonsense',
      ],
      date: [
        `main.grant('a', { to: user('a@b.c'), role: 'Reader', until: '2027-02-30' });`,
        'malformed_date',
        '2027-02-30',
      ],
      group: [
        `main.resourceGroup('rg/lab').grant('a', { to: user('a@b.c'), role: 'Reader' });`,
        'malformed_scope',
        'rg/lab',
      ],
      twice: [
        `main.grant('a', { to: user('a@b.c'), role: 'Reader' }); main.grant('b', { to: user('A@B.C'), role: 'Reader' });`,
        'duplicate_grant',
        'twice/main/a',
      ],
      names: [
        `main.grant('x_y', { to: user('a@b.c'), role: 'Reader' }); main.resourceGroup('x').grant('y', { to: user('a@b.c'), role: 'Reader' });`,
        'colliding_names',
        'main_x_y',
      ],
      token: [
        `main.grant('a', { to: group('\${' + 'TfToken[TOKEN.7]}'), role: 'Reader' });`,
        'token_in_text',
        'placeholder',
      ],
      owner: [`main.grant('a', { to: user('a@b.c'), role: 'Owner' } as any);`, 'reason_missing', 'because'],
      alias: [
        `(stack.subscriptions as any).prod.grant('a', { to: user('a@b.c'), role: 'Reader' });`,
        'unknown_alias',
        'main',
      ],
      throws: [
        `throw new Error('the list of teams could not be read');`,
        'customer_file_threw',
        'the list of teams could not be read',
      ],
    };
    const files = Object.entries(grants).map(([name, [line]], index) => {
      const main = `e0e0e0e0-0002-4000-8000-0000990000${index + 10}`;
      return [
        `stacks/customers/${name}.ts`,
        customerFile(name, { tenant: tenants.contoso, subscriptions: { main }, body: `  ${line}` }),
      ];
    });
    const project = exampleFleet();
    for (const [name = '', text = ''] of files) project.write(name, text);
    project.write('stacks/customers/bare.ts', 'export const nothing = 1;\n');
    project.write('stacks/customers/syntax.ts', 'export default (app) => {\n  const 1 = app;\n};\n');
    project.write(
      'stacks/customers/misnamed.ts',
      project
        .read('stacks/customers/role.ts')
        .replace("'role'", "'other'")
        .replace(/e0e0e0e0-0002[^"]+/, 'e0e0e0e0-0002-4000-8000-000099000099'),
    );
    project.write(
      'stacks/customers/ids.ts',
      customerFile('ids', { tenant: 'contoso.com', subscriptions: { main: '42' }, body: '' }),
    );

    const { code, stdout, stderr } = await project.run('plan');
    expect(code).toBe(1);
    const shown = diagnosticsIn(stderr);
    for (const [name, [, expected, says]] of Object.entries(grants)) {
      const [found, ...more] = about(shown, name);
      expect([name, found?.code, more]).toEqual([name, expected, []]);
      expect(found?.place).toContain(`(stacks/customers/${name}.ts:${firstBodyLine})`);
      expect(flat(found?.text ?? '')).toContain(flat(says));
    }
    expect(about(shown, 'bare').map(({ code }) => code)).toEqual(['no_default_export']);
    expect(about(shown, 'misnamed')[0]?.code).toBe('no_customer_stack');
    expect(about(shown, 'syntax')).toMatchObject([
      { code: 'customer_file_threw', place: expect.stringContaining('syntax.ts:2') },
    ]);
    expect(about(shown, 'ids').map(({ code }) => code)).toEqual(['malformed_id', 'malformed_id']);
    expect(stdout).toContain('Plan for 5 customers: 19 to add');
    expect(stdout + stderr).not.toMatch(stackTrace);
  },
);

test.concurrent('a subscription that two customers declare is reported at both', async () => {
  const project = exampleFleet();
  project.edit('stacks/customers/wingtip.ts', subscriptions.wingtip, subscriptions.tailspin);
  const { code, stderr } = await project.run('validate');
  expect([code, codesIn(stderr)]).toEqual([1, ['subscription_in_two_stacks', 'subscription_in_two_stacks']]);
});

test.concurrent(
  'what only Azure can know is reported per customer: tenant, missing and ambiguous principals, twins by object id',
  async () => {
    const project = emptyProject({ 'stacks/partner.ts': partnerFile });
    const one = { tenant: tenants.contoso, subscriptions: { main: subscriptions.production } };
    const write = (name: string, customer: Parameters<typeof customerFile>[1]) =>
      project.write(`stacks/customers/${name}.ts`, customerFile(name, customer));
    write('principals', {
      ...one,
      body: `  main.grant('nobody', { to: user('nobody@contoso.com'), role: 'Reader' });
  main.grant('many', { to: group('Lab team'), role: 'Reader' });
  main.grant('dana', { to: user('dana@contoso.com'), role: 'Reader' });
  main.grant('same', { to: user('${users.dana}'), role: 'Reader' });`,
    });
    write('moved', {
      tenant: tenants.tailspin,
      subscriptions: { main: subscriptions.fabrikam },
      body: `  main.grant('a', { to: user('ivy@tailspin.com'), role: 'Reader' });`,
    });
    write('secret', {
      tenant: tenants.wingtip,
      subscriptions: { main: subscriptions.wingtip },
      body: `  main.grant('a', { to: user('max@wingtip.com'), role: 'Reader' });`,
    });

    await project.run('plan'); // makes the world
    const file = '.tilldela/emulator/world.json';
    const world = JSON.parse(project.read(file));
    const contoso = world.tenants.find(({ id }: { id: string }) => id === tenants.contoso);
    contoso.groups.push({ id: 'e0e0e0e0-0004-4000-8000-000001000077', displayName: 'Lab team' });
    const wingtip = world.tenants.find(({ id }: { id: string }) => id === tenants.wingtip);
    wingtip.servicePrincipals = []; // the application was removed from the tenant
    project.write(file, JSON.stringify(world));

    const { code, stdout, stderr } = await project.run('plan');
    expect(code).toBe(1);
    const shown = diagnosticsIn(stdout + stderr);
    expect(about(shown, 'principals').map(({ code: found }) => found)).toEqual(
      expect.arrayContaining(['principal_not_found', 'principal_ambiguous', 'duplicate_grant']),
    );
    const ambiguous = shown.find(({ code: found }) => found === 'principal_ambiguous');
    expect(ambiguous?.text).toContain('e0e0e0e0-0004-4000-8000-000001000077');
    expect(ambiguous?.place).toContain(`principals.ts:${firstBodyLine + 1}`);
    expect(shown.find(({ code: found }) => found === 'principal_not_found')?.place).toContain(
      `principals.ts:${firstBodyLine}`,
    );
    expect(shown.find(({ code: found }) => found === 'wrong_tenant')?.text).toContain(tenants.fabrikam);
    const refused = shown.filter(({ code: found }) => found === 'token_refused');
    expect(refused.map(({ text }) => text).join()).toContain('AADSTS700016');
    expect(stdout + stderr).not.toMatch(stackTrace);
    expect(stdout + stderr).not.toContain('emulator-only-secret');

    const applied = await project.run('apply', '--all', '--auto-approve');
    expect([applied.code, applied.stdout]).toEqual([1, expect.not.stringContaining('Apply complete')]);
  },
);

test.concurrent('a wrong client secret is a refused token', async () => {
  const project = exampleFleet();
  await project.run('plan', 'tailspin');
  const file = '.tilldela/emulator/world.json';
  project.write(file, project.read(file).replaceAll('emulator-only-secret', 'rotated'));
  const { code, stdout, stderr } = await project.run('drift', 'tailspin');
  expect(code).toBe(1);
  expect(new Set(codesIn(stdout + stderr))).toEqual(new Set(['token_refused']));
  expect(stdout).toContain('AADSTS7000215');
  expect(stdout).not.toContain('No drift: ');
});

test.concurrent('a folder, cdktf.json or cloud that will not do is said so', async () => {
  const project = (text?: string): Project => {
    const made = new Project();
    if (text !== undefined) made.write('cdktf.json', text);
    return made;
  };
  const runs = await Promise.all([
    project().run('plan'),
    project('{ "context": ').run('plan'),
    project('{}').run('plan'),
    project('{ "context": { "cloud": "mars" } }').run('plan'),
    project('{ "context": { "cloud": "emulator" } }').run('plan', '--cloud', 'mars'),
    project('{ "context": { "cloud": "emulator" } }').run('plan'),
    project('null').run('plan'),
    project('7').run('synth'),
  ]);
  expect(runs.map(({ code, stdout, stderr }) => [code, stdout, codesIn(stderr).join()])).toEqual(
    [
      'project_not_found',
      'project_not_found',
      'cloud_not_set',
      'unknown_cloud',
      'unknown_cloud',
      'no_customers',
      'project_not_found',
      'project_not_found',
    ].map((code) => [1, '', code]),
  );
});

test.concurrent(
  'a misspelt name never shows as the removal of the access that it means (pain 30)',
  async () => {
    const project = exampleFleet();
    await project.run('apply', 'tailspin', '--auto-approve');
    project.edit('stacks/customers/tailspin.ts', 'ivy@tailspin.com', 'ivyy@tailspin.com');
    const { code, stdout } = await project.run('plan', 'tailspin');
    expect([code, codesIn(stdout)]).toEqual([1, ['principal_not_found']]);
    expect(stdout).not.toContain('will be destroyed');
    expect(stdout).toContain('Held back');
    expect((await project.run('apply', 'tailspin', '--auto-approve')).code).toBe(1);
    project.edit('stacks/customers/tailspin.ts', 'ivyy@tailspin.com', 'ivy@tailspin.com');
    expect((await project.run('plan', 'tailspin', '--detailed-exitcode')).code).toBe(0);
  },
);

test.concurrent('a damaged lock file stops its customer only', async () => {
  const project = exampleFleet();
  project.write('stacks/customers/tailspin.emulator.lock.json', '{}');
  const { code, stdout, stderr } = await project.run('plan', '--summary');
  expect([code, codesIn(stderr)]).toEqual([1, ['lock_unreadable']]);
  expect(stdout).toContain('Plan for 4 customers');
});

test.concurrent(
  'commands, options and codes that do not exist are refused, with the nearest that does',
  async () => {
    const project = exampleFleet();
    const expected: [args: string[], code: string, says: string][] = [
      [['plann'], 'usage', 'There is no command "plann". Did you mean plan?'],
      [['frobnicate'], 'usage', 'There is no command "frobnicate".'],
      [[], 'usage', 'Name a command.'],
      [
        ['plan', '--detaild-exitcode'],
        'usage',
        'There is no option --detaild-exitcode. Did you mean --detailed-exitcode? tilldela plan --help',
      ],
      [['plan', '--zzz', '-q'], 'usage', 'There is no option --zzz. There is no option -q.'],
      [['plan', '--out'], 'usage', '--out needs a value.'],
      [['plan', '--cloud', 'emulator', '--cloud', 'public'], 'usage', '--cloud is given more than once.'],
      [['show'], 'usage', 'It is called as: tilldela show <plan>'],
      [['show', 'a', 'b'], 'usage', '"b" is one argument too many.'],
      [['emulator', 'stop'], 'usage', 'Choices: "start", "reset"'],
      [['explain', 'scope_vanishd'], 'usage', '"scope_vanishd" is no code. Did you mean scope_vanished?'],
      [
        ['plan', '--as-of', 'soon'],
        'malformed_date',
        '--as-of "soon" is neither a day nor an instant with its time zone.',
      ],
      [['plan', '--as-of', '2027-01-01T00:30'], 'malformed_date', 'instant with its time zone.'],
      [['plan', '--as-of', '1'], 'malformed_date', '--as-of "1"'],
      [['destroy'], 'destroy_refused', 'tilldela forget CUSTOMER/ALIAS'],
      [['plan', '-destroy'], 'destroy_refused', 'tilldela plan'],
      [['apply', 'contoso', '-target=azurerm_role_assignment.x'], 'target_refused', 'tilldela plan contoso'],
      [['plan', '--target', 'x'], 'target_refused', 'covers a whole customer'],
    ];
    const runs = await Promise.all(expected.map(([args]) => project.run(...args)));
    runs.forEach(({ code, stdout, stderr }, index) => {
      const [, diagnosed, says] = expected[index] ?? [[], '', ''];
      expect([code, stdout, codesIn(stderr)]).toEqual([1, '', [diagnosed]]);
      expect(flat(stderr)).toContain(flat(says));
    });
  },
);

test.concurrent('what comes after two dashes is a name like any other', async () => {
  const { code, stdout } = await exampleFleet().run('plan', '--summary', '--', 'tailspin');
  expect([code, stdout]).toEqual([0, expect.stringContaining('Plan for 1 customer:')]);
});
