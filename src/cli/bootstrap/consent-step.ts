import type { ApplicationConsent } from '../../azure';
import type { Guid } from '../../model';
import { consentTo, type PartnerConnection } from '../../provider';
import { consentLine } from '../../report';
import type { PlannedCustomer } from '../plan-customer';
import { waiting, type Attempts, type Step } from './step';

/** Azure Resource Manager: a consent has to name some permission. */
const resourceManager = '797f4846-ba00-4fd7-ba43-dac1f8f63013';

const title = 'Consent';

/** That the customer's tenant knows the application. */
export function consentStep(
  { customer, draft: { declaration } }: PlannedCustomer,
  { clientId, servicePrincipal }: { readonly clientId: Guid; readonly servicePrincipal: Guid | undefined },
  by: { readonly partner: PartnerConnection; readonly mayMake: boolean; readonly attempts: Attempts },
): Step {
  const { tenant } = declaration.customer;
  if (servicePrincipal) {
    const detail = `The application ${clientId} is known in the tenant, as the service principal ${servicePrincipal}.`;
    return { title, standing: 'done', detail };
  }
  const refusal = by.attempts.get(title);
  if (by.attempts.has(title) && refusal === undefined)
    return waiting(title, 'It was given. The tenant does not show the application yet: run this again soon.');
  const { loginEndpoint, partnerCenterEndpoint } = by.partner.environment;
  const consent = consentFor(clientId);
  const absent = `The tenant of ${customer} does not know the application ${clientId}.`;
  if (by.mayMake && refusal === undefined) {
    return {
      title,
      standing: 'to-do',
      detail: `${absent} You consent to it through Partner Center, to no more than signing in at Azure.`,
      make: () => consentTo(by.partner, tenant, consent),
    };
  }
  const words = [
    absent,
    ...(refusal ? [refusal] : []),
    'Its Global Administrator opens the address, or somebody of the partner with a GDAP role that may consent runs the line.',
  ];
  return {
    title,
    standing: 'by-others',
    detail: words.join(' '),
    lines: [
      `${loginEndpoint}/${tenant}/adminconsent?client_id=${clientId}`,
      consentLine(partnerCenterEndpoint, tenant, consent),
    ],
  };
}

function consentFor(applicationId: Guid): ApplicationConsent {
  return {
    applicationId,
    displayName: 'tilldela',
    applicationGrants: [{ enterpriseApplicationId: resourceManager, scope: 'user_impersonation' }],
  };
}
