import type { CalendarDate, DesiredState, PrincipalKnowledge } from '../../src/model';
import { diagnostic } from '../../src/diagnostics';
import { planChanges, type Plan } from '../../src/plan';
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
const words = ({ changes }: Plan): string[] => changes.map(inWords);
const ours = existing({});
const accept = {
  scope: at(),
  principalId: dana,
  role: roles.reader,
  by: 'anna',
  because: 'audit',
  until: '2026-12-31' as CalendarDate,
};

describe('a removal', () => {
  it('is held back while its principal is declared in a subscription that could not be read', () => {
    const moved = grant('shop', { scope: at('', sandbox) });
    const { changes, unmanaged } = plan({ grants: [moved], found: [ours], unread: [sandbox] });
    expect(changes).toEqual([]);
    expect(unmanaged).toMatchObject([
      {
        assignment: ours,
        standing: 'held-back',
        isOurs: true,
        because: expect.stringContaining('contoso/shop'),
      },
    ]);
  });

  it.each([
    ['of somebody else', grant('shop', { to: lee, scope: at('', sandbox) })],
    ['that has ended', ended('shop', { scope: at('', sandbox) })],
  ])('is not held back for a grant %s there', (_what, declared) => {
    expect(words(plan({ grants: [declared], found: [ours], unread: [sandbox] }))).toEqual([
      'delete undeclared: no-longer-declared',
    ]);
  });

  it('is not the second half of a replacement while it is held back', () => {
    const old = existing({}, 1);
    const given: Situation = {
      grants: [grant('shop', { role: roles.contributor }), grant('moved', { scope: at('', sandbox) })],
      found: [old],
      unread: [sandbox],
      lock: lock([adopted(old, 'shop')]),
    };
    expect(words(plan(given))).toEqual(['create shop: not-in-azure']);
    expect(plan(given).unmanaged).toMatchObject([{ assignment: old, standing: 'held-back' }]);
  });

  it('is held back where nobody knows what belongs to another customer, and grants go on', () => {
    const given: Situation = {
      grants: [grant('new', { role: roles.owner })],
      found: [ours],
      removalsRefused: 'The lock file of fabrikam cannot be read.',
    };
    expect(words(plan(given))).toEqual(['create new: not-in-azure']);
    expect(plan(given).unmanaged).toMatchObject([
      { standing: 'held-back', because: 'The lock file of fabrikam cannot be read.' },
    ]);
  });
});

describe('a removal of what others made, under full, where schedules could not be read', () => {
  const read = (given: Situation): Plan => {
    const input = situation({ desired: { ownership: 'full' }, ...given });
    const subscriptions = input.actual.subscriptions.map((reading) => {
      if (reading.status === 'unread') return reading;
      const { status, subscriptionId, assignments } = reading;
      return { status, subscriptionId, assignments };
    });
    return planChanges({ ...input, actual: { ...input.actual, subscriptions } });
  };

  it.each(['User', 'Group', 'ServicePrincipal'] as const)('is held back for a %s', (as) => {
    const byHand = existing({ as }, 1);
    const { changes, unmanaged } = read({ found: [byHand] });
    expect(changes).toEqual([]);
    expect(unmanaged).toMatchObject([
      { standing: 'held-back', because: expect.stringContaining('Privileged Identity Management') },
    ]);
  });

  it('goes on for groups of other tenants, which have no schedules, and for what is ours', () => {
    const foreign = existing({ as: 'ForeignGroup', to: adminAgents }, 1);
    expect(words(read({ found: [foreign, ours] }))).toEqual([
      'delete undeclared: no-longer-declared',
      'delete undeclared: undeclared-under-full-ownership',
    ]);
  });
});

describe('a removal while something that is declared was not understood', () => {
  const misspelt = diagnostic('principal_not_found', { detail: 'There is no user danna.' });

  it.each(['owned-only', 'full'] as const)(
    'is not planned under %s: the access may be what was meant (pain 30)',
    (ownership) => {
      const given = { found: [ours], diagnostics: [misspelt], desired: { ownership } };
      expect(plan(given)).toMatchObject({
        changes: [],
        unmanaged: [{ standing: 'held-back', because: expect.stringContaining('see the errors') }],
        diagnostics: [misspelt],
      });
    },
  );

  it('is planned where it is a warning', () => {
    const warning = diagnostic('role_names_unread', { detail: 'Custom roles have no names.' });
    expect(words(plan({ found: [ours], diagnostics: [warning] }))).toEqual([
      'delete undeclared: no-longer-declared',
    ]);
  });
});

describe('what is ours and no longer declared', () => {
  it('is left while somebody accepts it, and says that it is ours', () => {
    expect(plan({ found: [ours], desired: { accept: [accept] } })).toMatchObject({
      changes: [],
      unmanaged: [{ assignment: ours, standing: 'accepted', by: 'anna', isOurs: true }],
    });
  });

  it('is left where an entry of ignore speaks of it', () => {
    expect(
      plan({ found: [ours], desired: { ignore: [{ because: 'moved', principalId: dana }] } }),
    ).toMatchObject({
      changes: [],
      unmanaged: [{ standing: 'ignored', because: 'moved', isOurs: true }],
    });
  });

  it('is removed once the acceptance has ended', () => {
    const lapsed = { ...accept, until: '2026-05-31' as CalendarDate };
    expect(words(plan({ found: [ours], desired: { accept: [lapsed] } }))).toEqual([
      'delete undeclared: no-longer-declared',
    ]);
  });

  it('is left where its grant became other access and the old one is accepted', () => {
    const old = existing({}, 1);
    const given: Situation = {
      grants: [grant('shop', { role: roles.contributor })],
      found: [old],
      lock: lock([adopted(old, 'shop')]),
      desired: { accept: [accept] },
    };
    expect(words(plan(given))).toEqual(['create shop: not-in-azure']);
    expect(plan(given).unmanaged).toMatchObject([{ assignment: old, standing: 'accepted', isOurs: true }]);
  });
});

describe('an ignore entry that names an origin', () => {
  const identity = testGuid(3, 5);
  const byPolicy = existing({ to: identity, as: 'ServicePrincipal' }, 1);
  const under = (
    known: PrincipalKnowledge | undefined,
    ignore: DesiredState['ignore'] = [{ origin: 'policy-identity', because: 'Azure Policy' }],
  ): Plan =>
    planChanges({
      ...situation({ desired: { ownership: 'full', ignore } }),
      actual: actualState([byPolicy], [], new Map(known ? [[identity, known]] : [])),
    });
  const object = { id: identity, type: 'ServicePrincipal', displayName: 'tags' } as const;

  it.each<[string, PrincipalKnowledge | undefined]>([
    ['the directory could not be read', undefined],
    ['the directory shows id and type only', { ...object, isLimited: true }],
    ['the identity is one that a policy may share', { ...object, isUserAssigned: true }],
  ])('protects also where %s', (_when, known) => {
    const { changes, unmanaged } = under(known);
    expect(changes).toEqual([]);
    expect(unmanaged).toMatchObject([{ origin: 'unknown', standing: 'held-back' }]);
  });

  it('protects nothing whose origin is known to be another', () => {
    expect(words(under(object))).toEqual(['delete undeclared: undeclared-under-full-ownership']);
  });

  it('protects nothing unknown that its other criteria leave out', () => {
    const elsewhere = [{ origin: 'policy-identity', because: 'x', scope: at('', sandbox) }] as const;
    expect(words(under(undefined, elsewhere))).toEqual([
      'delete undeclared: undeclared-under-full-ownership',
    ]);
  });

  it('leaves unknown origins as drift under owned-only, where nothing is removed', () => {
    const input = situation({ found: [byPolicy], desired: { ignore: [{ origin: 'orphan', because: 'x' }] } });
    expect(planChanges(input).unmanaged).toMatchObject([
      { origin: 'unknown', standing: 'drift', isOurs: false },
    ]);
  });
});

describe('a grant that has ended', () => {
  const details = (given: Situation): string[] => plan(given).diagnostics.map(({ detail }) => detail);

  it.each<[string, Situation, string]>([
    ['is ours', { found: [ours] }, 'The access is planned for removal.'],
    ['is gone', {}, 'The access is not in Azure any more.'],
    [
      'was given by hand',
      { found: [existing({}, 1)] },
      'The same access stands in Azure, is not ours, and is left.',
    ],
    [
      'was given by hand, under full ownership',
      { found: [existing({}, 1)], desired: { ownership: 'full' } },
      'The access is planned for removal.',
    ],
    [
      'belongs to another owner',
      { found: [existing({}, 'other')] },
      'The same access stands in Azure, is not ours, and is left.',
    ],
    [
      'is accepted',
      { found: [ours], desired: { accept: [accept] } },
      'The access stands in Azure, is ours, and is left: it is accepted until 2026-12-31.',
    ],
    [
      'cannot be read',
      { found: [ours], unread: [production] },
      'Whether the access still stands is not known: its scope could not be read.',
    ],
  ])('says what becomes of access that %s', (_what, given, outcome) => {
    expect(details({ ...given, grants: [ended('shop')] })).toEqual([
      `The grant ended with 2026-05-31. ${outcome}`,
    ]);
  });
});

describe('the owner', () => {
  const before = testGuid(7, 8);

  it('is not changed without saying that the former one was ours: what it named would be orphaned', () => {
    expect(plan({ lock: { ...lock(), owner: before } }).diagnostics).toMatchObject([
      {
        code: 'owner_changed',
        severity: 'error',
        customer: 'contoso',
        detail: expect.stringContaining(before),
        hint: expect.stringContaining('previousOwners'),
      },
    ]);
  });

  it('may change to one that names the former', () => {
    const partner = { ...situation({}).desired.partner, previousOwners: [before] };
    expect(plan({ lock: { ...lock(), owner: before }, desired: { partner } }).diagnostics).toEqual([]);
  });

  it('stands in the plan, for the lock to record it', () => {
    expect(plan({}).owner).toBe(situation({}).desired.partner.owner);
  });
});
