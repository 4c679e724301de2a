import { decodePlanFile, encodePlanFile, findStaleness, planChanges, type Plan } from '../../src/plan';
import {
  adopted,
  at,
  dana,
  ended,
  existing,
  grant,
  lee,
  lock,
  roles,
  situation,
  type Situation,
} from './example';

const version = '0.1.0';

/** As it is between review and apply: the reviewed plan comes out of a file. */
function stale(reviewed: Situation, now: Situation): string[] {
  const [plan] = decodePlanFile(encodePlanFile([planChanges(situation(reviewed))], version), version);
  return findStaleness(plan as Plan, planChanges(situation(now))).map(({ code, address }) =>
    [code, address].filter(Boolean).join(' '),
  );
}

const shop = 'azurerm_role_assignment.shop';
const scoped = { scope: at('/resourceGroups/rg') };

describe('a reviewed plan', () => {
  it.each<[string, Situation]>([
    ['a creation', { grants: [grant('shop')] }],
    ['an update', { grants: [grant('shop', { condition: 'b' })], found: [existing({ condition: 'a' })] }],
    ['a removal', { found: [existing({})] }],
    ['an adoption', { grants: [grant('shop')], found: [existing({}, 7)] }],
    [
      'a replacement',
      {
        grants: [grant('shop', { role: roles.owner })],
        found: [existing({}, 7)],
        lock: lock([adopted(existing({}, 7), 'shop')]),
      },
    ],
    ['nothing', { grants: [grant('shop')], found: [existing({})] }],
  ])('with %s may be carried out while nothing moves, though time passes', (_what, given) => {
    expect(stale(given, { ...given, asOf: '2026-06-01T13:00:00Z' })).toEqual([]);
  });

  it.each<[string, Situation, Situation]>([
    ['what is to be removed was deleted meanwhile', { found: [existing({})] }, {}],
    [
      'what is to be changed was deleted meanwhile',
      { grants: [grant('shop', { condition: 'b' })], found: [existing({ condition: 'a' })] },
      { grants: [grant('shop', { condition: 'b' })] },
    ],
    [
      'what is to be changed was changed by somebody else',
      { grants: [grant('shop', { condition: 'b' })], found: [existing({ condition: 'a' })] },
      { grants: [grant('shop', { condition: 'b' })], found: [existing({ condition: 'c' })] },
    ],
    [
      'what is to be created was made by hand',
      { grants: [grant('shop')] },
      { grants: [grant('shop')], found: [existing({}, 7)] },
    ],
    [
      'what is to be created is there already',
      { grants: [grant('shop')] },
      { grants: [grant('shop')], found: [existing({})] },
    ],
    [
      'what is to be adopted was deleted and made anew',
      { grants: [grant('shop')], found: [existing({}, 7)] },
      { grants: [grant('shop')], found: [existing({}, 8)] },
    ],
    [
      'the end of a grant passes between plan and apply',
      { grants: [grant('shop', {}, { until: '2026-06-01' as never })], asOf: '2026-06-01T23:00:00Z' },
      {
        grants: [grant('shop', {}, { until: '2026-06-01' as never, ended: true })],
        asOf: '2026-06-02T00:00:00Z',
      },
    ],
    [
      'its scope can no longer be read',
      { grants: [grant('shop')] },
      { grants: [grant('shop')], unread: [situation({}).desired.subscriptions[0]!.subscriptionId] },
    ],
    [
      'the lock no longer proves the subject to be ours',
      { found: [existing({}, 7)], lock: lock([adopted(existing({}, 7), 'shop')]) },
      { found: [existing({}, 7)] },
    ],
    [
      'a removal must now wait for a grant that it need not wait for before',
      {
        grants: [grant('other', { role: roles.owner, ...scoped })],
        found: [existing(scoped), existing({ role: roles.owner, ...scoped })],
      },
      { grants: [grant('other', { role: roles.owner, ...scoped })], found: [existing(scoped)] },
    ],
  ])('is stale when %s (pain 31)', (_what, reviewed, now) => {
    const codes = stale(reviewed, now);
    expect(codes).toHaveLength(1);
    expect(codes[0]).toMatch(/^plan_stale azurerm_role_assignment\./);
  });

  it('is not stale when only who made an assignment, and when, is told otherwise', () => {
    const made = { ...existing({}), createdOn: '2026-01-01T00:00:00Z', createdBy: dana };
    const remade = { ...made, createdOn: '2026-05-01T00:00:00Z', createdBy: lee };
    expect(stale({ found: [made] }, { found: [remade] })).toEqual([]);
    expect(stale({ found: [made] }, { found: [{ ...remade, description: 'other' }] })).toHaveLength(1);
  });

  it('is stale for every change of its own that moved', () => {
    const grants = [grant('a', { role: roles.owner }), grant('b', { role: roles.contributor }), grant('c')];
    const found = [existing({ role: roles.owner }), existing({ role: roles.contributor }, 7)];
    expect(stale({ grants }, { grants, found })).toEqual([
      'plan_stale azurerm_role_assignment.a',
      'plan_stale azurerm_role_assignment.b',
    ]);
  });

  const reviewed: Situation = {
    grants: [grant('shop'), grant('kept', { role: roles.owner })],
    found: [existing({ role: roles.owner })],
  };

  it.each<[string, Partial<Situation>]>([
    ['somebody else was given access', { found: [...(reviewed.found ?? []), existing({ to: lee }, 9)] }],
    ['one of ours that the plan leaves alone was deleted', { found: [] }],
    [
      'one of ours that the plan leaves alone was changed',
      { found: [existing({ role: roles.owner, condition: 'z' })] },
    ],
    [
      'something new is to be removed elsewhere',
      { found: [...(reviewed.found ?? []), existing({ to: lee, ...scoped })] },
    ],
    [
      'another subscription can no longer be read',
      { unread: [situation({}).desired.subscriptions[1]!.subscriptionId] },
    ],
  ])('is not stale when %s', (_what, movement) => {
    expect(stale(reviewed, { ...reviewed, ...movement })).toEqual([]);
  });

  it('is not stale when a grant only moved to another line', () => {
    const moved = grant('shop', {}, { source: { file: 'stacks/customers/contoso.ts', line: 99 } });
    expect(stale({ grants: [grant('shop')] }, { grants: [moved] })).toEqual([]);
  });

  it.each<[string, Partial<Situation>]>([
    ['the configuration changed', { configurationDigest: 'another' }],
    ['the cloud is another', { cloud: 'public' }],
  ])('is refused as a whole when %s', (_what, difference) => {
    expect(stale(reviewed, { ...reviewed, ...difference })).toEqual(['plan_other_configuration']);
  });

  it('says what a plan would do now', () => {
    const [plan] = [planChanges(situation({ grants: [grant('shop')] }))];
    const now = (given: Situation) =>
      findStaleness(plan, planChanges(situation(given))).map(({ detail }) => detail);
    expect(now({ grants: [ended('shop')] })).toEqual([
      'The plan was to create it; now there is nothing left to do about it. Nothing of this customer was changed.',
    ]);
    expect(now({ grants: [grant('shop')], found: [existing({ to: dana })] })).toEqual([
      'The plan was to create it; now a plan would leave it as it is. Nothing of this customer was changed.',
    ]);
    expect(now({ grants: [grant('shop', { condition: 'x' })] })).toEqual([
      'The plan was to create it; now a plan would create it differently. Nothing of this customer was changed.',
    ]);
    expect(plan.changes.map(({ address }) => address)).toEqual([shop]);
  });
});
