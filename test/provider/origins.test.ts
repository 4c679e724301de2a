import { randomUUID } from 'node:crypto';
import { createArmClient, credentialFor } from '../../src/azure';
import { naturalKey } from '../../src/model';
import type { Refreshed } from '../../src/provider/refresh';
import { example, openStage, refusal, scopeOf, secret, type Customer, type Stage } from './example';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});

afterEach(() => {
  stage.intercept = () => undefined;
});

afterAll(() => stage.close());

const tenantId = example('tenant', 'contoso');
const production = example('subscription', 'contoso');
const dana = example('user', 'contoso');
const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7' as typeof dana;

const read = async (customer: Customer): Promise<{ reading: Reading; codes: string[] }> => {
  const subscription = example('subscription', customer);
  const { actual, diagnostics } = await stage.providerFor(customer).refresh([subscription]);
  const [reading] = actual.subscriptions;
  if (reading?.status !== 'read') throw new Error('unread');
  return { reading, codes: diagnostics.map(({ code }) => code) };
};
type Reading = Extract<Refreshed['actual']['subscriptions'][number], { status: 'read' }>;

/** One request to Privileged Identity Management. */
async function ask(kind: 'Eligibility' | 'Assignment', requestType: string, token?: string): Promise<void> {
  const credential = token
    ? { getToken: () => Promise.resolve({ token, expiresOnTimestamp: Date.now() + 3_600_000 }) }
    : credentialFor(stage.environment, tenantId, secret);
  const client = createArmClient({ environment: stage.environment, tenantId, credential });
  const scope = scopeOf(production);
  await client.put(
    `${scope}/providers/Microsoft.Authorization/role${kind}ScheduleRequests/${randomUUID()}`,
    { 'api-version': '2020-10-01' },
    {
      properties: {
        principalId: dana,
        roleDefinitionId: `${scope}/providers/Microsoft.Authorization/roleDefinitions/${reader}`,
        requestType,
        justification: 'incident 7',
        scheduleInfo: { expiration: { type: 'AfterDuration', duration: 'PT4H' } },
      },
    },
  );
}

test('what somebody activated is told from what was assigned for good', async () => {
  expect((await read('contoso')).reading.activations).toEqual([]);
  await ask('Eligibility', 'AdminAssign');
  expect((await read('contoso')).reading.activations).toEqual([]);
  await ask('Assignment', 'SelfActivate', await stage.emulator.userToken(tenantId, 'dana@contoso.com'));
  const { reading } = await read('contoso');
  const key = naturalKey({ tenantId, scope: scopeOf(production), role: reader, principalId: dana });
  expect(reading.activations).toEqual([key]);
  expect(reading.assignments.map(naturalKey)).toContain(key);
});

test('what is delegated to other tenants is read with its principals and roles', async () => {
  const { reading, codes } = await read('fabrikam');
  expect(codes).toEqual([]);
  expect(reading.delegations).toMatchObject([
    {
      scope: scopeOf(example('subscription', 'fabrikam')),
      offer: 'Northwind managed services',
      managingTenant: example('tenant', 'partner'),
      authorizations: [
        { displayName: 'tilldela', role: reader, isEligible: false },
        { displayName: 'tilldela' },
        { displayName: 'Cloud engineers' },
        { displayName: 'Cloud engineers' },
      ],
    },
  ]);
});

test('each is one list for a subscription', async () => {
  const before = stage.front.requests.length;
  await read('fabrikam');
  const lists = stage.front.requests.slice(before).map(({ method, url }) => `${method} ${url.split('?')[0]}`);
  expect(
    lists.filter((each) => /roleAssignmentScheduleInstances|registrationAssignments/.test(each)),
  ).toHaveLength(2);
  expect(lists).toHaveLength(6); // the subscription, four lists, and the directory
});

test.each([
  ['/roleAssignmentScheduleInstances', 'activations_unread', 'activations', 'delegations'],
  ['/registrationAssignments', 'delegations_unread', 'delegations', 'activations'],
] as const)(
  'a refused list of %s is a warning and unknown, not empty',
  async (part, code, missing, other) => {
    stage.intercept = ({ url }) => (url.includes(part) ? refusal(403, 'AuthorizationFailed') : undefined);
    const { reading, codes } = await read('fabrikam');
    expect(codes).toEqual([code]);
    expect(reading[missing]).toBeUndefined();
    expect(reading[other]).toBeDefined();
    expect(reading.assignments).not.toHaveLength(0);
  },
);

test.each([
  ['/roleAssignmentScheduleInstances', 400, 'AadPremiumLicenseRequired', 'activations'],
  ['/registrationAssignments', 409, 'MissingSubscriptionRegistration', 'delegations'],
] as const)('where %s answers %i %s there is none', async (part, status, error, list) => {
  stage.intercept = ({ url }) => (url.includes(part) ? refusal(status, error) : undefined);
  const { reading, codes } = await read('contoso');
  expect(codes).toEqual([]);
  expect(reading[list]).toEqual([]);
});
