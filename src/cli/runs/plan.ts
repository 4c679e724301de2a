import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { checkPlans } from '../../checks';
import { fail, hasErrors, type Diagnostic } from '../../diagnostics';
import { encodePlanFile, isActionable, isAdopting, type Plan } from '../../plan';
import { renderPlan, renderPlanSummary } from '../../report';
import { combineExitCodes, exitCodes, type ExitCode } from '../exit-code';
import { checkOptions, parseAllow } from '../guards';
import { reportContext } from '../report-context';
import { codeFor, showDiagnostics, type Session } from '../session';
import { productVersion } from '../version';
import { withFleet, type Fleet, type FleetArguments } from './fleet';

export interface PlanArguments extends FleetArguments {
  readonly out?: string | undefined;
  readonly json?: boolean | undefined;
  readonly detailedExitcode?: boolean | undefined;
  readonly summary?: boolean | undefined;
  readonly allow?: string | readonly string[] | undefined;
}

/** `tilldela plan`: what would be done. Never writes to Azure. */
export function runPlan(asked: PlanArguments, session: Session): Promise<ExitCode> {
  const allow = parseAllow(asked.allow);
  return withFleet(asked, session, async (fleet) => {
    const options = checkOptions(fleet.project, allow);
    const plans = fleet.planned.map(({ plan }) => plan);
    const file = asked.out === undefined && !asked.json ? '' : encodePlanFile(plans, productVersion());
    if (asked.json) session.terminal.data(file.trimEnd());
    else session.terminal.data(renderPlans(fleet, asked, session));
    await showDiagnostics(session, [...fleet.diagnostics, ...(asked.json ? plans.flatMap(whatIsWrong) : [])]);
    const verdicts = checkPlans(plans, options);
    const refusals = verdicts.flatMap((verdict) => verdict.refusals);
    await showDiagnostics(session, [...verdicts.flatMap(({ warnings }) => warnings), ...refusals]);
    if (asked.out !== undefined && plans.length > 0) savePlan(asked.out, file, session);
    else if (asked.out !== undefined)
      session.terminal.message('\nNo plan was saved: no customer could be planned.');
    const codes = plans.map((plan) => planExitCode(plan, asked.detailedExitcode === true));
    return combineExitCodes([
      codeFor(fleet.diagnostics, codes),
      refusals.length > 0 ? exitCodes.refusedByCheck : 0,
    ]);
  });
}

/** All that a plan complains of: its text says it, and where JSON takes its place people still want to read it. */
export function whatIsWrong({ diagnostics, unread }: Plan): Diagnostic[] {
  return [...diagnostics, ...unread.map((scope) => scope.diagnostic)];
}

export function savePlan(out: string, text: string, { folder, terminal }: Session, engine = ''): void {
  try {
    writeFileSync(path.resolve(folder, out), text, { mode: 0o600 });
  } catch (error) {
    fail('usage', { detail: `The plan could not be saved: ${(error as Error).message}.` });
  }
  terminal.message(`\nSaved the plan. To carry out exactly this:\n\n  tilldela apply${engine} --plan ${out}`);
}

/**
 * The plans in full; of several customers only those with something to say, and a line for each. With `summary` only
 * the lines, and what is wrong.
 */
export function renderPlans(
  { planned, cloud }: Fleet,
  asked: { summary?: boolean | undefined },
  session: Session,
): string {
  const context = reportContext(session, cloud);
  const plans = planned.map(({ plan }) => plan);
  if (plans.length === 0) return 'No customer could be planned.';
  const inFull = plans.filter((plan) =>
    asked.summary ? isBroken(plan) : plans.length === 1 || isNoteworthy(plan),
  );
  const texts = inFull.map((plan) => renderPlan(plan, context));
  if (plans.length > 1 || asked.summary) texts.push(renderPlanSummary(plans, context));
  return texts.join('\n\n');
}

function isNoteworthy(plan: Plan): boolean {
  return hasWork(plan) || plan.unmanaged.length > 0 || plan.diagnostics.length > 0 || plan.unread.length > 0;
}

function isBroken(plan: Plan): boolean {
  return hasErrors(plan.diagnostics) || plan.unread.length > 0;
}

/** True when applying the plan does something, if only to record an adoption. */
export function hasWork({ changes }: Plan): boolean {
  return changes.some((change) => isActionable(change) || isAdopting(change));
}

function planExitCode(plan: Plan, isDetailed: boolean): ExitCode {
  if (isBroken(plan)) return exitCodes.error;
  return isDetailed && hasWork(plan) ? exitCodes.changes : exitCodes.done;
}
