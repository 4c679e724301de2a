import { readConfiguration, resolveConfiguration } from '../../src/configuration';
import { DiagnosticError } from '../../src/diagnostics';
import type { Guid } from '../../src/model';
import { answers, configuration, declarationOf, shop, shopBlock, type Loose } from './example';

const production = '00000002-0000-4000-8000-000000000001';
const tenant = '00000001-0000-4000-8000-000000000001';
const patchOperator = '00000005-0000-4000-8000-000000000001';
const asOf = '2026-06-01T12:00:00Z';

/** Knows one role of the customer's tenant, as the project's catalogue does. */
const roleNamed = (name: string, of: Guid) =>
  name === 'Patch Operator' && of === tenant ? (patchOperator as Guid) : undefined;

/** The grant "shop" of a configuration to which plain CDKTF code added data sources. */
function shopWith(data: Loose, change: (block: Loose) => void) {
  const text = configuration((json) => {
    declarationOf(json).managementGroups = { platform: 'mg-platform' };
    for (const [type, named] of Object.entries<object>(data)) {
      json.data[type] = { ...json.data[type], ...named };
    }
    change(shopBlock(json));
  });
  const { desired, diagnostics } = resolveConfiguration(
    readConfiguration(text, 'cdk.tf.json', roleNamed),
    answers(),
    asOf,
  );
  expect(diagnostics).toEqual([]);
  return desired.grants.find(({ address }) => address === shop)?.assignment;
}

function refusalsOf(data: Loose) {
  try {
    shopWith(data, () => undefined);
    return [];
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics;
    throw error;
  }
}

test('a subscription gives its id, its own guid and its tenant, by its guid or by its provider', () => {
  const data = {
    azurerm_subscription: {
      byId: { subscription_id: production.toUpperCase() },
      byProvider: { provider: 'azurerm.production' },
    },
  };
  for (const name of ['byId', 'byProvider']) {
    const assignment = shopWith(data, (block) => {
      block.scope = `\${data.azurerm_subscription.${name}.id}/resourceGroups/rg`;
      block.role_definition_id = `/subscriptions/\${data.azurerm_subscription.${name}.subscription_id}/providers/Microsoft.Authorization/roleDefinitions/${patchOperator}`;
      block.description = `\${data.azurerm_subscription.${name}.tenant_id}`;
    });
    expect(assignment).toMatchObject({
      scope: `/subscriptions/${production}/resourceGroups/rg`,
      role: patchOperator,
      description: tenant,
    });
  }
});

test('a role gives its id by the name that the catalogue knows, at a scope of another data source', () => {
  const data = {
    azurerm_subscription: { main: { provider: 'azurerm.production' } },
    azurerm_role_definition: {
      patch: { name: 'Patch Operator', scope: '${data.azurerm_subscription.main.id}' },
      everywhere: { role_definition_id: patchOperator },
    },
  };
  for (const reference of ['patch.id', 'everywhere.id', 'patch.role_definition_id']) {
    expect(
      shopWith(data, (block) => {
        block.role_definition_id = `\${data.azurerm_role_definition.${reference}}`;
      })?.role,
    ).toBe(patchOperator);
  }
});

test('a management group that is declared gives its id', () => {
  const data = { azurerm_management_group: { platform: { name: 'MG-Platform' } } };
  expect(
    shopWith(data, (block) => {
      block.scope = '${data.azurerm_management_group.platform.id}';
    })?.scope,
  ).toBe('/providers/Microsoft.Management/managementGroups/MG-Platform');
});

test.each(['azuread_user', 'azuread_group', 'azuread_service_principal'])(
  '%s may be named by the object id that is known',
  (type) => {
    const objectId = '00000003-0000-4000-8000-00000000000a';
    expect(
      shopWith({ [type]: { it: { object_id: objectId } } }, (block) => {
        block.principal_id = `\${data.${type}.it.object_id}`;
      })?.principalId,
    ).toBe(objectId);
  },
);

test.each<[string, Loose, string]>([
  [
    'a subscription of somebody else',
    { azurerm_subscription: { it: { subscription_id: tenant } } },
    'names no subscription of this customer',
  ],
  [
    'a subscription without a provider',
    { azurerm_subscription: { it: {} } },
    'names no subscription of this customer',
  ],
  [
    'a management group that is not declared',
    { azurerm_management_group: { it: { name: 'x' } } },
    'no management group of this customer',
  ],
  [
    'a management group by its display name',
    { azurerm_management_group: { it: { display_name: 'x' } } },
    'reads it by name',
  ],
  [
    'a role that nobody knows',
    { azurerm_role_definition: { it: { name: 'Raeder' } } },
    'No role has the name "Raeder"',
  ],
  [
    'a role by two things',
    { azurerm_role_definition: { it: { name: 'x', role_definition_id: 'y' } } },
    'either name or role_definition_id',
  ],
  [
    'a user by alias',
    { azuread_user: { it: { mail_nickname: 'a' } } },
    'by object_id, users also by user_principal_name',
  ],
  [
    'an application by a client id that is none',
    { azuread_service_principal: { it: { client_id: 'shop' } } },
    'service principals also by client_id',
  ],
  [
    'a role at the scope of what must be asked for',
    {
      azurerm_role_definition: {
        it: { name: 'x', scope: '${data.azuread_user.dana_contoso_com.object_id}' },
      },
    },
    'before Azure is asked',
  ],
  [
    'a type of data source that it does not read',
    { azurerm_key_vault: { it: { name: 'x' } } },
    'reads the data sources azurerm_subscription, azurerm_management_group',
  ],
])('%s is refused, with what can be read', (_, data, detail) => {
  const [type = ''] = Object.keys(data);
  expect(refusalsOf(data)).toMatchObject([
    {
      code: 'unsupported_configuration',
      address: `data.${type}.it`,
      detail: expect.stringContaining(detail),
    },
  ]);
});
