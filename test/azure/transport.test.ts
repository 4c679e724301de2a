import { generate } from 'selfsigned';
import {
  azureEnvironment,
  createArmClient,
  emulatorEnvironment,
  HttpError,
  MalformedAnswerError,
  realTiming,
  UnreachableError,
  type AzureClient,
  type RequestSettings,
  type Timing,
} from '../../src/azure';
import type { Guid } from '../../src/model';
import {
  everythingIn,
  impatient,
  secretToken,
  startServer,
  type Behaviour,
  type Handler,
  type TestServer,
} from './https-server';

const tenantId = '11111111-0000-4000-8000-000000000001' as Guid;
const credential = {
  getToken: () => Promise.resolve({ token: secretToken, expiresOnTimestamp: Date.now() + 3_600_000 }),
};
const servers: TestServer[] = [];

async function serve(handler: Handler): Promise<TestServer> {
  const server = await startServer(handler);
  servers.push(server);
  return server;
}

/** Each request gets the next behaviour; the last one is for all that follow. */
function inTurn(...behaviours: [Behaviour, ...Behaviour[]]): Handler {
  let next = 0;
  return () => behaviours[Math.min(next++, behaviours.length - 1)] ?? 'silent';
}

function clientOf(
  server: { origin: string; caCertificate: string },
  settings: Partial<RequestSettings> = {},
): AzureClient {
  const environment = emulatorEnvironment(server, { ...impatient, ...settings });
  return createArmClient({ environment, tenantId, credential });
}

const get = (client: AzureClient): Promise<unknown> => client.get('/thing', { 'api-version': '1' });

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error('expected a failure');
    },
    (error: unknown) => error,
  );
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

test('sends the token and the user agent', async () => {
  const server = await serve(inTurn({ body: { ok: true } }));
  await expect(get(clientOf(server, { userAgent: 'tilldela/9.9.9' }))).resolves.toEqual({ ok: true });
  expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${secretToken}`);
  expect(server.requests[0]?.headers['user-agent']).toMatch(/^tilldela\/9\.9\.9/);
});

test('waits as long as Retry-After says (pain 20)', async () => {
  const server = await serve(
    inTurn({ status: 429, headers: { 'retry-after': '1' } }, { body: { ok: true } }),
  );
  const start = performance.now();
  await expect(get(clientOf(server))).resolves.toEqual({ ok: true });
  expect(performance.now() - start).toBeGreaterThanOrEqual(990);
  expect(server.requests).toHaveLength(2);
});

test('does not wait for a Retry-After beyond the limit, and says that it was throttled', async () => {
  const throttled = {
    status: 429,
    headers: { 'retry-after': '372' },
    body: { error: { code: 'ResourceRequestsThrottled', message: 'Please try again after 372 seconds.' } },
  };
  const server = await serve(inTurn(throttled));
  await expect(get(clientOf(server))).rejects.toMatchObject({
    status: 429,
    code: 'ResourceRequestsThrottled',
  });
  expect(server.requests).toHaveLength(1);
});

test.each<[string, Behaviour]>([
  ['a server error', { status: 500 }],
  ['an unavailable service', { status: 503 }],
  ['a reset connection', 'reset'],
  ['an answer that breaks off', 'cut'],
])('tries again after %s', async (_name, behaviour) => {
  const server = await serve(inTurn(behaviour, behaviour, { body: { ok: true } }));
  await expect(get(clientOf(server))).resolves.toEqual({ ok: true });
  expect(server.requests).toHaveLength(3);
});

test('repeats a PUT with the same body after a reset', async () => {
  const server = await serve(inTurn('reset', { status: 201, body: { ok: true } }));
  await expect(clientOf(server).put('/thing', {}, { a: 1 })).resolves.toEqual({ ok: true });
  expect(server.requests.map(({ method, body }) => [method, body])).toEqual([
    ['PUT', '{"a":1}'],
    ['PUT', '{"a":1}'],
  ]);
});

test.each([400, 401, 403, 404, 409])('does not try again after %d', async (status) => {
  const server = await serve(
    inTurn({ status, body: { error: { code: 'SomeCode', message: 'Some message.' } } }),
  );
  await expect(get(clientOf(server))).rejects.toMatchObject({ status, code: 'SomeCode' });
  expect(server.requests).toHaveLength(1);
});

test('gives up on a lasting server error and keeps what Azure said', async () => {
  const server = await serve(
    inTurn({
      status: 500,
      headers: { 'x-ms-correlation-request-id': 'correlation-1' },
      body: { error: { code: 'InternalServerError', message: 'Try later.' } },
    }),
  );
  const error = await failureOf(get(clientOf(server)));
  expect(error).toBeInstanceOf(HttpError);
  expect(error).toMatchObject({
    method: 'GET',
    url: `${server.origin}/thing?api-version=1`,
    status: 500,
    code: 'InternalServerError',
    azureMessage: 'Try later.',
    correlationId: 'correlation-1',
  });
  expect(server.requests).toHaveLength(4);
});

test('takes the request id of Microsoft Graph for the correlation id', async () => {
  const server = await serve(inTurn({ status: 403, headers: { 'request-id': 'graph-1' } }));
  await expect(get(clientOf(server))).rejects.toMatchObject({ correlationId: 'graph-1', code: '(none)' });
});

test.each<[string, Behaviour]>([
  ['a page of a proxy', { headers: { 'content-type': 'text/html' }, body: '<html>Sign in</html>' }],
  ['broken JSON', { headers: { 'content-type': 'application/json' }, body: '{"value":' }],
])('does not take %s for an answer', async (_name, behaviour) => {
  const server = await serve(inTurn(behaviour));
  await expect(get(clientOf(server))).rejects.toBeInstanceOf(MalformedAnswerError);
});

test('does not follow a redirect', async () => {
  const elsewhere = await serve(inTurn({ body: { ok: true } }));
  const server = await serve(inTurn({ status: 307, headers: { location: `${elsewhere.origin}/thing` } }));
  await expect(get(clientOf(server))).rejects.toMatchObject({ status: 307 });
  expect(elsewhere.requests).toHaveLength(0);
});

describe('a host that gives no answer', () => {
  /** Milliseconds. A bound that does not hold is seen by the test running out of its own time. */
  const longerThanTheTest = 60_000;

  test('that is silent is given up in time', async () => {
    const server = await serve(inTurn('silent'));
    const settings = { attemptTimeout: 300, totalTimeout: longerThanTheTest };
    await expect(get(clientOf(server, settings))).rejects.toMatchObject({
      kind: 'unreachable',
      reason: 'timeout',
    });
    expect(server.requests).toHaveLength(1);
  });

  test('that is silent is given up earlier when the whole may not take so long', async () => {
    const server = await serve(inTurn('silent'));
    const settings = { attemptTimeout: longerThanTheTest, totalTimeout: 300 };
    const error = await failureOf(get(clientOf(server, settings)));
    expect(error).toMatchObject({ kind: 'unreachable', reason: 'timeout' });
  });

  test('that stops within the body is given up in time', async () => {
    const server = await serve(inTurn('stall'));
    const error = await failureOf(get(clientOf(server)));
    expect(error).toMatchObject({ kind: 'unreachable', reason: 'timeout' });
    expect(server.requests).toHaveLength(1);
  });

  test('that fails again and again is given up when the whole takes too long', async () => {
    const server = await serve(
      inTurn({ status: 503, headers: { 'retry-after': String(longerThanTheTest / 1_000) } }),
    );
    // Jest runs a test in a realm of its own, in which what Node's timers throw is no Error.
    const wait: Timing['wait'] = (milliseconds, signal) =>
      realTiming.wait(milliseconds, signal).catch(({ name }: Error) => {
        throw Object.assign(new Error(), { name });
      });
    const timing = { ...realTiming, wait };
    const settings = { totalTimeout: 300, longestRetryAfter: longerThanTheTest, timing };
    const error = await failureOf(get(clientOf(server, settings)));
    expect(error).toMatchObject({ kind: 'unreachable', reason: 'timeout' });
  });

  test('that refuses is told as refused', async () => {
    const server = await startServer(inTurn('silent'));
    await server.close();
    const error = await failureOf(get(clientOf(server)));
    expect(error).toBeInstanceOf(UnreachableError);
    expect(error).toMatchObject({ reason: 'refused', url: `${server.origin}/thing?api-version=1` });
  });

  test('that has another certificate is told as TLS, and not asked again', async () => {
    const server = await serve(inTurn({ body: {} }));
    const other = await makeOtherAuthority();
    const error = await failureOf(get(clientOf({ origin: server.origin, caCertificate: other })));
    expect(error).toMatchObject({ kind: 'unreachable', reason: 'tls' });
    expect(server.requests).toHaveLength(0);
  });

  test('whose name does not exist is told as DNS', async () => {
    const server = await serve(inTurn({ body: {} }));
    const nowhere = { origin: 'https://nowhere.invalid', caCertificate: server.caCertificate };
    await expect(get(clientOf(nowhere))).rejects.toMatchObject({ kind: 'unreachable', reason: 'dns' });
  });

  test('is given up within 15 s by default', () => {
    // The attempt timeout is the bound: a timeout is not tried again, as the test of the silent server shows.
    const environments = [
      azureEnvironment('public'),
      emulatorEnvironment({ origin: 'https://localhost', caCertificate: '' }),
    ];
    for (const { settings } of environments) {
      const backOffs = settings.retryDelay * (2 ** settings.retries - 1) * 1.2;
      expect(Math.max(settings.attemptTimeout, backOffs)).toBeLessThan(15_000);
    }
  });
});

test('the emulator is reached past a proxy', async () => {
  const server = await serve(inTurn({ body: { ok: true } }));
  process.env['HTTPS_PROXY'] = 'http://localhost:9';
  try {
    await expect(get(clientOf(server))).resolves.toEqual({ ok: true });
  } finally {
    delete process.env['HTTPS_PROXY'];
  }
});

test('no error holds the token, even when the server sends it back', async () => {
  const echo: Handler = ({ headers }) => ({
    status: 400,
    body: { error: { code: 'Bad', message: `You sent ${headers.authorization as string}` } },
  });
  const errors = [
    await failureOf(get(clientOf(await serve(echo)))),
    await failureOf(get(clientOf(await serve(inTurn('silent'))))),
    await failureOf(get(clientOf(await serve(inTurn('reset'))))),
    await failureOf(
      get(clientOf(await serve(inTurn({ headers: { 'content-type': 'text/plain' }, body: secretToken })))),
    ),
    await failureOf(clientOf(await serve(echo)).list('/thing', { $skipToken: secretToken })),
  ];
  for (const error of errors) {
    expect(everythingIn(error)).not.toContain('secretsecret');
    expect(everythingIn(error)).not.toContain('signature-of-the-token');
  }
});

test.each([
  [`token ${secretToken} is bad`, 'token (secret removed) is bad'],
  ['Authorization: Bearer 0123456789abcdef0123', 'Authorization: Bearer (token removed)'],
  ['client_id=me&client_secret=s3cret%21&scope=x', 'client_id=me&client_secret=(removed)&scope=x'],
  ['{"client_assertion": "abc.def", "a": 1}', '{"client_assertion": "(removed)", "a": 1}'],
  ['A user named password resets it.', 'A user named password resets it.'],
])('of "%s" remains "%s"', async (message, expected) => {
  const server = await serve(inTurn({ status: 400, body: { error: { code: 'Bad', message } } }));
  await expect(get(clientOf(server))).rejects.toMatchObject({ azureMessage: expected });
});

async function makeOtherAuthority(): Promise<string> {
  const { cert } = await generate([{ name: 'commonName', value: 'other' }], {
    extensions: [{ name: 'basicConstraints', cA: true, critical: true }],
  });
  return cert;
}
