import fc from 'fast-check';
import {
  emptyRoleFile,
  findRole,
  formatRoleFile,
  formatRoleNames,
  knownRoles,
  listedRoles,
  parseRoleFile,
  roles,
  withTenant,
  type ListedRole,
} from '../../src/catalogue';
import { DiagnosticError } from '../../src/diagnostics';
import type { Guid } from '../../src/model';

const tenant = '00000001-0000-4000-8000-000000000001' as Guid;
const otherTenant = '00000001-0000-4000-8000-000000000002' as Guid;

let number = 0;
function role(
  name: string,
  kind: ListedRole['kind'] = 'custom',
  actions = ['Microsoft.Web/sites/read'],
): ListedRole {
  number += 1;
  const id = `00000005-0000-4000-8000-${String(number).padStart(12, '0')}` as Guid;
  return { kind, id, name, description: `${name}.`, permissions: [{ actions }] };
}

const listed = (found: readonly ListedRole[], file = emptyRoleFile) => withTenant(file, tenant, found);

test('the custom roles of one tenant are not those of another, the built-in ones are', () => {
  const operator = role('Patch Operator');
  const { file } = listed([operator, role('New Service Reader', 'built-in')]);
  expect(listedRoles(file, tenant).map(({ name }) => name)).toEqual(['New Service Reader', 'Patch Operator']);
  expect(listedRoles(file, otherTenant).map(({ name }) => name)).toEqual(['New Service Reader']);
  expect(knownRoles(listedRoles(file, tenant)).find('PATCH operator')?.id).toBe(operator.id);
});

test('a custom role with the name of a bundled one is left out with a warning, whatever the letter case', () => {
  const { file, diagnostics } = listed([role('reader'), role('Owner'), role('Shop Reader')]);
  expect(Object.keys(file.tenants[tenant] ?? {})).toEqual(['Shop Reader']);
  expect(diagnostics).toMatchObject([
    { severity: 'warning', code: 'role_name_reserved', detail: expect.stringContaining('"reader"') },
    { severity: 'warning', code: 'role_name_reserved', detail: expect.stringContaining('"Owner"') },
  ]);
});

test('so is one with the name of another built-in role, and the second of two with one name', () => {
  const first = role('Twin');
  const { file, diagnostics } = listed([role('twin'), first, role('New Role'), role('New Role', 'built-in')]);
  expect(Object.keys(file.builtIn)).toEqual(['New Role']);
  expect(file.tenants[tenant]).toEqual({ Twin: expect.objectContaining({ id: first.id }) });
  expect(diagnostics).toHaveLength(2);
});

test('bundled roles are not listed again', () => {
  const bundled = roles.map((each): ListedRole => ({ kind: 'built-in', ...each }));
  expect(listed(bundled)).toEqual({ file: { builtIn: {}, tenants: { [tenant]: {} } }, diagnostics: [] });
});

test('no file, however it was written, gives a bundled name another meaning', () => {
  const file = parseRoleFile(
    formatRoleFile({
      builtIn: {},
      tenants: { [tenant]: { Reader: { ...role('x') }, owner: { ...role('y') } } },
    }).replaceAll(/"(kind|name)": "[^"]*",?\n/g, ''),
    'roles.json',
  );
  const known = knownRoles(listedRoles(file, tenant));
  expect(known.find('Reader')).toEqual(findRole('Reader'));
  expect(known.find('owner')).toEqual(findRole('Owner'));
});

test('the file comes back as it was, and is the same text in whatever order Azure lists', () => {
  const names = fc.uniqueArray(
    fc.string({ minLength: 1 }).filter((name) => name !== '__proto__'),
    {
      selector: (name) => name.toLowerCase(),
      maxLength: 6,
    },
  );
  fc.assert(
    fc.property(names, fc.infiniteStream(fc.integer()), (texts, order) => {
      const found = texts.map((name, index) => role(name, index % 2 ? 'custom' : 'built-in'));
      const shuffled = found
        .map((each) => ({ each, key: order.next().value as number }))
        .sort((left, right) => left.key - right.key)
        .map(({ each }) => each);
      const text = formatRoleFile(listed(found).file);
      expect(formatRoleFile(listed(shuffled).file)).toBe(text);
      expect(formatRoleFile(parseRoleFile(text, 'roles.json'))).toBe(text);
    }),
  );
});

test('the names are TypeScript, whatever a tenant calls its roles', () => {
  const { file } = listed([role('Bob\'s */ "Role"\n\''), role('Patch Operator')]);
  expect(formatRoleNames(file))
    .toBe(`// Written by \`tilldela roles refresh\` from what Azure has. Do not edit.
import 'tilldela';

declare module 'tilldela' {
  interface CustomRoleNames {
    "Bob's */ \\"Role\\"\\n'": string;
    "Patch Operator": string;
  }
}
`);
});

test.each([
  ['no JSON', '{'],
  ['another version', '{"formatVersion":"2","builtIn":{},"tenants":{}}'],
  [
    'an id that is no GUID',
    '{"formatVersion":"1","builtIn":{"X":{"id":"x","description":"","permissions":[]}},"tenants":{}}',
  ],
  ['a tenant that is no GUID', '{"formatVersion":"1","builtIn":{},"tenants":{"contoso":{}}}'],
])('%s is no file of roles', (_, text) => {
  const read = () => parseRoleFile(text, 'stacks/roles.json');
  expect(read).toThrow(DiagnosticError);
  try {
    read();
  } catch (error) {
    expect((error as DiagnosticError).diagnostics).toMatchObject([
      { code: 'role_file_unreadable', detail: expect.stringContaining('stacks/roles.json') },
    ]);
  }
});
