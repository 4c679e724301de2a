import type { Context } from '../context';
import type { Exchange } from '../http/exchange';
import { Refusal } from '../http/refusal';
import type { TokenClaims } from '../login/access-token';
import { isOneOf, partnerCenterAudiencesOf } from '../login/audience';
import { isAdminAgent, isPartnerAgent } from '../delegated-admin/partner-roles';
import { idKey } from '../world/cloud';
import type { TenantState } from '../world/cloud';
import { codes, forbidden, notFound } from './partner-center-error';

/** A request to Partner Center whose token has been checked. */
export interface PartnerCenterRequest {
  readonly context: Context;
  readonly exchange: Exchange;
  /** Segments after the version. */
  readonly path: readonly string[];
  /** The caller's tenant: the partner. */
  readonly partner: TenantState;
  readonly claims: TokenClaims;
}

/** The token of a person of the partner must say that there was a second factor; an application's need not. */
export async function authenticate(
  context: Context,
  exchange: Exchange,
): Promise<Pick<PartnerCenterRequest, 'claims' | 'partner'>> {
  const token = /^Bearer\s+(\S+)$/i.exec(exchange.header('authorization') ?? '')?.[1];
  const verdict = token === undefined ? undefined : await context.issuer.verify(token);
  if (verdict?.kind !== 'valid') throw unauthorized('The access token is missing, invalid or expired.');
  const { claims } = verdict;
  const partner = context.ledger.cloud.tenants.get(idKey(claims.tenantId));
  if (!partner || !isOneOf(claims.audience, partnerCenterAudiencesOf(context.origin))) {
    throw unauthorized('The access token is not for Partner Center.');
  }
  if (claims.isUser && !claims.mfa) {
    const message = 'The access token was issued without multifactor authentication, which is required.';
    throw new Refusal(401, codes.mfaRequired, message);
  }
  const isPartner = partner.tenant.groups?.some(({ displayName }) => displayName === 'AdminAgents') ?? false;
  if (!isPartner || (claims.isUser && !isPartnerAgent(partner, claims.objectId))) {
    throw forbidden('The caller has no role in Partner Center.');
  }
  return { claims, partner };
}

/** Some calls are for people only, and for admin agents. @throws Refusal 403 */
export function requireAdminAgent({ claims, partner }: PartnerCenterRequest): void {
  if (!claims.isUser) throw forbidden('This call needs App+User authentication.');
  if (!isAdminAgent(partner, claims.objectId)) throw forbidden('The caller is no admin agent.');
}

/** @throws Refusal 404 unless the partner is the tenant's reseller */
export function findCustomer({ context, partner }: PartnerCenterRequest, id: string): TenantState {
  const customer = context.ledger.cloud.tenants.get(idKey(id));
  if (customer?.objects.resellers.has(idKey(partner.tenant.id))) return customer;
  throw notFound(`The customer '${id}'`);
}

function unauthorized(message: string): Refusal {
  return new Refusal(401, codes.unauthorized, message);
}
