import {
  createFederatedCredential,
  HttpError,
  listFederatedCredentials,
  type ApplicationConsent,
  type FederatedCredential,
} from '../../azure';
import type { Guid } from '../../model';
import type { PartnerConnection } from './partner-connection';
import { orPartnerDiagnostic } from './partner-diagnostic';
import { unlessDone } from './unless-done';

/** Consents to an application of the partner in a customer's tenant, unless somebody has. Throws DiagnosticError. */
export async function consentTo(
  { partnerCenter }: PartnerConnection,
  tenantId: Guid,
  consent: ApplicationConsent,
): Promise<void> {
  const asked = partnerCenter.consent(tenantId, consent).catch((error: unknown) => {
    if (!(error instanceof HttpError && error.status === 409)) throw error;
  });
  await orPartnerDiagnostic(asked, 'The consent was refused');
}

/** Has an application of the partner trust a subject, unless it does. Throws DiagnosticError. */
export async function addTrust(
  { directory }: PartnerConnection,
  clientId: Guid,
  wanted: FederatedCredential & { readonly name: string },
): Promise<void> {
  const isThere = async () =>
    (await listFederatedCredentials(directory, clientId)).some(
      ({ issuer, subject }) => issuer === wanted.issuer && subject === wanted.subject,
    );
  const asked = unlessDone(createFederatedCredential(directory, clientId, wanted), isThere);
  await orPartnerDiagnostic(asked, 'The federated credential was refused');
}
