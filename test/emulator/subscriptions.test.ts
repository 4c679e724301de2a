import { id, listAll, startClient } from './emulator-client';
import type { Client } from './emulator-client';

let client: Client;
beforeAll(async () => (client = await startClient({ pageSize: 1 })));
afterAll(() => client.emulator.close());

const version = '?api-version=2022-12-01';

it('10.1 lists the subscriptions of the tenant over pages', async () => {
  const token = await client.token('contoso.com');
  const first = await client.call(`/subscriptions${version}`, { token });
  expect(first.body.count).toEqual({ type: 'Total', value: 2 });
  expect(first.body.value).toHaveLength(1);
  const all = await listAll(client, `/subscriptions${version}`, token);
  expect(all.map((found) => found.displayName)).toEqual(['Contoso production', 'Contoso sandbox']);
  expect(all[0]).toEqual({
    id: `/subscriptions/${id('0002', 1)}`,
    authorizationSource: 'RoleBased',
    managedByTenants: [],
    subscriptionId: id('0002', 1),
    tenantId: id('0001', 1),
    displayName: 'Contoso production',
    state: 'Enabled',
    subscriptionPolicies: {
      locationPlacementId: 'Public_2014-09-01',
      quotaId: 'CSP_2015-05-01',
      spendingLimit: 'Off',
    },
    tags: {},
  });
});

it('10.2 lists what is delegated to the tenant, with the tenant it is of', async () => {
  const token = await client.token('northwind.com');
  const [fabrikam, ...rest] = await listAll(client, `/subscriptions${version}`, token);
  expect(rest).toEqual([]);
  expect(fabrikam).toMatchObject({
    tenantId: id('0001', 2),
    managedByTenants: [{ tenantId: id('0001', 0) }],
  });
});

it('10.3 gets one subscription', async () => {
  const token = await client.token('woodgrove.com');
  const { body } = await client.call(`/subscriptions/${id('0002', 3)}${version}`, { token });
  expect(body).toMatchObject({
    displayName: 'Woodgrove core',
    subscriptionPolicies: { quotaId: 'PayAsYouGo_2014-09-01' },
  });
});

it('10.4 lists the own tenant as home and delegating ones as projected', async () => {
  const tenants = await listAll(client, `/tenants${version}`, await client.token('northwind.com'));
  expect(tenants).toEqual([
    expect.objectContaining({ tenantId: id('0001', 0), tenantCategory: 'Home' }),
    expect.objectContaining({
      id: `/tenants/${id('0001', 2)}`,
      displayName: 'Fabrikam',
      defaultDomain: 'fabrikam.onmicrosoft.com',
      tenantCategory: 'ProjectedBy',
    }),
  ]);
});

it('10.5 lists resource groups', async () => {
  const path = `/subscriptions/${id('0002', 1)}/resourcegroups?api-version=2021-04-01`;
  const groups = await listAll(client, path, await client.token('contoso.com'));
  expect(groups.map((group) => group.id)).toEqual([
    `/subscriptions/${id('0002', 1)}/resourceGroups/rg-web`,
    `/subscriptions/${id('0002', 1)}/resourceGroups/rg-data`,
  ]);
});

it('10.6 has the authorization provider registered', async () => {
  const path = `/subscriptions/${id('0002', 1)}/providers?api-version=2022-09-01`;
  const { body } = await client.call(path, { token: await client.token('contoso.com') });
  expect(body.value).toEqual([
    expect.objectContaining({ namespace: 'Microsoft.Authorization', registrationState: 'Registered' }),
  ]);
});
