import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { generate } from 'selfsigned';
import {
  AuthenticationError,
  azureEnvironment,
  credentialFor,
  emulatorEnvironment,
  tokenSubject,
  type AzureEnvironment,
  type Login,
} from '../../src/azure';
import { chooseLogin, loginWords } from '../../src/cli/choose-login';
import type { Guid } from '../../src/model';
import { control, id, startClient } from '../emulator/emulator-client';
import { answerLogin, impatient, startServer, type TestServer } from './https-server';

const customer = '11111111-0000-4000-8000-000000000001' as Guid;
const clientId = '11111111-0000-4000-8000-000000000003';
const scope = 'https://management.azure.com/.default';

let folder: string;
let server: TestServer;
let jobStatus = 200;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'tilldela-login-'));
  server = await startServer((request) =>
    request.url.startsWith('/job')
      ? { status: jobStatus, body: { value: 'token.of.job' } }
      : (answerLogin(server.origin, request) ?? { status: 404 }),
  );
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

function environment(): AzureEnvironment {
  const { origin, caCertificate } = server;
  return { ...azureEnvironment('public', impatient), loginEndpoint: origin, caCertificate };
}

/** What is sent to the token endpoint of the tenant for a token by this login. */
async function sentBy(login: Login): Promise<URLSearchParams> {
  server.requests.splice(0);
  await credentialFor(environment(), customer, login).getToken(scope);
  const [request] = server.requests.filter(({ url }) => url.includes('/oauth2/v2.0/token'));
  expect(request?.url).toContain(`/${customer}/`);
  return new URLSearchParams(request?.body);
}

test('workload identity: the token in the file signs the application in', async () => {
  const tokenFile = path.join(folder, 'token');
  writeFileSync(tokenFile, 'token.of.platform');
  const form = await sentBy({ kind: 'workload-identity', clientId, tokenFile });
  expect(form.get('client_id')).toBe(clientId);
  expect(form.get('client_assertion')).toBe('token.of.platform');
});

describe('GitHub Actions', () => {
  const login = (): Login => ({
    kind: 'github-actions',
    clientId,
    requestUrl: `${server.origin}/job?api-version=2.0`,
    requestToken: 'secret-of-the-job',
  });

  test('the token of the job signs the application in, and is asked for with the audience of Entra ID', async () => {
    jobStatus = 200;
    const form = await sentBy(login());
    expect(form.get('client_assertion')).toBe('token.of.job');
    const [asked] = server.requests.filter(({ url }) => url.startsWith('/job'));
    expect(asked?.url).toBe('/job?api-version=2.0&audience=api%3A%2F%2FAzureADTokenExchange');
    expect(asked?.headers.authorization).toBe('Bearer secret-of-the-job');
  });

  test('a job that may not ask is told so, without its secret', async () => {
    jobStatus = 403;
    const error = await sentBy(login()).catch((thrown: unknown) => thrown as Error);
    expect(error).toBeInstanceOf(AuthenticationError);
    expect(String(error)).toContain('id-token: write');
    expect(String(error)).not.toContain('secret-of-the-job');
  });
});

test('a certificate signs the application in, and its key stays here', async () => {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'tilldela' }], {
    keySize: 2048,
    algorithm: 'sha256',
  });
  const certificatePath = path.join(folder, 'certificate.pem');
  writeFileSync(certificatePath, `${key}\n${cert}`);
  const form = await sentBy({ kind: 'certificate', clientId, certificatePath });
  const assertion = form.get('client_assertion') ?? '';
  expect(decodeJwt(assertion)).toMatchObject({ iss: clientId, sub: clientId });
  expect(decodeProtectedHeader(assertion).alg).toMatch(/^(RS|PS)256$/);
  expect(form.toString()).not.toContain('PRIVATE');
});

test('a person signs in with a code once for each tenant, and the token is of that tenant', async () => {
  const client = await startClient();
  const told: string[] = [];
  const login: Login = {
    kind: 'device-code',
    tell(message) {
      told.push(message);
      const code = /enter the code (\S+)/.exec(message)?.[1];
      void control(client, 'POST device-sign-in', { code, user: 'sam@northwind.com' });
    },
  };
  const cloud = emulatorEnvironment(client.emulator);
  const subjectIn = (tenant: string, resource = cloud.armScope) =>
    tokenSubject(credentialFor(cloud, tenant as Guid, login), resource);
  const [partner, contoso] = [id('0001', 0), id('0001', 1)];
  try {
    const person = { kind: 'person', hasSecondFactor: true };
    expect(await subjectIn(partner)).toMatchObject({ ...person, tenantId: partner });
    const both = await Promise.all([subjectIn(contoso), subjectIn(contoso, cloud.graphScope)]);
    expect(both).toMatchObject([
      { ...person, tenantId: contoso },
      { ...person, tenantId: contoso },
    ]);
    expect(told).toHaveLength(2);
  } finally {
    await client.emulator.close();
  }
});

test.each<[Record<string, string>, string]>([
  [{}, 'whoever is signed in to the Azure CLI (az login)'],
  [
    { TILLDELA_LOGIN: 'device', AZURE_CLIENT_ID: 'a', AZURE_CLIENT_SECRET: 's' },
    'a person who signs in with a code',
  ],
  [{ AZURE_CLIENT_ID: 'a', AZURE_CLIENT_SECRET: 's' }, 'application a with a secret'],
  [{ AZURE_CLIENT_ID: 'a', AZURE_FEDERATED_TOKEN_FILE: '/f' }, 'with the federated token in /f'],
  [{ AZURE_CLIENT_ID: 'a', AZURE_CLIENT_CERTIFICATE_PATH: '/c' }, 'with the certificate in /c'],
  [
    { AZURE_CLIENT_ID: 'a', ACTIONS_ID_TOKEN_REQUEST_URL: 'u', ACTIONS_ID_TOKEN_REQUEST_TOKEN: 't' },
    'with the token of this GitHub Actions job',
  ],
  [{ IDENTITY_ENDPOINT: 'x' }, 'what DefaultAzureCredential finds'],
])('the environment %j signs in as: %s', (variables, words) => {
  expect(loginWords(chooseLogin(variables, () => undefined))).toContain(words);
});

test('a login that there is not is a mistake of the user', () => {
  expect(() => chooseLogin({ TILLDELA_LOGIN: 'magic' }, () => undefined)).toThrow('magic');
});
