import { lookupsOf } from '../../src/configuration';
import { audit, dana, declarationOf, labTeam, networkTeam, read, refusals, shop, shopBlock } from './example';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests break parsed JSON
type Loose = any;

describe('a synthesized configuration', () => {
  it('is read with everything that a grant says', () => {
    const { resources, declaration } = read();
    expect(resources.map(({ address }) => address)).toEqual([
      shop,
      'azurerm_role_assignment.production_lab',
      'tilldela_role_assignment.production_partner',
    ]);
    expect(resources[0]).toMatchObject({
      constructPath: 'contoso/production/rg-web/shop',
      source: { file: 'stacks/customers/contoso.ts', line: 12 },
      because: 'runs the shop',
      until: '2026-12-31',
    });
    expect(Object.keys(resources[0]?.attributes ?? {}).sort()).toEqual([
      'condition',
      'condition_version',
      'description',
      'name',
      'principal_id',
      'principal_type',
      'role_definition_id',
      'scope',
    ]);
    expect(declaration).toMatchObject({ reads: 'lighthouse', writes: 'aobo', ownership: 'owned-only' });
  });

  it('asks the directory for each name once, in a fixed order, escapes undone', () => {
    expect(lookupsOf(read())).toEqual([labTeam, networkTeam, audit, dana]);
    const twice = read((json) => {
      declarationOf(json).accept[0].principal.userPrincipalName = 'DANA@contoso.com';
    });
    expect(lookupsOf(twice)).toHaveLength(3);
  });

  it.each<[string, string, (json: Loose) => void]>([
    [
      'a resource type that it does not plan',
      'azurerm_resource_group.rg',
      (json) => {
        json.resource.azurerm_resource_group = { rg: { name: 'rg', location: 'x' } };
      },
    ],
    [
      'an assignment that no grant declared',
      'azurerm_role_assignment.stray',
      (json) => {
        json.resource.azurerm_role_assignment.stray = { ...shopBlock(json) };
      },
    ],
    [
      'an attribute that it does not plan',
      shop,
      (json) => {
        shopBlock(json).delegated_managed_identity_resource_id = '/x';
      },
    ],
    [
      'for_each',
      shop,
      (json) => {
        shopBlock(json).for_each = { a: 1 };
      },
    ],
    [
      'depends_on of what is not there',
      shop,
      (json) => {
        shopBlock(json).depends_on = ['azurerm_role_assignment.production_labb'];
      },
    ],
    [
      'depends_on that is no list',
      shop,
      (json) => {
        shopBlock(json).depends_on = 'azurerm_role_assignment.production_lab';
      },
    ],
    [
      'depends_on that comes back to where it began',
      shop,
      (json) => {
        shopBlock(json).depends_on = ['azurerm_role_assignment.production_lab'];
        json.resource.azurerm_role_assignment.production_lab.depends_on = [shop];
      },
    ],
    [
      'a provisioner',
      shop,
      (json) => {
        shopBlock(json).provisioner = [{ 'local-exec': { command: 'true' } }];
      },
    ],
    [
      'an attribute that is no text',
      shop,
      (json) => {
        shopBlock(json).principal_id = ['x'];
      },
    ],
    [
      'a lifecycle with a member that it does not know',
      shop,
      (json) => {
        shopBlock(json).lifecycle.replace_triggered_by = ['azurerm_role_assignment.production_lab'];
      },
    ],
    [
      'a lifecycle that ignores what decides who has access',
      shop,
      (json) => {
        shopBlock(json).lifecycle.ignore_changes.push('principal_id');
      },
    ],
    [
      'a lifecycle that ignores everything',
      shop,
      (json) => {
        shopBlock(json).lifecycle.ignore_changes = 'all';
      },
    ],
    [
      'a lifecycle that destroys before it creates',
      shop,
      (json) => {
        shopBlock(json).lifecycle.create_before_destroy = false;
      },
    ],
    [
      'prevent_destroy that is neither true nor false',
      shop,
      (json) => {
        shopBlock(json).lifecycle.prevent_destroy = '${true}';
      },
    ],
    [
      'a count that is no end',
      shop,
      (json) => {
        shopBlock(json).count = '${2}';
      },
    ],
    [
      'a count that is a number',
      shop,
      (json) => {
        shopBlock(json).count = 0;
      },
    ],
    [
      'a count that is a number in a text',
      shop,
      (json) => {
        shopBlock(json).count = '0';
      },
    ],
    [
      'a count that ends on another day than `until`',
      shop,
      (json) => {
        shopBlock(json).count = shopBlock(json).count.replace('2027', '2029');
      },
    ],
    [
      'a count that begins on the day',
      shop,
      (json) => {
        shopBlock(json).count = shopBlock(json).count.replace('1 : 0', '0 : 1');
      },
    ],
    [
      'an `until` without a count, which would never end',
      shop,
      (json) => {
        delete shopBlock(json).count;
      },
    ],
    [
      'a count without an `until`',
      'azurerm_role_assignment.production_lab',
      (json) => {
        json.resource.azurerm_role_assignment.production_lab.count = shopBlock(json).count;
      },
    ],
    [
      'a data source of a type that it does not read',
      'data.azurerm_subscription.s',
      (json) => {
        json.data.azurerm_subscription = { s: {} };
      },
    ],
    [
      'a user that is looked up by something else',
      'data.azuread_user.dana_contoso_com',
      (json) => {
        json.data.azuread_user.dana_contoso_com = { mail_nickname: 'dana' };
      },
    ],
    [
      'a look-up by two things',
      'data.azuread_user.dana_contoso_com',
      (json) => {
        json.data.azuread_user.dana_contoso_com.object_id = 'x';
      },
    ],
    [
      'a look-up by the value of another',
      'data.azuread_group.name',
      (json) => {
        json.data.azuread_group.name.display_name = '${data.azuread_user.dana_contoso_com.object_id}';
      },
    ],
    [
      'a look-up by an unfinished expression',
      'data.azuread_group.name',
      (json) => {
        json.data.azuread_group.name.display_name = '${';
      },
    ],
    [
      'a declared grant whose assignment is gone',
      shop,
      (json) => delete json.resource.azurerm_role_assignment['production_rg-web_shop'],
    ],
  ])('is refused, by address, for %s', (_what, address, change) => {
    expect(refusals(change)).toEqual([
      expect.objectContaining({ code: 'unsupported_configuration', customer: 'contoso', address }),
    ]);
  });

  it.each(['module', 'locals', 'variable', 'import', 'moved', 'check', 'ephemeral'])(
    'is refused for %s at its top',
    (key) => {
      expect(refusals((json) => (json[key] = {}))).toEqual([
        expect.objectContaining({
          code: 'unsupported_configuration',
          detail: expect.stringContaining(`"${key}"`),
        }),
      ]);
    },
  );

  it('may hold outputs, which change nothing', () => {
    expect(refusals((json) => (json.output = { x: { value: 1 } }))).toEqual([]);
  });

  it('is refused for a condition without a version (pain 21)', () => {
    expect(refusals((json) => delete shopBlock(json).condition_version)).toEqual([
      expect.objectContaining({
        code: 'condition_without_version',
        address: shop,
        source: { file: 'stacks/customers/contoso.ts', line: 12 },
      }),
    ]);
  });

  it('is refused for an expression outside the grammar, with the place of the grant and of the character', () => {
    expect(refusals((json) => (shopBlock(json).scope = '/subscriptions/${a + b}'))).toEqual([
      expect.objectContaining({
        code: 'unsupported_expression',
        address: shop,
        constructPath: 'contoso/production/rg-web/shop',
        detail: 'expected } (at character 20).',
      }),
    ]);
  });

  it('is read with what comes first and with how an assignment is treated later', () => {
    const lab = 'azurerm_role_assignment.production_lab';
    const { resources } = read((json) => {
      json.resource.azurerm_role_assignment.production_lab.lifecycle = {
        prevent_destroy: true,
        create_before_destroy: true,
        ignore_changes: ['description', 'condition', 'condition_version'],
      };
      shopBlock(json).depends_on = [lab, 'data.azuread_group.name'];
    });
    const [shopDraft, labDraft] = resources;
    expect(shopDraft).toMatchObject({
      dependsOn: [lab],
      lifecycle: { preventDestroy: false, ignoresCondition: false },
    });
    expect(labDraft).toMatchObject({
      dependsOn: [],
      lifecycle: { preventDestroy: true, ignoresCondition: true },
    });
  });

  it('is refused for a grant that ends and may not be removed', () => {
    expect(refusals((json) => (shopBlock(json).lifecycle.prevent_destroy = true))).toEqual([
      expect.objectContaining({ code: 'contradicting_lifecycle', address: shop }),
    ]);
  });

  it('is refused with everything that is wrong with it at once', () => {
    const found = refusals((json) => {
      json.module = {};
      json.data.azurerm_subscription = { s: {} };
      shopBlock(json).lifecycle = { precondition: [] };
      json.resource.azurerm_role_assignment.production_lab.scope = '${';
    });
    expect(found.map(({ code }) => code)).toEqual([
      'unsupported_configuration',
      'unsupported_configuration',
      'unsupported_configuration',
      'unsupported_expression',
    ]);
  });

  it.each<[string, (json: Loose) => void]>([
    ['"//".tilldela.formatVersion', (json) => (declarationOf(json).formatVersion = '2')],
    ['"//".tilldela', (json) => delete json['//'].tilldela],
    ['"//"', (json) => delete json['//']],
    ['a tenant that is no GUID', (json) => (declarationOf(json).customer.tenant = 'contoso')],
    ['a day that does not exist', (json) => (declarationOf(json).accept[0].until = '2026-02-30')],
    ['a scope that is none', (json) => (declarationOf(json).accept[0].scope = '/rg')],
    ['a cloud that is none', (json) => (declarationOf(json).cloud = 'gcp')],
    ['a channel that is none', (json) => (declarationOf(json).writes = 'gdap')],
    ['an ownership that is none', (json) => (declarationOf(json).ownership = 'all')],
    ['a source position without a line', (json) => (declarationOf(json).grants[shop].source = 'contoso.ts')],
    [
      'a principal that is none',
      (json) => (declarationOf(json).accept[0].principal = { type: 'User', displayName: 'x' }),
    ],
    ['an accept entry without an end', (json) => delete declarationOf(json).accept[0].until],
    ['a list of resources', (json) => (json.resource = [json.resource])],
  ])('is not what this version writes for the sake of %s', (_what, change) => {
    expect(refusals(change)).toEqual([expect.objectContaining({ code: 'configuration_unreadable' })]);
  });

  it.each(['', 'not JSON', '{', '[]', 'null', '7', '{}'])('is not read out of %j', (text) => {
    expect(refusals(text)).toEqual([
      expect.objectContaining({
        code: 'configuration_unreadable',
        detail: expect.stringContaining('cdk.tf.json'),
      }),
    ]);
  });
});

describe('the digest of a configuration', () => {
  const digest = read().digest;

  it.each<[string, (json: Loose) => void]>([
    [
      'the order of keys',
      (json) => {
        const flipped = Object.fromEntries(Object.entries(json).reverse());
        for (const key of Object.keys(json)) delete json[key];
        Object.assign(json, flipped);
        const { subscriptions } = declarationOf(json);
        declarationOf(json).subscriptions = Object.fromEntries(Object.entries(subscriptions).reverse());
      },
    ],
    [
      'the lines on which things stand',
      (json) => {
        declarationOf(json).grants[shop].source = 'stacks/customers/contoso.ts:99';
        delete declarationOf(json).exceptions[0].source;
      },
    ],
    [
      'the name that an adopted assignment bears',
      (json) => {
        shopBlock(json).name = '00000008-0000-4000-8000-000000000099';
      },
    ],
    [
      'notes of the Terraform CDK',
      (json) => {
        delete json['//'].metadata;
        delete json.data.azuread_group.name['//'];
        shopBlock(json)['//'] = { metadata: {} };
      },
    ],
    [
      'what concerns Terraform alone',
      (json) => {
        json.terraform = {};
        json.provider = {};
        json.output = {};
      },
    ],
  ])('is the same whatever %s', (_what, change) => {
    expect(read(change).digest).toBe(digest);
  });

  it.each<[string, (json: Loose) => void]>([
    [
      'a grant is gone',
      (json) => {
        delete json.resource.tilldela_role_assignment;
        delete declarationOf(json).grants['tilldela_role_assignment.production_partner'];
      },
    ],
    [
      'a role changes',
      (json) =>
        (shopBlock(json).role_definition_id = shopBlock(json).role_definition_id.replace(
          /b24988ac/,
          'acdd72a7',
        )),
    ],
    [
      'a principal changes',
      (json) => (shopBlock(json).principal_id = '00000003-0000-4000-8000-000000000009'),
    ],
    [
      'an assignment must come first',
      (json) => {
        shopBlock(json).depends_on = ['azurerm_role_assignment.production_lab'];
      },
    ],
    [
      'a removal is forbidden',
      (json) => {
        json.resource.azurerm_role_assignment.production_lab.lifecycle = { prevent_destroy: true };
      },
    ],
    ['a condition changes', (json) => (shopBlock(json).condition += ' ')],
    ['a reason changes', (json) => (declarationOf(json).grants[shop].because = 'another')],
    [
      'an end changes',
      (json) => {
        declarationOf(json).grants[shop].until = '2027-12-31';
        shopBlock(json).count = shopBlock(json).count.replace('2027', '2028');
      },
    ],
    [
      'a person is looked up by another name',
      (json) => (json.data.azuread_user.dana_contoso_com.user_principal_name = 'd@contoso.com'),
    ],
    [
      'a group whose data source is called "name" is looked up by another name',
      (json) => (json.data.azuread_group.name.display_name = 'Other team'),
    ],
    [
      'the subscription with the alias "source" is another one',
      (json) => (declarationOf(json).subscriptions.source = '00000002-0000-4000-8000-000000000003'),
    ],
    ['an accept entry changes', (json) => (declarationOf(json).accept[0].until = '2027-12-31')],
    ['an ignore entry is gone', (json) => declarationOf(json).ignore.pop()],
    ['ownership changes', (json) => (declarationOf(json).ownership = 'full')],
    ['the channel that writes changes', (json) => (declarationOf(json).writes = 'in-tenant')],
    [
      'the owner changes',
      (json) => (declarationOf(json).partner.owner = '00000007-0000-4000-8000-000000000009'),
    ],
    ['the cloud changes', (json) => (declarationOf(json).cloud = 'public')],
  ])('is another when %s', (_what, change) => {
    expect(read(change).digest).not.toBe(digest);
  });
});
