import fc from 'fast-check';
import { application, control, id, startClient } from './emulator-client';
import type { Client, Reply } from './emulator-client';

let client: Client;
beforeAll(async () => (client = await startClient()));
afterAll(() => client.emulator.close());

/** Any text, and what is nearly right. */
const text = (...likely: string[]) =>
  fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...likely) }, { weight: 1, arbitrary: fc.string() });

const settings = { numRuns: 700, seed: 20261122 };
const isRefusal = (status: number): boolean => status >= 400 && status < 500;

it('14.1 sign-in answers any form with a token or an error of OAuth', async () => {
  const refresh = await client.emulator.refreshToken('contoso.com', 'dana@contoso.com');
  const form = fc.record(
    {
      grant_type: text('client_credentials', 'refresh_token'),
      client_id: text(application.clientId),
      client_secret: text(application.secret),
      client_assertion: text('a.b.c', 'e30.e30.'),
      client_assertion_type: text('urn:ietf:params:oauth:client-assertion-type:jwt-bearer'),
      refresh_token: text(refresh),
      scope: text('https://management.azure.com/.default', 'openid', '/'),
    },
    { requiredKeys: [] },
  );
  const tenant = text('contoso.com', id('0001', 1), 'common', '%', '..');
  let tokens = 0;
  await fc.assert(
    fc.asyncProperty(form, tenant, fc.constantFrom('POST', 'POST', 'GET'), async (fields, name, method) => {
      const body = new URLSearchParams(fields).toString();
      const path = `/${encodeURIComponent(name).replaceAll('.', '%2E')}/oauth2/v2.0/token`;
      const reply = await client.call(path, { method, ...(method === 'POST' && { body }) });
      if (reply.status === 200) {
        tokens += 1;
        return typeof reply.body.access_token === 'string';
      }
      return isRefusal(reply.status) && (isOAuthError(reply) || isArmError(reply));
    }),
    settings,
  );
  expect(tokens).toBeGreaterThan(5);
});

it('14.2 Graph answers any question with a page, an object or its own error', async () => {
  const token = await client.token('contoso.com', 'https://graph.microsoft.com');
  const segment = text('users', 'groups', 'servicePrincipals', 'directoryObjects', 'members', id('0004', 1));
  const query = fc.dictionary(
    text('$filter', '$select', '$top', '$skiptoken'),
    text("displayName eq 'x'", 'id', '2'),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(segment, { minLength: 1, maxLength: 4 }),
      query,
      async (segments, parameters) => {
        const path = segments.map((each) => encodeURIComponent(each).replaceAll('.', '%2E')).join('/');
        const reply = await client.call(`/v1.0/${path}?${new URLSearchParams(parameters).toString()}`, {
          token,
        });
        if (reply.status === 200) return '@odata.context' in reply.body;
        return isRefusal(reply.status) && isArmError(reply) && 'innerError' in reply.body.error;
      },
    ),
    settings,
  );
});

it('14.3 tokens of any form are refused by ARM and Graph', async () => {
  const whole = await client.token('contoso.com');
  const [header = '', payload = '', signature = ''] = whole.split('.');
  const part = (likely: string) =>
    text(likely, '', 'e30', Buffer.from('{"tid":7,"oid":[]}').toString('base64url'));
  await fc.assert(
    fc.asyncProperty(part(header), part(payload), part(signature), async (...parts) => {
      const token = parts.join('.').replaceAll(/[^\x21-\x7e]/g, '');
      if (token === whole) return true;
      for (const path of ['/tenants?api-version=2022-12-01', '/v1.0/users']) {
        const reply = await client.call(path, { headers: { Authorization: `Bearer ${token}` } });
        if (reply.status !== 401 || !isArmError(reply)) return false;
      }
      return true;
    }),
    settings,
  );
});

it('14.4 the fault script takes no nonsense, and the log has it all', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.json(), fc.string({ minLength: 1 })), async (body) => {
      const { status } = await control(client, 'POST faults', body);
      return status === 400 || (status === 200 && /^\s*(#.*)?$/.test(body));
    }),
    { ...settings, numRuns: 300 },
  );
  const lines = String((await control(client, 'GET requests')).body)
    .trimEnd()
    .split('\n');
  expect(lines.length).toBeGreaterThan(2000);
  for (const line of lines) expect(JSON.parse(line)).toHaveProperty('status');
});

function isOAuthError({ body }: Reply): boolean {
  return typeof body?.error === 'string' && /^AADSTS\d+: /.test(String(body.error_description));
}

function isArmError({ body }: Reply): boolean {
  return typeof body?.error?.code === 'string' && typeof body.error.message === 'string';
}
