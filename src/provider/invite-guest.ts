import { HttpError, invitationsPath, inviteGuest, isAzureError } from '../azure';
import { fail } from '../diagnostics';
import type { Guid } from '../model';
import { azureDiagnostic, withCause } from './azure-diagnostic';
import { connect, type ConnectionOptions } from './connections';
import { invitingLines } from './explain-names';

/**
 * Invites a guest to the customer's tenant, and gives their object id; who has been invited is found, not made again.
 * Throws a DiagnosticError, `invitation_refused` with what somebody else can do where Azure does not allow it.
 */
export async function inviteToCustomer(options: ConnectionOptions, mail: string): Promise<Guid> {
  const { directory, customerTenant } = connect(options);
  try {
    return await inviteGuest(directory, mail);
  } catch (error) {
    if (!isAzureError(error)) throw error;
    const what = `${mail} could not be invited to tenant ${customerTenant}`;
    const found = azureDiagnostic(error, { what, code: 'invitation_refused' });
    if (!(error instanceof HttpError) || error.status !== 403) throw withCause([found], error);
    return fail('invitation_refused', {
      detail: found.detail,
      hint: `It takes User.Invite.All in Microsoft Graph, for people the directory role Guest Inviter too. Whoever has it there runs:\n\n${invitingLines(mail, customerTenant, directory.urlOf(invitationsPath, {}))}`,
    });
  }
}
