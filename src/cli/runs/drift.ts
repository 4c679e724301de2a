import { hasErrors } from '../../diagnostics';
import type { Plan } from '../../plan';
import {
  coverageOf,
  coverageWords,
  driftCount,
  driftReport,
  jsonText,
  renderDrift,
  totalCoverage,
  type ReportContext,
} from '../../report';
import { exitCodes, type ExitCode } from '../exit-code';
import { reportContext } from '../report-context';
import { codeFor, showDiagnostics, type Session } from '../session';
import { withFleet, type FleetArguments } from './fleet';
import { whatIsWrong } from './plan';

export interface DriftArguments extends FleetArguments {
  readonly json?: boolean | undefined;
}

/** `tilldela drift`: where Azure differs from the declaration. Never writes to Azure. */
export function runDrift(asked: DriftArguments, session: Session): Promise<ExitCode> {
  return withFleet(asked, session, async ({ planned, cloud, diagnostics }) => {
    const plans = planned.map(({ plan }) => plan);
    const context = reportContext(session, cloud);
    if (asked.json) {
      session.terminal.data(
        jsonText({
          formatVersion: '1',
          coverage: totalCoverage(plans.map(coverageOf)),
          customers: plans.map((plan) => driftReport(plan, context)),
        }),
      );
    } else session.terminal.data(renderDrifts(plans, context));
    await showDiagnostics(session, [...diagnostics, ...(asked.json ? plans.flatMap(whatIsWrong) : [])]);
    const codes = plans.map((plan): ExitCode => {
      if (hasErrors(plan.diagnostics) || plan.unread.length > 0) return exitCodes.error;
      return driftCount(plan) > 0 ? exitCodes.changes : exitCodes.done;
    });
    return codeFor(diagnostics, codes);
  });
}

/** Of several customers, those without drift and diagnostics take one line together. */
function renderDrifts(plans: readonly Plan[], context: ReportContext): string {
  if (plans.length === 1) return plans.map((plan) => renderDrift(plan, context)).join('');
  const isQuiet = (plan: Plan): boolean =>
    driftCount(plan) === 0 && plan.diagnostics.length === 0 && plan.unread.length === 0;
  const texts = plans.filter((plan) => !isQuiet(plan)).map((plan) => renderDrift(plan, context));
  const quiet = plans.filter(isQuiet).map(({ customer }) => customer);
  if (quiet.length > 0) texts.push(`No drift: ${quiet.join(', ')}.`);
  if (plans.length > 1)
    texts.push(`Coverage of the fleet: ${coverageWords(totalCoverage(plans.map(coverageOf)))}.`);
  return texts.join('\n\n');
}
