import { resolveConfiguration } from '../../src/configuration';
import { diagnostic } from '../../src/diagnostics';
import type { DesiredState } from '../../src/model';
import {
  answers,
  audit,
  dana,
  declarationOf,
  ids,
  labTeam,
  networkTeam,
  read,
  shop,
  shopBlock,
} from './example';

const asOf = '2026-06-01T12:00:00Z';
const resolve = (change?: Parameters<typeof read>[0], given = answers(), at = asOf) =>
  resolveConfiguration(read(change), given, at);
const shopOf = ({ grants }: DesiredState) => grants.find(({ address }) => address === shop);

const notFound = diagnostic('principal_not_found', { detail: 'The directory has no such user.' });
const ambiguous = diagnostic('principal_ambiguous', { detail: 'The directory has two.' });
const refused = diagnostic('azure_error', { detail: 'The directory refused.' });

describe('resolving a configuration', () => {
  it('gives each grant with the object id and the name that follows from it', () => {
    const { desired, diagnostics } = resolve();
    expect(diagnostics).toEqual([]);
    expect(shopOf(desired)).toEqual({
      address: shop,
      constructPath: 'contoso/production/rg-web/shop',
      source: { file: 'stacks/customers/contoso.ts', line: 12 },
      because: 'runs the shop',
      until: '2026-12-31',
      ended: false,
      assignment: {
        tenantId: '00000001-0000-4000-8000-000000000001',
        scope: '/subscriptions/00000002-0000-4000-8000-000000000001/resourceGroups/rg-web',
        role: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
        principalId: ids.dana,
        principalType: 'User',
        condition: "@Resource[Microsoft.Storage:name] StringEquals '${name}'",
        conditionVersion: '2.0',
        description: '100 %{ of ${it}',
        name: '13d47dd7-ceb0-581d-bb88-32f9dc6ce5c8', // Python's uuid.uuid5
      },
    });
    expect(desired.grants.map(({ assignment }) => assignment.name)).toEqual([
      '13d47dd7-ceb0-581d-bb88-32f9dc6ce5c8',
      '8eb1127f-6a78-5bb2-b06f-ca78648dba13', // Python's uuid.uuid5
      '00000008-0000-4000-8000-000000000001',
    ]);
  });

  it('gives what comes first and how an assignment is treated later', () => {
    const { desired } = resolve((json) => {
      shopBlock(json).depends_on = ['azurerm_role_assignment.production_lab'];
      shopBlock(json).lifecycle.ignore_changes.push('condition', 'condition_version');
      json.resource.azurerm_role_assignment.production_lab.lifecycle = { prevent_destroy: true };
    });
    expect(desired.grants).toMatchObject([
      { address: shop, dependsOn: ['azurerm_role_assignment.production_lab'], ignoresCondition: true },
      { preventDestroy: true },
      {},
    ]);
  });

  it('gives the management groups, and grants at them', () => {
    const scope = '/providers/Microsoft.Management/managementGroups/MG-Platform';
    const { desired, diagnostics } = resolve((json) => {
      declarationOf(json).managementGroups = { platform: 'mg-platform' };
      shopBlock(json).scope = scope;
    });
    expect(diagnostics).toEqual([]);
    expect(desired.managementGroups).toEqual([{ alias: 'platform', managementGroup: 'mg-platform' }]);
    expect(shopOf(desired)?.assignment.scope).toBe(scope);
  });

  it('gives the ownership of a subscription where it is another', () => {
    const { desired } = resolve((json) => {
      declarationOf(json).ownershipAt = { production: 'full' };
    });
    expect(desired.ownership).toBe('owned-only');
    const [production] = desired.subscriptions;
    expect([...(desired.ownershipAt ?? [])]).toEqual([
      [`/subscriptions/${production?.subscriptionId}`, 'full'],
    ]);
  });

  it.each([
    '/providers/Microsoft.Management/managementGroups/other',
    '/subscriptions/00000002-0000-4000-8000-000000000009',
    '/',
  ])('refuses a grant at %s, which the stack does not declare', (scope) => {
    const { diagnostics } = resolve((json) => {
      declarationOf(json).managementGroups = { platform: 'mg-platform' };
      shopBlock(json).scope = scope;
    });
    expect(diagnostics).toMatchObject([{ code: 'malformed_scope', address: shop }]);
  });

  it.each([
    ['version 1.0', 'condition_version', '1.0'],
    ['a bracket without its counterpart', 'condition', "(@Resource[x] StringEquals 'a)'"],
    ['nothing in it', 'condition', ' '],
    ['more than 8 KB', 'condition', `@Resource[x] StringEquals '${'ä'.repeat(5000)}'`],
  ])('refuses a condition with %s', (_, attribute, text) => {
    const { diagnostics } = resolve((json) => (shopBlock(json)[attribute] = text));
    expect(diagnostics).toMatchObject([{ code: 'malformed_condition', address: shop }]);
  });

  it('gives the rest of the declaration as it stands', () => {
    const { desired } = resolve();
    expect(desired).toMatchObject({
      customer: 'contoso',
      tenantId: '00000001-0000-4000-8000-000000000001',
      ownership: 'owned-only',
      reads: 'lighthouse',
      writes: 'aobo',
      partner: {
        tenantId: '00000001-0000-4000-8000-000000000002',
        owner: '00000007-0000-4000-8000-000000000001',
        previousOwners: ['00000007-0000-4000-8000-000000000002'],
        otherOwners: ['00000007-0000-4000-8000-000000000003'],
        adminAgents: '00000004-0000-4000-8000-000000000001',
      },
      subscriptions: [
        { alias: 'production', subscriptionId: '00000002-0000-4000-8000-000000000001' },
        { alias: 'source', subscriptionId: '00000002-0000-4000-8000-000000000002' },
      ],
      ignore: [
        { because: 'Azure Policy owns these', origin: 'policy-identity' },
        { because: 'another team', principalId: ids.networkTeam },
      ],
      accept: [{ by: 'anna', because: 'audit 2026', principalId: ids.audit, until: '2026-12-31' }],
      exceptions: [
        { constructPath: 'contoso/production/managed/backup', because: 'own backups', review: '2026-09-01' },
      ],
    });
    expect(desired.principalNames).toEqual(
      new Map([
        ['00000004-0000-4000-8000-000000000001', 'AdminAgents'],
        [ids.dana, 'dana@contoso.com'],
        [ids.audit, 'audit@example.com'],
        [ids.labTeam, 'Lab ${team}'],
        [ids.networkTeam, 'Network team'],
      ]),
    );
  });

  it.each([
    ['2026-12-31T23:59:59Z', false],
    ['2027-01-01T00:00:00Z', true],
    ['2027-01-01T00:30:00+01:00', false],
  ])('at %s knows whether the grant has ended: %s', (at, ended) => {
    expect(shopOf(resolve(undefined, answers(), at).desired)?.ended).toBe(ended);
  });

  it('leaves out a grant whose principal is not found, and says so at the grant', () => {
    const { desired, diagnostics } = resolve(undefined, answers([[dana, notFound]]));
    expect(shopOf(desired)).toBeUndefined();
    expect(desired.grants).toHaveLength(2);
    expect(diagnostics).toEqual([
      expect.objectContaining({
        code: 'principal_not_found',
        customer: 'contoso',
        address: shop,
        constructPath: 'contoso/production/rg-web/shop',
        source: { file: 'stacks/customers/contoso.ts', line: 12 },
      }),
    ]);
  });

  describe('with a grant that has ended, and a name that not exactly one bears', () => {
    const later = '2027-01-01T00:00:00Z';

    it.each([
      ['nobody', notFound],
      ['several', ambiguous],
    ])('asks for no principal any more where it is %s', (_how, answer) => {
      const { desired, diagnostics } = resolve(undefined, answers([[dana, answer]]), later);
      expect(diagnostics).toEqual([]);
      expect(shopOf(desired)).toBeUndefined();
      expect(desired.endedForNobody).toEqual([
        expect.objectContaining({ address: shop, until: '2026-12-31', ended: true, nobody: answer.detail }),
      ]);
    });

    it.each([
      ['a warning where nobody bears the name', notFound, 'grant_expired'],
      [
        'an error where several do: Privileged Identity Management may still give it',
        ambiguous,
        ambiguous.code,
      ],
    ])('is, if it is an eligible assignment, %s', (_what, answer, code) => {
      const address = 'azurerm_pim_eligible_role_assignment.production_ops';
      const { diagnostics } = resolve(
        (json) => {
          const { count, principal_id, scope, role_definition_id } = shopBlock(json);
          const production_ops = { count, principal_id, scope, role_definition_id };
          json.resource.azurerm_pim_eligible_role_assignment = { production_ops };
          declarationOf(json).resources = {
            [address]: { path: 'contoso/production/ops', until: '2026-12-31', principalType: 'User' },
          };
        },
        answers([[dana, answer]]),
        later,
      );
      expect(diagnostics).toMatchObject([{ code, address }]);
    });

    it('is an error where the directory failed', () => {
      const { diagnostics } = resolve(undefined, answers([[dana, refused]]), later);
      expect(diagnostics).toEqual([refused]);
    });
  });

  it('leaves out a grant that nobody looked up the principal of', () => {
    const { desired, diagnostics } = resolve(undefined, new Map());
    expect(desired.grants).toHaveLength(1);
    expect(diagnostics.map(({ code }) => code)).toEqual(['principal_not_found', 'principal_not_found']);
  });

  it('says once that the directory failed, however many grants and rules wait for it', () => {
    const given = answers([dana, labTeam, networkTeam, audit].map((lookup) => [lookup, refused]));
    const { desired, diagnostics } = resolve(undefined, given);
    expect(desired.grants).toHaveLength(1);
    expect(diagnostics).toEqual([refused]);
  });

  describe('with an ignore or accept entry whose principal has no answer', () => {
    it('lets it match nothing when nobody bears the name and nothing undeclared is removed', () => {
      const { desired, diagnostics } = resolve(
        undefined,
        answers([
          [networkTeam, notFound],
          [audit, notFound],
        ]),
      );
      expect(diagnostics).toEqual([]);
      expect(desired.ignore).toEqual([{ because: 'Azure Policy owns these', origin: 'policy-identity' }]);
      expect(desired.accept).toEqual([]);
    });

    it.each<[string, object]>([
      ['full ownership', { ownership: 'full' }],
      ['full ownership of one subscription', { ownershipAt: { production: 'full' } }],
    ])('is an error under %s: the access that the entry protects would be removed', (_, ownership) => {
      const full = (json: Parameters<typeof declarationOf>[0]) =>
        Object.assign(declarationOf(json), ownership);
      const { diagnostics } = resolve(
        full,
        answers([
          [networkTeam, notFound],
          [audit, notFound],
        ]),
      );
      expect(diagnostics).toEqual([
        expect.objectContaining({ code: 'principal_not_found', severity: 'error', customer: 'contoso' }),
        expect.objectContaining({ code: 'principal_not_found', severity: 'error', customer: 'contoso' }),
      ]);
    });

    it.each([
      ['the name is not unique', ambiguous],
      ['the directory failed', refused],
    ])('is an error where %s: whom the entry means is not known', (_why, answer) => {
      const { diagnostics } = resolve(undefined, answers([[audit, answer]]));
      expect(diagnostics).toEqual([expect.objectContaining({ code: answer.code, severity: 'error' })]);
    });
  });

  it.each([
    ['another subscription', '/subscriptions/00000002-0000-4000-8000-000000000009'],
    ['a management group', '/providers/Microsoft.Management/managementGroups/mg'],
    ['the root', '/'],
  ])('refuses a grant at %s', (_where, scope) => {
    const { desired, diagnostics } = resolve((json) => (shopBlock(json).scope = scope));
    expect(shopOf(desired)).toBeUndefined();
    expect(diagnostics).toEqual([expect.objectContaining({ code: 'malformed_scope', address: shop })]);
  });

  it('takes the subscription of a grant in any letter case', () => {
    const { desired, diagnostics } = resolve((json) => {
      shopBlock(json).scope = shopBlock(json).scope.toUpperCase();
    });
    expect(diagnostics).toEqual([]);
    expect(shopOf(desired)).toBeDefined();
  });

  it.each([
    [
      'refers to nothing',
      '${data.azuread_user.nobody.object_id}',
      'data.azuread_user.nobody.object_id refers to nothing known.',
    ],
    [
      'asks a person for something else',
      '${data.azuread_user.dana_contoso_com.mail}',
      'data.azuread_user.dana_contoso_com.mail refers to nothing known.',
    ],
    ['uses an unknown function', '${upper("a")}', 'the function upper is not supported.'],
  ])('refuses an attribute that %s (pain 8)', (_what, text, detail) => {
    expect(resolve((json) => (shopBlock(json).principal_id = text)).diagnostics).toEqual([
      expect.objectContaining({ code: 'unsupported_expression', address: shop, detail }),
    ]);
  });

  it('refuses a grant whose attributes are malformed once they are evaluated, naming all of them', () => {
    const { diagnostics } = resolve((json) => {
      shopBlock(json).principal_id = '${lower("NOBODY")}';
      delete shopBlock(json).name;
    });
    expect(diagnostics).toEqual([
      expect.objectContaining({
        code: 'unsupported_configuration',
        detail: 'name, principal_id did not come out as Azure needs it.',
      }),
    ]);
  });

  it('never loses a condition: a number is the text that Terraform makes of it', () => {
    const { desired } = resolve((json) => (shopBlock(json).condition = '${1}'));
    expect(shopOf(desired)?.assignment.condition).toBe('1');
  });
});
