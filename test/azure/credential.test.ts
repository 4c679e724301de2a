import {
  AuthenticationError,
  azureEnvironment,
  createArmClient,
  credentialFor,
  emulatorEnvironment,
  UnreachableError,
  type AzureEnvironment,
} from '../../src/azure';
import type { Guid } from '../../src/model';
import {
  answerLogin,
  everythingIn,
  impatient,
  secretToken,
  startServer,
  type Handler,
  type TestServer,
} from './https-server';

const customer = '11111111-0000-4000-8000-000000000001' as Guid;
const partner = '11111111-0000-4000-8000-000000000002' as Guid;
const secret = { clientId: '11111111-0000-4000-8000-000000000003', clientSecret: 'very-secret-secret' };
const scope = 'https://management.azure.com/.default';
const servers: TestServer[] = [];

async function serve(handler: Handler): Promise<TestServer> {
  const server = await startServer(handler);
  servers.push(server);
  return server;
}

/** A login endpoint that gives tokens. */
async function serveLogin(): Promise<TestServer> {
  const server: TestServer = await serve(
    (request) => answerLogin(server.origin, request) ?? { body: { ok: true } },
  );
  return server;
}

/** A login endpoint that refuses, with what was sent to it in the message. */
async function serveRefusal(): Promise<TestServer> {
  const server: TestServer = await serve((request) => {
    if (!request.url.includes('/token')) return answerLogin(server.origin, request) ?? { status: 404 };
    const description = `AADSTS7000215: Invalid client secret provided. You sent ${request.body}`;
    return {
      status: 401,
      body: { error: 'invalid_client', error_description: description, error_codes: [7000215] },
    };
  });
  return server;
}

async function failureOf(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    () => {
      throw new Error('expected a failure');
    },
    (error: unknown) => error as Error,
  );
}

const tokenRequests = (server: TestServer) =>
  server.requests.filter(({ url }) => url.includes('/oauth2/v2.0/token'));

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

describe('on the emulator', () => {
  test('signs in to the tenant with the secret, trusting the authority of the emulator', async () => {
    const server = await serveLogin();
    const token = await credentialFor(emulatorEnvironment(server, impatient), customer, secret).getToken(
      scope,
    );
    expect(token?.token).toBe(secretToken);
    const [request] = tokenRequests(server);
    expect(request?.url).toContain(`/${customer}/oauth2/v2.0/token`);
    const form = new URLSearchParams(request?.body);
    expect(Object.fromEntries(form)).toMatchObject({
      grant_type: 'client_credentials',
      client_id: secret.clientId,
      client_secret: secret.clientSecret,
    });
    expect(form.get('scope')).toContain(scope);
  });

  test('asks for one token for many requests', async () => {
    const server = await serveLogin();
    const environment = emulatorEnvironment(server, impatient);
    const credential = credentialFor(environment, customer, secret);
    const client = createArmClient({ environment, tenantId: customer, credential });
    await Promise.all(Array.from({ length: 5 }, () => client.get('/thing', {})));
    await client.get('/thing', {});
    expect(tokenRequests(server)).toHaveLength(1);
  });

  test('does without a secret only by failing', async () => {
    const server = await serveLogin();
    const error = await failureOf(
      credentialFor(emulatorEnvironment(server, impatient), customer).getToken(scope),
    );
    expect(error).toBeInstanceOf(AuthenticationError);
    expect(server.requests).toHaveLength(0);
  });

  test('tells what Microsoft says of a refusal, and never the secret', async () => {
    const server = await serveRefusal();
    const environment = emulatorEnvironment(server, impatient);
    const client = createArmClient({
      environment,
      tenantId: customer,
      credential: credentialFor(environment, customer, secret),
    });
    const error = await failureOf(client.get('/thing', {}));
    expect(error).toBeInstanceOf(AuthenticationError);
    expect(error.message).toContain('AADSTS7000215: Invalid client secret provided.');
    expect(error.message).toContain(customer);
    expect(everythingIn(error)).not.toContain(secret.clientSecret);
    expect(server.requests.filter(({ url }) => url === '/thing')).toHaveLength(0);
  });

  test('a refusal stands for a while: it is not asked again for each request', async () => {
    const server = await serveRefusal();
    const environment = emulatorEnvironment(server, impatient);
    const credential = credentialFor(environment, customer, secret);
    const client = createArmClient({ environment, tenantId: customer, credential });
    const first = await failureOf(client.get('/one', {}));
    const second = await failureOf(client.get('/two', {}));
    expect([first, second]).toEqual([expect.any(AuthenticationError), first]);
    expect(tokenRequests(server)).toHaveLength(1);
  });

  test('tells a login endpoint that cannot be reached from one that refuses', async () => {
    const server = await serveLogin();
    await server.close();
    const error = await failureOf(
      credentialFor(emulatorEnvironment(server, impatient), customer, secret).getToken(scope),
    );
    expect(error).toBeInstanceOf(UnreachableError);
    expect(error).toMatchObject({ reason: 'refused' });
  });

  test('gives up on a login endpoint that is silent', async () => {
    const server = await serve(() => 'silent');
    // Longer than a test may take: it is the attempt that is given up.
    const settings = { ...impatient, attemptTimeout: 300, authenticationTimeout: 60_000 };
    const environment = emulatorEnvironment(server, settings);
    const error = await failureOf(credentialFor(environment, customer, secret).getToken(scope));
    expect(error).toMatchObject({ kind: 'unreachable', reason: 'timeout' });
  });
});

describe('on a real cloud', () => {
  const saved = { ...process.env };

  afterEach(() => {
    process.env = { ...saved };
  });

  /** The public cloud with its login endpoint at the test server. */
  function publicCloudAt(server: TestServer): AzureEnvironment {
    return {
      ...azureEnvironment('public', impatient),
      loginEndpoint: server.origin,
      caCertificate: server.caCertificate,
    };
  }

  test('the tenant that is asked for counts, not the one in the environment', async () => {
    const server = await serveLogin();
    process.env = {
      ...saved,
      AZURE_TOKEN_CREDENTIALS: 'EnvironmentCredential',
      AZURE_TENANT_ID: partner,
      AZURE_CLIENT_ID: secret.clientId,
      AZURE_CLIENT_SECRET: secret.clientSecret,
    };
    const token = await credentialFor(publicCloudAt(server), customer).getToken(scope);
    expect(token?.token).toBe(secretToken);
    expect(tokenRequests(server).map(({ url }) => url.split('/')[1])).toEqual([customer]);
  });

  test('says so when there are no credentials', async () => {
    const server = await serveLogin();
    process.env = { ...saved, AZURE_TOKEN_CREDENTIALS: 'EnvironmentCredential' };
    delete process.env['AZURE_CLIENT_ID'];
    const error = await failureOf(credentialFor(publicCloudAt(server), customer).getToken(scope));
    expect(error).toBeInstanceOf(AuthenticationError);
    expect(error.message).toContain('EnvironmentCredential');
  });

  test('a secret that is given is used, and nothing that the environment holds', async () => {
    const server = await serveLogin();
    process.env = {
      ...saved,
      AZURE_TOKEN_CREDENTIALS: 'EnvironmentCredential',
      AZURE_TENANT_ID: partner,
      AZURE_CLIENT_ID: partner,
      AZURE_CLIENT_SECRET: 'of the environment',
    };
    await credentialFor(publicCloudAt(server), customer, secret).getToken(scope);
    const [request] = tokenRequests(server);
    expect(new URLSearchParams(request?.body).get('client_secret')).toBe(secret.clientSecret);
  });
});
