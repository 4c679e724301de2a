import { diagnostic } from '../../src/diagnostics';
import {
  scopeKey,
  type CalendarDate,
  type DesiredState,
  type ExistingRoleAssignment,
  type PrincipalKnowledge,
  type Scope,
} from '../../src/model';
import { findVanishedScopes, planChanges, type Plan } from '../../src/plan';
import { actualState, testGuid } from './arbitraries';
import {
  adminAgents,
  adopted,
  at,
  dana,
  ended,
  existing,
  grant,
  inWords,
  lee,
  lock,
  production,
  roles,
  sandbox,
  situation,
  type Situation,
} from './example';

const plan = (given: Situation): Plan => planChanges(situation(given));
const words = (given: Situation): string[] => plan(given).changes.map(inWords);
const codes = (given: Situation): string[] => plan(given).diagnostics.map(({ code }) => code);
const group = (name: string): Scope => at(`/resourceGroups/${name}`);

describe('a change', () => {
  it('carries where it was declared, why, and what it is about', () => {
    const source = { file: 'stacks/customers/contoso.ts', line: 7 };
    const declared = grant('shop', {}, { source, because: 'runs the shop' });
    expect(plan({ grants: [declared] }).changes).toEqual([
      {
        type: 'azurerm_role_assignment',
        action: 'create',
        address: 'azurerm_role_assignment.shop',
        constructPath: 'contoso/shop',
        source,
        because: 'runs the shop',
        naturalKey: `${testGuid(1, 1)}|/subscriptions/${production}|${roles.reader}|${dana}`,
        dependsOn: [],
        after: declared.assignment,
        reason: 'not-in-azure',
      },
    ]);
  });

  it('is none where scope and role differ in letter case only (pain 10)', () => {
    const found = existing({ scope: group('Rg-Web') });
    expect(words({ grants: [grant('shop', { scope: group('rg-web') })], found: [found] })).toEqual([
      'no-op shop',
    ]);
  });

  it('is none where only the description differs', () => {
    const found = { ...existing({}), description: 'written long ago' };
    expect(words({ grants: [grant('shop')], found: [found] })).toEqual(['no-op shop']);
  });

  it('of a condition keeps the name that the assignment bears', () => {
    const [change] = plan({ grants: [grant('shop', { condition: 'a' })], found: [existing({}, 7)] }).changes;
    expect(change).toMatchObject({
      action: 'update',
      changed: ['condition'],
      after: { name: testGuid(8, 7), condition: 'a', conditionVersion: '2.0' },
    });
  });

  it('stands at the address of its type where the declaration has lost it', () => {
    const found = [existing({}), existing({ to: adminAgents, as: 'ForeignGroup' })];
    expect(plan({ found }).changes.map(({ address }) => address)).toEqual([
      `azurerm_role_assignment.undeclared["${found[0]?.name}"]`,
      `tilldela_role_assignment.undeclared["${found[1]?.name}"]`,
    ]);
  });

  it('is planned in one subscription also when another could not be read', () => {
    const given: Situation = {
      grants: [grant('a', { to: lee, scope: at() }), grant('b', { scope: at('', sandbox) })],
      found: [existing({ role: roles.owner }), existing({ role: roles.owner, scope: at('', sandbox) })],
      unread: [production],
    };
    expect(words(given)).toEqual(['create b: not-in-azure', 'delete undeclared: no-longer-declared']);
    expect(plan(given).unread).toEqual([
      { alias: 'sub-0', scope: at(), diagnostic: expect.objectContaining({ code: 'scope_unread' }) },
    ]);
  });

  it('is none, and the subscription unread, where nobody tried to read it', () => {
    const input = situation({ grants: [grant('shop')] });
    const partly = {
      ...input,
      actual: { ...input.actual, subscriptions: input.actual.subscriptions.slice(1) },
    };
    expect(planChanges(partly)).toMatchObject({
      changes: [],
      unread: [
        {
          scope: at(),
          diagnostic: { code: 'scope_unread', severity: 'error', constructPath: 'contoso/sub-0' },
        },
      ],
    });
  });
});

describe('ownership', () => {
  it('is proved by name and natural key together: our name on other access proves nothing', () => {
    const ours = existing({});
    const impostor = { ...existing({ role: roles.owner }), name: ours.name, id: ours.id };
    expect(words({ found: [impostor] })).toEqual([]);
    expect(plan({ found: [impostor] }).unmanaged).toMatchObject([{ standing: 'drift', origin: 'direct' }]);
  });

  it('of an adopted assignment is proved by id and natural key together', () => {
    const found = existing({}, 7);
    const entry = adopted(found, 'shop');
    expect(words({ found: [found], lock: lock([entry]) })).toEqual(['delete undeclared: no-longer-declared']);
    const otherAccess = { ...existing({ role: roles.owner }, 7), id: found.id };
    expect(words({ found: [otherAccess], lock: lock([entry]) })).toEqual([]);
    const otherId = existing({}, 8);
    expect(words({ found: [otherId], lock: lock([entry]) })).toEqual([]);
  });

  it('takes the id in the lock in any letter case', () => {
    const found = existing({}, 7);
    const entry = { ...adopted(found, 'shop'), id: found.id.toUpperCase() };
    expect(words({ found: [found], lock: lock([entry]) })).toEqual(['delete undeclared: no-longer-declared']);
  });

  it.each([
    ['above', '/' as Scope],
    ['in a management group', '/providers/Microsoft.Management/managementGroups/root' as Scope],
  ])(
    'ends where the stack ends: our own name %s is left alone, even under full ownership',
    (_where, scope) => {
      const given: Situation = { found: [existing({ scope })], desired: { ownership: 'full' } };
      expect(words(given)).toEqual([]);
      expect(plan(given).unmanaged).toMatchObject([{ standing: 'outside', origin: 'inherited' }]);
    },
  );

  it('of another owner makes a declared grant an error that names both sides', () => {
    const found = existing({}, 'other');
    const given: Situation = { grants: [grant('shop')], found: [found], desired: { ownership: 'full' } };
    expect(words(given)).toEqual([]);
    expect(plan(given).diagnostics).toEqual([
      expect.objectContaining({
        code: 'conflicting_owner',
        severity: 'error',
        address: 'azurerm_role_assignment.shop',
        detail: expect.stringContaining(found.id),
      }),
    ]);
    expect(plan(given).unmanaged).toMatchObject([{ origin: 'other-owner', standing: 'outside' }]);
  });

  it('of a former owner of ours is kept with its name', () => {
    const found = existing({ condition: 'a' }, 'previous');
    const [change] = plan({ grants: [grant('shop')], found: [found] }).changes;
    expect(change).toMatchObject({ action: 'update', adopting: true, after: { name: found.name } });
  });
});

describe('an adopted assignment', () => {
  const found = existing({}, 7);

  it('is recorded anew when its grant moves in the file', () => {
    const given: Situation = {
      grants: [grant('renamed', {}, { named: 7 })],
      found: [found],
      lock: lock([adopted(found, 'shop')]),
    };
    expect(words(given)).toEqual(['no-op renamed, adopting']);
  });

  it('is replaced, new one first, when its grant becomes other access', () => {
    const declared = grant('shop', { role: roles.contributor });
    const [change, ...rest] = plan({
      grants: [declared],
      found: [found],
      lock: lock([adopted(found, 'shop')]),
    }).changes;
    expect(rest).toEqual([]);
    expect(change).toMatchObject({ action: 'replace', before: found, after: declared.assignment });
  });

  it('is replaced under a name that proves the new one ours, also where the configuration still has the old name', () => {
    const declared = grant('shop', { to: lee }, { named: 7 });
    const [change] = plan({
      grants: [declared],
      found: [found],
      lock: lock([adopted(found, 'shop')]),
    }).changes;
    expect(change).toMatchObject({
      action: 'replace',
      after: { name: grant('shop', { to: lee }).assignment.name },
    });
  });

  it('that somebody deleted is created again under its name, which the lock still proves', () => {
    const declared = grant('shop', {}, { named: 7 });
    const [change] = plan({ grants: [declared], lock: lock([adopted(found, 'shop')]) }).changes;
    expect(change).toMatchObject({ action: 'create', after: { name: found.name } });
  });

  it('that somebody deleted gives its name to no other access, which the lock could not prove', () => {
    const declared = grant('shop', { to: lee }, { named: 7 });
    const [change] = plan({ grants: [declared], lock: lock([adopted(found, 'shop')]) }).changes;
    expect(change).toMatchObject({
      action: 'create',
      after: { name: grant('shop', { to: lee }).assignment.name },
    });
  });

  it('is not replaced while another grant declares it', () => {
    const given: Situation = {
      grants: [grant('shop', { role: roles.contributor }), grant('other', {}, { named: 7 })],
      found: [found],
      lock: lock([adopted(found, 'shop')]),
    };
    expect(words(given)).toEqual(['no-op other, adopting', 'create shop: not-in-azure']);
  });

  it('that was never recorded is not touched by a grant of other access', () => {
    const given: Situation = { grants: [grant('shop', { role: roles.contributor })], found: [found] };
    expect(words(given)).toEqual(['create shop: not-in-azure']);
  });
});

describe('the name of a new assignment', () => {
  it('is an error when other access bears it, since Azure would refuse the change', () => {
    const declared = grant('shop');
    const squatter = { ...existing({ to: lee, scope: group('rg') }, 1), name: declared.assignment.name };
    expect(words({ grants: [declared], found: [squatter] })).toEqual([]);
    expect(plan({ grants: [declared], found: [squatter] }).diagnostics).toEqual([
      expect.objectContaining({ code: 'name_taken', severity: 'error', constructPath: 'contoso/shop' }),
    ]);
  });
});

describe('dependencies', () => {
  const removal = existing({ scope: group('rg') });
  const dependenciesOf = (grants: Situation['grants'] & object, found = [removal]): readonly string[] =>
    plan({ grants, found }).changes.find(({ action }) => action === 'delete')?.dependsOn ?? [];

  it('make a removal wait for the new grant of the same principal at, below and above the scope', () => {
    expect(
      dependenciesOf([
        grant('at', { scope: group('rg'), role: roles.contributor }),
        grant('above', { role: roles.contributor }),
        grant('below', { scope: group('rg/providers/Microsoft.Web/sites/shop'), role: roles.owner }),
      ]),
    ).toEqual([
      'azurerm_role_assignment.above',
      'azurerm_role_assignment.at',
      'azurerm_role_assignment.below',
    ]);
  });

  it('make a removal wait for a changed condition and for a replacement', () => {
    const foreign = existing({ role: roles.owner, scope: group('rg') }, 7);
    const input = situation({
      grants: [
        grant('changed', { role: roles.contributor, scope: group('rg'), condition: 'b' }),
        grant('replaced', { role: testGuid(5, 9), scope: group('rg') }),
      ],
      found: [removal, foreign, existing({ role: roles.contributor, scope: group('rg'), condition: 'a' })],
      lock: lock([adopted(foreign, 'replaced')]),
    });
    const { changes } = planChanges(input);
    expect(changes.map(inWords)).toEqual([
      'update changed: condition-differs',
      'replace replaced: adopted-assignment-differs',
      'delete undeclared: no-longer-declared',
    ]);
    expect(changes[2]?.dependsOn).toEqual([
      'azurerm_role_assignment.changed',
      'azurerm_role_assignment.replaced',
    ]);
    expect(changes[1]?.dependsOn).toEqual(['azurerm_role_assignment.changed']);
  });

  it('make a removal wait for whatever is granted to anybody at, above or below its scope', () => {
    const declared = [
      grant('at', { to: lee, scope: group('rg') }),
      grant('above', { to: lee }),
      grant('below', { to: lee, scope: group('rg/providers/Microsoft.Web/sites/shop') }),
      grant('beside', { to: lee, scope: group('rg-2') }),
      grant('elsewhere', { to: lee, scope: at('', sandbox) }),
    ];
    expect(dependenciesOf(declared)).toEqual([
      'azurerm_role_assignment.above',
      'azurerm_role_assignment.at',
      'azurerm_role_assignment.below',
    ]);
  });

  it('make access that passes from one principal to another wait for the new one', () => {
    const found = [existing({ role: roles.owner })];
    expect(dependenciesOf([grant('owner', { to: lee, role: roles.owner })], found)).toEqual([
      'azurerm_role_assignment.owner',
    ]);
  });

  it('are none for a grant that has ended', () => {
    expect(dependenciesOf([ended('x', { role: roles.contributor })])).toEqual([]);
  });

  it('hold for a grant at another place: access that moves must not be lost when the new place does not exist', () => {
    const moved = grant('x', { scope: group('rg-2'), role: roles.contributor });
    expect(dependenciesOf([moved])).toEqual(['azurerm_role_assignment.x']);
  });

  it('are none for a grant that is there already', () => {
    expect(
      dependenciesOf([grant('x', { role: roles.owner })], [removal, existing({ role: roles.owner })]),
    ).toEqual([]);
  });
});

describe('an end', () => {
  it('is a warning and a removal at the address of the grant', () => {
    const given: Situation = { grants: [ended('shop')], found: [existing({})] };
    expect(plan(given).changes).toMatchObject([
      {
        action: 'delete',
        address: 'azurerm_role_assignment.shop',
        constructPath: 'contoso/shop',
        reason: 'grant-ended',
      },
    ]);
    expect(plan(given).diagnostics).toMatchObject([
      { code: 'grant_expired', severity: 'warning', constructPath: 'contoso/shop' },
    ]);
  });

  it('is a warning also when the access is gone', () => {
    expect(words({ grants: [ended('shop')] })).toEqual([]);
    expect(codes({ grants: [ended('shop')] })).toEqual(['grant_expired']);
  });

  it('for somebody who is not found any more is a warning, and no declaration is empty for it', () => {
    const desired = { endedForNobody: [{ ...ended('shop'), nobody: 'The directory has no such user.' }] };
    const planned = plan({ desired, found: [existing({})] });
    expect(planned.changes).toMatchObject([{ action: 'delete', reason: 'no-longer-declared' }]);
    expect(planned.facts.declaredGrants).toBe(1);
    expect(planned.diagnostics).toMatchObject([
      {
        code: 'grant_expired',
        constructPath: 'contoso/shop',
        detail: expect.stringContaining('The grant ended with 2026-05-31. The directory has no such user.'),
      },
    ]);
  });
});

describe('undeclared access', () => {
  const byHand = existing({ scope: group('rg') }, 1);
  const underFull = (desired: Partial<DesiredState>, found: readonly ExistingRoleAssignment[] = [byHand]) =>
    plan({ found, desired: { ownership: 'full', ...desired } });
  const accept = {
    scope: group('RG'),
    principalId: dana,
    role: roles.reader,
    by: 'anna',
    because: 'audit',
    until: '2026-06-01' as CalendarDate,
  };

  it('goes only from the subscription whose ownership is full', () => {
    const elsewhere = existing({ scope: at('', sandbox) }, 2);
    const { changes, unmanaged } = underFull(
      { ownership: 'owned-only', ownershipAt: new Map([[scopeKey(at('', sandbox)), 'full']]) },
      [byHand, elsewhere],
    );
    expect(changes).toMatchObject([{ action: 'delete', before: { id: elsewhere.id } }]);
    expect(unmanaged).toMatchObject([{ standing: 'drift', assignment: { id: byHand.id } }]);
    const spared = underFull({ ownershipAt: new Map([[scopeKey(at()), 'owned-only']]) });
    expect(spared.changes).toEqual([]);
  });

  it.each<[string, DesiredState['ignore'][number]]>([
    ['everything', { because: 'x' }],
    ['the origin', { because: 'x', origin: 'direct' }],
    ['the principal', { because: 'x', principalId: dana }],
    ['the role', { because: 'x', role: roles.reader }],
    ['the scope', { because: 'x', scope: group('RG') }],
    ['a scope above', { because: 'x', scope: at() }],
    ['all of them', { because: 'x', origin: 'direct', principalId: dana, role: roles.reader, scope: at() }],
  ])('is ignored by %s, and then not removed', (_what, rule) => {
    const { changes, unmanaged } = underFull({ ignore: [rule] });
    expect(changes).toEqual([]);
    expect(unmanaged).toMatchObject([{ standing: 'ignored', because: 'x' }]);
  });

  it.each<[string, DesiredState['ignore'][number]]>([
    ['origin', { because: 'x', principalId: dana, origin: 'orphan' }],
    ['principal', { because: 'x', role: roles.reader, principalId: lee }],
    ['role', { because: 'x', principalId: dana, role: roles.owner }],
    ['scope', { because: 'x', principalId: dana, scope: group('rg-2') }],
  ])('is not ignored by a rule with another %s', (_what, rule) => {
    expect(underFull({ ignore: [rule] }).changes.map(inWords)).toEqual([
      'delete undeclared: undeclared-under-full-ownership',
    ]);
  });

  it('is ignored for one reason, whatever the order of the entries that name it', () => {
    const rules = [{ because: 'b' }, { because: 'a', principalId: dana }, { because: 'c' }];
    const [first, second] = [underFull({ ignore: rules }), underFull({ ignore: [...rules].reverse() })];
    expect(first.unmanaged).toMatchObject([{ standing: 'ignored' }]);
    expect(second).toEqual(first);
  });

  it('is accepted to the end of the day, at this very scope', () => {
    const given = { found: [byHand], desired: { ownership: 'full' as const, accept: [accept] } };
    expect(plan({ ...given, asOf: '2026-06-01T23:59:59Z' })).toMatchObject({
      changes: [],
      diagnostics: [],
      unmanaged: [{ standing: 'accepted', by: 'anna', because: 'audit', until: '2026-06-01' }],
    });
  });

  it('counts as drift again when its acceptance has ended, with a warning as long as it exists', () => {
    const given = {
      found: [byHand],
      desired: { ownership: 'full' as const, accept: [accept] },
      asOf: '2026-06-02T00:00:00Z',
    };
    expect(words(given)).toEqual(['delete undeclared: undeclared-under-full-ownership']);
    expect(codes(given)).toEqual(['acceptance_ended']);
    expect(codes({ ...given, found: [] })).toEqual([]);
  });

  it.each([
    ['below the scope', { ...accept, scope: at() }],
    ['of another principal', { ...accept, principalId: lee }],
    ['with another role', { ...accept, role: roles.owner }],
  ])('is not accepted %s', (_what, rule) => {
    expect(underFull({ accept: [rule] }).changes).toHaveLength(1);
  });

  it('is accepted by the first entry that has not ended', () => {
    const other = { ...accept, by: 'bert', until: '2026-05-01' as CalendarDate };
    expect(underFull({ accept: [other, accept] }).unmanaged).toMatchObject([
      { standing: 'accepted', by: 'anna' },
    ]);
  });

  it('is told by where it comes from', () => {
    const policy = testGuid(3, 5);
    const gone = testGuid(3, 6);
    const found = [
      existing({ to: adminAgents, as: 'ForeignGroup' }, 1),
      existing({ to: testGuid(4, 9), as: 'ForeignGroup' }, 2),
      existing({ to: policy, as: 'ServicePrincipal' }, 3),
      existing({ to: gone }, 4),
      existing({ to: dana }, 5),
      existing({ to: dana, scope: '/' as Scope }, 6),
      existing({ to: lee }, 'other'),
    ];
    const principals = new Map<typeof dana, PrincipalKnowledge>([
      [gone, 'missing'],
      [dana, { id: dana, type: 'User', displayName: 'Dana', userPrincipalName: 'dana@contoso.com' }],
      [
        policy,
        {
          id: policy,
          type: 'ServicePrincipal',
          displayName: 'assigns tags',
          identityOf: '/subscriptions/x/providers/Microsoft.Authorization/PolicyAssignments/tags',
        },
      ],
    ]);
    const { unmanaged, names } = planChanges({
      ...situation({}),
      actual: actualState(found, [], principals),
    });
    const originByName = new Map(
      unmanaged.map(({ assignment, origin, standing }) => [assignment.name, `${origin}: ${standing}`]),
    );
    expect(found.map(({ name }) => originByName.get(name))).toEqual([
      'own-foreign-principal: drift',
      'other-foreign-principal: drift',
      'policy-identity: drift',
      'orphan: drift',
      'direct: drift',
      'inherited: outside',
      'other-owner: outside',
    ]);
    expect(names).toEqual({
      [dana]: 'dana@contoso.com',
      [policy]: 'assigns tags',
      [roles.contributor]: 'Custom role',
    });
  });

  it('is never inherited access that an ignore entry or full ownership could reach (pain 29)', () => {
    const found = [existing({ scope: '/providers/Microsoft.Management/managementGroups/mg' as Scope }, 1)];
    expect(underFull({ ignore: [{ because: 'x' }] }, found).unmanaged).toMatchObject([
      { standing: 'outside' },
    ]);
    expect(underFull({}, found).changes).toEqual([]);
  });
});

describe('the declaration as a whole', () => {
  it('is refused where two grants are one access once their names are resolved', () => {
    const given: Situation = { grants: [grant('by-name', { condition: 'a' }), grant('by-id')] };
    expect(plan(given).diagnostics).toMatchObject([
      {
        code: 'duplicate_grant',
        severity: 'error',
        constructPath: 'contoso/by-name',
        detail: 'contoso/by-id and contoso/by-name give the same principal the same role at the same scope.',
      },
    ]);
  });

  it('is refused where it has lost a scope that was applied before', () => {
    const scopes = [
      { alias: 'old', scope: at('', testGuid(2, 3)) },
      { alias: 'production', scope: at().toUpperCase() as Scope },
    ];
    expect(plan({ lock: lock([], scopes) }).diagnostics).toMatchObject([
      {
        code: 'scope_vanished',
        severity: 'error',
        constructPath: 'contoso/old',
        hint: expect.stringContaining('tilldela forget contoso/old'),
      },
    ]);
  });

  it('is refused for every scope where the whole customer is gone', () => {
    const scopes = [
      { alias: 'production', scope: at() },
      { alias: 'sandbox', scope: at('', sandbox) },
    ];
    expect(findVanishedScopes(lock([], scopes), []).map(({ constructPath }) => constructPath)).toEqual([
      'contoso/production',
      'contoso/sandbox',
    ]);
  });

  it('is reminded of an exception the day after its review date', () => {
    const exceptions = [
      { constructPath: 'contoso/managed/backup', because: 'own', review: '2026-06-01' as CalendarDate },
    ];
    expect(codes({ desired: { exceptions }, asOf: '2026-06-01T23:59:59Z' })).toEqual([]);
    expect(codes({ desired: { exceptions }, asOf: '2026-06-02T00:00:00Z' })).toEqual([
      'exception_review_due',
    ]);
  });

  it('brings what was found on the way into the plan, in a fixed order', () => {
    const diagnostics = [
      diagnostic('role_names_unread', { detail: 'b' }),
      diagnostic('directory_unread', { detail: 'a' }),
      diagnostic('role_names_unread', { detail: 'a' }),
    ];
    const given: Situation = { diagnostics, grants: [ended('shop')] };
    expect(plan(given).diagnostics.map(({ code, detail }) => `${code} ${detail.slice(0, 1)}`)).toEqual([
      'directory_unread a',
      'grant_expired T',
      'role_names_unread a',
      'role_names_unread b',
    ]);
  });

  it('gives names to ids: the directory goes before what was declared', () => {
    const principals = new Map<typeof dana, PrincipalKnowledge>([
      [dana, { id: dana, type: 'User', displayName: 'Dana', userPrincipalName: 'dana@contoso.com' }],
    ]);
    const input = situation({
      desired: {
        principalNames: new Map([
          [dana, 'DANA@contoso.com'],
          [lee, 'lee@contoso.com'],
        ]),
      },
    });
    expect(planChanges({ ...input, actual: actualState([], [], principals) }).names).toEqual({
      [dana]: 'dana@contoso.com',
      [lee]: 'lee@contoso.com',
      [roles.contributor]: 'Custom role',
    });
  });
});
