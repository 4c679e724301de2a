import {
  applications,
  assignmentsPath,
  automationAtRoot,
  id,
  roleAt,
  roles,
  startClient,
  tenantWith,
} from './emulator-client';
import type { Client, Json, Reply } from './emulator-client';

const customer = id('0001', 8);
const partner = id('0001', 9);
const sub = `/subscriptions/${id('0002', 8, 1)}`;
const otherSub = `/subscriptions/${id('0002', 8, 2)}`;
const rg = `${sub}/resourceGroups/rg`;
const team = id('0004', 9, 1);
const mailList = id('0004', 9, 2);
const userAccessAdministrator = '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9';
const registrationDelete = '91c1777a-f3dc-4fae-b103-61d183457e46';

let client: Client;
let token: string;
let partnerToken: string;
beforeEach(async () => {
  client = await startClient({
    world: {
      applications,
      tenants: [
        tenantWith(8, {
          displayName: 'Customer',
          subscriptions: [
            { id: id('0002', 8, 1), displayName: 'One', resourceGroups: ['rg'] },
            { id: id('0002', 8, 2), displayName: 'Two' },
          ],
          customRoles: [
            {
              id: id('0008', 8, 9),
              roleName: 'Own',
              permissions: [{ actions: ['*/read'] }],
              assignableScopes: [sub],
            },
          ],
        }),
        tenantWith(9, {
          displayName: 'Partner',
          groups: [
            { id: team, displayName: 'Team', members: [id('0005', 9)] },
            { id: mailList, displayName: 'Mail', securityEnabled: false },
          ],
        }),
      ],
    },
  });
  [token, partnerToken] = await Promise.all([client.token(customer), client.token(partner)]);
});
afterEach(() => client.emulator.close());

const name = (number: number): string => `dddddddd-0000-4000-8000-${String(number).padStart(12, '0')}`;
const pathOf = (scope: string, type: string, entry?: string): string =>
  `${scope}/providers/Microsoft.ManagedServices/${type}${entry === undefined ? '' : `/${entry}`}`;
const definitionId = pathOf(sub, 'registrationDefinitions', name(1));

const send = (method: string, path: string, body?: unknown, as = token, query = ''): Promise<Reply> =>
  client.call(`${path}?api-version=2022-10-01${query}`, {
    token: as,
    method,
    ...(body !== undefined && { body }),
  });

const offer = (rest: object = {}) => ({
  properties: {
    registrationDefinitionName: 'CSP managed',
    description: '',
    managedByTenantId: partner,
    authorizations: [{ principalId: team, principalIdDisplayName: 'Tier 1', roleDefinitionId: roles.reader }],
    ...rest,
  },
  plan: { name: '', publisher: '', product: '', version: '' },
});
const define = (rest: object = {}, as = token): Promise<Reply> => send('PUT', definitionId, offer(rest), as);
const assign = (scope: string, number = 1, as = token): Promise<Reply> =>
  send(
    'PUT',
    pathOf(scope, 'registrationAssignments', name(number)),
    { properties: { registrationDefinitionId: definitionId.toUpperCase() } },
    as,
  );
const codeOf = ({ status, body }: Reply): [number, string] => [status, body?.error?.code];

it('25.1 PUT of a definition answers 201, of an existing one 200, with tenants and state filled in', async () => {
  const created = await define();
  expect([created.status, (await define({ description: 'new' })).status]).toEqual([201, 200]);
  const { body } = await send('GET', definitionId);
  expect(body).toMatchObject({
    properties: {
      registrationDefinitionName: 'CSP managed',
      description: 'new',
      managedByTenantId: partner,
      managedByTenantName: 'Partner',
      manageeTenantId: customer,
      manageeTenantName: 'Customer',
      authorizations: [
        { principalId: team, principalIdDisplayName: 'Tier 1', roleDefinitionId: roles.reader },
      ],
      eligibleAuthorizations: [],
      provisioningState: 'Succeeded',
    },
    id: definitionId,
    type: 'Microsoft.ManagedServices/registrationDefinitions',
    name: name(1),
    systemData: { createdBy: id('0005', 8) },
  });
  expect(body).not.toHaveProperty('plan');
});

const withRole = (roleDefinitionId: string, rest: object = {}) => ({
  authorizations: [{ principalId: team, roleDefinitionId, ...rest }],
});
const eligible = (rest: object = {}) => ({
  eligibleAuthorizations: [{ principalId: team, roleDefinitionId: roles.contributor, ...rest }],
});

it.each<[string, object, RegExp]>([
  ['Owner', withRole(roles.owner), /is restricted for registration definition/],
  [
    'a role that assigns roles',
    withRole('f58310d9-a9f6-439a-9e8d-f62e7b41a168'),
    /because of restricted actions/,
  ],
  [
    'a role with data actions',
    withRole('ba92f5b4-2d11-453d-a403-e96b0029c9fe'),
    /with data actions not allowed/,
  ],
  ['a custom role', withRole(id('0008', 8, 9)), /Only built in role definitions/],
  ['an unknown role', withRole(name(9)), /Only built in role definitions/],
  [
    'User Access Administrator without roles to give',
    withRole(userAccessAdministrator),
    /needs delegated role/,
  ],
  [
    'User Access Administrator that may give Owner',
    withRole(userAccessAdministrator, { delegatedRoleDefinitionIds: [roles.owner] }),
    /Restricted role definitions are '8e3af657/,
  ],
  [
    'Reader with roles to give',
    withRole(roles.reader, { delegatedRoleDefinitionIds: [roles.reader] }),
    /cannot have/,
  ],
  [
    'Owner to activate',
    eligible({ roleDefinitionId: roles.owner }),
    /is restricted for eligible authorization/,
  ],
  [
    'an activation of nine hours',
    eligible({
      justInTimeAccessPolicy: { multiFactorAuthProvider: 'Azure', maximumActivationDuration: 'PT9H' },
    }),
    /between 30 minutes and 8 hours/,
  ],
  ['a service principal to activate', eligible({ principalId: id('0005', 9) }), /is a service principal/],
  ['the same tenant', { managedByTenantId: customer }, /is the tenant of the subscription/],
  ['no managing tenant', { managedByTenantId: undefined }, /must be a valid Guid/],
  [
    'an unknown principal',
    { authorizations: [{ principalId: name(9), roleDefinitionId: roles.reader }] },
    /does not exist/,
  ],
  [
    'a distribution list',
    { authorizations: [{ principalId: mailList, roleDefinitionId: roles.reader }] },
    /security group/,
  ],
  [
    'a principal that is no GUID',
    { authorizations: [{ principalId: 'x', roleDefinitionId: roles.reader }] },
    /The PrincipalId 'x' must/,
  ],
  ['no authorization', { authorizations: [] }, /At least one authorization/],
])('25.2 a definition with %s is refused', async (_, rest, message) => {
  const reply = await define(rest);
  expect(codeOf(reply)).toEqual([400, 'InvalidRegistrationDefinitionCreateRequest']);
  expect(reply.body.error.message).toMatch(message);
});

it('25.3 what may be delegated: contributor, managed identities, activation', async () => {
  const reply = await define({
    authorizations: [
      { principalId: team, roleDefinitionId: roles.contributor },
      {
        principalId: team,
        roleDefinitionId: userAccessAdministrator,
        delegatedRoleDefinitionIds: [roles.contributor],
      },
      { principalId: team, roleDefinitionId: registrationDelete },
    ],
    ...eligible({
      justInTimeAccessPolicy: { multiFactorAuthProvider: 'Azure', maximumActivationDuration: 'PT30M' },
    }),
  });
  expect(reply.status).toBe(201);
});

it.each(['', '{', '{"properties":7}', '{"properties":{"managedByTenantId":7}}'])(
  '25.2 the body %p is refused',
  async (body) => expect((await send('PUT', definitionId, body)).status).toBe(400),
);

it('25.4 a definition stands at a subscription, and eligible authorizations need a newer version', async () => {
  const atGroup = await send('PUT', pathOf(rg, 'registrationDefinitions', name(1)), offer());
  expect([...codeOf(atGroup), atGroup.body.error.message]).toEqual([
    400,
    'InvalidRegistrationDefinitionUri',
    `The registration definition request scope '${rg}' should be '/subscriptions/<subscriptionId>'.`,
  ]);
  const old = await client.call(`${definitionId}?api-version=2019-06-01`, {
    token,
    method: 'PUT',
    body: offer(eligible()),
  });
  expect(codeOf(old)).toEqual([400, 'InvalidRegistrationDefinitionCreateRequest']);
});

it('26.1 an assignment answers 201, then 200, with the definition only when it is asked for', async () => {
  await define();
  expect([(await assign(sub)).status, (await assign(sub)).status]).toEqual([201, 200]);
  const path = pathOf(sub, 'registrationAssignments', name(1));
  const plain = await send('GET', path);
  expect(plain.body).toMatchObject({
    properties: { registrationDefinitionId: definitionId, provisioningState: 'Succeeded' },
    id: path,
    type: 'Microsoft.ManagedServices/registrationAssignments',
  });
  expect(plain.body.properties).not.toHaveProperty('registrationDefinition');
  const expanded = await send('GET', path, undefined, token, '&$expandRegistrationDefinition=true');
  expect(expanded.body.properties.registrationDefinition).toMatchObject({
    id: definitionId,
    properties: { managedByTenantId: partner, provisioningState: 'Succeeded' },
  });
});

it('26.2 managedByTenants and what the managing tenant can see follow from the assignments', async () => {
  await define();
  const managers = async (): Promise<Json> =>
    (await client.call(`${sub}?api-version=2022-12-01`, { token })).body.managedByTenants;
  const seenByPartner = async (): Promise<string[]> =>
    (await client.call('/subscriptions?api-version=2022-12-01', { token: partnerToken })).body.value.map(
      (entry: Json) => entry.id,
    );
  expect([await managers(), await seenByPartner()]).toEqual([[], []]);
  expect((await client.call(`${sub}?api-version=2022-12-01`, { token: partnerToken })).status).toBe(401);
  await assign(rg);
  expect([await managers(), await seenByPartner()]).toEqual([[{ tenantId: partner }], [sub]]);
  expect((await client.call(`${sub}?api-version=2022-12-01`, { token: partnerToken })).body.tenantId).toBe(
    customer,
  );
  const tenants = await client.call('/tenants?api-version=2022-12-01', { token: partnerToken });
  expect(tenants.body.value.map((entry: Json) => [entry.tenantId, entry.tenantCategory])).toEqual([
    [partner, 'Home'],
    [customer, 'ProjectedBy'],
  ]);
  await send('DELETE', pathOf(rg, 'registrationAssignments', name(1)));
  expect([await managers(), await seenByPartner()]).toEqual([[], []]);
});

it('26.3 what is delegated is the permission of the managing tenant, and no role assignment', async () => {
  await define();
  await assign(rg);
  const permissions = (scope: string): Promise<Reply> =>
    client.call(`${scope}/providers/Microsoft.Authorization/permissions?api-version=2022-04-01`, {
      token: partnerToken,
    });
  expect((await permissions(rg)).body.value).toMatchObject([{ actions: ['*/read'] }]);
  expect((await permissions(sub)).body.value).toEqual([]);
  const listed = await client.call(assignmentsPath(rg), { token });
  expect(listed.body.value.map((entry: Json) => entry.name)).toEqual([automationAtRoot(8).name]);
  const properties = { roleDefinitionId: roleAt(sub, roles.reader), principalId: team };
  const written = await client.call(assignmentsPath(rg, name(5)), {
    token: partnerToken,
    method: 'PUT',
    body: { properties },
  });
  expect(codeOf(written)).toEqual([403, 'AuthorizationFailed']);
});

it('26.4 an assignment needs a definition of its subscription, and there is one per scope and definition', async () => {
  expect(codeOf(await assign(sub))).toEqual([404, 'RegistrationDefinitionNotFound']);
  await define();
  expect(codeOf(await assign(otherSub))).toEqual([404, 'RegistrationDefinitionNotFound']);
  await assign(sub);
  const second = await assign(sub, 2);
  expect([second.status, second.body.error.message]).toEqual([
    409,
    `Another registration assignment present at this scope '${sub}' for registration definition '${definitionId}'. ` +
      'Multiple registration assignments are not allowed.',
  ]);
  expect((await assign(rg, 2)).status).toBe(201);
  const atResource = await assign(`${rg}/providers/Microsoft.Web/sites/x`, 3);
  expect(codeOf(atResource)).toEqual([400, 'InvalidRegistrationAssignmentUri']);
  const atGroup = `/providers/Microsoft.Management/managementGroups/${customer}`;
  expect(codeOf(await assign(atGroup, 3))).toEqual([400, 'InvalidRegistrationAssignmentUri']);
});

it('26.5 only the customer delegates; who manages can leave when it holds the role for that', async () => {
  await define({ authorizations: [{ principalId: team, roleDefinitionId: roles.contributor }] });
  await assign(sub);
  const refused: [number, string] = [403, 'InsufficientPrivilegesForManagedServiceResource'];
  expect(codeOf(await define({}, partnerToken))).toEqual(refused);
  expect(codeOf(await assign(rg, 2, partnerToken))).toEqual(refused);
  const path = pathOf(sub, 'registrationAssignments', name(1));
  expect(codeOf(await send('DELETE', path, undefined, partnerToken))).toEqual(refused);
  await define({
    authorizations: [
      { principalId: team, roleDefinitionId: roles.reader },
      { principalId: team, roleDefinitionId: registrationDelete },
    ],
  });
  expect((await send('GET', path, undefined, partnerToken)).status).toBe(200);
  expect((await send('DELETE', path, undefined, partnerToken)).status).toBe(200);
  expect((await send('GET', path)).status).toBe(404);
});

it('26.6 lists and deletes: 200, then 204; a definition in use stays', async () => {
  await define();
  await assign(rg);
  const listed = async (scope: string, type: string): Promise<number> =>
    (await send('GET', pathOf(scope, type))).body.value.length;
  expect(await listed(sub, 'registrationDefinitions')).toBe(1);
  expect(await listed(otherSub, 'registrationDefinitions')).toBe(0);
  expect(await listed(sub, 'registrationAssignments')).toBe(1);
  expect(codeOf(await send('DELETE', definitionId))).toEqual([409, 'RegistrationDefinitionInUse']);
  const path = pathOf(rg, 'registrationAssignments', name(1));
  expect([(await send('DELETE', path)).status, (await send('DELETE', path)).status]).toEqual([200, 204]);
  expect([(await send('DELETE', definitionId)).status, (await send('DELETE', definitionId)).status]).toEqual([
    200, 204,
  ]);
  expect((await send('GET', definitionId)).status).toBe(404);
  const bad = await send('GET', pathOf(sub, 'registrationDefinitions', 'x'));
  expect(codeOf(bad)).toEqual([400, 'InvalidResourceName']);
});
