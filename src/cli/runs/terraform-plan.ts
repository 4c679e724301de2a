import { checkPlans } from '../../checks';
import { fail } from '../../diagnostics';
import type { EngineArguments } from '../engine';
import { combineExitCodes, exitCodes, type ExitCode } from '../exit-code';
import { checkOptions, parseAllow } from '../guards';
import { codeFor, showDiagnostics, type Session } from '../session';
import { planStacks } from '../terraform-engine/plan-stacks';
import { renderStacks } from '../terraform-engine/render-stacks';
import { withFleet } from './fleet';
import type { PlanArguments } from './plan';
import { untilStopped } from './stop-signals';

/** `tilldela plan --engine terraform`: what Terraform would do in each stack. */
export function runTerraformPlan(
  asked: PlanArguments & EngineArguments,
  session: Session,
): Promise<ExitCode> {
  refuseOptions({ '--out': asked.out, '--json': asked.json, '--as-of': asked.asOf });
  const allow = parseAllow(asked.allow);
  return withFleet(asked, session, async (fleet) => {
    const planned = await untilStopped(session.terminal, (signal) =>
      planStacks(fleet, session, { jobs: asked.jobs, signal }),
    );
    const made = planned.flatMap((stack) => stack.made ?? []);
    for (const { stack } of made) stack.close();
    session.terminal.data(renderStacks(planned));
    const verdicts = checkPlans(
      made.map(({ judged }) => judged),
      checkOptions(fleet.project, allow),
    );
    const refusals = verdicts.flatMap((verdict) => verdict.refusals);
    const found = [...fleet.diagnostics, ...planned.flatMap(({ diagnostics }) => diagnostics)];
    await showDiagnostics(session, [...found, ...verdicts.flatMap(({ warnings }) => warnings), ...refusals]);
    const hasChanges = made.some(({ plan }) => plan.hasChanges);
    return combineExitCodes([
      codeFor(found),
      refusals.length > 0 ? exitCodes.refusedByCheck : exitCodes.done,
      asked.detailedExitcode && hasChanges ? exitCodes.changes : exitCodes.done,
    ]);
  });
}

/** Terraform evaluates a plan for the present, and its own plan files are for one stack each. */
export function refuseOptions(given: Readonly<Record<string, unknown>>): void {
  const [name] = Object.entries(given).find(([, value]) => value !== undefined && value !== false) ?? [];
  if (name) fail('usage', { detail: `${name} is not for --engine terraform.` });
}
