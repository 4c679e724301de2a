import fc from 'fast-check';
import type { RoleAssignment, Tenant } from '../../src/emulator';
import builtInRoles from '../../src/emulator/arm/built-in-roles.json';
import { id, tenantWith } from '../emulator/emulator-client';

/** Names that have led somebody astray once: in code, in comments, in filters, in identifiers. */
const awkwardNames = [
  "O'Brien & co",
  '"quoted" and \'quoted\'',
  'back\\slash \\',
  'two\nlines',
  '👩‍💻 emoji 🚀',
  '${x} $${y} %{if} `z`',
  '*/ // <!-- -->',
  'class',
  'constructor',
  'then',
  '__proto__',
  'msp',
  'user',
  '\u202Egnp.exe',
  '東京チーム',
  '1st line support',
  'Team',
  'Team', // twice, so that no name tells the two apart
  'team',
  ' blank ',
  'x'.repeat(120),
];

const resourceGroupNames = ['rg-web', 'RG.Data', '(legacy)', '123', 'rg_web', 'reader', 'class', 'ünï'];

const condition =
  "(\r\n (\r\n  !(ActionMatches{'Microsoft.Authorization/roleAssignments/write'})\r\n )\r\n OR\r\n (\r\n  @Request[Microsoft.Authorization/roleAssignments:PrincipalType] StringEqualsIgnoreCase '${x} `y` \\\\ z'\r\n )\r\n)";

/** How much there is of each. */
export interface TenantSize {
  readonly number: number;
  readonly seed: number;
  readonly subscriptions: number;
  /** Of all subscriptions together. */
  readonly assignments: number;
}

/** A tenant whose access is random: every kind of principal, scope, role and name, orphans, activated roles. */
export function randomTenant(size: TenantSize): Tenant {
  const { number } = size;
  const [random] = fc.sample(fc.infiniteStream(fc.nat()), { seed: size.seed, numRuns: 1 });
  const roll = (below: number): number => Number(random?.next().value ?? 0) % below;
  const pick = <Item>(items: readonly Item[]): Item => items[roll(items.length)] as Item;
  const count = Math.max(8, Math.ceil(size.assignments / 12));
  const people = Array.from({ length: count }, (_, index) => ({
    id: id('0003', number, index + 1),
    displayName: pick(awkwardNames),
    userPrincipalName:
      index % 9 === 8
        ? `guest${index}_partner.com#EXT#@tenant${number}.onmicrosoft.com`
        : `${pick(["o'brien", 'dana', 'Zoë', 'x+y'])}${index}@tenant${number}.com`,
    userType: index % 9 === 8 ? ('Guest' as const) : ('Member' as const),
  }));
  const named = (index: number) =>
    (index < awkwardNames.length ? awkwardNames[index] : `Team ${index}`) ?? '';
  const groups = Array.from({ length: count }, (_, index) => ({
    id: id('0004', number, index + 1),
    displayName: named(index),
    securityEnabled: index % 11 !== 10,
  }));
  const identities = Array.from({ length: Math.ceil(count / 2) }, (_, index) => ({
    id: id('0005', number, index + 2),
    appId: id('0006', number, index + 2),
    displayName: named(index),
    servicePrincipalType: pick(['Application', 'ManagedIdentity'] as const),
  }));
  const subscriptions = Array.from({ length: size.subscriptions }, (_, index) => ({
    id: id('0002', number, index + 1),
    displayName: pick(['Production', 'Sandbox 1', 'class', 'msp', '👩‍💻', 'Default', 'user']),
    resourceGroups: resourceGroupNames,
  }));
  const customRoles = ['Patch Operator', 'O\'Brien\'s "role" ${x}', 'Gate Keeper'].map((roleName, index) => ({
    id: id('0009', number, index + 1),
    roleName,
    description: '',
    assignableScopes: subscriptions.map((subscription) => `/subscriptions/${subscription.id}`),
    permissions: [{ actions: index === 2 ? ['*'] : ['Microsoft.Compute/virtualMachines/restart/action'] }],
  }));
  const roleIds = [...builtInRoles.map((role) => role.id), ...customRoles.map((role) => role.id)];
  const principals = [
    ...people.map((each) => ({ id: each.id, type: 'User' as const })),
    ...groups.map((each) => ({ id: each.id, type: 'Group' as const })),
    ...identities.map((each) => ({ id: each.id, type: 'ServicePrincipal' as const })),
    ...[1, 2, 3].map((index) => ({ id: id('0004', 0, index), type: 'ForeignGroup' as const })),
    { id: id('0003', number, 900_001), type: 'User' as const }, // gone
    { id: id('0003', number, 900_002), type: 'Device' as const },
  ];
  const scopeIn = (subscription: string): string => {
    const group = `${subscription}/resourceGroups/${pick(resourceGroupNames)}`;
    return pick([
      subscription,
      group,
      group.toLowerCase().replace('resourcegroups', 'resourceGroups'),
      `${group}/providers/Microsoft.Storage/storageAccounts/st${roll(3)}`,
      `${group}/providers/Microsoft.Sql/servers/sql${roll(2)}/databases/orders`,
      `${subscription}/providers/Microsoft.Insights/diagnosticSettings/audit`,
      `${group}/providers/Microsoft.Web/sites/shop/providers/Microsoft.Insights/components/shop`,
    ]);
  };
  const found = new Map<string, RoleAssignment>();
  while (found.size < size.assignments) {
    const scope = scopeIn(`/subscriptions/${pick(subscriptions).id}`);
    const principal = pick(principals);
    const roleDefinitionId = pick(roleIds);
    const key = `${scope}|${principal.id}|${roleDefinitionId}`.toLowerCase();
    if (found.has(key)) continue;
    found.set(key, {
      name: id('0008', number, found.size + 1),
      scope,
      roleDefinitionId,
      principalId: principal.id,
      principalType: principal.type,
      ...(roll(5) === 0 && { condition, conditionVersion: pick(['2.0', '2.0', '2.0', '1.0']) }),
    });
  }
  return tenantWith(number, {
    users: people,
    groups,
    servicePrincipals: [
      { id: id('0005', number), appId: 'e0e0e0e0-0006-4000-8000-000000000001', displayName: 'tilldela' },
      ...identities,
    ],
    subscriptions,
    customRoles,
    roleAssignments: [...found.values()],
  });
}
