import fc from 'fast-check';
import { diagnostic } from '../../src/diagnostics';
import {
  keyOf,
  type ExistingRoleAssignment,
  type ManagementGroupReading,
  type Ownership,
  type Scope,
} from '../../src/model';
import { decodePlanFile, encodePlanFile, planChanges, type Plan } from '../../src/plan';
import { actualState, desiredState } from './arbitraries';
import {
  at,
  dana,
  existing,
  grant,
  inWords,
  lee,
  lock,
  production,
  roles,
  sandbox,
  situation,
  type Bearing,
  type Situation,
} from './example';

const platform = '/providers/Microsoft.Management/managementGroups/Platform' as Scope;
const above = '/providers/Microsoft.Management/managementGroups/above' as Scope;
const managementGroups = [{ alias: 'platform', managementGroup: 'platform' }];

/** A stack of two subscriptions below a management group, which lists what is at it and above it. */
function planWith(
  found: readonly ExistingRoleAssignment[],
  { desired = {}, reading, ...rest }: Situation & { readonly reading?: ManagementGroupReading } = {},
): Plan {
  const input = situation({ found, desired: { managementGroups, ...desired }, ...rest });
  const read: ManagementGroupReading = {
    status: 'read',
    managementGroup: 'platform',
    activations: [],
    assignments: found.filter(({ scope }) => !scope.startsWith('/subscriptions/')),
  };
  return planChanges({ ...input, actual: { ...input.actual, managementGroups: [reading ?? read] } });
}

const unread: ManagementGroupReading = {
  status: 'unread',
  managementGroup: 'platform',
  diagnostic: diagnostic('scope_unread', { detail: 'no access' }),
};
const words = ({ changes }: Plan) => changes.map(inWords);

describe('a grant at a management group', () => {
  const readers = grant('readers', { scope: platform });

  it('is created where it is missing, and none where it is there, whatever the letter case', () => {
    expect(words(planWith([], { grants: [readers] }))).toEqual(['create readers: not-in-azure']);
    const there = existing({ scope: platform.toLowerCase() as Scope });
    expect(words(planWith([there], { grants: [readers] }))).toEqual(['no-op readers']);
  });

  it('is one assignment, though each subscription below lists it, too', () => {
    const there = existing({ scope: platform });
    const { changes, unmanaged } = planWith([there, existing({ scope: platform, to: lee })]);
    expect(changes.map(inWords)).toEqual([
      'delete undeclared: no-longer-declared',
      'delete undeclared: no-longer-declared',
    ]);
    expect(unmanaged).toEqual([]);
  });

  it('adopts what somebody made', () => {
    expect(words(planWith([existing({ scope: platform }, 7)], { grants: [readers] }))).toEqual([
      'no-op readers, adopting',
    ]);
  });

  it('is not planned while the management group is unread, and nothing there is removed', () => {
    const plan = planWith([existing({ scope: platform, to: lee }), existing({ scope: platform }, 7)], {
      grants: [readers, grant('below')],
      desired: { ownership: 'full' },
      reading: unread,
    });
    expect(words(plan)).toEqual(['create below: not-in-azure']);
    expect(plan.unread).toMatchObject([{ alias: 'platform', scope: expect.stringMatching(/platform$/) }]);
    expect(plan.unmanaged.map(({ origin, standing }) => [origin, standing])).toEqual([
      ['inherited', 'outside'],
      ['inherited', 'outside'],
    ]);
  });

  it('is not planned where nobody tried to read the management group', () => {
    const input = situation({ grants: [readers], desired: { managementGroups } });
    const plan = planChanges(input);
    expect(plan.changes).toEqual([]);
    expect(plan.unread.map(({ alias }) => alias)).toEqual(['platform']);
  });
});

describe('access at a management group', () => {
  it('that nobody declared is drift, and removed under full ownership', () => {
    const byHand = existing({ scope: platform }, 7);
    expect(planWith([byHand]).unmanaged).toMatchObject([{ origin: 'direct', standing: 'drift' }]);
    expect(words(planWith([byHand], { desired: { ownership: 'full' } }))).toEqual([
      'delete undeclared: undeclared-under-full-ownership',
    ]);
  });

  it('stays under full ownership where it may be activated, or is known to be', () => {
    const byHand = existing({ scope: platform }, 7);
    const listed = { status: 'read', managementGroup: 'platform', assignments: [byHand] } as const;
    const standing = (reading: ManagementGroupReading) =>
      planWith([byHand], { desired: { ownership: 'full' }, reading }).unmanaged.map(
        ({ origin, standing }) => `${origin} ${standing}`,
      );
    expect(standing(listed)).toEqual(['unknown held-back']);
    expect(standing({ ...listed, activations: [], scheduled: [keyOf(byHand)] })).toEqual([
      'pim-scheduled outside',
    ]);
  });

  it('that is accepted or ignored there stays', () => {
    const byHand = existing({ scope: platform }, 7);
    const ignore = [{ because: 'theirs', scope: platform.toLowerCase() as Scope }];
    expect(planWith([byHand], { desired: { ignore, ownership: 'full' } }).unmanaged).toMatchObject([
      { standing: 'ignored' },
    ]);
  });

  it('above the one that is declared is inherited, and never ours (pain 29)', () => {
    const plan = planWith([existing({ scope: above }), existing({ scope: '/' as Scope })], {
      desired: { ownership: 'full' },
    });
    expect(plan.changes).toEqual([]);
    expect(plan.unmanaged.map(({ origin, isOurs }) => [origin, isOurs])).toEqual([
      ['inherited', false],
      ['inherited', false],
    ]);
  });

  it('is not taken from a list of a subscription where the management group itself was read', () => {
    const stale = existing({ scope: platform });
    const plan = planWith([stale], {
      reading: { status: 'read', managementGroup: 'platform', assignments: [] },
    });
    expect([plan.changes, plan.unmanaged]).toEqual([[], []]);
  });

  it('is not touched through a list that holds what is below, while the subscription is unread', () => {
    const below = existing({});
    const input = situation({ desired: { managementGroups }, unread: [production] });
    const reading: ManagementGroupReading = {
      status: 'read',
      managementGroup: 'platform',
      assignments: [below],
    };
    expect(
      planChanges({ ...input, actual: { ...actualState([], [production]), managementGroups: [reading] } })
        .changes,
    ).toEqual([]);
  });
});

test('a management group that was applied and is no longer declared has vanished', () => {
  const plan = planChanges(situation({ lock: lock([], [{ alias: 'platform', scope: platform }]) }));
  expect(plan.diagnostics).toMatchObject([
    {
      code: 'scope_vanished',
      constructPath: 'contoso/platform',
      hint: expect.stringContaining('contoso/platform'),
    },
  ]);
  expect(planWith([], { lock: lock([], [{ alias: 'platform', scope: platform }]) }).diagnostics).toEqual([]);
});

test('a plan file holds the management groups and comes back the same', () => {
  const plan = planWith([existing({ scope: platform, role: roles.owner }, 7)], {
    grants: [grant('readers', { scope: platform })],
  });
  expect(decodePlanFile(encodePlanFile([plan], '1.0.0'), '1.0.0')).toEqual([plan]);
  expect(plan.managementGroups).toEqual(desiredState({ managementGroups }).managementGroups);
});

test('nothing is touched above the declared scopes or in one that is unread, and each access is seen once', () => {
  const scopes = [platform, above, '/' as Scope, at(), at('/resourceGroups/rg'), at('', sandbox)];
  const found = fc
    .uniqueArray(
      fc.record({
        scope: fc.constantFrom(...scopes),
        to: fc.constantFrom(dana, lee),
        role: fc.constantFrom(roles.reader, roles.owner),
        bearing: fc.constantFrom<Bearing>('ours', 'other', 7),
      }),
      { maxLength: 8, selector: ({ scope, to, role }) => [scope, to, role].join() },
    )
    .map((entries) =>
      entries.map(({ bearing, ...access }, index) =>
        existing(access, typeof bearing === 'number' ? bearing + index : bearing),
      ),
    );
  const grants = fc
    .uniqueArray(fc.constantFrom(platform, at(), at('/resourceGroups/rg'), at('', sandbox)))
    .map((declared) => declared.map((scope, index) => grant(`grant-${index}`, { scope })));
  fc.assert(
    fc.property(
      found,
      grants,
      fc.constantFrom<Ownership>('owned-only', 'full'),
      fc.boolean(),
      fc.subarray([production, sandbox]),
      (assignments, declared, ownership, isGroupUnread, unreadSubscriptions) => {
        const plan = planWith(assignments, {
          grants: declared,
          desired: { ownership },
          unread: unreadSubscriptions,
          ...(isGroupUnread && { reading: unread }),
        });
        const touched = plan.changes.map((change) =>
          'before' in change ? change.before.scope : 'after' in change ? change.after.scope : undefined,
        );
        const forbidden = [
          above,
          '/',
          ...(isGroupUnread ? [platform] : []),
          ...unreadSubscriptions.map((id) => `/subscriptions/${id}`),
        ];
        for (const scope of touched) {
          expect(forbidden.filter((outer) => outer !== '/' && scope?.startsWith(outer))).toEqual([]);
          expect(scope).not.toBe('/');
        }
        const ids = [
          ...plan.changes.flatMap((change) => ('before' in change ? [change.before.id] : [])),
          ...plan.unmanaged.map(({ assignment }) => assignment.id),
        ];
        expect(new Set(ids).size).toBe(ids.length);
      },
    ),
  );
});
