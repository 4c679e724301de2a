import type { Guid } from '../../model';
import { shellQuoted } from '../hand-off/scripts';

/** Consents to an application in a customer's tenant: for somebody of the partner who has a GDAP role that may. */
export function consentLine(partnerCenter: string, customerTenant: Guid, consent: object): string {
  const url = `${partnerCenter}/v1/customers/${customerTenant}/applicationconsents`;
  return `az rest --method post --resource ${partnerCenter} --url ${url} --body ${shellQuoted(JSON.stringify(consent))}`;
}

/**
 * Has an application trust another issuer's tokens: for who may change it in the partner's own tenant.
 * Source: https://learn.microsoft.com/cli/azure/ad/app/federated-credential
 */
export function federationLine(clientId: Guid, credential: object): string {
  return `az ad app federated-credential create --id ${clientId} --parameters ${shellQuoted(JSON.stringify(credential))}`;
}
