import type { Context } from '../context';
import { findServicePrincipal, idKey } from '../world/cloud';
import type { TenantState } from '../world/cloud';
import type { User } from '../world/world';
import { issuerOf, isMultiFactor, methodsOf } from './access-token';
import { mayEnter } from './partner-agent';
import { checkConsent } from './application-consent';
import { checkResource, fail, missingParameter, unknownApplication } from './token-request';
import type { Outcome, TokenRequest } from './token-request';

/** What a person asks for, in the tenant that is asked. */
export interface UserGrant {
  readonly user: User;
  readonly mfa: boolean;
  readonly appId: string;
  readonly resource: string;
  readonly signedIn: SignedIn;
  /** Good for another {@link lifetime}. */
  readonly refreshToken: string;
}

/** Seconds: 90 days. Source: https://learn.microsoft.com/entra/identity-platform/refresh-tokens */
const lifetime = 90 * 24 * 3600;

/** Marks a signed text as a refresh token, so that no endpoint takes it for an access token. */
const type = 'refresh+jwt';

/** Clients of Microsoft's own, which every tenant knows: the portal, the Azure CLI, Azure PowerShell. */
const firstPartyClients = [
  'c44b4083-3bb0-49c1-b47d-974e53cbdf3c',
  '04b07795-8ddb-461a-bbee-02f9e1bf7b46',
  '1950a258-227b-4e31-a9cf-717495945fc2',
];

/** Scopes that ask for another kind of token instead of naming a resource. */
const openIdScopes = ['openid', 'profile', 'email', 'offline_access'];

/** A person who has signed in, at home. */
export interface SignedIn {
  readonly home: TenantState;
  readonly user: User;
  readonly mfa: boolean;
}

/** A refresh token as a sign-in in the browser gives it. */
export function issueRefreshToken({ now, issuer }: Context, signedIn: SignedIn): Promise<string> {
  const issuedAt = Math.floor(now().getTime() / 1000);
  const claims = {
    tid: signedIn.home.tenant.id,
    oid: signedIn.user.id,
    amr: methodsOf(signedIn),
    iat: issuedAt,
    exp: issuedAt + lifetime,
  };
  return issuer.sign(claims, type);
}

/**
 * `grant_type=refresh_token`. A refresh token is good in every tenant that has its user: at home, as a guest whose mail
 * address is the name at home, or at a customer through GDAP.
 * Source: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#refresh-the-access-token
 */
export async function checkRefreshToken(request: TokenRequest): Promise<Outcome<UserGrant>> {
  const { form } = request;
  const [clientId, token] = [form.get('client_id'), form.get('refresh_token')];
  if (!clientId) return missingParameter('client_id');
  if (!token) return missingParameter('refresh_token');
  if (!isKnownClient(request.home, clientId)) return unknownApplication(request, clientId);
  const signedIn = await readUser(request, token);
  return 'failure' in signedIn ? signedIn : grantToPerson(request, signedIn.found, clientId);
}

/** What somebody who has signed in gets in the tenant that is asked, for the scope that is asked. */
export async function grantToPerson(
  request: TokenRequest,
  signedIn: SignedIn,
  clientId: string,
): Promise<Outcome<UserGrant>> {
  const user = userIn(request, signedIn);
  if (!user) return notInTenant(request, signedIn, clientId);
  const resource = checkResource(request, resourceOf(request.form.get('scope') ?? ''));
  if ('failure' in resource) return resource;
  const consent = checkConsent(request, clientId, resource.found);
  if ('failure' in consent) return consent;
  const refreshToken = await issueRefreshToken(request.context, signedIn);
  return {
    found: { user, mfa: signedIn.mfa, appId: clientId, resource: resource.found, signedIn, refreshToken },
  };
}

async function readUser({ context }: TokenRequest, token: string): Promise<Outcome<SignedIn>> {
  const verdict = await context.issuer.open(token, type);
  if (verdict.kind === 'expired') {
    return fail(
      400,
      'invalid_grant',
      700082,
      'The refresh token has expired due to inactivity. The token was issued on ' +
        `${new Date(Number(verdict.payload.iat) * 1000).toISOString()} and was inactive for 90.00:00:00.`,
    );
  }
  if (verdict.kind === 'valid') {
    const home = context.ledger.cloud.tenants.get(idKey(String(verdict.payload['tid'])));
    const principal = home?.principals.get(idKey(String(verdict.payload['oid'])));
    if (home && principal?.type === 'User') {
      return { found: { home, user: principal.object, mfa: isMultiFactor(verdict.payload) } };
    }
  }
  return fail(400, 'invalid_grant', 9002313, 'Invalid request. Request is malformed or invalid.');
}

function userIn({ context, home }: Omit<TokenRequest, 'form'>, signedIn: SignedIn): User | undefined {
  if (home === signedIn.home) return signedIn.user;
  const guest = home.tenant.users?.find(
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

/** Whether people can sign in to a tenant through this client: it has a service principal there, or is Microsoft's. */
export function isKnownClient(home: TenantState, clientId: string): boolean {
  return findServicePrincipal(home, clientId) !== undefined || firstPartyClients.includes(idKey(clientId));
}

/** `https://management.azure.com//user_impersonation offline_access` is for `https://management.azure.com/`. */
function resourceOf(scope: string): string {
  const named = scope.split(' ').find((each) => each !== '' && !openIdScopes.includes(each)) ?? '';
  return named.slice(0, Math.max(named.lastIndexOf('/'), 0));
}
