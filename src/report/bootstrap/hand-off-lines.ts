import type { Guid } from '../../model';
import { shellQuoted } from '../hand-off/scripts';

/** Azure Resource Manager, to which a consent has to name some permission. */
const resourceManager = '797f4846-ba00-4fd7-ba43-dac1f8f63013';

/**
 * Makes an application known in a customer's tenant: for somebody of the partner who has a GDAP role that may consent.
 * Source: https://learn.microsoft.com/partner-center/developer/control-panel-vendor-apis
 */
export function consentLine(partnerCenter: string, customerTenant: Guid, applicationId: Guid): string {
  const body = {
    applicationId,
    displayName: 'tilldela',
    applicationGrants: [{ enterpriseApplicationId: resourceManager, scope: 'user_impersonation' }],
  };
  const url = `${partnerCenter}/v1/customers/${customerTenant}/applicationconsents`;
  return `az rest --method post --resource ${partnerCenter} --url ${url} --body ${shellQuoted(JSON.stringify(body))}`;
}

/**
 * Has an application trust another issuer's tokens: for who may change it in the partner's own tenant.
 * Source: https://learn.microsoft.com/cli/azure/ad/app/federated-credential
 */
export function federationLine(
  clientId: Guid,
  trust: { readonly issuer: string; readonly subject: string; readonly audience: string },
): string {
  const { issuer, subject, audience } = trust;
  const parameters = JSON.stringify({ name: 'tilldela-ci', issuer, subject, audiences: [audience] });
  return `az ad app federated-credential create --id ${clientId} --parameters ${shellQuoted(parameters)}`;
}
