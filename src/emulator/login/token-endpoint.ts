import type { Context } from '../context';
import type { Answer, Exchange } from '../http/exchange';
import { findTenant, idKey } from '../world/cloud';
import type { TenantState } from '../world/cloud';
import type { Application, ServicePrincipal } from '../world/world';
import { isKnownResource } from './audience';
import { answerSignInError, tenantNotFound } from './sign-in-error';
import type { SignInError } from './sign-in-error';

/** A failed check of the token request, or what it found out. */
type Outcome<T> = { readonly failure: SignInError } | { readonly found: T };

/**
 * `POST /{tenant}/oauth2/v2.0/token`, for applications with a client secret. Fields that are not needed are ignored,
 * because every client adds telemetry of its own.
 * Source: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
 */
export async function answerTokenRequest(
  context: Context,
  exchange: Exchange,
  tenantName: string,
): Promise<Answer> {
  if (exchange.method !== 'POST') return answerSignInError(context, onlyPost(exchange.method));
  const form = new URLSearchParams(exchange.body);

  const grant = checkGrant(form);
  if ('failure' in grant) return answerSignInError(context, grant.failure);
  const tenant = checkTenant(context, tenantName);
  if ('failure' in tenant) return answerSignInError(context, tenant.failure);
  const client = checkClient(context, tenant.found, form);
  if ('failure' in client) return answerSignInError(context, client.failure);
  const resource = checkScope(context, tenant.found, form.get('scope') ?? '');
  if ('failure' in resource) return answerSignInError(context, resource.failure);

  const subject = {
    tenantId: tenant.found.tenant.id,
    objectId: client.found.id,
    appId: client.found.appId,
  };
  return {
    status: 200,
    headers: { 'Cache-Control': 'no-store, no-cache', Pragma: 'no-cache' },
    body: {
      token_type: 'Bearer',
      expires_in: 3599,
      ext_expires_in: 3599,
      access_token: await context.issuer.issue(subject, resource.found),
    },
  };
}

function checkGrant(form: URLSearchParams): Outcome<true> {
  const grant = form.get('grant_type');
  if (grant === 'client_credentials') return { found: true };
  if (!grant) return { failure: missingParameter('grant_type') };
  return {
    failure: {
      status: 400,
      error: 'unsupported_grant_type',
      code: 70003,
      message: `The app requested an unsupported grant type '${grant}'.`,
    },
  };
}

function checkTenant(context: Context, name: string): Outcome<TenantState> {
  if (['common', 'organizations', 'consumers'].includes(name.toLowerCase())) {
    return {
      failure: {
        status: 400,
        error: 'invalid_request',
        code: 50059,
        message:
          'No tenant-identifying information found in either the request or implied by any provided credentials.',
      },
    };
  }
  const tenant = findTenant(context.ledger.cloud, name);
  return tenant ? { found: tenant } : { failure: tenantNotFound('invalid_request', name) };
}

function checkClient(context: Context, state: TenantState, form: URLSearchParams): Outcome<ServicePrincipal> {
  const clientId = form.get('client_id');
  if (!clientId) return { failure: missingParameter('client_id') };
  const application = context.ledger.cloud.applications.get(idKey(clientId));
  const servicePrincipal = state.tenant.servicePrincipals?.find(
    (candidate) => idKey(candidate.appId) === idKey(clientId),
  );
  if (!application || !servicePrincipal) {
    return {
      failure: {
        status: 400,
        error: 'unauthorized_client',
        code: 700016,
        message:
          `Application with identifier '${clientId}' was not found in the directory '${state.tenant.displayName}'. ` +
          'This can happen if the application has not been installed by the administrator of the tenant or ' +
          'consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.',
      },
    };
  }
  const failure = secretFailure(application, form);
  return failure ? { failure } : { found: servicePrincipal };
}

function secretFailure(application: Application, form: URLSearchParams): SignInError | undefined {
  const secret = form.get('client_secret');
  if (secret && application.clientSecrets.includes(secret)) return undefined;
  const invalid = (code: number, message: string): SignInError => ({
    status: 401,
    error: 'invalid_client',
    code,
    message,
  });
  if (secret) {
    return invalid(
      7000215,
      'Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, ' +
        `not the client secret ID, for a secret added to app '${application.appId}'.`,
    );
  }
  if (form.has('client_assertion')) {
    return invalid(700213, 'No matching federated identity record found for the presented assertion.');
  }
  return invalid(
    7000218,
    "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  );
}

/** @returns the resource that the token is for: the scope without `/.default` */
function checkScope(context: Context, state: TenantState, scope: string): Outcome<string> {
  if (!scope) return { failure: missingParameter('scope') };
  const suffix = '/.default';
  if (!scope.endsWith(suffix)) {
    return {
      failure: {
        status: 400,
        error: 'invalid_scope',
        code: 1002012,
        message:
          `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with ` +
          '/.default suffixed to the resource identifier (application ID URI).',
      },
    };
  }
  const resource = scope.slice(0, -suffix.length);
  if (isKnownResource(context.origin, resource)) return { found: resource };
  return {
    failure: {
      status: 400,
      error: 'invalid_resource',
      code: 500011,
      message:
        `The resource principal named ${resource} was not found in the tenant named ${state.tenant.displayName}. ` +
        'This can happen if the application has not been installed by the administrator of the tenant or consented ' +
        'to by any user in the tenant. You might have sent your authentication request to the wrong tenant.',
    },
  };
}

function missingParameter(name: string): SignInError {
  return {
    status: 400,
    error: 'invalid_request',
    code: 900144,
    message: `The request body must contain the following parameter: '${name}'.`,
  };
}

function onlyPost(method: string): SignInError {
  return {
    status: 400,
    error: 'invalid_request',
    code: 900561,
    message: `The endpoint only accepts POST requests. Received a ${method} request.`,
  };
}
