import { randomUUID } from 'node:crypto';
import { isGuid, isObject } from '../arm/json-body';
import { partnerRoles } from '../delegated-admin/partner-roles';
import type { Answer } from '../http/exchange';
import { Refusal } from '../http/refusal';
import type { ApplicationConsent } from '../world/azure-plan';
import { objectDeleted, objectWritten } from '../world/change';
import { findServicePrincipal, idKey } from '../world/cloud';
import type { TenantState } from '../world/cloud';
import { readObject } from './customers';
import { badRequest, codes, forbidden, notFound } from './partner-center-error';
import { requireAdminAgent } from './partner-center-request';
import type { PartnerCenterRequest } from './partner-center-request';

/**
 * Template ids of the Entra roles of which a partner needs one, by GDAP, to consent in a customer's tenant.
 * Source: https://learn.microsoft.com/powershell/partnercenter/exchange-online-gdap-app
 */
const consenting = [
  '158c047a-c907-4556-b7ef-446551a6b5f7', // Cloud Application Administrator
  'e8611ab8-c189-46e8-94e1-60213ab1f814', // Privileged Role Administrator
  '62e90394-69f5-4237-9190-012177145e10', // Global Administrator
];

/**
 * Makes the partner's application known in the customer's tenant, with the permissions that are named.
 * Source: https://learn.microsoft.com/partner-center/developer/control-panel-vendor-apis
 *
 * @throws Refusal 400, 403 without an Entra role that may consent, or 409 when the application has a consent
 */
export function postConsent(request: PartnerCenterRequest, customer: TenantState): Answer {
  requireConsenting(request, customer);
  const consent = readConsent(readObject(request.exchange.body));
  const { ledger } = request.context;
  const application = ledger.cloud.applications.get(idKey(consent.applicationId));
  if (!application) throw badRequest(`There is no application '${consent.applicationId}'.`);
  if (customer.objects.applicationConsents.has(idKey(consent.applicationId))) {
    throw new Refusal(409, codes.conflict, 'The application has a consent in this tenant.');
  }
  ledger.record(objectWritten(customer, 'applicationConsents', consent));
  if (!findServicePrincipal(customer, consent.applicationId)) {
    const { appId, displayName } = application;
    ledger.record(objectWritten(customer, 'servicePrincipals', { id: randomUUID(), appId, displayName }));
  }
  return { status: 201, body: consent };
}

/** Takes the consent away, and the application with it. */
export function deleteConsent(request: PartnerCenterRequest, customer: TenantState, id: string): Answer {
  requireConsenting(request, customer);
  const consent = customer.objects.applicationConsents.get(idKey(id));
  if (!consent) throw notFound(`The consent of the application '${id}'`);
  const { ledger } = request.context;
  ledger.record(objectDeleted(customer, 'applicationConsents', consent));
  const servicePrincipal = findServicePrincipal(customer, consent.applicationId);
  if (servicePrincipal) ledger.record(objectDeleted(customer, 'servicePrincipals', servicePrincipal));
  return { status: 204 };
}

function requireConsenting(request: PartnerCenterRequest, customer: TenantState): void {
  requireAdminAgent(request);
  const { partner, claims, context } = request;
  const roles = partnerRoles(partner, customer.tenant.id, claims.objectId, context.now());
  if (consenting.some((role) => roles.has(role))) return;
  throw forbidden(
    `The caller has no role in ${customer.tenant.displayName} that may consent to applications.`,
  );
}

function readConsent(body: Readonly<Record<string, unknown>>): ApplicationConsent {
  const { applicationId, displayName, applicationGrants } = body;
  if (typeof applicationId !== 'string' || !isGuid(applicationId)) {
    throw badRequest('The applicationId must be a GUID.');
  }
  const grants: readonly unknown[] = Array.isArray(applicationGrants) ? applicationGrants : [];
  if (grants.length === 0) throw badRequest('The applicationGrants must be a list that is not empty.');
  return {
    applicationId,
    displayName: typeof displayName === 'string' ? displayName : '',
    applicationGrants: grants.map(readGrant),
  };
}

function readGrant(grant: unknown): ApplicationConsent['applicationGrants'][number] {
  const { enterpriseApplicationId, scope } = isObject(grant) ? grant : {};
  if (
    typeof enterpriseApplicationId === 'string' &&
    isGuid(enterpriseApplicationId) &&
    typeof scope === 'string'
  ) {
    return { enterpriseApplicationId, scope };
  }
  throw badRequest('Each grant must have an enterpriseApplicationId and a scope.');
}
