import { renderPlan, renderPlanSummary } from '../../report';
import { exitCodes, type ExitCode } from '../exit-code';
import { readPlanFile } from '../read-plan-file';
import { reportContext } from '../report-context';
import type { Session } from '../session';

export interface ShowArguments {
  readonly plan: string;
  readonly json?: boolean | undefined;
}

/** `tilldela show PLAN`: a saved plan for people. Needs no network. */
export function runShow({ plan: file, json }: ShowArguments, session: Session): ExitCode {
  const { text, plans } = readPlanFile(file, session);
  if (json) {
    session.terminal.data(text.trimEnd());
    return exitCodes.done;
  }
  const context = reportContext(session, plans[0].cloud);
  const texts = plans.map((plan) => renderPlan(plan, context));
  if (plans.length > 1) texts.push(renderPlanSummary(plans, context));
  session.terminal.data(texts.join('\n\n'));
  return exitCodes.done;
}
