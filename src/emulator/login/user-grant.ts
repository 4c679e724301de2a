import { findServicePrincipal, idKey } from '../world/cloud';
import type { TenantState } from '../world/cloud';
import type { User } from '../world/world';
import { issuerOf } from './access-token';
import { checkConsent } from './application-consent';
import { mayEnter } from './partner-agent';
import { checkResource, fail, unknownApplication } from './token-request';
import type { Outcome, TokenRequest } from './token-request';

/** A person who has signed in, at home. */
export interface SignedIn {
  readonly home: TenantState;
  readonly user: User;
  readonly mfa: boolean;
}

/** What a person gets in the tenant that is asked. */
export interface UserGrant {
  readonly signedIn: SignedIn;
  /** The tenant that is asked. */
  readonly tenant: TenantState;
  /** Who the person is in that tenant. */
  readonly user: User;
  readonly appId: string;
  readonly resource: string;
}

/** Clients of Microsoft's own, which every tenant knows: the portal, the Azure CLI, Azure PowerShell. */
const firstPartyClients = [
  'c44b4083-3bb0-49c1-b47d-974e53cbdf3c',
  '04b07795-8ddb-461a-bbee-02f9e1bf7b46',
  '1950a258-227b-4e31-a9cf-717495945fc2',
];

/** Scopes that ask for another kind of token instead of naming a resource. */
const openIdScopes = ['openid', 'profile', 'email', 'offline_access'];

/**
 * A person who has signed in is somebody in every tenant that knows them: at home, as a guest whose mail address is the
 * name at home, or at a customer through GDAP.
 *
 * @param scope as the request names it, other scopes among it
 */
export function grantToPerson(
  request: TokenRequest,
  signedIn: SignedIn,
  clientId: string,
  scope: string,
): Outcome<UserGrant> {
  const client = checkPublicClient(request, clientId);
  if ('failure' in client) return client;
  const user = userIn(request, signedIn);
  if (!user) return notInTenant(request, signedIn, clientId);
  const resource = checkResource(request, resourceOf(scope));
  if ('failure' in resource) return resource;
  const consent = checkConsent(request, clientId, resource.found);
  if ('failure' in consent) return consent;
  return { found: { signedIn, tenant: request.home, user, appId: clientId, resource: resource.found } };
}

/** People sign in to a tenant through a client that has a service principal there, or is Microsoft's. */
export function checkPublicClient(request: TokenRequest, clientId: string): Outcome<true> {
  const isKnown =
    findServicePrincipal(request.home, clientId) !== undefined || firstPartyClients.includes(idKey(clientId));
  return isKnown ? { found: true } : unknownApplication(request, clientId);
}

function userIn({ context, home }: TokenRequest, signedIn: SignedIn): User | undefined {
  if (home === signedIn.home) return signedIn.user;
  const users = [...home.principals.values()].flatMap((each) => (each.type === 'User' ? [each.object] : []));
  const guest = users.find(
    ({ userType, mail }) =>
      userType === 'Guest' && mail !== undefined && idKey(mail) === idKey(signedIn.user.userPrincipalName),
  );
  return guest ?? (mayEnter(home, signedIn.home, signedIn.user, context.now()) ? signedIn.user : undefined);
}

function notInTenant({ home }: TokenRequest, signedIn: SignedIn, clientId: string) {
  return fail(
    400,
    'invalid_grant',
    50020,
    `User account '${signedIn.user.userPrincipalName}' from identity provider ` +
      `'${issuerOf(signedIn.home.tenant.id)}' does not exist in tenant '${home.tenant.displayName}' and cannot ` +
      `access the application '${clientId}' in that tenant. The account needs to be added as an external user in ` +
      'the tenant first. Sign out and sign in again with a different Azure Active Directory user account.',
  );
}

/** `https://management.azure.com//user_impersonation offline_access` is for `https://management.azure.com/`. */
function resourceOf(scope: string): string {
  const named = scope.split(' ').find((each) => each !== '' && !openIdScopes.includes(each)) ?? '';
  return named.slice(0, Math.max(named.lastIndexOf('/'), 0));
}
