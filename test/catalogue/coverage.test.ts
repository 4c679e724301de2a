import fc from 'fast-check';
import { findRole, isPrivileged, operationBeyond, permissionFor, roles } from '../../src/catalogue';
import type { PermissionBlock } from '../../src/catalogue';

/** Another reading of patterns than the one under test: letter by letter, by trial. */
function covers(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  if (pattern.startsWith('*')) {
    return covers(pattern.slice(1), text) || (text !== '' && covers(pattern, text.slice(1)));
  }
  return text !== '' && pattern[0]?.toLowerCase() === text[0] && covers(pattern.slice(1), text.slice(1));
}

function permits(blocks: readonly PermissionBlock[], operation: string): boolean {
  return blocks.some(
    ({ actions = [], notActions = [] }) =>
      actions.some((pattern) => covers(pattern, operation)) &&
      !notActions.some((pattern) => covers(pattern, operation)),
  );
}

/** All texts of up to five letters of a small alphabet; `c` stands for every letter that no pattern has. */
const universe = ['']
  .concat(...Array.from({ length: 5 }, (_, index) => textsOf(index + 1)))
  .filter((text) => text !== '');

function textsOf(length: number): string[] {
  if (length === 0) return [''];
  return textsOf(length - 1).flatMap((text) => ['a', 'b', '/', 'c'].map((letter) => text + letter));
}

const pattern = fc
  .array(fc.constantFrom('a', 'b', 'B', '/', '*', '*'), { minLength: 1, maxLength: 4 })
  .map((letters) => letters.join(''));
const patterns = fc.array(pattern, { maxLength: 3 });
const blocks = fc.array(fc.record({ actions: patterns, notActions: patterns }), { maxLength: 3 });

describe('what one role permits beyond others', () => {
  it('is decided exactly, whatever wildcards and exclusions there are', () => {
    fc.assert(
      fc.property(blocks, blocks, (given, held) => {
        const found = operationBeyond(given, held);
        if (found !== undefined) {
          expect(permits(given, found)).toBe(true);
          expect(permits(held, found)).toBe(false);
        } else {
          expect(universe.filter((text) => permits(given, text) && !permits(held, text))).toEqual([]);
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('is decided for the data plane by itself', () => {
    const data = [{ dataActions: ['Microsoft.Storage/*'], notDataActions: ['*/delete'] }];
    expect(operationBeyond(data, [{ actions: ['*'] }])).toMatch(/^microsoft\.storage\//);
    expect(operationBeyond(data, [{ dataActions: ['*'], notDataActions: ['*/DELETE'] }])).toBeUndefined();
    expect(operationBeyond(data, [{ dataActions: ['*'], notDataActions: ['*/a/delete'] }])).toBeUndefined();
    expect(operationBeyond(data, [{ dataActions: ['*'], notDataActions: ['*/read'] }])).toMatch(/\/read$/);
  });

  it.each([
    ['Contributor', 'Owner', undefined],
    ['Owner', 'Contributor', /(write|delete|action)$/],
    ['Reader', 'Contributor', undefined],
    ['Contributor', 'Reader', /./],
    ['Storage Blob Data Reader', 'Owner', /^microsoft\.storage\/.*\/read$/],
    ['Backup Operator', 'Backup Operator', undefined],
  ])('of %s beyond %s', (given, held, expected) => {
    const found = operationBeyond(permissionsOf(given), permissionsOf(held));
    if (expected) expect(found).toMatch(expected);
    else expect(found).toBeUndefined();
  });

  it('is nothing for a role beside itself, also where it has many wildcards', () => {
    for (const { permissions } of roles) expect(operationBeyond(permissions, permissions)).toBeUndefined();
  });
});

describe('a role', () => {
  it('is privileged when it can give access or change things of every service', () => {
    expect(roles.filter(isPrivileged).map(({ name }) => name)).toEqual([
      'Contributor',
      'Owner',
      'Role Based Access Control Administrator',
      'User Access Administrator',
    ]);
  });

  it('permits an operation, does not, or does on the condition that its block has', () => {
    const operation = 'Microsoft.Authorization/roleAssignments/write';
    const conditional = { actions: [operation], condition: '@x' };
    expect(permissionFor(operation, { permissions: [conditional] })).toBe('on-condition');
    expect(permissionFor(operation, { permissions: [conditional, { actions: ['*'] }] })).toBe('yes');
    expect(permissionFor(operation, { permissions: permissionsOf('Contributor') })).toBe('no');
  });
});

function permissionsOf(name: string): readonly PermissionBlock[] {
  const role = findRole(name);
  if (!role) throw new Error(`There is no ${name}.`);
  return role.permissions;
}
