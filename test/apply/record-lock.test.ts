import { lockAfterRemoval, lockBeforeApply, lockWithout } from '../../src/apply';
import type { Scope } from '../../src/model';
import { planChanges } from '../../src/plan';
import { testGuid } from '../plan/arbitraries';
import {
  adopted,
  at,
  existing,
  grant,
  lock,
  production,
  roles,
  sandbox,
  situation,
  type Situation,
} from '../plan/example';

const subscriptions = [
  { alias: 'production', subscriptionId: production },
  { alias: 'sandbox', subscriptionId: sandbox },
];
const before = (given: Situation) => {
  const input = situation(given);
  return lockBeforeApply(input.lock, planChanges(input), subscriptions);
};
const found = existing({ scope: at('/resourceGroups/Rg-A') }, 7);
const inSandbox = existing({ scope: at('', sandbox) }, 8);

describe('the lock before an apply', () => {
  it('has every scope that is about to be applied, under the alias it has now', () => {
    const scopes = [
      { alias: 'former-name', scope: at() },
      { alias: 'gone', scope: '/subscriptions/00000002-0000-4000-8000-000000000009' as Scope },
    ];
    expect(before({ lock: lock([], scopes) }).scopes).toEqual([
      scopes[1],
      { alias: 'production', scope: at() },
      { alias: 'sandbox', scope: at('', sandbox) },
    ]);
  });

  it('does not count a scope as applied that could not be read, and forgets none that was', () => {
    expect(before({ unread: [sandbox] }).scopes).toEqual([{ alias: 'production', scope: at() }]);
    const scopes = [{ alias: 'sandbox', scope: at('', sandbox) }];
    expect(before({ unread: [sandbox], lock: lock([], scopes) }).scopes).toContainEqual(scopes[0]);
  });

  it('has the owner; a former one as long as a scope is unread where its assignments may be left', () => {
    const [former, now] = [testGuid(7, 2), situation({}).desired.partner.owner];
    expect(before({}).owner).toBe(now);
    expect(before({ lock: { ...lock(), owner: former } }).owner).toBe(now);
    expect(before({ lock: { ...lock(), owner: former }, unread: [sandbox] }).owner).toBe(former);
  });

  it('has what is adopted, with or without a change of it', () => {
    const grants = [
      grant('a', { scope: at('/resourceGroups/Rg-A'), condition: 'x' }),
      grant('b', { scope: at('', sandbox) }),
    ];
    expect(before({ grants, found: [found, inSandbox] }).adopted).toEqual([
      adopted(found, 'a'),
      adopted(inSandbox, 'b'),
    ]);
  });

  it('has an adopted assignment once, under the path that it has now', () => {
    const given: Situation = {
      grants: [grant('renamed', { scope: at('/resourceGroups/Rg-A') }, { named: 7 })],
      found: [found],
      lock: lock([{ ...adopted(found, 'former'), id: found.id.toUpperCase() }]),
    };
    expect(before(given).adopted).toEqual([adopted(found, 'renamed')]);
  });

  it('has nothing of what is ours by name', () => {
    expect(before({ grants: [grant('a')], found: [existing({})] }).adopted).toEqual([]);
    expect(before({ grants: [grant('new', { role: roles.owner })] }).adopted).toEqual([]);
  });
});

describe('the lock', () => {
  it('forgets what is verified to be gone, whatever the letter case of the id', () => {
    const whole = lock([adopted(found, 'a'), adopted(inSandbox, 'b')]);
    expect(lockAfterRemoval(whole, [found.id.toUpperCase()]).adopted).toEqual([adopted(inSandbox, 'b')]);
    expect(lockAfterRemoval(whole, [])).toEqual(whole);
  });

  const whole = lock(
    [adopted(found, 'a'), adopted(inSandbox, 'b')],
    [
      { alias: 'production', scope: at() },
      { alias: 'sandbox', scope: at('', sandbox) },
    ],
  );

  it('without one scope forgets what was adopted at and below it, and nothing else', () => {
    expect(lockWithout(whole, 'production')).toEqual({
      ...whole,
      scopes: [{ alias: 'sandbox', scope: at('', sandbox) }],
      adopted: [adopted(inSandbox, 'b')],
    });
  });

  it('without any scope forgets all of them', () => {
    expect(lockWithout(whole, undefined)).toMatchObject({ customer: 'contoso', scopes: [], adopted: [] });
  });

  it('without a scope that it does not have is as before', () => {
    expect(lockWithout(whole, 'nowhere')).toEqual(whole);
  });
});
