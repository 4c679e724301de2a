import { findTool, openStack, ProviderLocks } from '../../src/terraform';
import { emptyProject, removeProjects } from '../cli/project';
import { contosoProject, withTool } from './fleet';

afterAll(removeProjects);

const reader = "production.grant('helpdesk', { to: msp.helpdeskAgents, role: 'Reader' });";

/** What is said of a stack with this backend, in surroundings where nobody is signed in. */
async function saidOf(backend: object, environment: Readonly<Record<string, string>> = {}): Promise<unknown> {
  const project = emptyProject({ 'stack/cdk.tf.json': JSON.stringify({ terraform: { backend } }) });
  const stack = openStack({
    customer: 'contoso',
    folder: project.path('stack'),
    workFolder: project.path('work'),
    tool: findTool(process.env),
    environment: { PATH: '/nowhere', HOME: project.folder, CHECKPOINT_DISABLE: '1', ...environment },
    signal: new AbortController().signal,
  });
  return stack
    .init(new ProviderLocks())
    .then(() => stack.plan([]))
    .catch((error: unknown) => error);
}

describe('where Terraform cannot be run', () => {
  it.each([
    [{ PATH: '/nowhere' }, 'Neither terraform nor tofu is on the PATH.'],
    [{ TERRAFORM_BINARY_NAME: '/nowhere/tofu' }, 'TERRAFORM_BINARY_NAME is "/nowhere/tofu"'],
  ])('%j: it is said what is missing, and nothing is done', async (environment, detail) => {
    const project = contosoProject(reader);
    const applied = await project.runWith(
      environment,
      'apply',
      '--all',
      '--engine',
      'terraform',
      '--auto-approve',
    );
    expect(applied).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('terraform_missing'),
    });
    expect(applied.stderr).toContain(detail);
    expect(applied.stderr).toContain('Without --engine terraform, tilldela needs neither.');
    expect(project.has('stacks/customers/contoso.emulator.lock.json')).toBe(false);
  });

  withTool('a state that cannot be reached is named as such', async () => {
    const address = 'http://127.0.0.1:9/state';
    expect(await saidOf({ http: { address, retry_max: 0 } })).toMatchObject({
      diagnostics: [
        { code: 'terraform_backend', customer: 'contoso', detail: expect.stringContaining(address) },
      ],
    });
  });

  const azurerm = {
    storage_account_name: 'northwindstate',
    container_name: 'tfstate',
    key: 'contoso.tfstate',
    use_azuread_auth: true,
    tenant_id: '11111111-0001-4000-8000-000001000001',
    subscription_id: '11111111-0002-4000-8000-000001000001',
  };
  withTool.each([
    ['nobody is signed in', {}],
    [
      'the federated token is not there',
      {
        ARM_USE_CLI: 'false',
        ARM_USE_OIDC: 'true',
        ARM_CLIENT_ID: azurerm.tenant_id,
        ARM_OIDC_TOKEN_FILE_PATH: '/nowhere',
      },
    ],
  ])('at the backend in Azure, %s: that is said, with how Terraform signs in', async (_, environment) => {
    expect(await saidOf({ azurerm }, environment)).toMatchObject({
      diagnostics: [
        { code: 'terraform_login', customer: 'contoso', hint: expect.stringContaining('AZURE_CLIENT_ID') },
      ],
    });
  });
});
