import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fail } from '../../diagnostics';
import { decodePlanFile } from '../../plan';
import { renderPlan, renderPlanSummary } from '../../report';
import { exitCodes, type ExitCode } from '../exit-code';
import { reportContext } from '../report-context';
import type { Session } from '../session';
import { productVersion } from '../version';

export interface ShowArguments {
  readonly plan: string;
  readonly json?: boolean | undefined;
}

/** `tilldela show PLAN`: a saved plan for people. Needs no network. */
export function runShow({ plan: file, json }: ShowArguments, session: Session): ExitCode {
  let text: string;
  try {
    text = readFileSync(path.resolve(session.folder, file), 'utf8');
  } catch (error) {
    return fail('plan_file_unreadable', {
      detail: `${(error as Error).message}.`,
      hint: 'tilldela plan --out FILE',
    });
  }
  const plans = decodePlanFile(text, productVersion());
  if (json) {
    session.terminal.data(text.trimEnd());
    return exitCodes.done;
  }
  const [first] = plans;
  if (!first) return fail('plan_file_unreadable', { detail: 'The plan names no customer.' });
  const context = reportContext(session, first.cloud);
  const texts = plans.map((plan) => renderPlan(plan, context));
  if (plans.length > 1) texts.push(renderPlanSummary(plans, context));
  session.terminal.data(texts.join('\n\n'));
  return exitCodes.done;
}
