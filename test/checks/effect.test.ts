import fc from 'fast-check';
import type { Holding } from '../../src/checks/access';
import { effectOf } from '../../src/checks/effect';
import { reachIn } from '../../src/checks/reach';
import type { PermissionBlock } from '../../src/catalogue';
import { isAtOrBelow, type Guid, type PrincipalType, type Scope } from '../../src/model';
import { tenantId, testGuid } from '../plan/arbitraries';
import { at, dana, existing, lee } from '../plan/example';
import { ops, planOf } from './situation';

const root = '/' as Scope;
const managementGroup = '/providers/Microsoft.Management/managementGroups/corp' as Scope;
const lab = at('/resourceGroups/lab');

/** Every operation of a small universe: texts of up to four letters, of which no pattern has `c`. */
const universe = [1, 2, 3, 4].flatMap(textsOf);

function textsOf(length: number): string[] {
  if (length === 0) return [''];
  return textsOf(length - 1).flatMap((text) => ['a', 'b', 'c'].map((letter) => text + letter));
}

function permits(blocks: readonly PermissionBlock[], operation: string): boolean {
  const covers = (pattern: string) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(operation);
  return blocks.some(({ actions = [], notActions = [] }) => actions.some(covers) && !notActions.some(covers));
}

const pattern = fc.constantFrom('*', 'a', 'b', 'a*', '*a', 'b*', 'ab', 'a*b', '*b*');
const permissions = fc.array(
  fc.record({
    actions: fc.array(pattern, { minLength: 1, maxLength: 2 }),
    notActions: fc.array(pattern, { maxLength: 1 }),
  }),
  { minLength: 1, maxLength: 2 },
);
/** Permissions by number of the role; the last role nobody could read. */
const roleTable = fc.array(permissions, { minLength: 3, maxLength: 3 });
const unread = 3;

interface Piece {
  readonly role: number;
  readonly scope: Scope;
  readonly condition: string | undefined;
  readonly who: readonly [Guid, PrincipalType];
}

function pieces(unknowns: boolean): fc.Arbitrary<Piece> {
  return fc.record({
    role: fc.constantFrom(...(unknowns ? [0, 1, 2, unread] : [0, 1, 2])),
    scope: fc.constantFrom(...[root, at(), lab, ...(unknowns ? [managementGroup] : [])]),
    condition: fc.constantFrom(...(unknowns ? [undefined, '@x', '@y'] : [undefined])),
    who: fc.constantFrom<readonly [Guid, PrincipalType]>(
      [dana, 'User'],
      ...(unknowns ? [[ops, 'Group'] as const] : [[lee, 'User'] as const]),
    ),
  });
}

function holding(
  { role, scope, condition, who: [principalId, principalType] }: Piece,
  table: readonly PermissionBlock[][],
) {
  const assignment = {
    ...{ tenantId, scope, principalId, principalType, name: testGuid(8, 1), role: testGuid(5, role) },
    ...(condition !== undefined && { condition, conditionVersion: '2.0' }),
  };
  const permissions = table[role];
  return { assignment, ...(permissions && { permissions }) } satisfies Holding;
}

/** What could be true of that which is not known. */
interface World {
  readonly conditions: Readonly<Record<string, boolean>>;
  readonly unreadPermits: boolean;
  readonly isMember: boolean;
  readonly isBelow: boolean;
}

const worlds: World[] = [true, false].flatMap((x) =>
  [true, false].flatMap((y) =>
    [true, false].flatMap((unreadPermits) =>
      [true, false].flatMap((isMember) =>
        [true, false].map((isBelow) => ({
          conditions: { '@x': x, '@y': y },
          unreadPermits,
          isMember,
          isBelow,
        })),
      ),
    ),
  ),
);

/** By brute force: whether the principal of `given` gets an operation at its scope that it did not have before. */
function broadensIn(
  world: World,
  given: Piece,
  before: readonly Piece[],
  table: PermissionBlock[][],
): boolean {
  const reaches = (scope: Scope) =>
    isAtOrBelow(given.scope, scope) || (scope === managementGroup && given.scope !== root && world.isBelow);
  const counts = ({ who, scope, condition }: Piece) =>
    (who[0] === given.who[0] || (who[1] === 'Group' && world.isMember)) &&
    reaches(scope) &&
    (condition === undefined || world.conditions[condition] === true);
  const permitted = (piece: Piece, operation: string) =>
    piece.role === unread ? world.unreadPermits : permits(table[piece.role] ?? [], operation);
  const held = before.filter(counts);
  const isIn = given.condition === undefined || world.conditions[given.condition] === true;
  return (
    isIn &&
    universe.some(
      (operation) => permitted(given, operation) && !held.some((piece) => permitted(piece, operation)),
    )
  );
}

/** Nothing tells of what lies below the management group. */
const reach = reachIn({ facts: { ...planOf({}).facts, above: {} } });

describe('the verdict on effective access', () => {
  it('is exact where everything is known (invariant 7)', () => {
    fc.assert(
      fc.property(
        pieces(false),
        fc.array(pieces(false), { maxLength: 4 }),
        roleTable,
        (given, before, table) => {
          const { verdict } = effectOf(
            holding(given, table),
            before.map((piece) => holding(piece, table)),
            reach,
          );
          const known = { conditions: {}, unreadPermits: false, isMember: false, isBelow: false };
          expect(verdict).toBe(broadensIn(known, given, before, table) ? 'broadens' : 'narrows');
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('is certain of nothing that what is not known could make otherwise (invariant 7)', () => {
    fc.assert(
      fc.property(
        pieces(true),
        fc.array(pieces(true), { maxLength: 3 }),
        roleTable,
        (given, before, table) => {
          const { verdict } = effectOf(
            holding(given, table),
            before.map((piece) => holding(piece, table)),
            reach,
          );
          const broadens = worlds.map((world) => broadensIn(world, given, before, table));
          if (verdict === 'narrows') expect(broadens).not.toContain(true);
          // A condition that lets nothing through gives nothing: a grant that certainly broadens has none.
          if (verdict === 'broadens') expect(broadens).not.toContain(false);
        },
      ),
      { numRuns: 1000 },
    );
  });

  const everything = [{ actions: ['*'] }];
  const piece = (parts: Partial<Piece>): Piece => ({
    ...{ role: 0, scope: at(), condition: undefined, who: [dana, 'User'] },
    ...parts,
  });

  it.each<[string, Partial<Piece>, Partial<Piece>, string]>([
    ['the same again', {}, {}, 'narrows'],
    ['a lower scope', { scope: lab }, {}, 'narrows'],
    ['a wider scope', {}, { scope: lab }, 'broadens'],
    ['access for somebody else', {}, { who: [lee, 'User'] }, 'broadens'],
    ['a new condition', { condition: '@x' }, {}, 'narrows'],
    ['the same condition', { condition: '@x' }, { condition: '@x' }, 'narrows'],
    ['another condition', { condition: '@x' }, { condition: '@y' }, 'may-broaden'],
    ['a condition that is gone', {}, { condition: '@x' }, 'may-broaden'],
    ['what a group has', {}, { who: [ops, 'Group'] }, 'may-broaden'],
    ['what a management group has', {}, { scope: managementGroup }, 'may-broaden'],
    ['an unread role', { role: unread }, {}, 'may-broaden'],
    ['an unread role again', { role: unread }, { role: unread }, 'narrows'],
    ['a known role for an unread one', {}, { role: unread }, 'may-broaden'],
  ])('of %s', (_what, given, before, verdict) => {
    const found = effectOf(
      holding(piece(given), [everything]),
      [holding(piece(before), [everything])],
      reach,
    );
    expect(found.verdict).toBe(verdict);
  });

  it('knows what a management group reaches by the list of the subscription that it stood in', () => {
    const above = existing({ scope: managementGroup }, 1);
    const reaches = reachIn(planOf({ found: [above] }));
    expect(reaches(managementGroup, lab)).toBe('yes');
    expect(reaches('/providers/Microsoft.Management/managementGroups/other' as Scope, lab)).toBe('no');
    expect(reaches(managementGroup, at('', testGuid(2, 9)))).toBe('maybe');
    expect(reaches(managementGroup, root)).toBe('no');
  });
});
