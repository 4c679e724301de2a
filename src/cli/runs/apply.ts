import { readLockFile, type ApplyResult } from '../../apply';
import type { CheckOptions } from '../../checks';
import { diagnostic, DiagnosticError, fail, hasErrors, type Diagnostic } from '../../diagnostics';
import { asApproved, handOffsOf, withoutHandOffs, type Plan } from '../../plan';
import { applyReport, isAchieved, jsonText, renderApply } from '../../report';
import { approve } from '../approval';
import { exitCodes, type ExitCode } from '../exit-code';
import { checkApprovals, checkOptions, parseAllow, whatMoved } from '../guards';
import { planCustomer, type PlannedCustomer } from '../plan-customer';
import { reportContext } from '../report-context';
import { readPlanFile } from '../read-plan-file';
import { codeFor, instantOf, showDiagnostics, type Session } from '../session';
import { lockPath } from '../synthesis';
import { whileClaimed } from './apply-claim';
import { applyCustomer } from './apply-customer';
import { withFleet, type Fleet } from './fleet';
import { hasWork, renderPlans } from './plan';
import { untilStopped } from './stop-signals';

export interface ApplyArguments {
  readonly customers: readonly string[];
  readonly all?: boolean | undefined;
  readonly plan?: string | undefined;
  readonly cloud?: string | undefined;
  readonly json?: boolean | undefined;
  readonly autoApprove?: boolean | undefined;
  readonly summary?: boolean | undefined;
  readonly allow?: string | readonly string[] | undefined;
}

/** A customer with the plan that is to be carried out: a reviewed one, or the one that was shown. */
interface Candidate {
  readonly entry: PlannedCustomer;
  readonly approved: Plan;
}

const approvalHint =
  'Apply a reviewed plan, or approve beforehand:\n\ntilldela apply --plan FILE\ntilldela apply --all --auto-approve';

/** What one customer's part came to. */
interface Outcome {
  readonly code: ExitCode;
  readonly result?: ApplyResult;
}

/** `tilldela apply`: makes Azure as declared. What is wrong with one customer does not stop the others. */
export function runApply(asked: ApplyArguments, session: Session): Promise<ExitCode> {
  checkArguments(asked);
  const allow = parseAllow(asked.allow);
  const reviewed = asked.plan === undefined ? undefined : readPlanFile(asked.plan, session).plans;
  const customers = reviewed ? reviewed.map(({ customer }) => customer) : asked.customers;
  return withFleet({ customers, cloud: asked.cloud }, session, async (fleet) => {
    if (!reviewed) await showFleet(fleet, asked, session);
    else await showDiagnostics(session, [...fleet.diagnostics, ...errorsOf(fleet)]);
    const candidates = fleet.planned.flatMap((entry): Candidate[] => {
      const approved = reviewed ? reviewed.find(({ customer }) => customer === entry.customer) : entry.plan;
      return approved && isReady(entry.plan) && isReady(approved) ? [{ entry, approved }] : [];
    });
    const options = checkOptions(fleet.project, allow);
    const verdicts = checkApprovals(candidates.map(approvalOf), options);
    const refusals = verdicts.flatMap((verdict) => verdict.refusals);
    await showDiagnostics(session, [...verdicts.flatMap(({ warnings }) => warnings), ...refusals]);
    const allowed = candidates.filter((_, index) => verdicts[index]?.refusals.length === 0);
    const codes = [...fleet.planned.map(({ plan }) => errorCode(plan)), ...(reviewed ?? []).map(errorCode)];
    if (refusals.length > 0) codes.push(exitCodes.refusedByCheck);
    const needsApproval =
      !reviewed && !asked.autoApprove && allowed.some(({ approved }) => hasWork(withoutHandOffs(approved)));
    if (needsApproval && !(await approve(session, { hint: approvalHint }))) {
      return codeFor(fleet.diagnostics, [...codes, exitCodes.declined]);
    }
    const outcomes = await untilStopped(session.terminal, (signal) =>
      applyAll(
        allowed,
        fleet,
        { asked, options, mayHaveMoved: needsApproval || fleet.planned.length > 1, signal },
        session,
      ),
    );
    return codeFor(fleet.diagnostics, [...codes, ...outcomes.map(({ code }) => code)]);
  });
}

/** Throws `usage` unless exactly one thing says what is applied. */
export function checkArguments({ customers, all, plan }: ApplyArguments): void {
  const given = [customers.length > 0, all === true, plan !== undefined].filter(Boolean).length;
  if (given === 1) return;
  fail('usage', {
    detail: 'apply takes customers by name or pattern, or --all, or --plan FILE: exactly one of the three.',
    hint: 'tilldela apply contoso\ntilldela apply "con*"\ntilldela apply --all\ntilldela apply --plan plan.json',
  });
}

async function showFleet(fleet: Fleet, asked: ApplyArguments, session: Session): Promise<void> {
  const { terminal } = session;
  const plans = fleet.planned.length > 0 ? renderPlans(fleet, asked, session) : '';
  if (plans && asked.json) terminal.message(plans);
  else if (plans) terminal.data(plans);
  await showDiagnostics(session, fleet.diagnostics);
}

interface Terms {
  readonly asked: ApplyArguments;
  readonly options: CheckOptions;
  /** A person took their time to approve, or others are applied before: plans are made again, at the present time. */
  readonly mayHaveMoved: boolean;
  /** Once aborted, nothing more is begun. */
  readonly signal: AbortSignal;
}

async function applyAll(
  candidates: readonly Candidate[],
  fleet: Fleet,
  terms: Terms,
  session: Session,
): Promise<Outcome[]> {
  const { asked, signal } = terms;
  const context = reportContext(session, fleet.cloud);
  const outcomes: Outcome[] = [];
  try {
    for (const candidate of candidates) {
      const { customer } = candidate.entry;
      if (signal.aborted) session.terminal.message(`${customer} was not begun.`);
      const outcome = signal.aborted
        ? { code: exitCodes.error }
        : await applyAlone(candidate, fleet, terms, session);
      outcomes.push(outcome);
      if (!outcome.result || asked.json) continue;
      const isSettled = candidates.length === 1 && candidate.approved.unread.length === 0;
      const hasNews = outcome.result.entries.length > 0 || isSettled;
      if (hasNews) session.terminal.data(`\n${renderApply(outcome.result, context)}`);
    }
  } finally {
    if (asked.json) {
      const customers = outcomes.flatMap(({ result }) => (result ? [applyReport(result, context)] : []));
      session.terminal.data(jsonText({ formatVersion: '1', customers }));
    }
  }
  return outcomes;
}

/** Keeps other applies of the customer out. One that cannot be carried out does not stop the other customers. */
async function applyAlone(
  { entry, approved }: Candidate,
  fleet: Fleet,
  terms: Terms,
  session: Session,
): Promise<Outcome> {
  const { project, cloud } = fleet;
  try {
    return await whileClaimed(project.stateFolder, entry.customer, async () => {
      const lock = readLockFile(lockPath(project, entry.customer, cloud), entry.customer, cloud);
      const mayHaveMoved = terms.mayHaveMoved && hasWork(approved);
      const isMoved = mayHaveMoved || JSON.stringify(lock) !== JSON.stringify(entry.lock);
      const current = isMoved ? await replan({ ...entry, lock }, fleet, session) : entry;
      return applyIfCurrent({ entry: current, approved }, fleet, terms, session);
    });
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    await showDiagnostics(session, error.diagnostics);
    return { code: exitCodes.error };
  }
}

/** Also a plan without changes is carried out: its scopes are recorded in the lock file. */
async function applyIfCurrent(
  { entry, approved }: Candidate,
  fleet: Fleet,
  { options, signal }: Terms,
  session: Session,
): Promise<Outcome> {
  const stale = whatMoved(approvalOf({ entry, approved }), options);
  await showDiagnostics(session, stale);
  if (stale.length > 0 || !isReady(entry.plan)) return { code: exitCodes.error };
  const plan = asApproved(approved, entry.plan);
  await showDiagnostics(session, handedOff(plan));
  const result = await applyCustomer({ ...entry, plan: withoutHandOffs(plan) }, fleet, session, signal);
  await showDiagnostics(session, result.diagnostics);
  const isDone = result.entries.every(isAchieved) && result.diagnostics.length === 0;
  return { code: isDone ? exitCodes.done : exitCodes.error, result };
}

/** What is left for somebody else. It is no failure: the plan keeps it. */
function handedOff(plan: Plan): Diagnostic[] {
  const left = handOffsOf(plan);
  if (left.length === 0) return [];
  return [
    diagnostic('handed_off', {
      customer: plan.customer,
      detail: left.map(({ action, address }) => `${action} ${address}`).join('\n'),
      hint: `tilldela handoff ${plan.customer}`,
    }),
  ];
}

function approvalOf({ entry, approved }: Candidate) {
  return { approved, current: entry.plan };
}

function replan(
  entry: PlannedCustomer,
  { target, cloud }: Fleet,
  { now }: Session,
): Promise<PlannedCustomer> {
  return planCustomer(entry, target, cloud, instantOf(undefined, now));
}

/** Where a scope is unread the others go on; what is wrong with the declaration stops the customer. */
function isReady({ diagnostics }: Plan): boolean {
  return !hasErrors(diagnostics);
}

function errorsOf({ planned }: Fleet): Diagnostic[] {
  return planned.flatMap(({ plan }) => (isReady(plan) ? [] : plan.diagnostics));
}

function errorCode(plan: Plan): ExitCode {
  return isReady(plan) && plan.unread.length === 0 ? exitCodes.done : exitCodes.error;
}
