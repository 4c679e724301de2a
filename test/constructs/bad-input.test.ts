import { App } from 'cdktf';
import {
  CustomerStack,
  definePartner,
  diagnosticsOf,
  group,
  user,
  type GrantProps,
} from '../../src/constructs';
import type { Diagnostic } from '../../src/diagnostics';
import {
  adminAgents,
  id,
  lab,
  main,
  msp,
  newApp,
  newProject,
  newStack,
  owner,
  removeTemporaryFolders,
  synthesizeProject,
  tenant,
} from './support';

afterAll(removeTemporaryFolders);

const codesOf = (diagnostics: readonly Diagnostic[]) => diagnostics.map(({ code }) => code);

/** A file in which each line that has something wrong says with which code. */
const everythingWrong = `import { aobo, CustomerStack, group, inTenant, profile, user, type App } from 'tilldela'; // no_customer_stack
import { msp } from '../partner';

const managed = profile(() => ({ support: { to: msp.adminAgents, role: 'Contributer' as 'Contributor' } }));
const pasted: any = '\${TfToken[TOKEN.1]}';

export default (app: App) => {
  const stack = new CustomerStack(app, 'contoso', { // ignore_without_criteria unknown_alias unknown_alias unknown_setting malformed_id malformed_id malformed_date reason_missing reason_missing reason_missing subscription_in_two_stacks token_in_text malformed_scope
    partner: msp,
    tenant: 'contoso.com',
    domain: pasted,
    subscriptions: { main: '${main}', twin: '${main.toUpperCase()}', lab: 'nonsense' },
    reads: aobo(),
    writes: inTenant(),
    ownership: { main: 'none' as 'full', other: 'full' } as any,
    ignore: [{ because: ' ', origin: 'direct' }, { because: 'everything' }],
    accept: [
      { on: 'other' as 'main', to: user('a@b'), role: 'Reader', by: '', because: '', until: '2027-02-30' },
      { on: 'main', resourceGroup: 'a/b', to: user('a@b'), role: 'Reader', by: 'a', because: 'b', until: '2027-01-01' },
    ],
  });
  const { main, lab } = stack.subscriptions;
  new CustomerStack(app, 'spoiled', { // unknown_setting unknown_setting unknown_setting unknown_setting
    partner: msp, tenant: '${tenant}', subscriptions: {}, ownership: 'ful' as any, reads: 'aobo' as any,
    ignore: [{ because: 'policy', origin: 'policy' as any }],
  } as any);
  main.grant('owner', { to: user('a@b'), role: 'Owner' } as any); // reason_missing
  main.grant('web shop', { to: user('a@b'), role: 'Reader' }); // invalid_name
  main.grant('dana', { to: user('dana'), role: 'Contributer' as any, until: '31.12.2027' }); // malformed_date malformed_principal unknown_role
  main.grant('nobody', { to: (msp as any).helpDesk, role: 'Reader' }); // malformed_principal
  main.grant('norole', { to: user('a@b') } as any); // unknown_role
  main.grant('bare', { to: 'dana@b' as any, role: 'Reader' }); // malformed_principal
  main.grant('blank', { to: group(' Lab team'), role: 'Reader' }); // malformed_principal
  main.grant('token', { to: group(pasted), role: 'Reader', because: pasted, description: pasted }); // token_in_text token_in_text token_in_text
  main.grant('first', { to: user('dup@b'), role: 'Reader' });
  main.grant('second', { to: user('DUP@b'), role: 'Reader' }); // duplicate_grant
  main.grant('first', { to: user('other@b'), role: 'Reader' }); // colliding_names
  main.grant('rg_x', { to: user('one@b'), role: 'Reader' });
  main.resourceGroup('rg').grant('x', { to: user('one@b'), role: 'Reader' }); // colliding_names
  main.resourceGroup('rg.lab').grant('x', { to: user('a@b'), role: 'Reader' }); // invalid_name
  main.resourceGroup('rg/lab'); // malformed_scope
  main.resourceGroup('12', { id: 'first' }); // colliding_names
  main.use('managed', managed()); // unknown_role
  lab.use('managed', managed(), { except: { suport: { because: 'typo' } } as any }); // unknown_exception unknown_role
  lab.use('again', managed(), { except: { support: { because: '', review: 'soon' } } }); // malformed_date reason_missing
  (stack.subscriptions as any).prod.grant('x', { to: user('a@b'), role: 'Reader' }); // unknown_alias
};
`;

test('every mistake in a file is found at once, at its line', async () => {
  const project = newProject({
    'partner.ts': `import { definePartner } from 'tilldela';
      export const msp = definePartner({ tenant: '${id('1')}', owner: '${owner}', adminAgents: '${adminAgents}' });`,
    'customers/contoso.ts': everythingWrong,
  });
  const { customers, diagnostics } = await synthesizeProject(project, { customers: ['contoso'] });
  expect(customers).toEqual([]);
  const expected = everythingWrong.split('\n').flatMap((text, index) => {
    const codes = /\/\/ ([a-z_ ]+)$/.exec(text)?.[1]?.split(' ') ?? [];
    return codes.sort().map((code) => `${index + 1} ${code}`);
  });
  const found = diagnostics.map(({ code, source }) => `${source?.line} ${code}`);
  const byLine = (left: string, right: string) => left.localeCompare(right, 'en', { numeric: true });
  expect(found.sort(byLine)).toEqual(expected.sort(byLine));
  expect(new Set(diagnostics.map(({ source }) => source?.file))).toEqual(new Set(['customers/contoso.ts']));
  expect(new Set(diagnostics.map(({ customer }) => customer))).toEqual(new Set(['contoso']));
});

test('a diagnostic says what is wrong, where, and what would be right', () => {
  const stack = newStack();
  stack.subscriptions.main.grant('web', {
    to: user('a@b'),
    role: 'Key Vault Secret User',
  } as unknown as GrantProps);
  stack.subscriptions.main.resourceGroup('1 (lab)').grant('lab', { to: user('a@b'), role: 'Reader' });
  const [role, name] = diagnosticsOf(stack);
  expect(role).toMatchObject({
    severity: 'error',
    code: 'unknown_role',
    customer: 'contoso',
    constructPath: 'contoso/main/web',
    source: { file: 'test/constructs/bad-input.test.ts' },
    detail: '"Key Vault Secret User" is no role.',
    hint: expect.stringContaining('The nearest are "Key Vault Secrets User"'),
  });
  expect(name?.code).toBe('malformed_scope'); // a blank is legal nowhere
});

test('a resource group whose name cannot be an id is told one that can', () => {
  const stack = newStack();
  stack.subscriptions.main.resourceGroup('1.lab');
  expect(diagnosticsOf(stack)).toMatchObject([
    { code: 'invalid_name', hint: "resourceGroup('1.lab', { id: 'rg-1-lab' })" },
  ]);
  stack.subscriptions.lab.resourceGroup('1.lab', { id: 'rg-1-lab' });
  expect(diagnosticsOf(stack)).toHaveLength(1);
});

test('ids of the partner are checked by each stack that uses it', () => {
  const partner = definePartner({
    tenant: 'a',
    owner: 'b',
    adminAgents: 'c',
    helpdeskAgents: 'd',
    previousOwners: [owner, 'e'],
    otherOwners: ['f'],
  });
  const stack = newStack({ partner });
  expect(diagnosticsOf(stack).map(({ detail }) => detail)).toEqual([
    '`tenant` in definePartner is "a".',
    '`owner` in definePartner is "b".',
    '`adminAgents` in definePartner is "c".',
    '`helpdeskAgents` in definePartner is "d".',
    '`previousOwners` in definePartner is "e".',
    '`otherOwners` in definePartner is "f".',
  ]);
});

describe('names', () => {
  test.each(['', '1st', 'a b', 'a.b', 'a/b', 'é', '11111111-1111-4111-8111-111111111111', '*', 'a~1'])(
    'a grant cannot be called "%s"',
    (name) => {
      const stack = newStack();
      stack.subscriptions.main.grant(name, { to: user('a@b'), role: 'Reader' });
      expect(codesOf(diagnosticsOf(stack))).toEqual(['invalid_name']);
    },
  );

  test.each(['', 'con toso', 'con*', '1', 'a/b'])('a customer cannot be called "%s"', (name) => {
    const app = newApp();
    new CustomerStack(app, name, { ...stackProps, subscriptions: { main } });
    expect(codesOf(diagnosticsOf(app))).toEqual(['invalid_name']);
  });

  test("an alias cannot have other characters, nor take a grant's address", () => {
    const app = newApp();
    const stack = new CustomerStack(app, 'contoso', {
      ...stackProps,
      subscriptions: { 'a.b': main, a: lab, a_b: id('8') },
    });
    expect(codesOf(diagnosticsOf(app))).toEqual(['invalid_name']);
    stack.subscriptions.a.grant('b_c', { to: user('a@b'), role: 'Reader' });
    stack.subscriptions.a_b.grant('c', { to: user('a@b'), role: 'Reader' });
    expect(codesOf(diagnosticsOf(app))).toEqual(['invalid_name', 'colliding_names']);
  });

  test('any legal alias is free, whatever the stack adds itself', () => {
    const stack = new CustomerStack(newApp(), 'contoso', {
      ...stackProps,
      subscriptions: { backend: main, azuread: lab, tilldela: id('8'), 'role-assignment': id('9') },
    });
    stack.subscriptions.tilldela.grant('role-assignment', { to: group('backend'), role: 'Reader' });
    expect(diagnosticsOf(stack)).toEqual([]);
  });

  test('two customers of one name collide', () => {
    const app = newApp();
    newStack({}, app);
    newStack({}, app);
    expect(codesOf(diagnosticsOf(app))).toEqual(['colliding_names']);
  });
});

describe('two grants of the same access', () => {
  const twice = (first: GrantProps, second: GrantProps) => {
    const stack = newStack();
    stack.subscriptions.main.resourceGroup('rg').grant('a', first);
    stack.subscriptions.main.resourceGroup('RG', { id: 'other' }).grant('b', second);
    return codesOf(diagnosticsOf(stack));
  };

  test('are found whatever the letter case', () => {
    expect(twice({ to: user('A@b'), role: 'Reader' }, { to: user('a@b'), role: 'Reader' })).toEqual([
      'duplicate_grant',
    ]);
    expect(twice({ to: user(id('A')), role: 'Reader' }, { to: user(id('a')), role: 'Reader' })).toEqual([
      'duplicate_grant',
    ]);
  });

  test('differ in principal, role or scope', () => {
    expect(twice({ to: user('a@b'), role: 'Reader' }, { to: user('c@b'), role: 'Reader' })).toEqual([]);
    expect(twice({ to: user('a@b'), role: 'Reader' }, { to: user('a@b'), role: 'Contributor' })).toEqual([]);
    expect(twice({ to: group('a@b'), role: 'Reader' }, { to: user('a@b'), role: 'Reader' })).toEqual([]);
  });
});

describe('a program that calls app.synth() itself', () => {
  test('gets the same diagnostics as text', () => {
    const app = newApp();
    newStack({}, app).subscriptions.main.grant('web shop', { to: user('a@b'), role: 'Reader' });
    expect(() => app.synth()).toThrow(/Error: A name cannot become part of an address \(invalid_name\)/);
  });

  test('must say which cloud', () => {
    expect(codesOf(diagnosticsOf(newStack({}, newApp(''))))).toEqual(['unknown_cloud']);
    const app = new App({ outdir: newApp().outdir });
    expect(codesOf(diagnosticsOf(newStack({}, app)))).toEqual(['cloud_not_set']);
  });
});

const stackProps = { partner: msp, tenant, reads: { kind: 'aobo' }, writes: { kind: 'aobo' } } as const;
