import fc from 'fast-check';
import { inPhases } from '../../src/apply/phases';
import type { PermissionBlock } from '../../src/catalogue';
import type { Guid, ManagementGroupReading, Scope } from '../../src/model';
import { assignmentChanges, planChanges, withMaking, type AssignmentChange, type Plan } from '../../src/plan';
import { testGuid } from './arbitraries';
import { adopted, existing, grant, lock, roles, situation } from './example';

const limit = 500; // of a management group: the smallest of Azure's limits
const platform = '/providers/Microsoft.Management/managementGroups/platform' as Scope;

/** How many assignments of which fate a management group has. */
interface Full {
  readonly unmanaged: number;
  readonly kept: number;
  readonly removed: number;
  readonly replaced: number;
  readonly created: number;
}

const full: fc.Arbitrary<Full> = fc
  .record({
    free: fc.nat(6),
    kept: fc.nat(3),
    removed: fc.nat(6),
    replaced: fc.nat(4),
    created: fc.nat(8),
  })
  .map(({ free, ...rest }) => ({
    ...rest,
    unmanaged: limit - free - rest.kept - rest.removed - rest.replaced,
  }));

const series = <Item>(count: number, make: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** @param missing an object id that the directory does not have */
function planOf({ unmanaged, kept, removed, replaced, created }: Full, missing?: Guid): Plan {
  const access = (kind: number, index: number) => ({ to: testGuid(kind, index), scope: platform });
  const old = series(replaced, (index) => existing(access(13, index), index));
  const assignments = [
    ...series(unmanaged, (index) => existing(access(10, index), 1000 + index)),
    ...series(kept, (index) => existing(access(11, index))),
    ...series(removed, (index) => existing(access(12, index))),
    ...old,
  ];
  const grants = [
    ...series(kept, (index) => grant(`kept-${index}`, access(11, index))),
    ...series(replaced, (index) => grant(`replaced-${index}`, { ...access(13, index), role: roles.owner })),
    ...series(created, (index) => grant(`created-${index}`, access(14, index))),
  ];
  const input = situation({
    grants,
    desired: { managementGroups: [{ alias: 'platform', managementGroup: 'platform' }] },
    principals: new Map(missing && [[missing, 'missing']]),
    lock: lock(old.map((each, index) => adopted(each, `replaced-${index}`))),
  });
  const reading = { status: 'read', managementGroup: 'platform', activations: [], assignments } as const;
  const managementGroups: ManagementGroupReading[] = [reading];
  return planChanges({ ...input, actual: { ...input.actual, managementGroups } });
}

/** The most assignments there are at once: each phase may make everything before it removes anything. */
function mostAtOnce(changes: readonly AssignmentChange[], before: number): number {
  let [now, most] = [before, before];
  for (const phase of inPhases(changes)) {
    for (const { action, makesRoomBefore } of phase) {
      if (action === 'create' || (action === 'replace' && !makesRoomBefore)) now += 1;
    }
    most = Math.max(most, now);
    for (const { action, makesRoomBefore } of phase) {
      if (action === 'delete' || (action === 'replace' && !makesRoomBefore)) now -= 1;
    }
  }
  return most;
}

const nothing = { actions: [], notActions: [], dataActions: [], notDataActions: [] };
const standingWith = (permissions: readonly PermissionBlock[]) => ({
  identity: { kind: 'workload' as const },
  permissions,
  holdings: [],
  denials: [],
  locks: [],
  hasForeignPrincipal: false,
});

const isFirst = ({ makesRoomBefore }: AssignmentChange) => makesRoomBefore !== undefined;
const unmarked = (change: AssignmentChange): AssignmentChange => {
  const other = { ...change };
  delete (other as { makesRoomBefore?: unknown }).makesRoomBefore;
  return other;
};

describe("at one of Azure's limits", () => {
  it('the fewest removals that make room for the grants go first, and none where there is room (invariant 4)', () => {
    fc.assert(
      fc.property(full, (counts) => {
        const changes = assignmentChanges(planOf(counts));
        const { unmanaged, kept, removed, replaced } = counts;
        const before = unmanaged + kept + removed + replaced;
        fc.pre(before + counts.created - removed <= limit);
        const first = changes.filter(isFirst);
        expect(first.every(({ action }) => action === 'delete' || action === 'replace')).toBe(true);
        expect(mostAtOnce(changes, before)).toBeLessThanOrEqual(limit);
        for (const each of first) {
          const oneLess = changes.map((change) => (change === each ? unmarked(change) : change));
          expect(mostAtOnce(oneLess, before)).toBeGreaterThan(limit);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('every other removal waits for its grants as ever, and each that goes first names those (invariant 4)', () => {
    fc.assert(
      fc.property(full, (counts) => {
        const changes = assignmentChanges(planOf(counts));
        const roomy = assignmentChanges(planOf({ ...counts, unmanaged: 0 }));
        const awaited = new Map(roomy.map(({ address, dependsOn }) => [address, dependsOn]));
        for (const change of changes.filter(({ action }) => action !== 'no-op')) {
          const own = change.action === 'replace' ? [change.address] : [];
          const waitsFor = awaited.get(change.address) ?? [];
          if (!isFirst(change)) expect(change.dependsOn).toEqual(waitsFor);
          else expect(change.makesRoomBefore).toEqual([...waitsFor, ...own].sort());
        }
      }),
      { numRuns: 40 },
    );
  });

  it('what does not fit in the end lets nothing go first', () => {
    const changes = assignmentChanges(
      planOf({ unmanaged: 498, kept: 0, removed: 2, replaced: 0, created: 3 }),
    );
    expect(changes.filter(isFirst)).toEqual([]);
  });

  it('none is removed for a grant that no channel can make', () => {
    const plan = planOf({ unmanaged: 499, kept: 0, removed: 1, replaced: 0, created: 1 });
    const removesOnly = { ...nothing, actions: ['Microsoft.Authorization/roleAssignments/delete'] };
    const { changes } = withMaking(plan, () => standingWith([removesOnly]));
    expect(changes.map(({ action, handOff }) => `${action} ${handOff}`).sort()).toEqual([
      'create foreign_principal_removed',
      'delete after_hand_off',
    ]);
  });

  it('those go first that nobody misses, then those that only go, then those that are replaced', () => {
    const gone = testGuid(12, 3);
    const first = (created: number) =>
      assignmentChanges(planOf({ unmanaged: 494, kept: 0, removed: 4, replaced: 2, created }, gone))
        .filter(isFirst)
        .map((change) => (principalOf(change) === gone ? 'nobody' : change.action));
    expect(first(0).sort()).toEqual(['delete', 'nobody']);
    expect(first(2).sort()).toEqual(['delete', 'delete', 'delete', 'nobody']);
    expect(first(3).sort()).toEqual(['delete', 'delete', 'delete', 'nobody', 'replace']);
  });
});

function principalOf(change: AssignmentChange): Guid | undefined {
  return 'before' in change ? change.before.principalId : undefined;
}
