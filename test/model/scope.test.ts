import fc from 'fast-check';
import {
  describeScope,
  isAtOrBelow,
  isResourceGroupName,
  parseRoleDefinitionGuid,
  parseScope,
  resourceGroupScope,
  roleDefinitionIdAt,
  scopeKey,
  subscriptionOf,
  subscriptionScope,
  type Guid,
  type Scope,
} from '../../src/model';

const subscriptionId = '00000002-0000-4000-8000-000000000001' as Guid;
const subscription = `/subscriptions/${subscriptionId}`;
const role = '00000005-0000-4000-8000-000000000001' as Guid;

describe('a scope', () => {
  it.each([
    ['/', { kind: 'root' }],
    [
      '/providers/Microsoft.Management/managementGroups/mg 1',
      { kind: 'management-group', managementGroup: 'mg 1' },
    ],
    [
      '/PROVIDERS/microsoft.management/MANAGEMENTGROUPS/Mg',
      { kind: 'management-group', managementGroup: 'Mg' },
    ],
    [subscription, { kind: 'subscription', subscriptionId }],
    [subscription.toUpperCase(), { kind: 'subscription', subscriptionId }],
    [
      `${subscription}/resourceGroups/Rg-A`,
      { kind: 'resource-group', subscriptionId, resourceGroup: 'Rg-A' },
    ],
    [
      `${subscription}/resourcegroups/rg(1)`,
      { kind: 'resource-group', subscriptionId, resourceGroup: 'rg(1)' },
    ],
    [
      `${subscription}/resourceGroups/rg/providers/Microsoft.Web/sites/shop`,
      { kind: 'resource', subscriptionId, resourceGroup: 'rg' },
    ],
    [
      `${subscription}/resourceGroups/rg/providers/Microsoft.Sql/servers/s/databases/d`,
      { kind: 'resource', subscriptionId, resourceGroup: 'rg' },
    ],
    [
      `${subscription}/providers/Microsoft.Security/pricings/VirtualMachines`,
      { kind: 'resource', subscriptionId },
    ],
  ])('is understood when it is %s', (text, expected) => {
    expect(parseScope(text)).toBe(text);
    expect(describeScope(text)).toEqual(expected);
  });

  it.each([
    '',
    '//',
    '///',
    'subscriptions/00000002-0000-4000-8000-000000000001',
    '/subscriptions',
    '/subscriptions/production',
    '/subscriptions/00000002-0000-4000-8000-00000000000',
    `${subscription}/resourceGroups`,
    `${subscription}/rg-a`,
    `${subscription}/providers/Microsoft.Web`,
    `${subscription}/resourceGroups/rg/sites/shop`,
    `${subscription}/resourceGroups/rg/providers`,
    `${subscription}/resourceGroups/rg/providers/Microsoft.Web`,
    `${subscription}/resourceGroups/rg/providers/Microsoft.Web/sites`,
    '/providers/Microsoft.Management/managementGroups',
    '/providers/Microsoft.Management/managementGroups/a/b',
    '/providers/Microsoft.Billing/billingAccounts/1',
    ` ${subscription}`,
    `${subscription}\n`,
    'https://management.azure.com/subscriptions/00000002-0000-4000-8000-000000000001',
  ])('is not read out of %j', (text) => {
    expect(parseScope(text)).toBeUndefined();
  });

  it('loses slashes at its end and keeps its letter case', () => {
    expect(parseScope(`${subscription}/resourceGroups/Rg-A//`)).toBe(`${subscription}/resourceGroups/Rg-A`);
  });

  it('is made from its parts as it is parsed from its text', () => {
    expect(parseScope(subscriptionScope(subscriptionId))).toBe(subscription);
    expect(parseScope(resourceGroupScope(subscriptionId, 'rg-a'))).toBe(
      `${subscription}/resourceGroups/rg-a`,
    );
  });

  it('knows its subscription, unless it lies above all of them', () => {
    expect(subscriptionOf(`${subscription.toUpperCase()}/resourceGroups/a` as Scope)).toBe(subscriptionId);
    expect(subscriptionOf('/' as Scope)).toBeUndefined();
    expect(subscriptionOf('/providers/Microsoft.Management/managementGroups/mg' as Scope)).toBeUndefined();
  });
});

describe('being at or below a scope', () => {
  const group = `${subscription}/resourceGroups/rg` as Scope;

  it.each<[string, string, boolean]>([
    [group, subscription, true],
    [group, group, true],
    [group.toUpperCase(), subscription, true],
    [group, '/', true],
    ['/', '/', true],
    [subscription, group, false],
    [`${group}-2`, group, false], // a longer name is no place below
    [`${group}/providers/Microsoft.Web/sites/a`, group.toUpperCase(), true],
    [subscription, '/providers/Microsoft.Management/managementGroups/mg', false],
    ['/', subscription, false],
  ])('%s, %s: %s', (inner, outer, expected) => {
    expect(isAtOrBelow(inner as Scope, outer as Scope)).toBe(expected);
  });

  it('is an order: reflexive, transitive, and mutual only for the same scope', () => {
    const scopes = fc.constantFrom(
      ...[
        '/',
        subscription,
        group,
        `${group}2`,
        `${group.toUpperCase()}/PROVIDERS/A/B/C`,
        `${group}/providers/a/b/c`,
      ],
    ) as fc.Arbitrary<Scope>;
    fc.assert(
      fc.property(scopes, scopes, scopes, (a, b, c) => {
        expect(isAtOrBelow(a, a)).toBe(true);
        if (isAtOrBelow(a, b) && isAtOrBelow(b, c)) expect(isAtOrBelow(a, c)).toBe(true);
        if (isAtOrBelow(a, b) && isAtOrBelow(b, a)) expect(scopeKey(a)).toBe(scopeKey(b));
      }),
    );
  });
});

describe('the name of a resource group', () => {
  it.each(['rg', 'rg-1_(a).b', 'Größe', '1', 'a'.repeat(90)])('may be %s', (name) => {
    expect(isResourceGroupName(name)).toBe(true);
  });

  it.each(['', 'rg.', 'a b', 'a/b', 'a'.repeat(91), 'rg\n', '${x}', 'rg*'])('may not be %j', (name) => {
    expect(isResourceGroupName(name)).toBe(false);
  });
});

describe('the id of a role definition', () => {
  it('is rooted at the subscription at and below one, and at /providers above', () => {
    const tail = `/providers/Microsoft.Authorization/roleDefinitions/${role}`;
    expect(roleDefinitionIdAt(subscription as Scope, role)).toBe(`${subscription}${tail}`);
    expect(roleDefinitionIdAt(`${subscription}/resourceGroups/rg` as Scope, role)).toBe(
      `${subscription}${tail}`,
    );
    expect(roleDefinitionIdAt('/' as Scope, role)).toBe(tail);
    expect(roleDefinitionIdAt('/providers/Microsoft.Management/managementGroups/mg' as Scope, role)).toBe(
      tail,
    );
  });

  it.each([
    '',
    'Reader',
    `/providers/Microsoft.Authorization/roleDefinitions/Reader`,
    `/providers/Microsoft.Authorization/roleDefinitions/${role}/x`,
    `providers/Microsoft.Authorization/roleDefinitions/${role}`,
    `/providers/Microsoft.Authorization/roleAssignments/${role}`,
  ])('is not read out of %j', (text) => {
    expect(parseRoleDefinitionGuid(text)).toBeUndefined();
  });
});
