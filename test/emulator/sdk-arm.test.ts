import { generateKeyPairSync } from 'node:crypto';
import { Agent } from 'node:https';
import { AuthorizationManagementClient } from '@azure/arm-authorization';
import { ResourceGraphClient } from '@azure/arm-resourcegraph';
import { SubscriptionClient } from '@azure/arm-resources-subscriptions';
import { ClientAssertionCredential, ClientSecretCredential } from '@azure/identity';
import type { TokenCredential } from '@azure/identity';
import { SignJWT } from 'jose';
import {
  application,
  applications,
  automationAtRoot,
  id,
  roleAt,
  roles,
  startClient,
  tenantWith,
} from './emulator-client';
import type { Client, Json } from './emulator-client';

const sub = `/subscriptions/${id('0002', 8, 1)}`;
const rg = `${sub}/resourceGroups/rg`;
const otherSub = `/subscriptions/${id('0002', 8, 2)}`;
const automation = id('0005', 8);
const person = (number: number): string => id('0003', 8, number);
const people = 30; // more than a page
const newName = (number: number): string => `eeeeeeee-0000-4000-8000-${String(number).padStart(12, '0')}`;

const pipeline = generateKeyPairSync('rsa', { modulusLength: 2048 });
const federated = {
  issuer: 'https://pipeline',
  subject: 'main',
  audiences: ['api://AzureADTokenExchange'],
  issuerKeys: [{ ...pipeline.publicKey.export({ format: 'jwk' }), kty: 'RSA' }],
};
const grant = (number: number, scope: string, role: string, principalId: string) => ({
  name: id('0008', 8, number),
  scope,
  roleDefinitionId: role,
  principalId,
  principalType: 'User' as const,
});
const numbers = Array.from({ length: people }, (_, index) => index + 1);
const world = {
  applications: applications.map((each) => ({ ...each, federatedCredentials: [federated] })),
  tenants: [
    tenantWith(8, {
      displayName: 'Adatum',
      users: numbers.map((number) => ({
        id: person(number),
        displayName: `Person ${number}`,
        userPrincipalName: `person${number}@tenant8.com`,
      })),
      subscriptions: [
        { id: id('0002', 8, 1), displayName: 'One', resourceGroups: ['rg'] },
        { id: id('0002', 8, 2), displayName: 'Two' },
      ],
      roleAssignments: [...numbers.map((number) => grant(number, rg, roles.reader, person(number)))],
      denyAssignments: [
        {
          name: id('0009', 8),
          denyAssignmentName: 'Hands off',
          scope: otherSub,
          permissions: [{ actions: ['*/delete'] }],
          principals: [{ id: '00000000-0000-0000-0000-000000000000', type: 'Everyone' as const }],
        },
      ],
    }),
  ],
};

let client: Client;
let authorization: AuthorizationManagementClient;
let subscriptions: SubscriptionClient;
let resourceGraph: ResourceGraphClient;
let agent: Agent;
beforeAll(async () => {
  client = await startClient({ world });
  const signIn = new ClientSecretCredential(id('0001', 8), application.clientId, application.secret, {
    authorityHost: client.emulator.origin,
    disableInstanceDiscovery: true,
    tlsOptions: { ca: client.emulator.caCertificate },
  });
  authorization = authorizationWith(signIn);
  subscriptions = new SubscriptionClient(signIn, pointed());
  agent = new Agent({ ca: client.emulator.caCertificate, keepAlive: true });
  resourceGraph = new ResourceGraphClient(signIn, {
    baseUri: client.emulator.origin,
    agentSettings: { http: agent, https: agent },
  });
});
afterAll(async () => {
  agent.destroy();
  await client.emulator.close();
});

/** What points a client of today's generation to the emulator. */
const pointed = () => ({
  endpoint: client.emulator.origin,
  tlsOptions: { ca: client.emulator.caCertificate },
  retryOptions: { maxRetries: 0 },
});

function authorizationWith(signIn: TokenCredential): AuthorizationManagementClient {
  return new AuthorizationManagementClient(signIn, id('0002', 8, 1), pointed());
}

async function all<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of pages) found.push(item);
  return found;
}

const newGrant = (principalId: string, role = roles.contributor) => ({
  roleDefinitionId: roleAt(sub, role),
  principalId,
  principalType: 'User',
});

describe('@azure/arm-authorization', () => {
  it('lists role assignments over pages, and with filters', async () => {
    const { roleAssignments } = authorization;
    expect(await all(roleAssignments.listForSubscription())).toHaveLength(people + 1);
    const pages = await all(roleAssignments.listForScope(rg).byPage());
    expect(pages.map((page) => page.length)).toEqual([20, people + 1 - 20]);
    const filter = `principalId eq '${person(3)}'`;
    const [only, ...rest] = await all(roleAssignments.listForSubscription({ filter }));
    expect(rest).toEqual([]);
    expect(only).toMatchObject({
      id: `${rg}/providers/Microsoft.Authorization/roleAssignments/${id('0008', 8, 3)}`,
      type: 'Microsoft.Authorization/roleAssignments',
      scope: rg,
      principalId: person(3),
      principalType: 'User',
      roleDefinitionId: roleAt(sub, roles.reader),
      createdOn: expect.any(Date),
    });
    const above = await all(roleAssignments.listForScope(sub, { filter: 'atScope()' }));
    expect(above.map(({ scope }) => scope)).toEqual(['/']);
    expect(await all(roleAssignments.listForResourceGroup('rg', { filter }))).toEqual([only]);
  });

  it('creates, reads and deletes role assignments by scope and by id', async () => {
    const { roleAssignments } = authorization;
    const created = await roleAssignments.create(rg, newName(1), newGrant(person(1)));
    expect(await roleAssignments.get(rg, newName(1))).toMatchObject({
      id: created.id,
      principalId: person(1),
    });
    await roleAssignments.create(rg, newName(1), newGrant(person(1))); // again: no conflict
    expect((await roleAssignments.delete(rg, newName(1))).id).toBe(created.id);
    await roleAssignments.delete(rg, newName(1)); // again: nothing to delete

    const path = `${sub}/providers/Microsoft.Authorization/roleAssignments/${newName(2)}`;
    await roleAssignments.createById(path, newGrant(person(2)));
    expect((await roleAssignments.getById(path)).scope).toBe(sub);
    await roleAssignments.deleteById(path);
    await expect(roleAssignments.getById(path)).rejects.toMatchObject({
      name: 'RestError',
      statusCode: 404,
      code: 'RoleAssignmentNotFound',
    });
  });

  it('passes refusals on as RestError with the code of the service', async () => {
    const { roleAssignments } = authorization;
    await expect(
      roleAssignments.create(rg, newName(3), newGrant(person(1), roles.reader)),
    ).rejects.toMatchObject({ name: 'RestError', statusCode: 409, code: 'RoleAssignmentExists' });
    const untyped = { roleDefinitionId: roleAt(sub, roles.contributor), principalId: person(77) };
    await expect(roleAssignments.create(rg, newName(3), untyped)).rejects.toMatchObject({
      statusCode: 400,
      code: 'PrincipalNotFound',
      details: { error: { code: 'PrincipalNotFound' } },
    });
    const filter = "nonsense eq 'x'";
    await expect(all(roleAssignments.listForSubscription({ filter }))).rejects.toMatchObject({
      statusCode: 400,
    });
  });

  it('finds built-in roles by name, and creates and deletes custom ones', async () => {
    const { roleDefinitions } = authorization;
    const [reader] = await all(roleDefinitions.list(sub, { filter: "roleName eq 'Reader'" }));
    expect(reader).toMatchObject({ name: roles.reader, roleName: 'Reader', roleType: 'BuiltInRole' });
    expect((await all(roleDefinitions.list(sub))).length).toBeGreaterThan(100);
    const made = await roleDefinitions.createOrUpdate(sub, newName(4), {
      roleName: 'Looks at groups',
      permissions: [{ actions: ['Microsoft.Resources/subscriptions/resourceGroups/read'] }],
      assignableScopes: [sub],
    });
    expect(await roleDefinitions.getById(made.id ?? '')).toMatchObject({ roleName: 'Looks at groups' });
    await roleDefinitions.delete(sub, newName(4));
    await expect(roleDefinitions.get(sub, newName(4))).rejects.toMatchObject({
      code: 'RoleDefinitionDoesNotExist',
    });
  });

  it('lists deny assignments and the permissions of the caller', async () => {
    const denied = await all(authorization.denyAssignments.listForScope(otherSub));
    expect(denied).toMatchObject([{ denyAssignmentName: 'Hands off', scope: otherSub }]);
    const allowed = await all(authorization.permissions.listForResourceGroup('rg'));
    expect(allowed).toMatchObject([{ actions: ['*'], notActions: [] }]);
  });

  it('22.8 lists the operations that roles can allow', async () => {
    const { providerOperationsMetadataOperations: operations } = authorization;
    const expand = 'resourceTypes';
    const [found, ...others] = await all(operations.list({ expand }));
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      name: 'Microsoft.Authorization',
      resourceTypes: expect.arrayContaining([
        expect.objectContaining({
          name: 'roleAssignments',
          operations: expect.arrayContaining([
            expect.objectContaining({
              name: 'Microsoft.Authorization/roleAssignments/write',
              displayName: 'Create role assignment',
              isDataAction: false,
            }),
          ]),
        }),
      ]),
    });
    expect(await operations.get('microsoft.authorization', { expand })).toEqual(found);
    await expect(operations.get('Microsoft.Compute')).rejects.toMatchObject({
      statusCode: 404,
      code: 'ProviderNotFound',
    });
  });

  it('lists eligible and active schedules, and asks for more', async () => {
    const request = {
      principalId: person(5),
      roleDefinitionId: roleAt(sub, roles.contributor),
      requestType: 'AdminAssign',
      justification: 'on call',
      scheduleInfo: { expiration: { type: 'AfterDuration', duration: 'P30D' } },
    };
    const asked = await authorization.roleEligibilityScheduleRequests.create(sub, newName(5), request);
    expect(asked).toMatchObject({ status: 'Provisioned', principalType: 'User', requestorId: automation });
    const filter = `principalId eq '${person(5)}'`;
    const eligible = await all(authorization.roleEligibilitySchedules.listForScope(sub, { filter }));
    expect(eligible).toMatchObject([
      { roleDefinitionId: request.roleDefinitionId, startDateTime: expect.any(Date) },
    ]);
    await authorization.roleAssignmentScheduleRequests.create(otherSub, newName(6), {
      ...request,
      roleDefinitionId: roleAt(otherSub, roles.reader),
      scheduleInfo: { expiration: { type: 'AfterDuration', duration: 'PT8H' } },
    });
    const active = await all(
      authorization.roleAssignmentScheduleInstances.listForScope(otherSub, { filter }),
    );
    expect(active).toMatchObject([{ assignmentType: 'Assigned', endDateTime: expect.any(Date) }]);
    const asking = await all(authorization.roleEligibilityScheduleRequests.listForScope(sub, { filter }));
    expect(asking.map(({ name }) => name)).toEqual([newName(5)]);
    await expect(
      authorization.roleEligibilityScheduleRequests.create(sub, newName(7), request),
    ).rejects.toMatchObject({ statusCode: 400, code: 'RoleAssignmentExists' });
  });

  it('works with the token of a pipeline instead of a secret', async () => {
    const assertion = (): Promise<string> =>
      new SignJWT({ iss: federated.issuer, sub: federated.subject, aud: federated.audiences })
        .setProtectedHeader({ alg: 'RS256' })
        .setExpirationTime('5m')
        .sign(pipeline.privateKey);
    const signIn = new ClientAssertionCredential(id('0001', 8), application.clientId, assertion, {
      authorityHost: client.emulator.origin,
      disableInstanceDiscovery: true,
      tlsOptions: { ca: client.emulator.caCertificate },
    });
    const { roleAssignments } = authorizationWith(signIn);
    expect(await roleAssignments.get('/', automationAtRoot(8).name)).toMatchObject({
      principalId: automation,
    });
  });
});

describe('@azure/arm-resources-subscriptions', () => {
  it('lists subscriptions and tenants', async () => {
    const found = await all(subscriptions.subscriptions.list());
    expect(found).toMatchObject([
      { displayName: 'One', subscriptionId: id('0002', 8, 1), tenantId: id('0001', 8), state: 'Enabled' },
      { displayName: 'Two' },
    ]);
    expect(await subscriptions.subscriptions.get(id('0002', 8, 2))).toMatchObject({ displayName: 'Two' });
    expect(await all(subscriptions.tenants.list())).toMatchObject([
      { tenantId: id('0001', 8), displayName: 'Adatum', tenantCategory: 'Home' },
    ]);
    await expect(subscriptions.subscriptions.get(id('0002', 99))).rejects.toMatchObject({
      statusCode: 404,
      code: 'SubscriptionNotFound',
    });
  });
});

describe('@azure/arm-resourcegraph', () => {
  it('queries role assignments page by page', async () => {
    const query =
      "authorizationresources | where type =~ 'microsoft.authorization/roleassignments' " +
      '| extend to = tostring(properties.principalId) | project id, to | order by id asc';
    const found: Json[] = [];
    let skipToken: string | undefined;
    do {
      const page = await resourceGraph.resources({
        query,
        subscriptions: [id('0002', 8, 1)],
        options: { resultFormat: 'objectArray', top: 12, ...(skipToken !== undefined && { skipToken }) },
      });
      expect([page.totalRecords, page.count]).toEqual([people, page.data.length]);
      found.push(...page.data);
      skipToken = page.skipToken;
    } while (skipToken !== undefined);
    expect(found.map(({ to }) => String(to)).sort()).toEqual(numbers.map(person).sort());
  });

  it('queries subscriptions and resource groups', async () => {
    const { data } = await resourceGraph.resources({
      query: 'resourcecontainers | summarize count() by type | order by type asc',
    });
    expect(data).toEqual([
      { type: 'microsoft.management/managementgroups', count_: 1 },
      { type: 'microsoft.resources/subscriptions', count_: 2 },
      { type: 'microsoft.resources/subscriptions/resourcegroups', count_: 1 },
    ]);
  });

  it('passes on what is wrong with a query', async () => {
    const refused = resourceGraph.resources({ query: 'resourcecontainers | where' });
    await expect(refused).rejects.toMatchObject({
      statusCode: 400,
      code: 'BadRequest',
      body: { error: { details: [{ code: 'InvalidQuery' }, { code: 'ParserFailure' }] } },
    });
  });
});
