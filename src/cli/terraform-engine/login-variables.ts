import path from 'node:path';
import type { Login } from '../../azure';
import { fail } from '../../diagnostics';
import { emulatorFolderOf, type Target } from '../target';

type Variables = Readonly<Record<string, string | undefined>>;

/** They change what is run or where its files are, for all stacks at once. */
const unwanted = /^TF_(CLI_ARGS|DATA_DIR|WORKSPACE)/;

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
      ...(target.secret && loginVariables({ kind: 'client-secret', ...target.secret })),
      ...(target.login && loginVariables(target.login)),
    };
  }
  return {
    ...common,
    ...(target.login && loginVariables(target.login)),
    ...Object.fromEntries(wanted),
  };
}

function loginVariables(login: Login): Variables {
  switch (login.kind) {
    case 'client-secret':
      return { ARM_CLIENT_ID: login.clientId, ARM_CLIENT_SECRET: login.clientSecret };
    case 'certificate':
      return {
        ARM_CLIENT_ID: login.clientId,
        ARM_CLIENT_CERTIFICATE_PATH: login.certificatePath,
        ARM_CLIENT_CERTIFICATE_PASSWORD: login.password,
      };
    case 'workload-identity':
      return { ...federated(login.clientId), ARM_OIDC_TOKEN_FILE_PATH: login.tokenFile };
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
    case 'default':
      return {};
  }
}

function federated(clientId: string): Variables {
  return { ARM_CLIENT_ID: clientId, ARM_USE_OIDC: 'true', ARM_USE_CLI: 'false' };
}
