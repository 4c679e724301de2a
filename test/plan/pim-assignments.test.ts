import {
  keyOf,
  pimAssignmentId,
  type ExistingRoleAssignment,
  type PimAssignment,
  type PimKind,
} from '../../src/model';
import { decodePlanFile, encodePlanFile, findStaleness, planChanges, type Plan } from '../../src/plan';
import { tenantId, testGuid } from './arbitraries';
import { at, dana, existing, grant, roles, situation, type Situation } from './example';

const ends = '2026-09-01T00:00:00Z';
const over = '2026-06-01T00:00:00Z';
const eligible = (endsAt?: string): PimAssignment => ({
  tenantId,
  scope: at(),
  role: roles.contributor,
  principalId: dana,
  principalType: 'User',
  ...(endsAt !== undefined && { endsAt }),
});

type Standing = 'declared' | 'ended' | 'revoked';
interface World extends Pick<Situation, 'grants' | 'desired' | 'removalsRefused' | 'unread'> {
  readonly kind?: PimKind;
  readonly declared?: readonly (readonly [PimAssignment, Standing?])[];
  readonly found?: PimAssignment | 'missing' | 'unread';
  /** The role assignment as which Azure shows an active one. */
  readonly shown?: ExistingRoleAssignment;
  /** Whether it is listed as one that has an end. */
  readonly scheduled?: boolean;
}

function planOf(world: World): Plan {
  const { kind = 'eligible', declared = [], found = 'missing', shown, scheduled = false, ...rest } = world;
  const known = typeof found === 'string' ? found : { ...found, id: pimAssignmentId(found) };
  const pimAssignments = {
    eligible: [],
    active: [],
    [kind]: declared.map(([assignment, standing = 'declared'], index) => ({
      address: `azurerm_pim_${kind}_role_assignment.ops-${index}`,
      constructPath: `contoso/ops-${index}`,
      assignment,
      standing,
      until: '2026-05-31',
    })),
  };
  const input = situation({
    ...rest,
    desired: { ...rest.desired, pimAssignments },
    found: shown ? [shown] : [],
  });
  const keys = shown && scheduled ? [keyOf(shown)] : [];
  return planChanges({
    ...input,
    actual: {
      ...input.actual,
      subscriptions: input.actual.subscriptions.map((reading) => ({ ...reading, scheduled: keys })),
      pimAssignments: {
        eligible: new Map(),
        active: new Map(),
        [kind]: new Map(known === 'unread' ? [] : [[pimAssignmentId(eligible()), known]]),
      },
    },
  });
}

const planned = (world: World): string[] => {
  const { changes, diagnostics } = planOf(world);
  return [...changes.map(({ action }) => action), ...diagnostics.map(({ code }) => code)];
};

describe.each(['eligible', 'active'] as const)('an assignment that is %s', (kind) => {
  it.each<[string, World, string[]]>([
    ['is created where Azure has none', { declared: [[eligible()]] }, ['create']],
    ['is as declared', { declared: [[eligible(ends)]], found: eligible(ends) }, ['no-op']],
    [
      'is as declared where only the text of the instant differs',
      { declared: [[eligible(ends)]], found: eligible('2026-09-01T00:00:00.000Z') },
      ['no-op'],
    ],
    ['gets another end in place', { declared: [[eligible(ends)]], found: eligible() }, ['update']],
    ['gets no end in place', { declared: [[eligible()]], found: eligible(ends) }, ['update']],
    ['is left as it is that was deleted from the file', { found: eligible() }, []],
    [
      'is removed where it is taken back',
      { declared: [[eligible(), 'revoked']], found: eligible() },
      ['delete'],
    ],
    [
      'is left that is taken back, with a warning, while nothing may be removed',
      { declared: [[eligible(), 'revoked']], found: eligible(), removalsRefused: 'Unknown.' },
      ['no-op', 'removal_held_back'],
    ],
    ['needs nothing more that was taken back', { declared: [[eligible(), 'revoked']] }, []],
    [
      'is not made again after its last day (pain 24)',
      { declared: [[eligible(ends), 'ended']] },
      ['grant_expired'],
    ],
    [
      'is removed that has ended here and goes on in Azure, as when its end was made earlier',
      { declared: [[eligible(over), 'ended']], found: eligible(ends) },
      ['delete', 'grant_expired'],
    ],
    [
      'is left, with a warning, that has ended here and goes on, while nothing may be removed',
      { declared: [[eligible(over), 'ended']], found: eligible(ends), removalsRefused: 'Unknown.' },
      ['no-op', 'grant_expired', 'removal_held_back'],
    ],
    [
      'is left to Azure that ends there as declared, though it is over here already',
      { declared: [[eligible(over), 'ended']], found: eligible(over) },
      ['grant_expired'],
    ],
    [
      'is as the one says that has not ended where another has',
      { declared: [[eligible(over), 'ended'], [eligible(ends)]], found: eligible(ends) },
      ['no-op', 'grant_expired'],
    ],
    ['is not planned where it could not be read', { declared: [[eligible()]], found: 'unread' }, []],
    [
      'is not planned where the assignments of its scope could not be read',
      { declared: [[eligible(), 'revoked']], found: eligible(), unread: [testGuid(2, 1)] },
      [],
    ],
    [
      'is refused that is declared twice',
      { declared: [[eligible()], [eligible(ends)]] },
      ['create', 'duplicate_grant'],
    ],
  ])('%s', (_, world, expected) => {
    expect(planned({ ...world, kind })).toEqual(expected);
  });

  it.each<[string, World]>([
    ['created', { declared: [[{ ...eligible(ends), justification: 'on call' }]] }],
    ['changed', { declared: [[eligible(ends)]], found: eligible() }],
    ['taken back', { declared: [[eligible(), 'revoked']], found: eligible(ends) }],
  ])('that is %s comes out of a plan file as it went in (invariants 3 and 8)', (_, world) => {
    const plan = planOf({ ...world, kind });
    const [decoded] = decodePlanFile(encodePlanFile([plan], '1'), '1');
    expect(decoded).toEqual(plan);
    expect(decoded && findStaleness(decoded, plan)).toEqual([]);
  });
});

describe('the role assignment as which Azure shows an active one', () => {
  const shown = existing({ role: roles.contributor }, 1);
  const ours = existing({ role: roles.contributor }, 'ours');
  const full = { ownership: 'full' } as const;
  const standings = ({ changes, unmanaged }: Plan): string[] => [
    ...changes.map(({ type, action }) => `${action} ${type}`),
    ...unmanaged.map(({ origin, standing }) => `${origin} ${standing}`),
  ];
  const active = { kind: 'active', declared: [[eligible(ends)]], found: eligible(ends) } as const;

  it.each<[string, World, string[]]>([
    ['is managed with it', { ...active, shown }, ['no-op azurerm_pim_active_role_assignment']],
    [
      'is managed with it though a grant made it, and gets an end',
      { ...active, found: eligible(), shown: ours },
      ['update azurerm_pim_active_role_assignment'],
    ],
    [
      'goes with it where it is taken back',
      { ...active, declared: [[eligible(ends), 'revoked']], shown },
      ['delete azurerm_pim_active_role_assignment'],
    ],
    [
      'is left, and no drift, where nobody declares it and it has an end',
      { kind: 'active', found: eligible(ends), shown, scheduled: true },
      ['pim-scheduled outside'],
    ],
    [
      'is what somebody made by hand where nobody declares it and it has no end',
      { kind: 'active', found: eligible(), shown },
      ['delete azurerm_role_assignment'],
    ],
    [
      'is what somebody made by hand where the declared one has ended and it has not',
      { ...active, declared: [[eligible(ends), 'ended']], shown },
      ['delete azurerm_role_assignment'],
    ],
  ])('%s, under full ownership', (_, world, expected) => {
    expect(standings(planOf({ ...world, desired: full }))).toEqual(expected);
  });

  it('is refused as declared twice where a grant gives it too', () => {
    const grants = [grant('ops', { role: roles.contributor })];
    expect(planned({ ...active, grants, shown: ours })).toEqual(['no-op', 'duplicate_grant']);
  });

  it("is refused where it is another owner's", () => {
    const others = existing({ role: roles.contributor }, 'other');
    expect(planned({ ...active, shown: others })).toEqual(['conflicting_owner']);
  });
});

describe('what has ended and goes on in Azure without an end', () => {
  it.each<[PimKind, string[]]>([
    ['eligible', ['delete', 'grant_expired']],
    ['active', ['grant_expired']],
  ])('is removed if eligible, and was made by hand or by a grant if active: %s', (kind, expected) => {
    expect(planned({ kind, declared: [[eligible(over), 'ended']], found: eligible() })).toEqual(expected);
  });

  it('is left where a grant gives the same access', () => {
    const shown = existing({ role: roles.contributor }, 1);
    const grants = [grant('ops', { role: roles.contributor })];
    const world: World = { kind: 'active', declared: [[eligible(over), 'ended']], found: eligible(ends) };
    expect(planned({ ...world, grants, shown })).toEqual(['no-op', 'grant_expired']);
  });
});

describe('what takes its place', () => {
  it('is made before an active one is taken back, and it before a grant goes', () => {
    const declared = [[eligible(), 'revoked']] as const;
    const grants = [grant('new', { role: roles.reader })];
    const taken = planOf({ kind: 'active', declared, found: eligible(), grants });
    expect(taken.changes.map(({ action, dependsOn }) => [action, dependsOn])).toEqual([
      ['delete', ['azurerm_role_assignment.new']],
      ['create', []],
    ]);
    const left = existing({ role: roles.reader }, 'ours');
    const replaced = planOf({ kind: 'active', declared: [[eligible(ends)]], shown: left });
    expect(replaced.changes.map(({ action, dependsOn }) => [action, dependsOn])).toEqual([
      ['create', []],
      ['delete', ['azurerm_pim_active_role_assignment.ops-0']],
    ]);
  });
});

describe('a grant that depends on an eligible assignment', () => {
  const ops = 'azurerm_pim_eligible_role_assignment.ops-0';
  const waitsFor = (world: World) => {
    const between = grant('between', { role: roles.owner }, { dependsOn: [ops] });
    const shop = grant('shop', {}, { dependsOn: [between.address] });
    const { changes } = planOf({ ...world, grants: [between, shop] });
    return changes.flatMap(({ address, dependsOn }) => (dependsOn.includes(ops) ? [address] : []));
  };

  it('waits until it is made, also where another grant stands between them', () => {
    const both = ['azurerm_role_assignment.between', 'azurerm_role_assignment.shop'];
    expect(waitsFor({ declared: [[eligible(ends)]] })).toEqual(both);
  });

  it('waits neither for one that is as declared, nor for one that is taken back', () => {
    const found = eligible(ends);
    expect(waitsFor({ declared: [[found]], found })).toEqual([]);
    expect(waitsFor({ declared: [[found, 'revoked']], found })).toEqual([]);
  });
});
