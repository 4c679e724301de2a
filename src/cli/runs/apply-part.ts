import { readLockFile, type ApplyResult } from '../../apply';
import { checkPlans, type CheckOptions } from '../../checks';
import { diagnostic, hasErrors, type Diagnostic, type DiagnosticCode } from '../../diagnostics';
import type { Lock } from '../../model';
import { isActionable, withoutHandOffs } from '../../plan';
import { renderApply } from '../../report';
import { approve } from '../approval';
import { exitCodes, type ExitCode } from '../exit-code';
import { whatMoved, type Approval } from '../guards';
import type { PlannedCustomer } from '../plan-customer';
import { reportContext } from '../report-context';
import { showDiagnostics, type Session } from '../session';
import { lockPath } from '../synthesis';
import { whileClaimed } from './apply-claim';
import { applyCustomer } from './apply-customer';
import type { Fleet } from './fleet';
import { whatIsWrong } from './plan';
import { untilStopped } from './stop-signals';

/** A plan of one customer that is not that of its file alone, such as a part of it. */
export interface Part {
  readonly planned: PlannedCustomer;
  /** Made again at the present time, after somebody approved. */
  readonly again: (lock: Lock) => Promise<PlannedCustomer>;
  readonly options: CheckOptions;
  /** Guards that ask whether it is meant, where the command itself says that it is. */
  readonly meant: readonly DiagnosticCode[];
  readonly autoApprove: boolean;
  /** How to do without a person, for where none can be asked. */
  readonly hint: string;
}

/** What guards and errors say of the part: `done` where it may be carried out. */
export async function judgePart({ planned, options, meant }: Part, session: Session): Promise<ExitCode> {
  const plan = withoutHandOffs(planned.plan);
  await showDiagnostics(session, whatIsWrong(plan));
  if (hasErrors(plan.diagnostics)) return exitCodes.error;
  const [verdict] = checkPlans([plan], options);
  const isAsked = ({ code }: { code: DiagnosticCode }) => !meant.includes(code);
  const refusals = verdict?.refusals.filter(isAsked) ?? [];
  await showDiagnostics(session, [...(verdict?.warnings.filter(isAsked) ?? []), ...refusals]);
  return refusals.length > 0 ? exitCodes.refusedByCheck : exitCodes.done;
}

/** Guards, approval, and the apply of what can be made; what is handed off is left out. */
export async function applyPart(part: Part, fleet: Fleet, session: Session): Promise<ExitCode> {
  const judged = await judgePart(part, session);
  if (judged !== exitCodes.done) return judged;
  const { changes, unread } = withoutHandOffs(part.planned.plan);
  // Of what could not be read nothing is known, hence nothing is done about it.
  const otherwise = unread.length > 0 ? exitCodes.error : exitCodes.done;
  if (!changes.some(isActionable)) return otherwise;
  if (!(await approve(session, part))) return exitCodes.declined;
  const result = await untilStopped(session.terminal, (signal) => carryOut(part, fleet, session, signal));
  if (!result) return exitCodes.error;
  session.terminal.data(`\n${renderApply(result, reportContext(session, fleet.cloud))}`);
  const isDone = result.entries.every(({ outcome }) => outcome === 'done' || outcome === 'already');
  return isDone ? otherwise : exitCodes.error;
}

/** Keeps other applies of the customer out, and refuses where what was approved is no longer the same. */
function carryOut(
  { planned, again, options, meant }: Part,
  fleet: Fleet,
  session: Session,
  signal: AbortSignal,
): Promise<ApplyResult | undefined> {
  const { project, cloud } = fleet;
  const { customer } = planned;
  return whileClaimed(project.stateFolder, customer, async () => {
    const now = await again(readLockFile(lockPath(project, customer, cloud), customer, cloud));
    const errors = now.plan.diagnostics.filter((each) => hasErrors([each]));
    const approval = { approved: withoutHandOffs(planned.plan), current: withoutHandOffs(now.plan) };
    const moved = [...whatMoved(approval, options, meant), ...whatCameUp(approval)];
    const reasons = errors.length > 0 ? errors : moved;
    await showDiagnostics(session, reasons);
    if (reasons.length > 0) return undefined;
    return applyCustomer({ ...now, plan: approval.current }, fleet, session, signal);
  });
}

/** A part is made whole or not at all: else own access could go, and what came up meanwhile be left for good. */
function whatCameUp({ approved, current }: Approval): Diagnostic[] {
  const known = new Set(approved.changes.filter(isActionable).map(({ address }) => address));
  return current.changes
    .filter((change) => isActionable(change) && !known.has(change.address))
    .map(({ action, address, constructPath, source }) =>
      diagnostic('plan_stale', {
        customer: current.customer,
        address,
        constructPath,
        source,
        detail: `Since this was planned, there came up what would ${action} it. Nothing of this customer was changed.`,
        hint: 'Run the command again: it then shows this, too.',
      }),
    );
}
