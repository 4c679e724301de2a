import { DiagnosticError } from '../../diagnostics';
import { approve } from '../approval';
import { exitCodes, type ExitCode } from '../exit-code';
import { findParty, withPartner, type PartnerArguments } from '../partner';
import { readState } from '../relationship-state';
import { showDiagnostics, type Session } from '../session';

interface EndArguments extends PartnerArguments {
  readonly customer: string;
  readonly apply?: boolean | undefined;
  readonly autoApprove?: boolean | undefined;
}

/** What became of delegated admin, as a sentence of the statement. */
interface Ended {
  readonly code: ExitCode;
  readonly words: string;
}

/**
 * Ends delegated admin once nothing is left to do by it, unless groups use it that no file of ours declares. What goes
 * wrong is shown, and stands in the statement.
 */
export async function endRelationship(
  asked: EndArguments,
  isClear: boolean,
  session: Session,
): Promise<Ended> {
  try {
    return await endIfUnused(asked, isClear, session);
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    await showDiagnostics(session, error.diagnostics);
    const words = `Delegated admin (GDAP): how it stands is not known. Run this again, or: tilldela relationship status ${asked.customer}`;
    return { code: exitCodes.error, words };
  }
}

function endIfUnused(asked: EndArguments, isClear: boolean, session: Session): Promise<Ended> {
  return withPartner(asked, session, async (run): Promise<Ended> => {
    const party = await findParty(run, asked.customer);
    const state = await readState(run, party);
    const { standing } = state;
    if (standing.kind !== 'active') {
      return { code: exitCodes.done, words: `Delegated admin (GDAP): none is active (${standing.kind}).` };
    }
    const called = `"${standing.relationship.displayName}"`;
    const byHand = `tilldela relationship terminate ${party.name}`;
    const isShared = !party.declared || state.differences.some(({ kind }) => kind === 'undeclared');
    if (isShared) {
      const words = `${called}: groups have access by it that no file declares. To end it: ${byHand}`;
      return { code: exitCodes.done, words };
    }
    if (!asked.apply || !isClear) {
      const words = `${called} is active, and ends when all of ours is gone. To end it by itself: ${byHand}`;
      return { code: exitCodes.changes, words };
    }
    const what = `${called} will end: nobody of yours will be able to sign in to the tenant of ${party.name} by it.`;
    if (!(await approve(session, { what, autoApprove: asked.autoApprove }))) {
      return { code: exitCodes.declined, words: `${called} is active: its end was declined.` };
    }
    await run.relationships.end(standing.relationship);
    return { code: exitCodes.done, words: `${called}: its end was requested.` };
  });
}
