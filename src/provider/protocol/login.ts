import { readFile } from 'node:fs/promises';
import type { Login } from '../../azure';
import { FindingError, wrongArgument, type Finding } from './finding';
import type { Attribute } from './schema';
import { textAt, type Values } from './values/value';

interface LoginArgument {
  /** What stands in for it, the first that is set: azurerm's variables, and those that GitHub gives a job. */
  readonly variables: readonly string[];
  readonly description: string;
  readonly isSwitch?: true;
  readonly sensitive?: true;
}

/** Named as those of azurerm (registry.terraform.io/providers/hashicorp/azurerm, "Authenticating to Azure"). */
const loginArguments = {
  client_id: { variables: ['ARM_CLIENT_ID'], description: 'Application that signs in.' },
  client_certificate_path: {
    variables: ['TILLDELA_CLIENT_CERTIFICATE_PATH', 'ARM_CLIENT_CERTIFICATE_PATH'],
    description: 'PEM file with a certificate of the application and its private key.',
  },
  client_certificate_password: {
    variables: ['TILLDELA_CLIENT_CERTIFICATE_PASSWORD', 'ARM_CLIENT_CERTIFICATE_PASSWORD'],
    sensitive: true,
    description: 'Password of that private key.',
  },
  client_secret: {
    variables: ['ARM_CLIENT_SECRET'],
    sensitive: true,
    description:
      'Secret of the application. Where nothing says how to sign in, the credentials are found: workload identity, AZURE_* variables, managed identity, az login.',
  },
  use_oidc: {
    variables: ['ARM_USE_OIDC'],
    isSwitch: true,
    description: 'Sign in with a token of another issuer, such as a pipeline, that the application trusts.',
  },
  oidc_token: { variables: ['ARM_OIDC_TOKEN'], sensitive: true, description: 'That token.' },
  oidc_token_file_path: {
    variables: ['ARM_OIDC_TOKEN_FILE_PATH'],
    description: 'File with that token, which may be renewed.',
  },
  oidc_request_url: {
    variables: ['ARM_OIDC_REQUEST_URL', 'ACTIONS_ID_TOKEN_REQUEST_URL'],
    description: 'Where a job of GitHub Actions asks for that token.',
  },
  oidc_request_token: {
    variables: ['ARM_OIDC_REQUEST_TOKEN', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN'],
    sensitive: true,
    description: 'What the job asks with.',
  },
  use_cli: {
    variables: ['ARM_USE_CLI'],
    isSwitch: true,
    description: 'Sign in as whoever is signed in to the Azure CLI, where no argument above says otherwise.',
  },
} as const satisfies Readonly<Record<string, LoginArgument>>;

type Name = keyof typeof loginArguments;

export const loginAttributes: Readonly<Record<string, Attribute>> = Object.fromEntries(
  Object.entries<LoginArgument>(loginArguments).map(
    ([name, { variables, description, isSwitch, sensitive = false }]): [string, Attribute] => [
      name,
      {
        type: isSwitch ? 'bool' : 'string',
        given: 'optional',
        sensitive,
        description: `${description} Default: ${variables.join(' or ')}.`,
      },
    ],
  ),
);

type Variables = Readonly<Record<string, string | undefined>>;

/** The login that is said, in azurerm's order: certificate, secret, token. Undefined where none is. */
export function readLogin(values: Values, environment: Variables): Login | Finding | undefined {
  const variable = (name: Name) =>
    loginArguments[name].variables.map((each) => environment[each]).find(Boolean);
  const text = (name: Name) => (textAt(values, name) ?? variable(name)) || undefined;
  const isOn = (name: Name) => values[name] ?? /^(1|t|true)$/i.test(variable(name) ?? '');

  const clientId = text('client_id');
  const certificatePath = text('client_certificate_path');
  const clientSecret = text('client_secret');
  if (clientId && certificatePath) {
    const password = text('client_certificate_password');
    return { kind: 'certificate', clientId, certificatePath, password };
  }
  if (clientId && clientSecret) return { kind: 'client-secret', clientId, clientSecret };
  if (isOn('use_oidc') === true) return readFederatedLogin(text);
  return isOn('use_cli') === true ? { kind: 'azure-cli' } : undefined;
}

function readFederatedLogin(text: (name: Name) => string | undefined): Login | Finding {
  const clientId = text('client_id');
  if (!clientId) {
    const detail = 'Neither it nor ARM_CLIENT_ID is set, and use_oidc signs an application in.';
    return wrongArgument(['client_id'], detail);
  }
  const [token, tokenFile] = [text('oidc_token'), text('oidc_token_file_path')];
  if (token) return { kind: 'federated-token', clientId, token };
  if (tokenFile) return { kind: 'workload-identity', clientId, tokenFile };
  const [requestUrl, requestToken] = [text('oidc_request_url'), text('oidc_request_token')];
  if (requestUrl && requestToken) return { kind: 'github-actions', clientId, requestUrl, requestToken };
  return wrongArgument(
    ['use_oidc'],
    'There is no token to sign in with.',
    'Set ARM_OIDC_TOKEN or ARM_OIDC_TOKEN_FILE_PATH. In GitHub Actions give the job `permissions: id-token: write`.',
  );
}

/** Refuses a login whose file cannot serve, before anybody is asked. Throws FindingError. */
export async function checkLoginFile(login: Login | undefined): Promise<void> {
  if (login?.kind === 'workload-identity') await read('oidc_token_file_path', login.tokenFile);
  if (login?.kind !== 'certificate') return;
  const { certificatePath } = login;
  const content = await read('client_certificate_path', certificatePath);
  if (content.includes('-----BEGIN ')) return;
  const pem = `${certificatePath.replace(/\.(pfx|p12)$/i, '')}.pem`;
  throw new FindingError([
    wrongArgument(
      ['client_certificate_path'],
      `${certificatePath} is not PEM. Azurerm takes PKCS#12 by the same variable, this provider PEM.`,
      `Convert it and set client_certificate_path in this provider block, or TILLDELA_CLIENT_CERTIFICATE_PATH. The pass phrase that is asked for is client_certificate_password, or TILLDELA_CLIENT_CERTIFICATE_PASSWORD:\n\nopenssl pkcs12 -in ${certificatePath} -out ${pem}`,
    ),
  ]);
}

async function read(argument: Name, file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => {
    throw new FindingError([wrongArgument([argument], `${file} cannot be read.`)]);
  });
}
