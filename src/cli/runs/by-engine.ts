import { fail } from '../../diagnostics';
import type { EngineArguments } from '../engine';
import type { ExitCode } from '../exit-code';
import type { Session } from '../session';
import type { ApplyArguments } from './apply';
import type { PlanArguments } from './plan';

/** `tilldela plan` with the engine that was asked for; the other is not loaded. */
export async function planByEngine(
  asked: PlanArguments & EngineArguments,
  session: Session,
): Promise<ExitCode> {
  checkJobs(asked);
  if (asked.engine === 'embedded') return (await import('./plan')).runPlan(asked, session);
  return (await import('./terraform-plan')).runTerraformPlan(asked, session);
}

/** `tilldela apply`, likewise. */
export async function applyByEngine(
  asked: ApplyArguments & EngineArguments,
  session: Session,
): Promise<ExitCode> {
  checkJobs(asked);
  if (asked.engine === 'embedded') return (await import('./apply')).runApply(asked, session);
  return (await import('./terraform-apply')).runTerraformApply(asked, session);
}

function checkJobs({ jobs }: EngineArguments): void {
  if (!Number.isInteger(jobs) || jobs < 1) fail('usage', { detail: '--jobs must be a whole number from 1.' });
}
