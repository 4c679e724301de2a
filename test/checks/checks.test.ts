import { checkPlans, defaultBudgets, findExampleIds, overridableCodes } from '../../src/checks';
import { codes } from '../../src/diagnostics';
import { clouds, type Guid } from '../../src/model';
import { existing, grant, lee, roles } from '../plan/example';
import { codesOf, directory, owner, person, planOf, reader } from './situation';

const realClouds = clouds.filter((cloud) => cloud !== 'emulator');

describe('a plan that takes nothing away', () => {
  it('passes on every cloud', () => {
    for (const cloud of clouds) {
      const plan = planOf({
        grants: [grant('new', { role: roles.owner }), grant('kept', { role: roles.contributor })],
        found: [existing({ role: roles.contributor }, 7)],
        cloud,
      });
      expect(codesOf(plan)).toEqual([]);
    }
  });
});

describe('an ordinary removal', () => {
  it('passes on every cloud', () => {
    for (const cloud of clouds) {
      expect(
        codesOf(planOf({ grants: [grant('kept')], found: [existing({ to: lee, role: reader })], cloud })),
      ).toEqual([]);
    }
  });
});

describe('a refusal', () => {
  const plan = planOf({
    found: [existing({ to: lee, role: owner })],
    principals: directory([lee, person(lee)]),
  });

  it('stays one until its code is named, and is then still shown, as a warning', () => {
    const check = (allow: readonly (typeof overridableCodes)[number][]) => {
      const [verdict] = checkPlans([plan], { budgets: defaultBudgets, allow });
      return { refusals: verdict?.refusals.map(({ code }) => code), warnings: verdict?.warnings };
    };
    expect(check([]).refusals).toEqual(['last_owner', 'empty_declaration']);
    const allowed = check(['last_owner']);
    expect(allowed.refusals).toEqual(['empty_declaration']);
    expect(allowed.warnings).toContainEqual(
      expect.objectContaining({
        code: 'last_owner',
        severity: 'warning',
        hint: 'Allowed by --allow last_owner.',
      }),
    );
  });

  it('says in its page how to get past it', () => {
    const pages = overridableCodes.map((code) => [code, codes[code].explanation] as const);
    expect(pages.filter(([code, text]) => !text.includes(`--allow ${code}`))).toEqual([]);
    for (const code of ['access_broadened', 'privileged_user', 'outside_principal'] as const) {
      expect(codes[code].explanation).toContain('because');
      expect(codes[code].explanation).not.toContain('--allow');
    }
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
