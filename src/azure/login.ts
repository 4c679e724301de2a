import type { TokenCredential } from '@azure/core-auth';
import type * as Identity from '@azure/identity';
import { z } from 'zod';
import type { Guid } from '../model';
import { loadIdentity, loadPipeline } from './load-sdk';

/** An application that signs in with a secret, such as the emulator's. */
export interface ClientSecret {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** How to sign in. Whatever is secret stays where it is until it is used: nothing is stored. */
export type Login =
  | ({ readonly kind: 'client-secret' } & ClientSecret)
  | {
      readonly kind: 'certificate';
      readonly clientId: string;
      /** PEM, with the private key. */
      readonly certificatePath: string;
      readonly password?: string | undefined;
    }
  /** A file whose token the platform renews, as in Kubernetes. */
  | { readonly kind: 'workload-identity'; readonly clientId: string; readonly tokenFile: string }
  /** A token of another issuer, good for as long as the issuer says. */
  | { readonly kind: 'federated-token'; readonly clientId: string; readonly token: string }
  /** A token that GitHub Actions gives a job that has `id-token: write`. */
  | {
      readonly kind: 'github-actions';
      readonly clientId: string;
      readonly requestUrl: string;
      readonly requestToken: string;
    }
  | { readonly kind: 'azure-cli' }
  /** A person, with a browser on whatever device; `tell` says where and with which code. */
  | { readonly kind: 'device-code'; readonly tell: (message: string) => void }
  /** Whatever DefaultAzureCredential finds. */
  | { readonly kind: 'default' };

/** What nobody may see of a login: those secrets of it that are known before it is used. */
export function secretsOf(login: Login): string[] {
  switch (login.kind) {
    case 'client-secret':
      return [login.clientSecret];
    case 'certificate':
      return login.password === undefined ? [] : [login.password];
    case 'federated-token':
      return [login.token];
    case 'github-actions':
      return [login.requestToken];
    case 'workload-identity':
    case 'azure-cli':
    case 'device-code':
    case 'default':
      return [];
  }
}

/** What a person takes to sign in, in milliseconds; all others have the time of the environment's settings. */
export const personsPatience = 15 * 60_000;

type Options = Identity.ClientSecretCredentialOptions;

/** The credential of @azure/identity for the login. */
export function identityFor(login: Login, tenantId: Guid, options: Options): TokenCredential {
  const identity = loadIdentity();
  switch (login.kind) {
    case 'client-secret':
      return new identity.ClientSecretCredential(tenantId, login.clientId, login.clientSecret, options);
    case 'certificate': {
      const { clientId, certificatePath, password } = login;
      const certificate = {
        certificatePath,
        ...(password !== undefined && { certificatePassword: password }),
      };
      return new identity.ClientCertificateCredential(tenantId, clientId, certificate, options);
    }
    case 'workload-identity': {
      const { clientId, tokenFile } = login;
      return new identity.WorkloadIdentityCredential({
        ...options,
        tenantId,
        clientId,
        tokenFilePath: tokenFile,
      });
    }
    case 'federated-token':
      return new identity.ClientAssertionCredential(
        tenantId,
        login.clientId,
        () => Promise.resolve(login.token),
        options,
      );
    case 'github-actions':
      return new identity.ClientAssertionCredential(
        tenantId,
        login.clientId,
        () => gitHubToken(login, options),
        options,
      );
    case 'azure-cli':
      return new identity.AzureCliCredential({ tenantId, additionallyAllowedTenants: ['*'] });
    case 'device-code':
      return ofPerson(login, tenantId, options);
    case 'default':
      return new identity.DefaultAzureCredential({ ...options, tenantId });
  }
}

/** By login and tenant: for as long as the process runs nobody is asked twice for the same tenant. */
const deviceLogins = new WeakMap<object, Map<Guid, TokenCredential>>();

/**
 * One credential for each tenant, not one for all: once it has an account, DeviceCodeCredential answers from its cache
 * whatever tenant is asked for (@azure/identity 4.13), and a token of another tenant must never pass for the right one.
 */
function ofPerson(
  login: Extract<Login, { kind: 'device-code' }>,
  tenantId: Guid,
  options: Options,
): TokenCredential {
  const known = deviceLogins.get(login) ?? new Map<Guid, TokenCredential>();
  deviceLogins.set(login, known);
  const { DeviceCodeCredential } = loadIdentity();
  const credential =
    known.get(tenantId) ??
    oneAtATime(
      new DeviceCodeCredential({
        ...options,
        tenantId,
        userPromptCallback: ({ message }) => login.tell(message),
      }),
    );
  known.set(tenantId, credential);
  return credential;
}

/** Two tokens that are wanted at once would be two codes; the second comes from what the first left. */
function oneAtATime(credential: TokenCredential): TokenCredential {
  let last: Promise<unknown> = Promise.resolve();
  return {
    getToken(scopes, options) {
      const next = last.then(() => credential.getToken(scopes, options));
      last = next.catch(() => undefined);
      return next;
    },
  };
}

const gitHubAnswer = z.object({ value: z.string() });

/** "OpenID Connect reference", docs.github.com: the audience is the one that Entra ID asks for. */
async function gitHubToken(
  { requestUrl, requestToken }: Extract<Login, { kind: 'github-actions' }>,
  { agent }: Options,
): Promise<string> {
  const { createDefaultHttpClient, createHttpHeaders, createPipelineFromOptions, createPipelineRequest } =
    loadPipeline();
  const url = new URL(requestUrl);
  url.searchParams.set('audience', 'api://AzureADTokenExchange');
  const headers = createHttpHeaders({ Authorization: `Bearer ${requestToken}`, Accept: 'application/json' });
  const pipeline = createPipelineFromOptions({ ...(agent && { agent }) });
  const answer = await pipeline.sendRequest(
    createDefaultHttpClient(),
    createPipelineRequest({ url: url.href, headers }),
  );
  const found = gitHubAnswer.safeParse(answer.status === 200 ? JSON.parse(answer.bodyAsText ?? '{}') : {});
  if (found.success) return found.data.value;
  throw new Error(`GitHub gave no token for the job (status ${answer.status}): it takes id-token: write`);
}
