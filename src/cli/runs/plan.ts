import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { checkPlan } from '../../checks';
import { hasErrors } from '../../diagnostics';
import { encodePlanFile, isActionable, type Plan } from '../../plan';
import { renderPlan, renderPlanSummary } from '../../report';
import { combineExitCodes, exitCodes, type ExitCode } from '../exit-code';
import { reportContext } from '../report-context';
import { codeFor, showDiagnostics, type Session } from '../session';
import { productVersion } from '../version';
import { withFleet, type Fleet, type FleetArguments } from './fleet';

export interface PlanArguments extends FleetArguments {
  readonly out?: string | undefined;
  readonly json?: boolean | undefined;
  readonly detailedExitcode?: boolean | undefined;
}

/** `tilldela plan`: what would be done. Never writes to Azure. */
export function runPlan(asked: PlanArguments, session: Session): Promise<ExitCode> {
  return withFleet(asked, session, async (fleet) => {
    const plans = fleet.planned.map(({ plan }) => plan);
    const file = asked.out === undefined && !asked.json ? '' : encodePlanFile(plans, productVersion());
    if (asked.json) session.terminal.data(file.trimEnd());
    else session.terminal.data(renderPlans(fleet, session));
    await showDiagnostics(session, fleet.diagnostics);
    const findings = plans.flatMap(checkPlan);
    await showDiagnostics(session, findings);
    if (asked.out !== undefined) {
      writeFileSync(path.resolve(session.folder, asked.out), file, { mode: 0o600 });
      session.terminal.message(`\nSaved the plan. To carry out exactly this:\n  tilldela apply --plan ${asked.out}`);
    }
    const codes = plans.map((plan) => planExitCode(plan, asked.detailedExitcode === true));
    return combineExitCodes([codeFor(fleet.diagnostics, codes), findings.length > 0 ? exitCodes.refusedByCheck : 0]);
  });
}

/** All plans in full, and for several customers a summary. */
export function renderPlans({ planned, cloud }: Fleet, session: Session): string {
  const context = reportContext(session, cloud);
  const plans = planned.map(({ plan }) => plan);
  const texts = plans.map((plan) => renderPlan(plan, context));
  if (plans.length > 1) texts.push(renderPlanSummary(plans, context));
  return texts.join('\n\n');
}

function planExitCode(plan: Plan, isDetailed: boolean): ExitCode {
  if (hasErrors(plan.diagnostics) || plan.unread.length > 0) return exitCodes.error;
  const hasChanges = plan.changes.some((change) => isActionable(change) || ('adopting' in change && change.adopting));
  return isDetailed && hasChanges ? exitCodes.changes : exitCodes.done;
}
