import { declaredGuests, type DeclaredGuest } from '../../configuration';
import { DiagnosticError, fail } from '../../diagnostics';
import { createReader, inviteToCustomer } from '../../provider';
import { approve } from '../approval';
import { connectionOf } from '../connection-of';
import { exitCodes, type ExitCode } from '../exit-code';
import type { PlannedCustomer } from '../plan-customer';
import { codeFor, showDiagnostics, type Session } from '../session';
import type { Target } from '../target';
import { withFleet } from './fleet';

export interface InviteArguments {
  readonly customer: string;
  readonly cloud?: string | undefined;
  readonly autoApprove?: boolean | undefined;
}

/**
 * `tilldela invite CUSTOMER`: invites the guests whom a grant declares and whom the directory does not have. Stopped at
 * any point and run again it goes on: who has been invited is found.
 */
export function runInvite(asked: InviteArguments, session: Session): Promise<ExitCode> {
  return withFleet({ customers: [asked.customer], cloud: asked.cloud }, session, async (fleet) => {
    await showDiagnostics(session, fleet.diagnostics);
    const [entry, ...others] = fleet.planned;
    if (others.length > 0) fail('usage', { detail: 'invite takes one customer.' });
    if (!entry) return exitCodes.error;
    const errors = [
      ...entry.plan.diagnostics.filter(
        ({ code, severity }) => code !== 'guest_not_invited' && severity === 'error',
      ),
      ...entry.plan.unread.map(({ diagnostic }) => diagnostic),
    ];
    await showDiagnostics(session, errors);
    if (errors.length > 0) return exitCodes.error;
    return codeFor(fleet.diagnostics, [await inviteMissing(entry, fleet.target, asked, session)]);
  });
}

async function inviteMissing(
  entry: PlannedCustomer,
  target: Target,
  { autoApprove }: InviteArguments,
  session: Session,
): Promise<ExitCode> {
  const { terminal } = session;
  const missing = await missingGuests(entry, target);
  if (missing.length === 0) {
    terminal.data(
      `Nobody to invite: every guest to whom ${entry.customer} grants access is in its directory.`,
    );
    return exitCodes.done;
  }
  const { tenant } = entry.draft.declaration.customer;
  terminal.data(`These get an invitation to tenant ${tenant} by mail:\n`);
  for (const { mail, grants } of missing) terminal.data(`  + ${mail} for ${grants.join(', ')}`);
  const hint = `tilldela invite ${entry.customer} --auto-approve`;
  if (!(await approve(session, { autoApprove, hint }))) return exitCodes.declined;
  const codes: ExitCode[] = [];
  for (const { mail } of missing) codes.push(await inviteOne(mail, entry, target, session));
  if (codes.includes(exitCodes.done)) terminal.message(`Then: tilldela plan ${entry.customer}`);
  return codes.find((code) => code !== exitCodes.done) ?? exitCodes.done;
}

/** The directory is asked again: a plan says of a name only that it was not found. */
async function missingGuests(entry: PlannedCustomer, target: Target): Promise<readonly DeclaredGuest[]> {
  const guests = declaredGuests(entry.draft, entry.plan.asOf);
  const reader = createReader(connectionOf(entry, target));
  const { failures } = await reader.resolvePrincipals(guests.map(({ lookup }) => lookup));
  return guests.filter(({ key }) => failures.get(key)?.code === 'guest_not_invited');
}

/** That one cannot be invited does not keep the others from it. */
async function inviteOne(
  mail: string,
  entry: PlannedCustomer,
  target: Target,
  session: Session,
): Promise<ExitCode> {
  try {
    const id = await inviteToCustomer(connectionOf(entry, target), mail);
    session.terminal.data(`Invited: ${mail}, object id ${id}`);
    return exitCodes.done;
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    const { customer } = entry;
    await showDiagnostics(
      session,
      error.diagnostics.map((each) => ({ ...each, customer })),
    );
    return exitCodes.error;
  }
}
