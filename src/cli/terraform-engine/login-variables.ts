import path from 'node:path';
import type { Login } from '../../azure';
import { fail } from '../../diagnostics';
import { emulatorFolderOf, type Target } from '../target';

type Variables = Readonly<Record<string, string | undefined>>;

/** They change what is run or where its files are, for all stacks at once. */
const unwanted = /^TF_(CLI_ARGS|DATA_DIR|WORKSPACE)/;

/** They say how to sign in, and that not as tilldela does. */
const saysHow = /^ARM_(USE_(?!AZUREAD)|OIDC_|CLIENT_(SECRET|CERTIFICATE))/;

/**
 * What Terraform and its providers run with: the same identity and cloud as tilldela, by the variables that azurerm, azuread
 * and the azurerm backend share (registry.terraform.io/providers/hashicorp/azurerm, "Authenticating to Azure"). On real
 * clouds, what is set of them already goes before.
 */
export function terraformVariables(target: Target, folder: string, surroundings: Variables): Variables {
  const wanted = Object.entries(surroundings).filter(([name]) => !unwanted.test(name));
  const common = { CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1', TF_INPUT: '0' };
  if (target.environment.cloud === 'emulator') {
    const ofOthers = /^(ARM|AZURE)_/;
    return {
      ...Object.fromEntries(wanted.filter(([name]) => !ofOthers.test(name))),
      ...common,
      ARM_METADATA_HOSTNAME: new URL(target.environment.armEndpoint).host,
      SSL_CERT_FILE: path.join(emulatorFolderOf(folder), 'ca.pem'),
      ...(target.secret && loginVariables({ kind: 'client-secret', ...target.secret }, {})),
      ...(target.login && loginVariables(target.login, {})),
    };
  }
  return {
    ...common,
    ...(target.login && loginVariables(target.login, surroundings)),
    ...Object.fromEntries(wanted),
  };
}

/** Terraform runs in the folder of the stack, so that paths must be whole. */
function loginVariables(login: Login, surroundings: Variables): Variables {
  switch (login.kind) {
    case 'client-secret':
      return { ARM_CLIENT_ID: login.clientId, ARM_CLIENT_SECRET: login.clientSecret };
    case 'certificate':
      return certificateVariables(login, surroundings);
    case 'workload-identity':
      return { ...federated(login.clientId), ARM_OIDC_TOKEN_FILE_PATH: path.resolve(login.tokenFile) };
    case 'federated-token':
      return { ...federated(login.clientId), ARM_OIDC_TOKEN: login.token };
    case 'github-actions':
      return {
        ...federated(login.clientId),
        ARM_OIDC_REQUEST_URL: login.requestUrl,
        ARM_OIDC_REQUEST_TOKEN: login.requestToken,
      };
    case 'device-code':
      return fail('terraform_login', {
        detail: 'Terraform cannot ask a person to sign in with a code (TILLDELA_LOGIN=device).',
        hint: 'az login --tenant CUSTOMER_TENANT',
      });
    case 'azure-cli':
      return {};
    case 'default':
      return isSaid(surroundings) ? {} : foundVariables(surroundings);
  }
}

function isSaid(surroundings: Variables): boolean {
  return Object.entries(surroundings).some(([name, value]) => saysHow.test(name) && value);
}

/** azurerm takes a certificate as PKCS#12, tilldela and its provider as PEM: both are needed. */
function certificateVariables(
  { clientId, certificatePath, password }: Extract<Login, { kind: 'certificate' }>,
  surroundings: Variables,
): Variables {
  const { ARM_CLIENT_CERTIFICATE_PATH: file, ARM_CLIENT_CERTIFICATE: content } = surroundings;
  if (file || content) {
    return {
      ARM_CLIENT_ID: clientId,
      TILLDELA_CLIENT_CERTIFICATE_PATH: path.resolve(certificatePath),
      TILLDELA_CLIENT_CERTIFICATE_PASSWORD: password,
    };
  }
  if (isSaid(surroundings)) return {};
  const pfx = path.resolve(certificatePath).replace(/(\.pem)?$/i, '.pfx');
  return fail('terraform_login', {
    detail: `The certificate in ${certificatePath} is PEM, and azurerm takes PKCS#12 alone.`,
    hint: `Convert it, and keep both files:\n\nopenssl pkcs12 -export -in ${certificatePath} -out ${pfx}\nexport ARM_CLIENT_CERTIFICATE_PATH=${pfx}\nexport ARM_CLIENT_CERTIFICATE_PASSWORD=…`,
  });
}

/** What DefaultAzureCredential finds, as far as azurerm finds it too: it asks the metadata service of virtual machines alone. */
function foundVariables({
  AZURE_TOKEN_CREDENTIALS: credentials = '',
  AZURE_CLIENT_ID: clientId,
  IDENTITY_ENDPOINT: endpoint,
}: Variables): Variables {
  const isManaged = credentials.trim().toLowerCase() === 'managedidentitycredential';
  if (isManaged && !endpoint)
    return { ARM_USE_MSI: 'true', ARM_USE_CLI: 'false', ...(clientId && { ARM_CLIENT_ID: clientId }) };
  if (!isManaged && !endpoint && /^(azureclicredential)?$/i.test(credentials.trim())) return {};
  return fail('terraform_login', {
    detail: endpoint
      ? 'There is a managed identity at IDENTITY_ENDPOINT, and azurerm knows only that of virtual machines.'
      : `AZURE_TOKEN_CREDENTIALS is "${credentials}", which azurerm does not know.`,
    hint: 'Say by ARM_ variables how Terraform signs in, such as ARM_USE_OIDC with ARM_CLIENT_ID and ARM_OIDC_TOKEN_FILE_PATH, or ARM_USE_CLI=true after az login.',
  });
}

function federated(clientId: string): Variables {
  return { ARM_CLIENT_ID: clientId, ARM_USE_OIDC: 'true', ARM_USE_CLI: 'false' };
}
