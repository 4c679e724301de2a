import { findSubscription } from '../../src/provider';
import { DiagnosticError } from '../../src/diagnostics';
import { example, openStage, refusal, type Stage } from './example';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});

beforeEach(() => {
  stage.intercept = () => undefined;
  stage.front.requests.length = 0;
});

afterAll(() => stage.close());

const subscriptionId = example('subscription', 'woodgrove');

async function codeOf(promise: Promise<unknown>): Promise<string | undefined> {
  const error = await promise.catch((thrown: unknown) => thrown);
  return error instanceof DiagnosticError ? error.diagnostics[0]?.code : undefined;
}

test('finds the tenant without any token', async () => {
  await expect(findSubscription(stage.environment, subscriptionId)).resolves.toEqual({
    subscriptionId,
    tenantId: example('tenant', 'woodgrove'),
  });
  expect(stage.front.requests).toHaveLength(1);
  expect(stage.front.requests[0]?.headers).not.toHaveProperty('authorization');
});

test('reads the header as Azure Resource Manager writes it', async () => {
  const tenantId = '996fe9d1-6171-40aa-945b-4c64b63bf655';
  const challenge = `Bearer authorization_uri="https://login.windows.net/${tenantId}", error="invalid_token", error_description="The authentication failed because of missing 'Authorization' header."`;
  stage.intercept = () => ({ status: 401, headers: { 'www-authenticate': challenge } });
  await expect(findSubscription(stage.environment, subscriptionId)).resolves.toEqual({
    subscriptionId,
    tenantId,
  });
});

test.each([
  ['names no tenant', 'Bearer authorization_uri="https://login.windows.net/common", error="invalid_token"'],
  ['says nothing', 'Bearer'],
])('a challenge that %s is not guessed at', async (_name, challenge) => {
  stage.intercept = () => ({ status: 401, headers: { 'www-authenticate': challenge } });
  expect(await codeOf(findSubscription(stage.environment, subscriptionId))).toBe('azure_error');
});

test('an answer without being asked for a token is not one', async () => {
  stage.intercept = () => ({ body: { tenantId: example('tenant', 'contoso') } });
  expect(await codeOf(findSubscription(stage.environment, subscriptionId))).toBe('azure_error');
});

test('an unknown subscription is told', async () => {
  stage.intercept = () => refusal(404, 'SubscriptionNotFound');
  expect(await codeOf(findSubscription(stage.environment, subscriptionId))).toBe('azure_error');
});

test('a host that gives no answer is told', async () => {
  stage.intercept = () => 'reset';
  expect(await codeOf(findSubscription(stage.environment, subscriptionId))).toBe('azure_unreachable');
});
