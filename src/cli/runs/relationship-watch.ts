import { DiagnosticError, fail, hasErrors } from '../../diagnostics';
import { jsonText } from '../../report';
import { exitCodes, type ExitCode } from '../exit-code';
import { findParty, withPartner, type PartnerArguments, type PartnerRun } from '../partner';
import type { Party } from '../party';
import { readState, remarksOn, type RelationshipState } from '../relationship-state';
import type { Session } from '../session';
import { giveDeclaredAccess } from './relationship-apply';

export interface WatchArguments extends PartnerArguments {
  readonly customer: string;
  /** Minutes. */
  readonly timeout?: number | undefined;
  readonly autoApprove?: boolean | undefined;
}

const minute = 60_000;
const defaultTimeout = 60;
/** Milliseconds between two looks: more each time, as people take hours. */
const firstPause = 1_000;
const longestPause = minute;

/**
 * `tilldela relationship watch CUSTOMER`: until the customer has accepted and Azure has set it up; then groups get their
 * declared roles, if that is approved. 0 when it is active, 1 when it never will be or the time is over.
 */
export function runRelationshipWatch(asked: WatchArguments, session: Session): Promise<ExitCode> {
  const { timeout = defaultTimeout } = asked;
  if (!(timeout > 0)) fail('usage', { detail: '--timeout is a number of minutes.', hint: '--timeout 60' });
  return withPartner(asked, session, async (run) => {
    const party = await findParty(run, asked.customer);
    const label = `Waiting for ${party.name}`;
    const state = await session.terminal.progress(label, () => untilActive(run, party, timeout * minute));
    session.terminal.message(`The relationship with ${party.name} is active.`);
    return goOn(run, state, asked, session);
  });
}

async function untilActive(run: PartnerRun, party: Party, timeout: number): Promise<RelationshipState> {
  const { timing } = run.target.environment.settings;
  const end = timing.now() + timeout;
  for (let pause = firstPause; ; pause = Math.min(pause * 1.5, longestPause)) {
    const state = await readState(run, party);
    if (state.standing.kind === 'active') return state;
    const remarks = remarksOn(state);
    if (hasErrors(remarks)) throw new DiagnosticError(remarks);
    const left = end - timing.now();
    if (left <= 0) {
      fail('watch_timed_out', {
        customer: party.name,
        detail: `${remarks.map(({ detail }) => detail).join('\n')}\nIt was waited for ${timeout / minute} minutes.`,
        hint: `tilldela relationship watch ${party.name} --timeout ${Math.ceil((2 * timeout) / minute)}`,
      });
    }
    await timing.wait(Math.min(pause, left));
  }
}

/** An unattended watch without approval changes nothing; that it is active is what was asked for. */
async function goOn(
  run: PartnerRun,
  state: RelationshipState,
  asked: WatchArguments,
  session: Session,
): Promise<ExitCode> {
  const { name, declared } = state.party;
  const isOpen = state.differences.some(({ kind }) => kind === 'missing' || kind === 'changed');
  if (declared && isOpen && asked.autoApprove) return giveDeclaredAccess(run, state, asked, session);
  if (asked.json) session.terminal.data(jsonText({ customer: name, standing: state.standing.kind }));
  if (isOpen) {
    session.terminal.message(
      `Groups do not have their declared roles yet:\n\n  tilldela relationship apply ${name}`,
    );
  }
  return exitCodes.done;
}
