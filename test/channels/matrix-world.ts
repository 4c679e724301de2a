import type { World } from '../../src/emulator';
import { activeRelationship } from '../emulator/delegated-admin-world';
import { applications, id, roles, tenantWith } from '../emulator/emulator-client';

export const customer = id('0001', 8);
export const partner = id('0001', 9);
export const adminAgents = id('0004', 9, 1);
export const subscription = id('0002', 8, 1);
/** Where the partner's group has no role. */
export const withoutPartner = id('0002', 8, 2);
export const sub = `/subscriptions/${subscription}`;
export const otherSub = `/subscriptions/${withoutPartner}`;
export const top = '/providers/Microsoft.Management/managementGroups/top';
export const rg = `${sub}/resourceGroups/rg`;
const kept = `${sub}/resourceGroups/kept`;
const frozen = `${sub}/resourceGroups/frozen`;
export const locks = [
  { name: 'keep', scope: kept, level: 'CanNotDelete' },
  { name: 'freeze', scope: frozen, level: 'ReadOnly' },
] as const;
export const readers = id('0004', 8, 1); // a group that is given access
const owners = id('0004', 8, 2); // a group that has it
export const dana = id('0003', 8, 99);
export const policyIdentity = id('0005', 8, 2);
const holder = 'aaaaaaaa-0000-4000-8000-000000000001';

export const builtIn = {
  ...roles,
  userAccessAdministrator: '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9',
  accessAdministrator: 'f58310d9-a9f6-439a-9e8d-f62e7b41a168',
} as const;

const limited = (clause: (source: string) => string): string =>
  [
    ['write', 'Request'],
    ['delete', 'Resource'],
  ]
    .map(
      ([verb, source]) =>
        `(\n (\n  !(ActionMatches{'Microsoft.Authorization/roleAssignments/${verb}'})\n )\n OR\n (\n  ${clause(source ?? '')}\n )\n)`,
    )
    .join('\nAND\n');
const attribute = (source: string, name: string): string =>
  `@${source}[Microsoft.Authorization/roleAssignments:${name}]`;
const readerOnly = (source: string): string =>
  `${attribute(source, 'RoleDefinitionId')} ForAnyOfAnyValues:GuidEquals {${roles.reader}}`;

export interface Person {
  readonly role?: string;
  readonly at?: string;
  readonly condition?: string;
  readonly mfa?: false;
}

/** People of the customer. */
export const people = {
  owner: { role: roles.owner, at: sub },
  'owner without a second factor': { role: roles.owner, at: sub, mfa: false },
  'owner of the group': { role: roles.owner, at: rg },
  'owner above': { role: roles.owner, at: top },
  'owner through a group': {},
  'owner who is denied': { role: roles.owner, at: sub },
  'access administrator': { role: builtIn.accessAdministrator, at: sub },
  'limited to Reader': {
    role: builtIn.accessAdministrator,
    at: sub,
    condition: limited(readerOnly),
  },
  'limited to groups': {
    role: builtIn.accessAdministrator,
    at: sub,
    condition: limited(
      (source) =>
        `${attribute(source, 'PrincipalType')} ForAnyOfAnyValues:StringEqualsIgnoreCase {'Group', 'ServicePrincipal'}`,
    ),
  },
  'limited by exclusion': {
    role: builtIn.accessAdministrator,
    at: sub,
    condition: limited(
      (source) =>
        `${attribute(source, 'RoleDefinitionId')} ForAnyOfAllValues:GuidNotEquals {${roles.owner}, ${builtIn.userAccessAdministrator}}`,
    ),
  },
  'limited in another form': {
    role: builtIn.accessAdministrator,
    at: sub,
    condition: `${attribute('Request', 'RoleDefinitionId')} ForAnyOfAnyValues:GuidEquals {${roles.reader}} OR NOT ActionMatches{'Microsoft.Authorization/roleAssignments/write'}`,
  },
  'vault administrator': { role: '8b54135c-b56d-4d72-a534-26097cfdc8d8', at: sub },
  'custom role': { role: holder, at: sub },
  contributor: { role: roles.contributor, at: sub },
  reader: { role: roles.reader, at: sub },
  nobody: {},
} as const satisfies Record<string, Person>;

/** People of the partner. */
export const agents = ['agent', 'helper', 'watcher', 'identity giver'] as const;

const personId = (name: keyof typeof people): string => id('0003', 8, Object.keys(people).indexOf(name) + 1);
const agentId = (name: (typeof agents)[number]): string => id('0003', 9, agents.indexOf(name) + 1);

/** The name that somebody signs in with. */
export function signInName(name: string): string {
  return `${name.replaceAll(' ', '-').toLowerCase()}@${name in people ? 'tenant8' : 'tenant9'}.com`;
}

const stamp = '2026-01-01T00:00:00.0000000Z';
const stamps = { createdOn: stamp, updatedOn: stamp, createdBy: dana, updatedBy: dana };

/** Signs in everywhere, and has no role anywhere. */
export const bareApplication = { id: id('0006', 9), secret: 'bare-secret' };

export const world: World = {
  applications: [
    ...applications,
    { appId: bareApplication.id, displayName: 'bare', clientSecrets: [bareApplication.secret] },
  ],
  tenants: [
    tenantWith(8, {
      resellers: [partner],
      users: [
        { id: dana, displayName: 'Dana', userPrincipalName: 'dana@tenant8.com' },
        ...Object.keys(people).map((name) => ({
          id: personId(name as keyof typeof people),
          displayName: name,
          userPrincipalName: signInName(name),
        })),
      ],
      groups: [
        { id: readers, displayName: 'Readers' },
        { id: owners, displayName: 'Owners', members: [personId('owner through a group')] },
      ],
      servicePrincipals: [
        { id: id('0005', 8), appId: applications[0]?.appId ?? '', displayName: 'tilldela' },
        { id: id('0005', 8, 3), appId: bareApplication.id, displayName: 'bare' },
        {
          id: policyIdentity,
          appId: id('0006', 8),
          displayName: 'policy',
          servicePrincipalType: 'ManagedIdentity',
        },
      ],
      managementGroups: [{ id: 'top', displayName: 'Top' }],
      subscriptions: [
        {
          id: subscription,
          displayName: 'One',
          resourceGroups: ['rg', 'kept', 'frozen'],
          managementGroup: 'top',
        },
        { id: withoutPartner, displayName: 'Two', resourceGroups: ['rg'] },
      ],
      customRoles: [
        {
          id: holder,
          roleName: 'Holder',
          permissions: [{ actions: ['Microsoft.Authorization/*'], notActions: ['*/delete'] }],
          assignableScopes: [sub],
        },
      ],
      managementLocks: locks,
      denyAssignments: [
        {
          name: 'bbbbbbbb-0000-4000-8000-000000000001',
          denyAssignmentName: 'No access control',
          scope: sub,
          permissions: [{ actions: ['Microsoft.Authorization/*/write'] }],
          principals: [{ id: personId('owner who is denied'), type: 'User' }],
        },
      ],
      roleAssignments: [
        given(1, roles.owner, sub, adminAgents, 'ForeignGroup'),
        given(2, roles.owner, sub, owners, 'Group'),
        ...Object.entries<Person>(people).flatMap(([name, { role, at, condition }], index) =>
          role && at
            ? [
                {
                  ...given(10 + index, role, at, personId(name as keyof typeof people), 'User'),
                  ...(condition && { condition, conditionVersion: '2.0' }),
                },
              ]
            : [],
        ),
      ],
      registrationDefinitions: [
        {
          name: holder,
          scope: sub,
          registrationDefinitionName: 'Offer',
          description: null,
          managedByTenantId: partner,
          authorizations: [
            { principalId: agentId('watcher'), roleDefinitionId: roles.contributor },
            {
              principalId: agentId('identity giver'),
              roleDefinitionId: builtIn.userAccessAdministrator,
              delegatedRoleDefinitionIds: [roles.contributor],
            },
          ],
          eligibleAuthorizations: [],
          plan: null,
          ...stamps,
        },
      ],
      registrationAssignments: [
        {
          name: holder,
          scope: sub,
          registrationDefinitionId: `${sub}/providers/Microsoft.ManagedServices/registrationDefinitions/${holder}`,
          ...stamps,
        },
      ],
    }),
    tenantWith(9, {
      users: agents.map((name) => ({
        id: agentId(name),
        displayName: name,
        userPrincipalName: signInName(name),
      })),
      groups: [
        { id: adminAgents, displayName: 'AdminAgents', members: [agentId('agent')] },
        { id: id('0004', 9, 2), displayName: 'HelpdeskAgents', members: [agentId('helper')] },
        { id: id('0004', 9, 3), displayName: 'GDAP', members: [agentId('agent'), agentId('helper')] },
      ],
      ...activeRelationship(9, 8, id('0004', 9, 3)),
    }),
  ],
};

function given(
  number: number,
  role: string,
  scope: string,
  principalId: string,
  principalType: 'User' | 'Group' | 'ForeignGroup',
) {
  return { name: id('0008', 8, number), scope, roleDefinitionId: role, principalId, principalType };
}
