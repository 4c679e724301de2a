import { LocalBackend, TerraformOutput } from 'cdktf';
import { lighthouse, inTenant } from '../../src/channels';
import {
  diagnosticsOf,
  azurermBackend,
  group,
  guest,
  managedIdentity,
  profile,
  servicePrincipal,
  user,
} from '../../src/constructs';
import { assignmentName, naturalKey, type Guid, type Scope } from '../../src/model';
import {
  adminAgents,
  helpdeskAgents,
  id,
  lab,
  main,
  msp,
  newApp,
  newStack,
  owner,
  partnerTenant,
  removeTemporaryFolders,
  synthesized,
  tenant,
} from './support';

afterAll(removeTemporaryFolders);

const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';

const roleAt = (subscription: string, role: string) =>
  `/subscriptions/${subscription}/providers/Microsoft.Authorization/roleDefinitions/${role}`;

/** A resource without the CDK's own note. */
function bare(resource: Record<string, unknown>) {
  const { '//': note, ...rest } = resource;
  expect(note).toEqual({ metadata: { path: expect.any(String), uniqueId: expect.any(String) } });
  return rest;
}

test('a principal known by name is looked up, and its assignment named by an expression', () => {
  const stack = newStack();
  stack.subscriptions.main.grant('web', { to: user('Dana@contoso.com'), role: 'Reader' });
  const { data, resource } = synthesized(stack);
  expect(bare(data.azuread_user.dana_contoso_com)).toEqual({
    provider: 'azuread',
    user_principal_name: 'Dana@contoso.com',
  });
  expect(bare(resource.azurerm_role_assignment.main_web)).toEqual({
    lifecycle: { create_before_destroy: true, ignore_changes: ['description'] },
    name: `\${uuidv5("${owner}", lower("${tenant}|/subscriptions/${main}|${reader}|\${data.azuread_user.dana_contoso_com.object_id}"))}`,
    principal_id: '${data.azuread_user.dana_contoso_com.object_id}',
    principal_type: 'User',
    provider: 'azurerm.main',
    role_definition_id: roleAt(main, reader),
    scope: `/subscriptions/${main}`,
  });
});

test('a principal known by object id is written as it is, and its assignment has the computed name', () => {
  const stack = newStack();
  const principalId = id('A');
  stack.subscriptions.main.resourceGroup('rg-Web').grant('web', { to: group(principalId), role: 'Reader' });
  const { data, resource } = synthesized(stack);
  expect(data).toBeUndefined();
  const scope = `/subscriptions/${main}/resourceGroups/rg-Web` as Scope;
  const key = naturalKey({
    tenantId: tenant as Guid,
    scope,
    role: reader as Guid,
    principalId: id('a') as Guid,
  });
  expect(bare(resource.azurerm_role_assignment['main_rg-Web_web'])).toMatchObject({
    name: assignmentName(owner as Guid, key),
    principal_id: id('a'),
    principal_type: 'Group',
    scope,
  });
});

test('a foreign principal gets a resource of our own provider (pain 25)', () => {
  const stack = newStack();
  const { main: subscription } = stack.subscriptions;
  subscription.grant('partner', { to: msp.adminAgents, role: 'Owner', because: 'AOBO' });
  const { resource, provider, terraform } = synthesized(stack);
  expect(resource.azurerm_role_assignment).toBeUndefined();
  expect(bare(resource.tilldela_role_assignment.main_partner)).toMatchObject({
    description: 'AOBO',
    lifecycle: { create_before_destroy: true, ignore_changes: ['description'] },
    principal_id: adminAgents,
    principal_type: 'ForeignGroup',
    provider: 'tilldela.main',
  });
  expect(provider.tilldela).toEqual([
    { alias: 'main', subscription_id: main, tenant_id: tenant, environment: 'public' },
  ]);
  expect(terraform.required_providers.tilldela).toEqual({
    source: 'tilldela.internal/tilldela/tilldela',
    version: '>= 0.1.0',
  });
});

test('groups are looked up as security groups, managed identities as service principals', () => {
  const stack = newStack();
  stack.subscriptions.main.grant('a', { to: group('Backup team'), role: 'Reader' });
  stack.subscriptions.main.grant('b', { to: managedIdentity('app-identity'), role: 'Reader' });
  stack.subscriptions.main.grant('c', { to: servicePrincipal('tilldela'), role: 'Reader' });
  const { data } = synthesized(stack);
  expect(bare(data.azuread_group.backup_team)).toEqual({
    provider: 'azuread',
    display_name: 'Backup team',
    security_enabled: true,
  });
  expect(Object.keys(data.azuread_service_principal)).toEqual(['app_identity', 'tilldela']);
});

test('a guest is looked up by mail address, and needs a reason', () => {
  const stack = newStack();
  const to = guest('audit@example.com');
  stack.subscriptions.main.grant('audit', { to, role: 'Reader', because: 'audit 2026' });
  stack.subscriptions.main.grant('name', { to: user('audit@example.com'), role: 'Reader' });
  const { data } = synthesized(stack);
  const [[name = '', found], [, named]] = Object.entries(data.azuread_user) as [
    [string, Record<string, unknown>],
    [string, Record<string, unknown>],
  ];
  expect([name, bare(found)]).toEqual([
    'audit_example_com',
    { provider: 'azuread', mail: 'audit@example.com' },
  ]);
  expect(bare(named)).toEqual({ provider: 'azuread', user_principal_name: 'audit@example.com' });

  const refused = newStack();
  refused.subscriptions.main.grant('silent', { to, role: 'Reader' });
  refused.subscriptions.main.grant('nobody', { to: guest('audit'), role: 'Reader', because: 'x' });
  expect(diagnosticsOf(refused)).toMatchObject([
    { code: 'reason_missing', detail: expect.stringContaining('audit@example.com') },
    { code: 'malformed_principal', detail: 'The guest "audit" is named by no mail address.' },
  ]);
});

test('`until` ends the resource after its last day', () => {
  const stack = newStack();
  stack.subscriptions.main.grant('web', { to: user('a@b'), role: 'Reader', until: '2027-12-31' });
  const { resource, '//': annotations } = synthesized(stack);
  expect(resource.azurerm_role_assignment.main_web.count).toBe(
    '${timecmp(plantimestamp(), "2028-01-01T00:00:00Z") < 0 ? 1 : 0}',
  );
  expect(annotations.tilldela.grants['azurerm_role_assignment.main_web'].until).toBe('2027-12-31');
});

test('what Terraform has no word for stands beside the resources', () => {
  const stack = newStack({
    domain: 'contoso.onmicrosoft.com',
    reads: lighthouse(),
    writes: inTenant(),
    ownership: 'full',
    ignore: [{ origin: 'policy-identity', on: 'lab', to: group('X'), role: 'Reader', because: 'policy' }],
    accept: [
      { on: 'lab', to: user('a@b'), role: 'Reader', by: 'anna', because: 'audit', until: '2026-12-31' },
      {
        on: 'main',
        resourceGroup: 'rg',
        to: msp.helpdeskAgents,
        role: 'Reader',
        by: 'anna',
        because: 'audit',
        until: '2026-12-31',
      },
    ],
  });
  stack.subscriptions.main.grant('web', { to: user('a@b'), role: 'Reader', because: 'a "${reason}"' });
  const { '//': annotations } = synthesized(stack);
  const entry = { role: reader, by: 'anna', because: 'audit', until: '2026-12-31' };
  expect(annotations.tilldela).toEqual({
    formatVersion: '1',
    customer: { id: 'contoso', tenant, domain: 'contoso.onmicrosoft.com' },
    partner: {
      tenant: partnerTenant,
      owner,
      previousOwners: [],
      otherOwners: [],
      adminAgents,
      helpdeskAgents,
    },
    cloud: 'public',
    ownership: 'full',
    reads: 'lighthouse',
    writes: 'in-tenant',
    subscriptions: { main, lab },
    grants: {
      'azurerm_role_assignment.main_web': {
        path: 'contoso/main/web',
        source: expect.stringMatching(/^test\/constructs\/grant\.test\.ts:\d+$/),
        because: 'a "${reason}"',
      },
    },
    ignore: [
      {
        because: 'policy',
        origin: 'policy-identity',
        principal: { type: 'Group', displayName: 'X' },
        role: reader,
        scope: `/subscriptions/${lab}`,
      },
    ],
    accept: [
      { ...entry, scope: `/subscriptions/${lab}`, principal: { type: 'User', userPrincipalName: 'a@b' } },
      {
        ...entry,
        scope: `/subscriptions/${main}/resourceGroups/rg`,
        principal: { type: 'ForeignGroup', objectId: helpdeskAgents },
      },
    ],
    exceptions: [],
  });
});

test('a profile makes its grants under its id, without the exceptions', () => {
  const stack = newStack();
  const managed = profile((role: 'Reader' | 'Contributor') => ({
    support: { to: msp.helpdeskAgents, role },
    backup: { to: group('Backup team'), role: 'Backup Operator' },
  }));
  stack.subscriptions.main.use('managed', managed('Contributor'));
  stack.subscriptions.lab.resourceGroup('rg').use('managed', managed('Reader'), {
    except: { backup: { because: 'CHG-1', review: '2027-01-01' } },
  });
  const { resource, '//': annotations } = synthesized(stack);
  expect(Object.keys(resource.azurerm_role_assignment)).toEqual(['main_managed_backup']);
  expect(Object.keys(resource.tilldela_role_assignment)).toEqual([
    'lab_rg_managed_support',
    'main_managed_support',
  ]);
  expect(annotations.tilldela.exceptions).toEqual([
    {
      path: 'contoso/lab/rg/managed/backup',
      because: 'CHG-1',
      review: '2027-01-01',
      source: expect.stringContaining('grant.test.ts:'),
    },
  ]);
});

test('the same resource group is the same construct', () => {
  const { main: subscription } = newStack().subscriptions;
  expect(subscription.resourceGroup('RG-web')).toBe(subscription.resourceGroup('RG-web'));
  expect(subscription.resourceGroup('rg-web', { id: 'RG-web' })).toBe(subscription.resourceGroup('RG-web'));
});

describe('providers', () => {
  test('azurerm is there for each subscription, the others only where they are used', () => {
    const { provider, terraform } = synthesized(newStack({}, newApp('usgovernment')));
    const block = {
      features: [{}],
      resource_provider_registrations: 'none',
      tenant_id: tenant,
      environment: 'usgovernment',
    };
    expect(provider).toEqual({
      azurerm: [
        { ...block, alias: 'lab', subscription_id: lab },
        { ...block, alias: 'main', subscription_id: main },
      ],
    });
    expect(terraform.required_providers).toEqual({
      azurerm: { source: 'hashicorp/azurerm', version: '>= 4.55.0, < 6.0.0' },
    });
  });

  test("the tenant is that of the writing channel, except where the customer's directory is searched", () => {
    const stack = newStack({ writes: lighthouse() });
    stack.subscriptions.main.grant('web', { to: user('a@b'), role: 'Reader' });
    const { provider } = synthesized(stack);
    expect(provider.azurerm.map((block: { readonly tenant_id: string }) => block.tenant_id)).toEqual([
      partnerTenant,
      partnerTenant,
    ]);
    expect(provider.azuread).toEqual([{ tenant_id: tenant, environment: 'public' }]);
  });

  test('the emulator is found by the environment of the process, not by the block', () => {
    const { provider } = synthesized(newStack({}, newApp('emulator')));
    expect(provider.azurerm[0]).not.toHaveProperty('environment');
  });
});

describe('the backend', () => {
  test('is by default a file outside the output folder, relative to the stack', () => {
    const { terraform } = synthesized(newStack());
    expect(terraform.backend).toEqual({ local: { path: '../../../terraform.tfstate.d/contoso.tfstate' } });
  });

  test('may be a storage account', () => {
    const backend = azurermBackend({
      resourceGroup: 'rg-state',
      storageAccount: 'ststate',
      container: 'state',
      tenantId: partnerTenant,
    });
    const { terraform } = synthesized(newStack({ backend }));
    expect(terraform.backend.azurerm).toEqual({
      resource_group_name: 'rg-state',
      storage_account_name: 'ststate',
      container_name: 'state',
      key: 'contoso.tfstate',
      tenant_id: partnerTenant,
      use_azuread_auth: true,
    });
  });

  test("may be one of the CDK's own", () => {
    const stack = newStack();
    new LocalBackend(stack, { path: 'mine' });
    expect(synthesized(stack).terraform.backend).toEqual({ local: { path: 'mine' } });
  });
});

describe('text that Terraform would evaluate', () => {
  test('is escaped where it would, and left alone where it would not', () => {
    const stack = newStack();
    const because = 'x ${file("/etc/passwd")} %{ if true } $${ y';
    stack.subscriptions.main.grant('web', { to: group('Team ${a} %{b}'), role: 'Reader', because });
    const { resource, data, '//': annotations } = synthesized(stack);
    expect(resource.azurerm_role_assignment.main_web.description).toBe(
      'x $${file("/etc/passwd")} %%{ if true } $$${ y',
    );
    expect(data.azuread_group.team_a_b.display_name).toBe('Team $${a} %%{b}');
    expect(annotations.tilldela.grants['azurerm_role_assignment.main_web'].because).toBe(because);
  });
});

describe('names of data sources', () => {
  test('are readable, legal and apart from each other', () => {
    const stack = newStack();
    const names = ['Ops team', 'ops-team', 'OPS TEAM', '365 admins', 'Säkerhet', '管理者', '管理', id('a')];
    names.forEach((name, index) => {
      stack.subscriptions.main.grant(`g${index}`, {
        to: group(name),
        role: index === 2 ? 'Contributor' : 'Reader',
      });
    });
    const { data } = synthesized(stack);
    expect(Object.keys(data.azuread_group)).toEqual([
      '_365_admins',
      'ops_team',
      expect.stringMatching(/^ops_team_[0-9a-f]{8}$/),
      expect.stringMatching(/^principal_[0-9a-f]{8}$/),
      expect.stringMatching(/^principal_[0-9a-f]{8}$/),
      'sakerhet',
    ]);
    expect(data.azuread_group.ops_team.display_name).toBe('Ops team');
  });
});

test('stacks compose with other constructs', () => {
  const stack = newStack();
  const grant = stack.subscriptions.main.grant('web', { to: user('a@b'), role: 'Reader' });
  new TerraformOutput(stack, 'assignment', { value: grant.resource?.getStringAttribute('id') });
  expect(synthesized(stack).output.assignment.value).toBe('${azurerm_role_assignment.main_web.id}');
});
