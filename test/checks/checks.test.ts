import { checkPlan, findExampleIds } from '../../src/checks';
import { clouds, type Cloud, type Guid } from '../../src/model';
import { planChanges } from '../../src/plan';
import { adopted, at, ended, existing, grant, lock, roles, situation, type Situation } from '../plan/example';

const realClouds = clouds.filter((cloud) => cloud !== 'emulator');
const findings = (given: Situation, cloud: Cloud = 'public') =>
  checkPlan(planChanges(situation({ ...given, cloud }))).map(({ code, address }) => `${code} ${address}`);

describe('a plan that takes access away', () => {
  const handMade = existing({}, 7);
  const removals: [string, Situation][] = [
    ['an end', { grants: [ended('shop')], found: [existing({})] }],
    ['a lost line', { found: [existing({})] }],
    ['full ownership', { found: [handMade], desired: { ownership: 'full' } }],
    [
      'a replacement',
      {
        grants: [grant('shop', { role: roles.owner })],
        found: [handMade],
        lock: lock([adopted(handMade, 'shop')]),
      },
    ],
  ];

  it.each(removals)('by %s is refused on every real cloud, and runs on the emulator', (_by, given) => {
    for (const cloud of realClouds) {
      expect(findings(given, cloud)).toEqual([
        expect.stringMatching(/^removal_unguarded azurerm_role_assignment\./),
      ]);
    }
    expect(findings(given, 'emulator')).toEqual([]);
  });

  it('is refused once for each removal, with its place', () => {
    const source = { file: 'stacks/customers/contoso.ts', line: 7 };
    const given: Situation = {
      grants: [{ ...ended('shop'), source }],
      found: [existing({}), existing({ scope: at('/resourceGroups/a') })],
    };
    const found = checkPlan(planChanges(situation({ ...given, cloud: 'public' })));
    expect(found).toHaveLength(2);
    expect(found[0]).toMatchObject({
      severity: 'error',
      customer: 'contoso',
      constructPath: 'contoso/shop',
      source,
    });
  });
});

describe('a plan that takes nothing away', () => {
  it('passes on every cloud', () => {
    const given: Situation = {
      grants: [
        grant('new', { role: roles.owner }),
        grant('changed', { condition: 'b' }),
        grant('kept', { role: roles.contributor }),
      ],
      found: [existing({ condition: 'a' }), existing({ role: roles.contributor }, 7)],
    };
    for (const cloud of clouds) expect(findings(given, cloud)).toEqual([]);
  });
});

describe('an id of the example', () => {
  const real = '11111111-2222-4333-8444-555555555555' as Guid;
  const example = 'e0e0e0e0-0001-4000-8000-000001000001' as Guid;
  const identity = {
    customer: 'contoso',
    tenantId: real,
    partner: { tenantId: real, owner: real, adminAgents: real },
    subscriptions: [{ alias: 'production', subscriptionId: real }],
  };

  it.each<[string, typeof identity]>([
    ['tenant of the customer', { ...identity, tenantId: example }],
    ['tenant of the partner', { ...identity, partner: { ...identity.partner, tenantId: example } }],
    ['owner', { ...identity, partner: { ...identity.partner, owner: example } }],
    ['AdminAgents group', { ...identity, partner: { ...identity.partner, adminAgents: example } }],
    [
      'subscription "production"',
      { ...identity, subscriptions: [{ alias: 'production', subscriptionId: example }] },
    ],
  ])('as %s is refused on a real cloud and taken on the emulator', (what, declared) => {
    for (const cloud of realClouds) {
      expect(findExampleIds(declared, cloud)).toEqual([
        expect.objectContaining({
          code: 'example_on_real_cloud',
          customer: 'contoso',
          detail: expect.stringContaining(`\n${what}: ${example}`),
        }),
      ]);
    }
    expect(findExampleIds(declared, 'emulator')).toEqual([]);
  });

  it("is not seen in ids of one's own", () => {
    expect(findExampleIds(identity, 'public')).toEqual([]);
  });
});
