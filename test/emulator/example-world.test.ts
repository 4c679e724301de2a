import { exampleWorld } from '../../src/emulator';
import { assignmentsPath, id, listAll, roles, startClient } from './emulator-client';
import type { Client } from './emulator-client';

let client: Client;
beforeAll(async () => (client = await startClient()));
afterAll(() => client.emulator.close());

/** Roles and principals at the scopes that a subscription's list shows. */
async function grants(
  owner: number,
  tenantName: string,
  subscription = 1,
): Promise<[string, string, string][]> {
  const scope = `/subscriptions/${id('0002', owner, subscription)}`;
  const found = await listAll(client, assignmentsPath(scope), await client.token(tenantName));
  return found.map(({ properties }) => [
    String(properties.roleDefinitionId).slice(-36),
    `${properties.principalType} ${properties.principalId}`,
    String(properties.scope),
  ]);
}

const adminAgents = `ForeignGroup ${id('0004', 0, 1)}`;
const accessAdministrator = 'f58310d9-a9f6-439a-9e8d-f62e7b41a168';
/** User Access Administrator, and the role to end a delegation. */
const delegated = ['18d7d88d-d35e-4fb5-a5c3-7773c20a72d9', '91c1777a-f3dc-4fae-b103-61d183457e46'];

/** Directory Readers and Cloud Application Administrator, which the partner has in its customers' directories. */
const entra = ['88d8e3e3-8f55-4a1e-953a-9b9898b8876b', '158c047a-c907-4556-b7ef-446551a6b5f7'];

it.each<[string, number, string, number]>([
  ['contoso', 1, 'production', 1],
  ['contoso', 1, 'sandbox', 2],
  ['tailspin', 4, 'shop', 1],
  ['wingtip', 5, 'games', 1],
])(
  '%s (%i) %s is born with AdminAgents as Owner; the automation is let in from above',
  async (name, owner, _, subscription) => {
    const scope = `/subscriptions/${id('0002', owner, subscription)}`;
    const tenantRoot = `/providers/Microsoft.Management/managementGroups/${id('0001', owner)}`;
    expect(await grants(owner, `${name}.com`, subscription)).toEqual([
      [roles.owner, adminAgents, scope],
      [roles.owner, `ServicePrincipal ${id('0005', owner)}`, tenantRoot],
    ]);
  },
);

it('fabrikam also has the automation', async () => {
  const scope = `/subscriptions/${id('0002', 2)}`;
  expect(await grants(2, 'fabrikam.com')).toEqual([
    [roles.owner, adminAgents, scope],
    [accessAdministrator, `ServicePrincipal ${id('0005', 2)}`, scope],
  ]);
});

it('woodgrove has no partner, a management group, and an orphan', async () => {
  const scope = `/subscriptions/${id('0002', 3)}`;
  const managementGroup = '/providers/Microsoft.Management/managementGroups/woodgrove';
  expect(await grants(3, 'woodgrove.com')).toEqual([
    [roles.owner, `User ${id('0003', 3, 1)}`, scope],
    [accessAdministrator, `ServicePrincipal ${id('0005', 3)}`, scope],
    [roles.reader, `Group ${id('0004', 3, 1)}`, managementGroup],
    [roles.contributor, `User ${id('0003', 3, 2)}`, `${scope}/resourceGroups/rg-bank`],
    [roles.reader, `User ${id('0003', 3, 99)}`, scope],
  ]);
  const token = await client.token('woodgrove.com');
  expect((await client.call(`/v1.0/users/${id('0003', 3, 99)}`, { token })).status).toBe(404);
});

it("names the partner's people through nested groups", async () => {
  const token = await client.token('northwind.com');
  const members = await listAll(client, `/v1.0/groups/${id('0004', 0, 1)}/transitiveMembers`, token);
  expect(members.map((member) => member.displayName)).toEqual(['Cloud engineers', 'Sam']);
});

it.each([
  ['northwind.com', ['sam@northwind.com'], ['AdminAgents', 'HelpdeskAgents', 'Cloud engineers']],
  ['contoso.com', ['dana@contoso.com', 'lee@contoso.com', 'audit@contoso.com'], ['Lab team', 'Backup team']],
  ['fabrikam.com', ['kim@fabrikam.com', 'noor@fabrikam.com'], ['Finance IT', 'Backup team']],
  ['woodgrove.com', ['omar@woodgrove.com', 'contractor@woodgrove.com'], ['Platform team']],
  ['tailspin.com', ['ivy@tailspin.com'], ['Backup team']],
  ['wingtip.com', ['max@wingtip.com'], ['Backup team']],
])('%s has its people, groups and the automation', async (tenant, users, groups) => {
  const token = await client.token(tenant);
  const names = async (path: string, property: string): Promise<unknown[]> =>
    (await listAll(client, `/v1.0/${path}`, token)).map((found) => found[property]);
  expect(await names('users', 'userPrincipalName')).toEqual(users);
  expect(await names('groups', 'displayName')).toEqual(groups);
  expect(await names('servicePrincipals', 'displayName')).toEqual(['tilldela']);
});

it('has only ids that no real cloud has, and each once', () => {
  const builtIn = new Set([...Object.values(roles), accessAdministrator, ...delegated, ...entra]);
  const found = JSON.stringify(exampleWorld).match(/[0-9a-f]{8}-[0-9a-f-]{27}/g) ?? [];
  expect(found.filter((guid) => !guid.startsWith('e0e0e0e0-') && !builtIn.has(guid))).toEqual([]);
  const declared = exampleWorld.tenants.flatMap((tenant) =>
    [tenant, ...(tenant.users ?? []), ...(tenant.groups ?? []), ...(tenant.servicePrincipals ?? [])]
      .concat(tenant.subscriptions ?? [], tenant.managementGroups ?? [])
      .map((object) => object.id),
  );
  expect(new Set(declared).size).toBe(declared.length);
});
