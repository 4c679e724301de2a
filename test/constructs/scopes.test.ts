import { inTenant, lighthouse } from '../../src/channels';
import { CustomerStack, diagnosticsOf, group, user, type CustomerStackProps } from '../../src/constructs';
import {
  adminAgents,
  id,
  lab,
  main,
  msp,
  newApp,
  newProject,
  newStack,
  removeTemporaryFolders,
  synthesized,
  synthesizeProject,
  tenant,
} from './support';

afterAll(removeTemporaryFolders);

const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
const team = group(id('a'));

function stackWithGroups(
  managementGroups: Readonly<Record<string, string>>,
  props: Partial<CustomerStackProps> = {},
  app = newApp(),
  customer = 'contoso',
) {
  return new CustomerStack<string, string>(app, customer, {
    partner: msp,
    tenant,
    subscriptions: { main, lab },
    managementGroups,
    reads: inTenant(),
    writes: inTenant(),
    ...props,
  });
}

describe('a management group', () => {
  const scope = '/providers/Microsoft.Management/managementGroups/mg-Platform';

  it('is a scope for grants, with role ids rooted at /providers and a provider block of its own', () => {
    const stack = stackWithGroups({ platform: 'mg-Platform' });
    stack.managementGroups['platform']?.grant('readers', { to: team, role: 'Reader' });
    stack.managementGroups['platform']?.grant('partner', {
      to: msp.adminAgents,
      role: 'Reader',
    });
    const { resource, provider, '//': notes } = synthesized(stack);
    expect(resource.azurerm_role_assignment.platform_readers).toMatchObject({
      scope,
      role_definition_id: `/providers/Microsoft.Authorization/roleDefinitions/${reader}`,
      provider: 'azurerm.platform',
    });
    expect(resource.tilldela_role_assignment.platform_partner).toMatchObject({
      scope,
      principal_id: adminAgents,
      provider: 'tilldela.platform',
    });
    // azurerm wants a subscription even where none is touched: the first one serves.
    expect(provider.azurerm).toContainEqual(
      expect.objectContaining({ alias: 'platform', subscription_id: lab, tenant_id: tenant }),
    );
    expect(notes.tilldela.managementGroups).toEqual({ platform: 'mg-Platform' });
  });

  it('can be all that a stack declares', () => {
    const stack = stackWithGroups({ platform: 'mg' }, { subscriptions: {} });
    stack.managementGroups['platform']?.grant('readers', { to: team, role: 'Reader' });
    const { provider } = synthesized(stack);
    expect(provider.azurerm).toHaveLength(1);
    expect(provider.azurerm[0]).not.toHaveProperty('subscription_id');
  });

  it('may be named in ignore and accept, and has no resource groups', () => {
    const accept = {
      on: 'platform',
      to: team,
      role: 'Reader',
      by: 'anna',
      because: 'audit',
      until: '2027-01-31',
    } as const;
    const stack = stackWithGroups(
      { platform: 'mg' },
      { ignore: [{ on: 'platform', because: 'theirs' }], accept: [accept] },
    );
    const at = { scope: '/providers/Microsoft.Management/managementGroups/mg' };
    expect(synthesized(stack)['//'].tilldela).toMatchObject({ ignore: [at], accept: [at] });
    const wrong = stackWithGroups({ platform: 'mg' }, { accept: [{ ...accept, resourceGroup: 'rg' }] });
    expect(diagnosticsOf(wrong)).toMatchObject([
      { code: 'malformed_scope', detail: expect.stringContaining('has no resource groups') },
    ]);
  });

  it('takes no alias of a subscription', () => {
    expect(diagnosticsOf(stackWithGroups({ main: 'mg' }))).toMatchObject([{ code: 'colliding_names' }]);
  });

  it.each([
    ['a name that Azure does not allow', 'mg/1', undefined],
    ['a name that ends in a dot', 'mg.', undefined],
    ['its whole id', scope, "The name is the last part of the id: 'mg-Platform'."],
  ])('is refused with %s', (_, name, hint) => {
    const [found, ...rest] = diagnosticsOf(stackWithGroups({ platform: name }));
    expect(rest).toEqual([]);
    expect(found).toMatchObject({ code: 'malformed_scope', constructPath: 'contoso' });
    expect(found?.hint).toBe(hint);
  });

  it('is declared once in a stack, whatever the letter case', () => {
    expect(diagnosticsOf(stackWithGroups({ one: 'mg', two: 'MG' }))).toMatchObject([
      { code: 'management_group_in_two_stacks', detail: '"one" and "two" are both MG.' },
    ]);
  });

  it('belongs to one customer, unless it is another of the same name in another tenant', async () => {
    const file = (customer: string, ofTenant: string, subscription: string) => `
      import { CustomerStack, definePartner, inTenant, type App } from 'tilldela';
      const partner = definePartner({ tenant: '${id('1')}', owner: '${id('2')}', adminAgents: '${id('3')}' });
      export default (app: App) => {
        new CustomerStack(app, '${customer}', { partner, tenant: '${ofTenant}', reads: inTenant(), writes: inTenant(),
          subscriptions: { main: '${subscription}' }, managementGroups: { platform: '${customer === 'one' ? 'MG' : 'mg'}' } });
      };`;
    const project = newProject({
      'customers/one.ts': file('one', tenant, id('a')),
      'customers/two.ts': file('two', tenant, id('b')),
      'customers/elsewhere.ts': file('elsewhere', id('9'), id('c')),
    });
    const { customers, diagnostics } = await synthesizeProject(project, {
      customers: ['one', 'two', 'elsewhere'],
    });
    expect(customers.map(({ customer }) => customer)).toEqual(['elsewhere']);
    expect(diagnostics).toMatchObject([
      {
        code: 'management_group_in_two_stacks',
        customer: 'one',
        detail: 'Management group MG is also declared by two.',
      },
      { code: 'management_group_in_two_stacks', customer: 'two' },
    ]);
  });

  it('cannot be read through Lighthouse, which would ask the tenant of the partner', () => {
    expect(diagnosticsOf(stackWithGroups({ platform: 'mg' }, { reads: lighthouse() }))).toMatchObject([
      { code: 'management_group_unreachable', source: { file: 'test/constructs/scopes.test.ts' } },
    ]);
  });

  it('that is misspelled is said with those that there are', () => {
    const stack = stackWithGroups({ platform: 'mg' });
    stack.managementGroups['plattform']?.grant('readers', { to: team, role: 'Reader' });
    expect(diagnosticsOf(stack)).toMatchObject([
      {
        code: 'unknown_alias',
        detail: '"plattform" is no alias of contoso.',
        hint: 'The aliases are platform.',
      },
    ]);
  });
});

describe('a single resource', () => {
  const group = `/subscriptions/${main}/resourceGroups/rg-web`;
  const storage = `${group}/providers/Microsoft.Storage/storageAccounts/stlogs`;

  it('is named by type and name in its resource group', () => {
    const stack = newStack();
    const resources = stack.subscriptions.main.resourceGroup('rg-web');
    resources
      .resource('Microsoft.Storage/storageAccounts', 'stlogs')
      .grant('logs', { to: team, role: 'Storage Blob Data Reader' });
    resources
      .resource('Microsoft.Sql/servers/databases', 'sql1/orders')
      .grant('dba', { to: team, role: 'SQL DB Contributor' });
    const { resource } = synthesized(stack);
    expect(resource.azurerm_role_assignment['main_rg-web_stlogs_logs']).toMatchObject({
      scope: storage,
      provider: 'azurerm.main',
    });
    expect(resource.azurerm_role_assignment['main_rg-web_orders_dba'].scope).toBe(
      `${group}/providers/Microsoft.Sql/servers/sql1/databases/orders`,
    );
  });

  it('is named by its whole id in its subscription, also where it lies in no resource group', () => {
    const stack = newStack();
    const policy = `/subscriptions/${main}/providers/Microsoft.Authorization/policyAssignments/tags`;
    stack.subscriptions.main.resource(`${storage}/`).grant('logs', { to: team, role: 'Reader' });
    stack.subscriptions.main.resource(policy, { id: 'policy' }).grant('read', { to: team, role: 'Reader' });
    const { resource } = synthesized(stack);
    expect(resource.azurerm_role_assignment.main_stlogs_logs.scope).toBe(storage);
    expect(resource.azurerm_role_assignment.main_policy_read.scope).toBe(policy);
  });

  it('is the same construct when it is named again, whatever the letter case', () => {
    const { main: subscription } = newStack().subscriptions;
    const first = subscription.resourceGroup('rg-web').resource('Microsoft.Web/sites', 'shop');
    expect(
      subscription.resourceGroup('RG-web', { id: 'rg-web' }).resource('microsoft.web/SITES', 'shop'),
    ).toBe(first);
  });

  it('that has the name of another one is asked to take an id of its own', () => {
    const stack = newStack();
    const resources = stack.subscriptions.main.resourceGroup('rg-web');
    resources.resource('Microsoft.Web/sites', 'shop');
    resources.resource('Microsoft.Storage/storageAccounts', 'shop');
    resources.resource('Microsoft.Storage/storageAccounts', 'shop', { id: 'shop-storage' });
    resources.resource('Microsoft.Compute/virtualMachines', '1.vm');
    expect(diagnosticsOf(stack)).toMatchObject([
      { code: 'colliding_names' },
      { code: 'invalid_name', hint: "Give it an id of its own: { id: 'res-1-vm' }" },
    ]);
  });

  it.each([
    ['storageAccounts', 'stlogs', 'The nearest are Microsoft.Storage/storageAccounts,'],
    ['Microsoft.Storage', 'stlogs', 'Microsoft.Storage/'],
    ['Microsoft.Storage/storageAccounts', 'st/logs', 'A nested resource is named with those it lies in'],
    ['Microsoft.Sql/servers/databases', 'orders', 'sql1/orders'],
    ['Microsoft.Storage/storageAccounts', '', undefined],
    ['Microsoft.Storage/storageAccounts', 'st?logs', undefined],
  ])('of type %s named "%s" is refused, with what would be right', (type, name, hint) => {
    const stack = newStack();
    stack.subscriptions.main
      .resourceGroup('rg-web')
      .resource(type, name, { id: 'it' })
      .grant('x', { to: user('dana@contoso.com'), role: 'Reader' });
    const [found, ...rest] = diagnosticsOf(stack);
    expect(rest).toEqual([]);
    expect(found).toMatchObject({ code: 'malformed_scope', constructPath: 'contoso/main/rg-web/it' });
    if (hint === undefined) expect(found?.hint).toBeUndefined();
    else expect(found?.hint).toContain(hint);
  });

  it.each([
    ['stlogs', 'An id begins with a slash'],
    [
      storage.replace('resourceGroups', 'resourceGroup'),
      'Where "resourceGroup" stands it needs "resourceGroups"',
    ],
    [storage.replace('providers', 'provider'), 'Where "provider" stands it needs "providers"'],
    [storage.replace(main, 'production'), '"production" is no subscription id.'],
    [`${group}/providers/Microsoft.Storage/storageAccounts`, 'An id has the form'],
    [group, "Write resourceGroup('rg-web')."],
    [storage.replace(main, lab), 'Ask the subscription that it lies in'],
  ])('with the id %s is refused, with what would be right', (resourceId, hint) => {
    const stack = newStack();
    stack.subscriptions.main.resource(resourceId, { id: 'it' });
    expect(diagnosticsOf(stack)).toMatchObject([
      { code: 'malformed_scope', hint: expect.stringContaining(hint) },
    ]);
  });
});
