import type { Context } from '../context';
import { findTenant, idKey } from '../world/cloud';
import type { TenantState } from '../world/cloud';
import type { User } from '../world/world';
import { findVisitor } from './partner-agent';
import { issueRefreshToken } from './refresh-token-grant';

/** Source: https://learn.microsoft.com/troubleshoot/entra/entra-id/governance/verify-first-party-apps-sign-in */
const azurePortalClientId = 'c44b4083-3bb0-49c1-b47d-974e53cbdf3c';

export interface SignInOptions {
  /** Whether the person gives a second factor, as Azure asks of everybody who writes. Default true. */
  readonly mfa?: boolean;
}

/**
 * An ARM access token as the Azure portal holds it: what a sign-in in the browser would end with.
 *
 * @throws Error when there is no such tenant or user
 */
export async function userToken(
  context: Context,
  tenantId: string,
  name: string,
  { mfa = true }: SignInOptions = {},
): Promise<string> {
  const { home, user } = findUser(context, tenantId, name);
  const person = { ...user, mfa };
  const subject = { tenantId: home.tenant.id, objectId: user.id, appId: azurePortalClientId, user: person };
  return context.issuer.issue(subject, context.origin);
}

/** @throws Error when there is no such tenant or user */
export async function refreshToken(
  context: Context,
  tenantId: string,
  name: string,
  { mfa = true }: SignInOptions = {},
): Promise<string> {
  const { home, user } = findUser(context, tenantId, name);
  if (!home.principals.has(idKey(user.id))) throw new Error(`${name} is at home in another tenant.`);
  return issueRefreshToken(context, { home, user, mfa });
}

/**
 * Finishes a sign-in by device code, as the person does in a browser.
 *
 * @throws Error when nothing waits for the code, or there is no such person
 */
export function finishDeviceSignIn(
  { deviceSignIns, ledger }: Context,
  code: string,
  person: { readonly user: string; readonly mfa: boolean } | 'declined',
): void {
  if (person === 'declined') return deviceSignIns.finish(code, person);
  const name = idKey(person.user);
  for (const home of ledger.cloud.tenants.values()) {
    const user = home.tenant.users?.find(
      ({ userPrincipalName, userType }) => userType !== 'Guest' && idKey(userPrincipalName) === name,
    );
    if (user) return deviceSignIns.finish(code, { home, user, mfa: person.mfa });
  }
  throw new Error(`The emulator has no user ${person.user}.`);
}

/** A user of the tenant, or one of a partner who has a role there. */
function findUser(context: Context, tenantId: string, name: string): { home: TenantState; user: User } {
  const home = findTenant(context.ledger.cloud, tenantId);
  if (!home) throw new Error(`The emulator has no tenant ${tenantId}.`);
  const user =
    home.tenant.users?.find((candidate) => idKey(candidate.userPrincipalName) === idKey(name)) ??
    findVisitor(context.ledger.cloud, home, name, context.now());
  if (!user) throw new Error(`The emulator has no user ${name} in ${home.tenant.displayName}.`);
  return { home, user };
}
