import {
  createArmClient,
  credentialFor,
  discoverTenant,
  emulatorEnvironment,
  getSubscription,
  listSubscriptions,
  type AzureClient,
} from '../../src/azure';
import { exampleWorld, startEmulator, type Emulator } from '../../src/emulator';
import type { Guid } from '../../src/model';

const contoso = 'e0e0e0e0-0001-4000-8000-000001000001' as Guid;
const partner = 'e0e0e0e0-0001-4000-8000-000000000001' as Guid;
const fabrikam = 'e0e0e0e0-0001-4000-8000-000002000001' as Guid;
const production = 'e0e0e0e0-0002-4000-8000-000001000001' as Guid;
const fabrikams = 'e0e0e0e0-0002-4000-8000-000002000001' as Guid;
const secret = { clientId: 'e0e0e0e0-0006-4000-8000-000000000001', clientSecret: 'emulator-only-secret' };

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ world: exampleWorld, pageSize: 1 });
});

afterAll(() => emulator.close());

function arm(tenantId: Guid): AzureClient {
  const environment = emulatorEnvironment(emulator);
  return createArmClient({ environment, tenantId, credential: credentialFor(environment, tenantId, secret) });
}

test('lists the subscriptions of the tenant, over all pages', async () => {
  const listed = await listSubscriptions(arm(contoso));
  expect(listed.map(({ displayName }) => displayName).sort()).toEqual([
    'Contoso production',
    'Contoso sandbox',
  ]);
  expect(new Set(listed.map(({ tenantId }) => tenantId))).toEqual(new Set([contoso]));
});

test('a subscription seen through Lighthouse names the tenant of the customer', async () => {
  await expect(getSubscription(arm(partner), fabrikams)).resolves.toMatchObject({
    subscriptionId: fabrikams,
    tenantId: fabrikam,
    state: 'Enabled',
  });
});

test('a token of the wrong tenant is an HttpError that names the right one', async () => {
  await expect(getSubscription(arm(fabrikam), production)).rejects.toMatchObject({
    kind: 'http',
    status: 401,
    code: 'InvalidAuthenticationTokenTenant',
    challenge: expect.stringContaining(contoso),
  });
});

test('the tenant of a subscription is found without a token', async () => {
  await expect(discoverTenant(emulatorEnvironment(emulator), production)).resolves.toBe(contoso);
});
