import { DiagnosticError } from '../../diagnostics';
import type { Guid } from '../../model';
import type { PartnerConnection } from './partner-connection';
import { orPartnerDiagnostic } from './partner-diagnostic';

/**
 * Whether the partner is the tenant's reseller, and else the address at which it becomes one. Partner Center gives that
 * to people only; a refusal is an answer, since delegated admin goes on without it.
 */
export async function resellerInvitation(
  { partnerCenter }: PartnerConnection,
  tenantId: Guid,
): Promise<{
  readonly isReseller?: boolean;
  readonly url?: string;
  readonly refused?: DiagnosticError;
}> {
  const what = 'The address at which a customer accepts a reseller could not be had';
  try {
    const customer = await orPartnerDiagnostic(partnerCenter.customer(tenantId), what);
    if (customer) return { isReseller: true };
    return {
      isReseller: false,
      url: await orPartnerDiagnostic(partnerCenter.relationshipRequestUrl(), what),
    };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return { refused: error };
  }
}
