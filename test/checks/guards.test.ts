import { checkPlans, defaultBudgets } from '../../src/checks';
import { changesOfOwnAccess } from '../../src/checks';
import type { CalendarDate, Guid, Runner } from '../../src/model';
import { adminAgents, testGuid } from '../plan/arbitraries';
import { at, dana, ended, existing, grant, lee, production } from '../plan/example';
import {
  accessAdministrator,
  codesOf,
  contributor,
  directory,
  findingsOf,
  guardsSay,
  ops,
  owner,
  person,
  planOf,
  reader,
  robot,
  roleId,
} from './situation';

const people = directory(
  [lee, person(lee)],
  [dana, person(dana)],
  [ops, person(ops, { type: 'Group' })],
  [robot, person(robot, { type: 'ServicePrincipal' })],
);
const plan = (given: Parameters<typeof planOf>[0]) => planOf({ principals: people, ...given });

describe('taking the right to assign roles from whoever applies', () => {
  const runner: Runner = { objectId: robot, principals: [robot], groupsKnown: true };
  const own = existing({ to: robot, as: 'ServicePrincipal', role: accessAdministrator });
  const keep = grant('keep');

  it('is refused', () => {
    expect(findingsOf('own_access', plan({ found: [own], grants: [keep], runner }))).toEqual([
      expect.objectContaining({
        severity: 'error',
        address: expect.stringContaining('undeclared'),
        detail: expect.stringContaining(`Whoever applies this (object id ${robot}) would lose the right`),
      }),
    ]);
  });

  it('is refused through a group too, and may be where the groups are not known', () => {
    const found = [existing({ to: ops, as: 'Group', role: owner })];
    const through = { ...runner, principals: [robot, ops] };
    const [certain] = findingsOf('own_access', plan({ found, grants: [keep], runner: through }));
    expect(certain?.detail).toContain('would lose');
    const unread = { ...runner, groupsKnown: false };
    const [possible] = findingsOf('own_access', plan({ found, grants: [keep], runner: unread }));
    expect(possible?.detail).toContain('may lose');
    expect(findingsOf('own_access', plan({ found, grants: [keep], runner }))).toEqual([]);
  });

  it.each<[string, Parameters<typeof planOf>[0]]>([
    ['by a condition', { grants: [grant('own', { ...access(), condition: '@x' })] }],
    [
      'though it keeps it for a resource group',
      {
        grants: [grant('own', { ...access(), scope: at('/resourceGroups/lab') })],
      },
    ],
    [
      'though it keeps it under a condition',
      {
        grants: [grant('own', { ...access(), role: owner, condition: '@x' })],
      },
    ],
    [
      'though it keeps a role that nobody could read',
      {
        grants: [grant('own', { ...access(), role: testGuid(5, 9) })],
      },
    ],
  ])('is refused %s', (_how, given) => {
    expect(findingsOf('own_access', plan({ found: [own], runner, ...given }))).toHaveLength(1);
  });

  it('is no loss while the same right stays by another assignment', () => {
    const grants = [grant('own', { ...access(), role: owner })];
    expect(findingsOf('own_access', plan({ found: [own], grants, runner }))).toEqual([]);
    const above = existing({ ...access(), role: owner, scope: '/' as ReturnType<typeof at> }, 3);
    expect(findingsOf('own_access', plan({ found: [own, above], grants: [keep], runner }))).toEqual([]);
  });

  it('is warned of where it is not known who applies', () => {
    expect(findingsOf('runner_unknown', plan({ found: [own], grants: [keep] }))).toEqual([
      expect.objectContaining({ severity: 'warning', detail: expect.stringContaining('name of 06') }),
    ]);
    expect(codesOf(plan({ found: [existing({ to: lee, role: reader })], grants: [keep] }))).toEqual([]);
  });

  it('comes last: those changes are told apart from others', () => {
    const other = existing({ to: dana, role: owner });
    const given = plan({ found: [own, other], grants: [keep], runner });
    expect([...changesOfOwnAccess(given)]).toEqual([expect.stringContaining(own.name)]);
  });

  function access() {
    return { to: robot, as: 'ServicePrincipal', role: accessAdministrator } as const;
  }
});

describe('the removal budget', () => {
  const many = (count: number, from = 0) =>
    Array.from({ length: count }, (_, index) => existing({ to: testGuid(6, from + index), role: reader }));
  const kept = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      grant(`kept-${index}`, { to: testGuid(6, index), role: reader }),
    );

  it('of a customer lets five pass, or a fifth if that is more', () => {
    const removing = (gone: number, stay: number) =>
      findingsOf('removal_budget', plan({ found: many(gone + stay), grants: kept(stay) })).length;
    expect([removing(5, 1), removing(6, 1)]).toEqual([0, 1]);
    expect([removing(20, 80), removing(21, 79)]).toEqual([0, 1]);
  });

  it('does not count what ended on its day', () => {
    const grants = many(9).map((_, index) => ended(`g${index}`, { to: testGuid(6, index), role: reader }));
    expect(findingsOf('removal_budget', plan({ found: many(9), grants }))).toEqual([]);
  });

  it('can be set', () => {
    const given = plan({ found: many(3), grants: [grant('keep')] });
    const budgets = { ...defaultBudgets, perCustomer: { count: 2, percent: 0 } };
    const [verdict] = checkPlans([given], { budgets, allow: [] });
    expect(verdict?.refusals.map(({ code }) => code)).toEqual(['removal_budget']);
    expect(verdict?.refusals[0]?.detail).toContain('3 of 3 assignments');
  });

  it('of a run counts over its customers, and holds up only those that lose something', () => {
    const losing = plan({ found: many(5), grants: [grant('keep')] });
    const customers = ['a', 'b', 'c', 'd', 'e'].map((customer) => ({ ...losing, customer }));
    const still = { ...plan({ grants: [grant('new')] }), customer: 'still' };
    const refused = (count: number) =>
      checkPlans([...customers.slice(0, count), still], { budgets: defaultBudgets, allow: [] })
        .filter(({ refusals }) => refusals.some(({ code }) => code === 'run_removal_budget'))
        .map(({ customer }) => customer);
    expect(refused(4)).toEqual([]);
    expect(refused(5)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });
});

describe('an empty declaration', () => {
  it('is refused where there was access', () => {
    expect(codesOf(plan({ found: [existing({ role: reader })] }))).toEqual(['empty_declaration']);
    expect(codesOf(plan({ found: [existing({ role: reader }, 7)], desired: { ownership: 'full' } }))).toEqual(
      ['empty_declaration'],
    );
  });

  it('is none while something is declared, also where it ended or could not be read', () => {
    expect(
      codesOf(plan({ found: [existing({ role: reader })], grants: [ended('shop', { role: reader })] })),
    ).toEqual([]);
    const elsewhere = grant('elsewhere', { scope: at('', testGuid(2, 2)) });
    const unread = [testGuid(2, 2)];
    expect(codesOf(plan({ found: [existing({ role: reader })], grants: [elsewhere], unread }))).toEqual([]);
  });

  it('is fine where nothing goes', () => {
    expect(codesOf(plan({ found: [existing({ role: reader }, 7)] }))).toEqual([]);
  });
});

describe('a grant in place of another', () => {
  const found = [existing({ role: reader })];
  const broadened = (given: Parameters<typeof planOf>[0]) =>
    findingsOf('access_broadened', plan({ found, ...given }));
  const because = 'runs the shop';

  it('is refused when it gives more and does not say why', () => {
    const [finding] = broadened({ grants: [grant('shop', { role: roleId('Website Contributor') })] });
    expect(finding).toMatchObject({
      severity: 'error',
      constructPath: 'contoso/shop',
      detail: expect.stringMatching(
        /^Website Contributor for name of 01 .* gives more .* for example, microsoft\./,
      ),
    });
    const [everything] = broadened({ grants: [grant('shop', { role: contributor })] });
    expect(everything?.detail).not.toContain('for example'); // all there is has no telling example
    expect(broadened({ grants: [grant('shop', { role: contributor }, { because })] })).toEqual([]);
  });

  it.each([
    ['a wider scope', existing({ scope: at('/resourceGroups/lab'), role: reader }), { role: reader }],
    ['a condition that is gone', existing({ role: reader, condition: '@x' }), { role: reader }],
  ])('is refused for %s', (_what, before, access) => {
    expect(broadened({ found: [before], grants: [grant('shop', access)] })).toHaveLength(1);
  });

  it('passes when it gives no more, and when the other access is elsewhere or of somebody else', () => {
    expect(
      broadened({ found: [existing({ role: contributor })], grants: [grant('shop', { role: reader })] }),
    ).toEqual([]);
    const elsewhere = at('/resourceGroups/other');
    expect(
      broadened({
        found: [existing({ role: reader, scope: at('/resourceGroups/lab') })],
        grants: [grant('shop', { role: reader, scope: elsewhere })],
      }),
    ).toEqual([]);
    expect(
      broadened({ grants: [grant('shop', { to: robot, as: 'ServicePrincipal', role: contributor })] }),
    ).toEqual([]);
  });

  it('is not what access is that is simply added', () => {
    expect(
      broadened({ grants: [grant('keep', { role: reader }), grant('more', { role: contributor })] }),
    ).toEqual([]);
  });
});

describe('a far-reaching role', () => {
  it('for a single user needs a reason', () => {
    const give = (access: Parameters<typeof grant>[1], because?: string) =>
      codesOf(plan({ grants: [grant('shop', access, because === undefined ? {} : { because })] }));
    expect(give({ role: contributor })).toEqual(['privileged_user']);
    expect(give({ role: owner })).toEqual(['privileged_user']);
    expect(give({ role: contributor }, 'on call')).toEqual([]);
    expect(give({ role: roleId('Website Contributor') })).toEqual([]);
    expect(give({ to: ops, as: 'Group', role: contributor })).toEqual([]);
  });

  it('until a day needs none, unless it can give access', () => {
    const give = (role: Guid) =>
      codesOf(plan({ grants: [grant('shop', { role }, { until: '2027-12-31' as CalendarDate })] }));
    expect(give(contributor)).toEqual([]);
    expect(give(owner)).toEqual(['privileged_user']);
  });

  it('that the user has already is no new grant', () => {
    expect(
      codesOf(
        plan({ found: [existing({ role: contributor }, 7)], grants: [grant('shop', { role: contributor })] }),
      ),
    ).toEqual([]);
  });
});

describe('a grant to an outsider', () => {
  const guest = directory([dana, person(dana, { isGuest: true })]);
  const foreign = { to: testGuid(4, 9), as: 'ForeignGroup' } as const;

  it('needs a reason', () => {
    expect(codesOf(plan({ grants: [grant('shop')], principals: guest }))).toEqual(['outside_principal']);
    expect(codesOf(plan({ grants: [grant('shop', foreign)] }))).toEqual(['outside_principal']);
    const reasoned = [grant('shop', foreign, { because: 'their auditor' })];
    expect(codesOf(plan({ grants: reasoned }))).toEqual([]);
  });

  it("is none to the partner's own groups, nor to those who have it already", () => {
    expect(codesOf(plan({ grants: [grant('msp', { to: adminAgents, as: 'ForeignGroup' })] }))).toEqual([]);
    expect(codesOf(plan({ found: [existing({})], grants: [grant('shop')], principals: guest }))).toEqual([]);
  });
});

describe('a grant that ends soon', () => {
  it.each([
    ['2026-06-01', 'today'],
    ['2026-06-02', 'tomorrow'],
    ['2026-07-01', 'in 30 days'],
  ])('on %s is warned of: %s', (until, when) => {
    const grants = [grant('shop', {}, { until: until as CalendarDate })];
    const [finding] = guardsSay(plan({ found: [existing({})], grants }));
    expect(finding).toMatchObject({ severity: 'warning', code: 'grant_expiring' });
    expect(finding?.detail).toContain(`${until}, ${when}.`);
  });

  it('is not, thirty-one days before, or once it ended', () => {
    expect(codesOf(plan({ grants: [grant('shop', {}, { until: '2026-07-02' as CalendarDate })] }))).toEqual(
      [],
    );
    expect(findingsOf('grant_expiring', plan({ found: [existing({})], grants: [ended('shop')] }))).toEqual(
      [],
    );
  });
});

describe("Azure's limits", () => {
  const filled = (count: number, bearing: 'ours' | 'nobody', subscription: Guid = production) =>
    Array.from({ length: count }, (_, index) =>
      existing(
        {
          to: testGuid(6, index),
          role: reader,
          scope: at(index % 2 ? '/resourceGroups/a' : '', subscription),
        },
        bearing === 'ours' ? 'ours' : index,
      ),
    );
  const fresh = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      grant(`new-${index}`, { to: testGuid(9, index), role: reader }),
    );
  const limits = (given: Parameters<typeof planOf>[0]) =>
    guardsSay(plan(given)).filter(({ code }) => code.startsWith('limit_'));

  it('are warned of from nine tenths on, the whole subscription counted', () => {
    expect(limits({ found: filled(3598, 'nobody'), grants: fresh(1) })).toEqual([]);
    expect(limits({ found: filled(3599, 'nobody'), grants: fresh(1) })).toEqual([
      expect.objectContaining({ code: 'limit_near', severity: 'warning' }),
    ]);
  });

  it('stop a plan that would pass them', () => {
    const found = filled(3999, 'nobody');
    expect(limits({ found, grants: fresh(1) }).map(({ code }) => code)).toEqual(['limit_near']);
    const [finding] = limits({ found, grants: fresh(3) });
    expect(finding?.code).toBe('limit_exceeded');
    expect(finding?.detail).toContain(
      'The subscription "sub-0" has 3999 role assignments and would have 4002',
    );
    expect(finding?.detail).toContain('refuse 2 of the new ones');
  });

  it('stop a plan that would pass them only on the way, with the fewest removals that must come first', () => {
    const full = plan({ found: [...filled(3995, 'nobody'), ...ours(5)], grants: fresh(4) });
    const [finding] = guardsSay(full).filter(({ code }) => code === 'limit_on_the_way');
    expect(finding).toMatchObject({ severity: 'error', address: removedFirst(full)[0] });
    expect(finding?.detail).toContain('4 of the removals, no fewer, have to come before grants');
    expect(removedFirst(full)).toHaveLength(4);
    expect(guardsSay(full, ['limit_on_the_way']).every(({ severity }) => severity === 'warning')).toBe(true);
  });

  it('do not stop a plan that fits when it removes first what nothing is granted in place of', () => {
    const aside = grant('aside', { to: testGuid(9, 1), role: reader, scope: at('/resourceGroups/a') });
    const gone = existing({ to: testGuid(10, 1), role: reader, scope: at('/resourceGroups/b') });
    const full = plan({ found: [...filled(3999, 'nobody'), gone], grants: [aside] });
    expect(guardsSay(full).filter(({ code }) => code === 'limit_on_the_way')).toEqual([]);
    expect(full.changes.filter(({ action }) => action === 'delete')).toMatchObject([{ makesRoomBefore: [] }]);
  });

  it('of a management group are five hundred', () => {
    const scope = '/providers/Microsoft.Management/managementGroups/corp' as ReturnType<typeof at>;
    const found = Array.from({ length: 450 }, (_, index) =>
      existing({ to: testGuid(6, index), role: reader, scope }, index),
    );
    const [finding, ...others] = limits({ found });
    expect(others).toEqual([]);
    expect(finding?.detail).toContain('The management group "corp" has 450');
    expect(limits({ found: found.slice(1) })).toEqual([]);
  });

  function removedFirst({ changes }: ReturnType<typeof plan>) {
    return changes.filter(({ makesRoomBefore }) => makesRoomBefore?.length).map(({ address }) => address);
  }

  function ours(count: number) {
    return Array.from({ length: count }, (_, index) => existing({ to: testGuid(10, index), role: reader }));
  }
});
