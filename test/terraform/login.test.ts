import { azureEnvironment, type Login } from '../../src/azure';
import { terraformVariables } from '../../src/cli/terraform-engine/login-variables';
import { exampleWorld, startEmulator, type Emulator } from '../../src/emulator';
import { federatedCredential, signedAssertion } from '../cli/bootstrap-stage';
import { removeProjects } from '../cli/project';
import { application } from '../emulator/emulator-client';
import { contosoProject, withTool } from './fleet';

let emulator: Emulator | undefined;
afterAll(async () => {
  await emulator?.close();
  removeProjects();
});

const clientId = '11111111-0006-4000-8000-000000000001';

/** What Terraform is given on a real cloud of the variables by which somebody signs in. */
function given(login: Login, surroundings: Readonly<Record<string, string>> = {}): object {
  const environment = azureEnvironment('public', { userAgent: 'test' });
  const target = { environment, login, close: () => Promise.resolve() };
  const all = Object.entries(terraformVariables(target, '/project', surroundings));
  return Object.fromEntries(
    all.filter(([name]) => /^(ARM|TF|TILLDELA)_/.test(name) && !/^TF_(IN|PLUGIN)/.test(name)),
  );
}

describe('Terraform signs in as tilldela does', () => {
  const tokenFile = '/var/run/secrets/token';
  const requestUrl = 'https://pipelines.example/token';
  it.each<[Login, object]>([
    [
      { kind: 'workload-identity', clientId, tokenFile },
      {
        ARM_CLIENT_ID: clientId,
        ARM_USE_CLI: 'false',
        ARM_USE_OIDC: 'true',
        ARM_OIDC_TOKEN_FILE_PATH: tokenFile,
      },
    ],
    [
      { kind: 'github-actions', clientId, requestUrl, requestToken: 'asks' },
      {
        ...{ ARM_CLIENT_ID: clientId, ARM_USE_CLI: 'false', ARM_USE_OIDC: 'true' },
        ...{ ARM_OIDC_REQUEST_URL: requestUrl, ARM_OIDC_REQUEST_TOKEN: 'asks' },
      },
    ],
    [
      { kind: 'client-secret', clientId, clientSecret: 'hidden' },
      { ARM_CLIENT_ID: clientId, ARM_CLIENT_SECRET: 'hidden' },
    ],
    [
      { kind: 'federated-token', clientId, token: 'given' },
      { ARM_CLIENT_ID: clientId, ARM_USE_CLI: 'false', ARM_USE_OIDC: 'true', ARM_OIDC_TOKEN: 'given' },
    ],
    [{ kind: 'azure-cli' }, {}],
  ])('as %j', (login, expected) => {
    expect(given(login)).toEqual(expected);
  });

  it('as ARM_ variables say, where there are any; what is for one stack alone is left out', () => {
    const surroundings = {
      ARM_CLIENT_ID: 'another',
      ARM_USE_MSI: 'true',
      TF_WORKSPACE: 'x',
      TF_CLI_ARGS: '-lock=false',
    };
    const login: Login = { kind: 'workload-identity', clientId, tokenFile };
    expect(given(login, surroundings)).toMatchObject({ ARM_CLIENT_ID: 'another', ARM_USE_MSI: 'true' });
    expect(given(login, surroundings)).not.toHaveProperty('TF_WORKSPACE');
    expect(given(login, surroundings)).not.toHaveProperty('TF_CLI_ARGS');
  });

  const pem: Login = { kind: 'certificate', clientId, certificatePath: '/secrets/app.pem', password: 'x' };

  it('with a certificate as PEM and as PKCS#12: azurerm takes the one, tilldela the other', () => {
    expect(given(pem, { ARM_CLIENT_CERTIFICATE_PATH: '/secrets/app.pfx' })).toEqual({
      ARM_CLIENT_ID: clientId,
      ARM_CLIENT_CERTIFICATE_PATH: '/secrets/app.pfx',
      TILLDELA_CLIENT_CERTIFICATE_PATH: '/secrets/app.pem',
      TILLDELA_CLIENT_CERTIFICATE_PASSWORD: 'x',
    });
    expect(() => given(pem)).toThrow(/azurerm takes PKCS#12/);
    expect(given(pem, { ARM_USE_CLI: 'true' })).toEqual({ ARM_USE_CLI: 'true' });
  });

  it('with the managed identity of a virtual machine, and with no other: azurerm finds none', () => {
    const found = { AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential', AZURE_CLIENT_ID: clientId };
    expect(given({ kind: 'default' }, found)).toEqual({
      ARM_USE_MSI: 'true',
      ARM_USE_CLI: 'false',
      ARM_CLIENT_ID: clientId,
    });
    const elsewhere = { ...found, IDENTITY_ENDPOINT: 'http://localhost:42356/msi/token' };
    expect(() => given({ kind: 'default' }, elsewhere)).toThrow(/only that of virtual machines/);
    expect(() => given({ kind: 'default' }, { AZURE_TOKEN_CREDENTIALS: 'prod' })).toThrow(/"prod"/);
    expect(given({ kind: 'default' }, { ...elsewhere, ARM_USE_OIDC: 'true' })).toEqual({
      ARM_USE_OIDC: 'true',
    });
  });

  it('and not as a person with a code, whom it cannot ask', () => {
    expect(() => given({ kind: 'device-code', tell: () => undefined })).toThrow(/TILLDELA_LOGIN=device/);
  });
});

withTool('with a federated token, Terraform applies what tilldela planned', async () => {
  const project = contosoProject("production.grant('helpdesk', { to: msp.helpdeskAgents, role: 'Reader' });");
  const applications = exampleWorld.applications.map((each) =>
    each.appId === application.clientId ? { ...each, federatedCredentials: [federatedCredential] } : each,
  );
  const world = { ...exampleWorld, applications };
  emulator = await startEmulator({ folder: project.path('.tilldela/emulator'), world });
  project.write('token', await signedAssertion(federatedCredential.subject));
  const tilldela = (...args: string[]) =>
    project.runWith(
      {
        TILLDELA_EMULATOR_CLIENT_ID: application.clientId,
        TILLDELA_EMULATOR_TOKEN_FILE: project.path('token'),
      },
      ...args,
    );
  expect(await tilldela('apply', 'contoso', '--engine', 'terraform', '--auto-approve')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Customers: 1 applied.'),
  });
});
