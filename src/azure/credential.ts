import type { AccessToken, GetTokenOptions, TokenCredential } from '@azure/core-auth';
import type { PipelinePolicy, PipelineResponse } from '@azure/core-rest-pipeline';
import { z } from 'zod';
import type { Guid } from '../model';
import { anotherToken } from './another-token';
import { attemptTimeout } from './attempt-timeout';
import type { AzureEnvironment } from './azure-environment';
import { AuthenticationError, UnreachableError } from './errors';
import { identityFor, personsPatience, type ClientSecret, type Login } from './login';
import { agentFor, isTransportFault } from './transport';

/** Milliseconds for which a failure stands, so that a fleet without credentials does not try the chain for each request. */
const failureStands = 30_000;

/**
 * Tokens of one tenant. The emulator takes a client secret, which must be given; real clouds take any login, and without
 * one whatever DefaultAzureCredential finds. Nothing is loaded or asked before the first token is needed. `getToken` throws
 * AuthenticationError or UnreachableError only.
 */
export function credentialFor(
  environment: AzureEnvironment,
  tenantId: Guid,
  given?: ClientSecret | Login,
): TokenCredential {
  const login = loginOf(given);
  const patience =
    login.kind === 'device-code' ? personsPatience : environment.settings.authenticationTimeout;
  const watch = watchLogin(environment);
  let credential: TokenCredential | undefined;
  let failure: { readonly error: AuthenticationError | UnreachableError; readonly until: number } | undefined;

  async function ask(
    scopes: string | string[],
    { claims, ...others }: GetTokenOptions,
  ): Promise<AccessToken> {
    watch.forget();
    const isAnother = claims === anotherToken;
    const options = isAnother || claims === undefined ? others : { ...others, claims };
    // What a library keeps it would give again. A person is not asked a second time to sign in.
    if (isAnother && login.kind !== 'device-code') credential = undefined;
    try {
      credential ??= createCredential(environment, tenantId, login, watch.policy);
      // The tenant is said each time: EnvironmentCredential would otherwise use AZURE_TENANT_ID.
      const asked = credential.getToken(scopes, { ...options, tenantId });
      const token = await within(patience, asked);
      if (!token) throw new Error('the credentials gave no token');
      return token;
    } catch (error) {
      const described =
        watch.failure() ??
        new AuthenticationError({ cloud: environment.cloud, tenantId }, watch.explain(error), login);
      failure = { error: described, until: Date.now() + failureStands };
      throw described;
    }
  }

  return {
    getToken: (scopes: string | string[], options: GetTokenOptions = {}) =>
      failure && Date.now() < failure.until ? Promise.reject(failure.error) : ask(scopes, options),
  };
}

function createCredential(
  environment: AzureEnvironment,
  tenantId: Guid,
  login: Login,
  watch: PipelinePolicy,
): TokenCredential {
  const { cloud, loginEndpoint, settings } = environment;
  const agent = agentFor(environment);
  // Without the bound each attempt waits for as long as the operating system does.
  const policies = [watch, attemptTimeout(settings.attemptTimeout)];
  const options = {
    authorityHost: loginEndpoint,
    additionallyAllowedTenants: ['*'],
    userAgentOptions: { userAgentPrefix: settings.userAgent },
    additionalPolicies: policies.map((policy) => ({ policy, position: 'perRetry' as const })),
    // Whether an authority is one of Microsoft's is asked at login.microsoftonline.com, which knows no private one.
    ...(agent && { agent, disableInstanceDiscovery: true }),
  };
  if (cloud === 'emulator' && login.kind === 'default') {
    throw new Error('the emulator needs a client id and secret');
  }
  const isDefault = login.kind === 'default';
  return identityFor(login, tenantId, {
    ...options,
    ...(!isDefault && {
      retryOptions: { maxRetries: settings.retries, retryDelayInMs: settings.retryDelay },
    }),
  });
}

function loginOf(given: ClientSecret | Login | undefined): Login {
  if (!given) return { kind: 'default' };
  return 'kind' in given ? given : { kind: 'client-secret', ...given };
}

interface LoginWatch {
  readonly policy: PipelinePolicy;
  readonly forget: () => void;
  readonly failure: () => UnreachableError | undefined;
  /** The error, or what Entra ID said where the error leaves that out. */
  readonly explain: (error: unknown) => unknown;
}

/**
 * Remembers when the login endpoint did not answer: the identity library makes of it the same error as of missing
 * credentials. And why it refused: of a sign-in by device code the library passes on no more than `invalid_grant`.
 */
function watchLogin({ loginEndpoint }: AzureEnvironment): LoginWatch {
  let failure: UnreachableError | undefined;
  let refusal: Error | undefined;
  return {
    forget: () => (failure = refusal = undefined),
    failure: () => failure,
    explain: (error) =>
      error instanceof Error && /AADSTS\d/.test(error.message) ? error : (refusal ?? error),
    policy: {
      name: 'tilldelaLoginWatch',
      async sendRequest(request, next) {
        if (!request.url.startsWith(`${loginEndpoint}/`)) return next(request);
        try {
          const response = await next(request);
          failure = undefined;
          refusal = refusalIn(response);
          return response;
        } catch (error) {
          const method = request.method === 'GET' ? 'GET' : 'POST';
          if (isTransportFault(error)) failure = new UnreachableError({ method, url: request.url }, error);
          throw error;
        }
      },
    },
  };
}

const refusalShape = z.object({ error: z.string(), error_description: z.string() });

function refusalIn({ status, bodyAsText }: PipelineResponse): Error | undefined {
  if (status < 400 || !bodyAsText?.startsWith('{')) return undefined;
  const read = refusalShape.safeParse(jsonIn(bodyAsText));
  if (!read.success || read.data.error === 'authorization_pending') return undefined; // the person takes their time
  return new Error(`${read.data.error}: ${read.data.error_description}`);
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The promise's outcome, or an error when it takes longer. Not every credential can be aborted, so it is left behind. */
async function within<Value>(milliseconds: number, promise: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no token within ${milliseconds / 1000} s`)), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
