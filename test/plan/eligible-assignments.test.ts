import { eligibleAssignmentId, type EligibleAssignment } from '../../src/model';
import { decodePlanFile, encodePlanFile, findStaleness, planChanges, type Plan } from '../../src/plan';
import { actualState, asOf, desiredState, tenantId } from './arbitraries';
import { at, dana, lock, roles } from './example';

const ends = '2026-09-01T00:00:00Z';
const eligible = (endsAt?: string): EligibleAssignment => ({
  tenantId,
  scope: at(),
  role: roles.contributor,
  principalId: dana,
  ...(endsAt !== undefined && { endsAt }),
});

type Standing = 'declared' | 'ended' | 'revoked';
interface World {
  readonly declared?: readonly (readonly [EligibleAssignment, Standing?])[];
  readonly found?: EligibleAssignment | 'missing' | 'unread';
}

function planOf({ declared = [], found = 'missing' }: World): Plan {
  const id = eligibleAssignmentId(eligible());
  const known = typeof found === 'string' ? found : { ...found, id };
  return planChanges({
    desired: desiredState({
      eligibleAssignments: declared.map(([assignment, standing = 'declared'], index) => ({
        address: `azurerm_pim_eligible_role_assignment.ops-${index}`,
        constructPath: `contoso/ops-${index}`,
        assignment,
        standing,
      })),
    }),
    actual: {
      ...actualState([]),
      eligibleAssignments: new Map(known === 'unread' ? [] : [[id, known]]),
    },
    lock: lock(),
    cloud: 'emulator',
    asOf,
    configurationDigest: 'digest',
  });
}

const planned = (world: World): string[] => {
  const { changes, diagnostics } = planOf(world);
  return [...changes.map(({ action }) => action), ...diagnostics.map(({ code }) => code)];
};

describe('an eligible assignment', () => {
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
    ['needs nothing more that was taken back', { declared: [[eligible(), 'revoked']] }, []],
    ['is not made again after its last day', { declared: [[eligible(ends), 'ended']] }, []],
    ['is not planned where it could not be read', { declared: [[eligible()]], found: 'unread' }, []],
    [
      'is refused that is declared twice',
      { declared: [[eligible()], [eligible(ends)]] },
      ['create', 'duplicate_grant'],
    ],
  ])('%s', (_, world, expected) => {
    expect(planned(world)).toEqual(expected);
  });

  it.each<[string, World]>([
    ['created', { declared: [[{ ...eligible(ends), justification: 'on call' }]] }],
    ['changed', { declared: [[eligible(ends)]], found: eligible() }],
    ['taken back', { declared: [[eligible(), 'revoked']], found: eligible(ends) }],
  ])('that is %s comes out of a plan file as it went in (invariants 3 and 8)', (_, world) => {
    const plan = planOf(world);
    const [decoded] = decodePlanFile(encodePlanFile([plan], '1'), '1');
    expect(decoded).toEqual(plan);
    expect(decoded && findStaleness(decoded, plan)).toEqual([]);
  });
});
