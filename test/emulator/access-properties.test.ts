import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { builtIn } from './access-world';
import { applications, assignmentsPath, id, roleAt, startClient, tenantWith } from './emulator-client';
import type { Client, Reply } from './emulator-client';
import type { RoleAssignment, World } from '../../src/emulator';

const [customer, partner] = [id('0001', 8), id('0001', 9)];
const sub = `/subscriptions/${id('0002', 8, 1)}`;
const definition = 'aaaaaaaa-0000-4000-8000-000000000001';

/** Everything in the worlds has this in its name, so that an answer that shows something of it can be told. */
const hidden = 'hidden';
const scopes = [
  '/',
  `/providers/Microsoft.Management/managementGroups/${customer}`,
  `/providers/Microsoft.Management/managementGroups/${hidden}`,
  sub,
  `${sub}/resourceGroups/${hidden}`,
];
const user = (owner: number, number: number) => ({
  id: id('0003', owner, number),
  displayName: `User ${number}`,
  userPrincipalName: `user${number}@tenant${owner}.com`,
});
/** The first user of each tenant is the caller, whom nothing is given to. */
const others = [id('0003', 8, 2), id('0003', 8, 3), id('0004', 8, 1)];

const grants = fc.uniqueArray(
  fc.record({
    scope: fc.constantFrom(...scopes),
    role: fc.constantFrom(...Object.values(builtIn)),
    principal: fc.constantFrom(...others),
  }),
  { maxLength: 8, selector: ({ scope, role, principal }) => [scope, role, principal].join() },
);

const worlds = fc
  .record({ grants, delegated: fc.boolean(), withMembers: fc.boolean() })
  .map(({ grants: given, delegated, withMembers }): World => ({
    applications,
    tenants: [
      tenantWith(8, {
        users: [1, 2, 3].map((number) => user(8, number)),
        groups: [
          { id: id('0004', 8, 1), displayName: 'Group', members: withMembers ? [id('0003', 8, 2)] : [] },
        ],
        resellers: [partner],
        managementGroups: [{ id: hidden, displayName: hidden }],
        subscriptions: [
          { id: id('0002', 8, 1), displayName: hidden, resourceGroups: [hidden], managementGroup: hidden },
        ],
        roleAssignments: given.map(({ scope, role, principal }, index): RoleAssignment => ({
          name: id('0008', 8, index + 1),
          scope,
          roleDefinitionId: role,
          principalId: principal,
          principalType: principal === others[2] ? 'Group' : 'User',
          description: hidden,
        })),
        customRoles: [{ id: definition, roleName: hidden, permissions: [], assignableScopes: [sub] }],
        ...(delegated && delegation),
      }),
      tenantWith(9, { users: [1, 2].map((number) => user(9, number)) }),
    ],
  }));

const stamp = '2026-01-01T00:00:00.0000000Z';
const stamps = { createdOn: stamp, updatedOn: stamp, createdBy: '', updatedBy: '' };
const delegation = {
  registrationDefinitions: [
    {
      name: definition,
      scope: sub,
      registrationDefinitionName: hidden,
      description: hidden,
      managedByTenantId: partner,
      authorizations: [{ principalId: id('0003', 9, 2), roleDefinitionId: builtIn.contributor }],
      eligibleAuthorizations: [{ principalId: id('0003', 9, 1), roleDefinitionId: builtIn.contributor }],
      plan: null,
      ...stamps,
    },
  ],
  registrationAssignments: [
    {
      name: definition,
      scope: sub,
      registrationDefinitionId: `${sub}/providers/Microsoft.ManagedServices/registrationDefinitions/${definition}`,
      ...stamps,
    },
  ],
};

type Attempt = readonly [method: string, path: string, properties?: object];

function writesAt(scope: string, self: string): readonly Attempt[] {
  const base = scope === '/' ? '' : scope;
  const grant = { roleDefinitionId: roleAt('', builtIn.reader), principalId: self, principalType: 'User' };
  const pim = (type: string, requestType: string): Attempt => [
    'PUT',
    `${base}/providers/Microsoft.Authorization/role${type}ScheduleRequests/${randomUUID()}?api-version=2020-10-01`,
    { ...grant, requestType, justification: 'because' },
  ];
  const lighthouse = (type: string): string =>
    `${base}/providers/Microsoft.ManagedServices/${type}/${definition}?api-version=2022-10-01`;
  return [
    ['PUT', assignmentsPath(base, randomUUID()), grant],
    ['PUT', assignmentsPath(base, id('0008', 8, 1)), grant],
    ['DELETE', assignmentsPath(base, id('0008', 8, 1))],
    ['DELETE', assignmentsPath(base, randomUUID())],
    [
      'PUT',
      `${roleAt(base, randomUUID())}?api-version=2022-04-01`,
      { roleName: 'Mine', permissions: [{ actions: ['*'] }], assignableScopes: [scope] },
    ],
    ['DELETE', `${roleAt(base, definition)}?api-version=2022-04-01`],
    pim('Assignment', 'AdminAssign'),
    pim('Eligibility', 'AdminAssign'),
    pim('Assignment', 'SelfActivate'),
    ['DELETE', lighthouse('registrationDefinitions')],
    ['DELETE', lighthouse('registrationAssignments')],
    ['POST', `${base}/providers/Microsoft.Web/register?api-version=2022-09-01`],
    ['POST', '/providers/Microsoft.Authorization/elevateAccess?api-version=2016-07-01'],
  ];
}

function readsAt(scope: string): readonly Attempt[] {
  const base = scope === '/' ? '' : scope;
  const get = (path: string, version: string): Attempt => ['GET', `${path}?api-version=${version}`];
  return [
    ['GET', assignmentsPath(base, undefined, '&$filter=atScope()')],
    ['GET', assignmentsPath(base)],
    ['GET', assignmentsPath(base, id('0008', 8, 1))],
    get(base === '' ? '/subscriptions' : base, '2022-12-01'),
    get(base, '2020-05-01'),
    get(`${sub}/resourceGroups`, '2022-09-01'),
    get('/providers/Microsoft.Management/managementGroups', '2020-05-01'),
    get(roleAt(base, definition), '2022-04-01'),
    get(`${base}/providers/Microsoft.Authorization/roleDefinitions`, '2022-04-01&$filter=atScopeAndBelow()'),
    ...['roleDefinitions', 'denyAssignments', 'permissions'].map((type) =>
      get(`${base}/providers/Microsoft.Authorization/${type}`, '2022-04-01'),
    ),
    ...['roleEligibilitySchedules', 'roleAssignmentScheduleInstances'].map((type) =>
      get(`${base}/providers/Microsoft.Authorization/${type}`, '2020-10-01'),
    ),
    ...['registrationDefinitions', 'registrationAssignments'].map((type) =>
      get(`${base}/providers/Microsoft.ManagedServices/${type}`, '2022-10-01'),
    ),
  ];
}

const send = (client: Client, token: string, [method, path, properties]: Attempt): Promise<Reply> =>
  client.call(path, { token, method, ...(properties && { body: { properties } }) });

const query = (client: Client, token: string, table: string): Promise<Reply> =>
  client.call('/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01', {
    token,
    method: 'POST',
    body: { query: table },
  });

async function holdsFor(world: World): Promise<void> {
  const client = await startClient({ world });
  try {
    for (const [tenant, owner] of [
      [customer, 8],
      [partner, 9],
    ] as const) {
      const token = await client.emulator.userToken(tenant, `user1@tenant${owner}.com`);
      for (const scope of scopes) {
        for (const attempt of writesAt(scope, id('0003', owner, 1))) {
          const { status } = await send(client, token, attempt);
          expect([attempt, status >= 400 && status < 500]).toEqual([attempt, true]);
        }
        for (const attempt of readsAt(scope)) showsNothing(await send(client, token, attempt));
      }
      for (const table of ['authorizationresources', 'resourcecontainers', 'managedservicesresources']) {
        showsNothing(await query(client, token, table));
      }
    }
  } finally {
    await client.emulator.close();
  }
}

/** A refusal may name what the request named. */
function showsNothing({ status, body }: Reply): void {
  expect(status).toBeLessThan(500);
  if (status < 400) expect(JSON.stringify(body ?? '')).not.toContain(hidden);
}

it('29.20 whatever others hold, who holds nothing writes nothing and sees nothing of theirs', async () => {
  await fc.assert(fc.asyncProperty(worlds, holdsFor), { numRuns: 5 });
}, 60_000);
