import { hasErrors } from '../../diagnostics';
import { driftCount, driftReport, renderDrift } from '../../report';
import { exitCodes, type ExitCode } from '../exit-code';
import { reportContext } from '../report-context';
import { codeFor, showDiagnostics, type Session } from '../session';
import { withFleet, type FleetArguments } from './fleet';

export interface DriftArguments extends FleetArguments {
  readonly json?: boolean | undefined;
}

/** `tilldela drift`: where Azure differs from the declaration. Never writes to Azure. */
export function runDrift(asked: DriftArguments, session: Session): Promise<ExitCode> {
  return withFleet(asked, session, async ({ planned, cloud, diagnostics }) => {
    const plans = planned.map(({ plan }) => plan);
    const context = reportContext(session, cloud);
    if (asked.json) {
      session.terminal.data(JSON.stringify({ formatVersion: '1', customers: plans.map((plan) => driftReport(plan, context)) }, null, 2));
    } else session.terminal.data(plans.map((plan) => renderDrift(plan, context)).join('\n\n'));
    await showDiagnostics(session, diagnostics);
    const codes = plans.map((plan): ExitCode => {
      if (hasErrors(plan.diagnostics) || plan.unread.length > 0) return exitCodes.error;
      return driftCount(plan) > 0 ? exitCodes.changes : exitCodes.done;
    });
    return codeFor(diagnostics, codes);
  });
}
