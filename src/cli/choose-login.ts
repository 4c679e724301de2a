import type { Login } from '../azure';
import { fail } from '../diagnostics';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * How to sign in on a real cloud, by the variables that Azure's own tools use. Nothing is tried in turn: what is set
 * decides, so that it is always known as whom. TILLDELA_LOGIN decides for a person: `device` or `cli`.
 */
export function chooseLogin(environment: Environment, tell: (message: string) => void): Login {
  const asked = environment['TILLDELA_LOGIN'];
  if (asked === 'device') return { kind: 'device-code', tell };
  if (asked === 'cli') return { kind: 'azure-cli' };
  if (asked) {
    return fail('usage', {
      detail: `TILLDELA_LOGIN is "${asked}"; it can be device (a person, with a code) or cli (az login).`,
    });
  }
  return applicationsLogin(environment) ?? { kind: isChosenBySdk(environment) ? 'default' : 'azure-cli' };
}

function applicationsLogin(environment: Environment): Login | undefined {
  const clientId = environment['AZURE_CLIENT_ID'];
  if (!clientId || environment['AZURE_TOKEN_CREDENTIALS']) return undefined;
  const {
    AZURE_FEDERATED_TOKEN_FILE: tokenFile,
    ACTIONS_ID_TOKEN_REQUEST_URL: requestUrl,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken,
    AZURE_CLIENT_CERTIFICATE_PATH: certificatePath,
    AZURE_CLIENT_CERTIFICATE_PASSWORD: password,
    AZURE_CLIENT_SECRET: clientSecret,
  } = environment;
  if (tokenFile) return { kind: 'workload-identity', clientId, tokenFile };
  if (clientSecret) return { kind: 'client-secret', clientId, clientSecret };
  if (certificatePath) return { kind: 'certificate', clientId, certificatePath, password };
  if (requestUrl && requestToken) return { kind: 'github-actions', clientId, requestUrl, requestToken };
  return undefined;
}

/** AZURE_TOKEN_CREDENTIALS narrows DefaultAzureCredential; the others are those of managed identities. */
function isChosenBySdk(environment: Environment): boolean {
  return ['AZURE_TOKEN_CREDENTIALS', 'IDENTITY_ENDPOINT', 'MSI_ENDPOINT'].some((name) => environment[name]);
}

/** The login in words, with nothing secret in them. */
export function loginWords(login: Login): string {
  switch (login.kind) {
    case 'client-secret':
      return `application ${login.clientId} with a secret (AZURE_CLIENT_SECRET)`;
    case 'certificate':
      return `application ${login.clientId} with the certificate in ${login.certificatePath}`;
    case 'workload-identity':
      return `application ${login.clientId} with the federated token in ${login.tokenFile}`;
    case 'federated-token':
      return `application ${login.clientId} with a federated token`;
    case 'github-actions':
      return `application ${login.clientId} with the token of this GitHub Actions job`;
    case 'azure-cli':
      return 'whoever is signed in to the Azure CLI (az login)';
    case 'device-code':
      return 'a person who signs in with a code (TILLDELA_LOGIN=device)';
    case 'default':
      return 'what DefaultAzureCredential finds (managed identity, or AZURE_TOKEN_CREDENTIALS)';
  }
}
