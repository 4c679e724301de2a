import { findServicePrincipal, idKey } from '../world/cloud';
import type { Application, ServicePrincipal } from '../world/world';
import { checkClientAssertion } from './client-assertion';
import { checkResource, fail, missingParameter, unknownApplication } from './token-request';
import type { Outcome, TokenRequest } from './token-request';

/** What an application asks for, once it has shown who it is. */
interface ApplicationGrant {
  readonly servicePrincipal: ServicePrincipal;
  readonly resource: string;
}

/**
 * `grant_type=client_credentials`, with a secret or with the token of an issuer that the application trusts.
 * Source: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
 */
export async function checkClientCredentials(request: TokenRequest): Promise<Outcome<ApplicationGrant>> {
  const client = await checkClient(request);
  if ('failure' in client) return client;
  const resource = checkScope(request);
  if ('failure' in resource) return resource;
  return { found: { servicePrincipal: client.found, resource: resource.found } };
}

async function checkClient(request: TokenRequest): Promise<Outcome<ServicePrincipal>> {
  const clientId = request.form.get('client_id');
  if (!clientId) return missingParameter('client_id');
  const application = request.context.ledger.cloud.applications.get(idKey(clientId));
  const servicePrincipal = findServicePrincipal(request.home, clientId);
  if (!application || !servicePrincipal) return unknownApplication(request, clientId);
  const proof = await checkProof(request, application);
  return 'failure' in proof ? proof : { found: servicePrincipal };
}

async function checkProof(request: TokenRequest, application: Application): Promise<Outcome<true>> {
  const { form } = request;
  const secret = form.get('client_secret');
  if (secret) return checkSecret(application, secret);
  const assertion = form.get('client_assertion');
  if (assertion !== null) return checkClientAssertion(request, application, assertion);
  return fail(
    401,
    'invalid_client',
    7000218,
    "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  );
}

function checkSecret(application: Application, secret: string): Outcome<true> {
  if (application.clientSecrets.includes(secret)) return { found: true };
  return fail(
    401,
    'invalid_client',
    7000215,
    'Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, ' +
      `not the client secret ID, for a secret added to app '${application.appId}'.`,
  );
}

/** @returns the resource that the token is for: the scope without `/.default` */
function checkScope(request: TokenRequest): Outcome<string> {
  const scope = request.form.get('scope');
  if (!scope) return missingParameter('scope');
  const suffix = '/.default';
  if (scope.endsWith(suffix)) return checkResource(request, scope.slice(0, -suffix.length));
  return fail(
    400,
    'invalid_scope',
    1002012,
    `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with ` +
      '/.default suffixed to the resource identifier (application ID URI).',
  );
}
