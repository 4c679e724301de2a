import fc from 'fast-check';
import { checkPlans, defaultBudgets } from '../../src/checks';
import type { Guid, KnownPrincipals, PrincipalKnowledge, PrincipalType } from '../../src/model';
import { planChanges, type PlanInput } from '../../src/plan';
import { adminAgents, testGuid } from '../plan/arbitraries';
import { at, dana, ended, existing, grant, lee, production, situation } from '../plan/example';
import { afterApply, allAssignments } from '../plan/simulated-azure';
import { directory, findingsOf, nobody, ops, owner, person, planOf, reader, robot } from './situation';

const leeOnly = directory([lee, person(lee)], [dana, person(dana)]);
const lastOwner = (given: Parameters<typeof planOf>[0]) => findingsOf('last_owner', planOf(given));

describe('taking the last Owner from a subscription', () => {
  const found = [existing({ to: lee, role: owner })];
  const source = { file: 'stacks/customers/contoso.ts', line: 7 };

  it('is refused, with who and where', () => {
    const [finding, ...others] = lastOwner({
      grants: [{ ...ended('lee', { to: lee, role: owner }), source }],
      found,
      principals: leeOnly,
    });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      severity: 'error',
      customer: 'contoso',
      constructPath: 'contoso/lee',
      source,
      detail: expect.stringContaining('It would lose name of 02'),
      hint: expect.stringContaining('--allow last_owner'),
    });
  });

  it('tells the ways on where the grant came to its end, since that day comes by itself', () => {
    const grants = [ended('lee', { to: lee, role: owner })];
    const [finding] = lastOwner({ grants, found, principals: leeOnly });
    expect(finding?.hint).toContain('Set a later day in its `until`');
    expect(finding?.hint).toContain('grant Owner to somebody who stays, in the same file');
    const successor = grant('dana', { to: dana, role: owner });
    expect(lastOwner({ grants: [...grants, successor], found, principals: leeOnly })).toEqual([]);
    expect(lastOwner({ found, principals: leeOnly })[0]?.hint).not.toContain('until');
  });

  it.each<[string, Parameters<typeof planOf>[0]]>([
    ['by a condition', { grants: [grant('lee', { to: lee, role: owner, condition: '@x' })] }],
    ['by a lower role', { grants: [grant('lee', { to: lee, role: reader })] }],
    [
      'though a guest of another tenant stays: AdminAgents',
      {
        grants: [grant('msp', { to: adminAgents, as: 'ForeignGroup', role: owner })],
      },
    ],
    [
      'though one stays whom the directory does not have',
      {
        grants: [grant('gone', { to: nobody, role: owner })],
        found: [...found, existing({ to: nobody, role: owner })],
        principals: directory([lee, person(lee)], [nobody, 'missing']),
      },
    ],
    [
      'though one stays of whom nothing is known',
      {
        grants: [grant('unread', { to: robot, as: 'ServicePrincipal', role: owner })],
      },
    ],
    [
      'though one stays at a resource group',
      {
        grants: [grant('lab', { to: dana, role: owner, scope: at('/resourceGroups/lab') })],
      },
    ],
    ['where nobody could be looked up', { principals: directory() }],
  ])('is refused %s', (_how, given) => {
    expect(lastOwner({ found, principals: leeOnly, ...given })).toHaveLength(1);
  });

  it.each<[string, PrincipalType, PrincipalKnowledge]>([
    ['user', 'User', person(dana)],
    ['guest', 'User', person(dana, { isGuest: true })],
    ['group', 'Group', person(dana, { type: 'Group' })],
    ['service principal', 'ServicePrincipal', person(dana, { type: 'ServicePrincipal' })],
  ])('passes when another %s is Owner after it', (_what, as, knowledge) => {
    const principals = directory([lee, person(lee)], [dana, knowledge]);
    const grants = [grant('dana', { to: dana, as, role: owner })];
    expect(lastOwner({ found, grants, principals })).toEqual([]);
  });

  it('is no matter where the plan takes no Owner, or there was none', () => {
    const orphan = existing({ to: nobody, role: owner });
    const none = directory([nobody, 'missing']);
    expect(lastOwner({ found: [orphan], principals: none })).toEqual([]);
    expect(
      lastOwner({
        found: [...found, existing({ to: dana })],
        grants: [grant('lee', { to: lee, role: owner })],
      }),
    ).toEqual([]);
  });
});

/** A world of few people, in which Owners often are the last. */
const people: readonly [Guid, PrincipalType][] = [
  [lee, 'User'],
  [dana, 'User'],
  [ops, 'Group'],
  [robot, 'ServicePrincipal'],
  [adminAgents, 'ForeignGroup'],
];
const access = fc.record({
  who: fc.constantFrom(...people),
  role: fc.constantFrom(owner, owner, reader),
  scope: fc.constantFrom(at(), at(), at('/resourceGroups/lab')),
  condition: fc.constantFrom(undefined, undefined, undefined, '@x'),
});
const accesses = fc
  .uniqueArray(access, { maxLength: 5, selector: ({ who, role, scope }) => `${who[0]} ${role} ${scope}` })
  .map((list) =>
    list.map(({ who: [to, as], condition, ...rest }) => ({
      to,
      as,
      ...rest,
      ...(condition && { condition }),
    })),
  );
const knowledge: fc.Arbitrary<KnownPrincipals> = fc
  .tuple(...people.map(() => fc.constantFrom('exists', 'exists', 'guest', 'missing', 'unknown')))
  .map(
    (standings) =>
      new Map(
        people.flatMap(([id, type], index): [Guid, PrincipalKnowledge][] => {
          const standing = standings[index];
          if (standing === 'unknown' || type === 'ForeignGroup') return [];
          return [
            [id, standing === 'missing' ? 'missing' : person(id, { type, isGuest: standing === 'guest' })],
          ];
        }),
      ),
  );
const input: fc.Arbitrary<PlanInput> = fc
  .record({
    found: accesses,
    bearings: fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
    grants: accesses,
    principals: knowledge,
    ownership: fc.constantFrom<'full' | 'owned-only'>('full', 'owned-only'),
  })
  .map(({ found, bearings, grants, principals, ownership }) =>
    situation({
      found: found.map((each, index) => existing(each, bearings[index] ? 'ours' : index)),
      grants: grants.map((each, index) => grant(`grant-${index}`, each)),
      principals,
      desired: { ownership },
    }),
  );

/** Every way in which those of whom nothing is known could exist or not. */
function worlds(principals: KnownPrincipals): ReadonlySet<Guid>[] {
  return people.reduce<ReadonlySet<Guid>[]>(
    (sets, [id]) => {
      const known = principals.get(id);
      if (known === 'missing') return sets;
      const existing = sets.map((set) => new Set([...set, id]));
      return known ? existing : [...sets, ...existing];
    },
    [new Set<Guid>()],
  );
}

function ownersIn(state: PlanInput, existing: ReadonlySet<Guid>): number {
  return allAssignments(state.actual).filter(
    ({ role, scope, condition, principalId, principalType }) =>
      role === owner &&
      scope === `/subscriptions/${production}` &&
      condition === undefined &&
      principalType !== 'ForeignGroup' &&
      existing.has(principalId),
  ).length;
}

describe('a plan', () => {
  it('takes the last Owner in no world that could be the real one, and is refused in no other case (invariant 5)', () => {
    fc.assert(
      fc.property(input, (given) => {
        const plan = planChanges(given);
        const after = afterApply(given, plan);
        const couldLose = worlds(given.actual.principals).some(
          (existing) => ownersIn(given, existing) > 0 && ownersIn(after, existing) === 0,
        );
        const [verdict] = checkPlans([plan], { budgets: defaultBudgets, allow: [] });
        const refused = verdict?.refusals.some(({ code }) => code === 'last_owner');
        expect(refused).toBe(couldLose);
      }),
      { numRuns: 1000 },
    );
  });

  it('passes for the subscription that keeps its Owner, and is refused for the other', () => {
    const sandbox = at('', testGuid(2, 2));
    const both = [existing({ to: lee, role: owner }), existing({ to: lee, role: owner, scope: sandbox })];
    const plan = planOf({
      found: both,
      grants: [grant('lee', { to: lee, role: owner })],
      principals: leeOnly,
    });
    expect(findingsOf('last_owner', plan).map(({ detail }) => detail)).toEqual([
      expect.stringContaining('the subscription "sub-1"'),
    ]);
  });
});
