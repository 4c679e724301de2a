import { checkPlans } from '../../checks';
import { fail } from '../../diagnostics';
import type { EngineArguments } from '../engine';
import { combineExitCodes, exitCodes, type ExitCode } from '../exit-code';
import { checkOptions, parseAllow } from '../guards';
import { codeFor, showDiagnostics, type Session } from '../session';
import { encodeStackPlans } from '../terraform-engine/plan-document';
import { planStacks, type PlannedStack } from '../terraform-engine/plan-stacks';
import { renderStacks } from '../terraform-engine/render-stacks';
import { productVersion } from '../version';
import { withFleet } from './fleet';
import { savePlan, type PlanArguments } from './plan';
import { untilStopped } from './stop-signals';

/** `tilldela plan --engine terraform`: what Terraform would do in each stack. */
export function runTerraformPlan(
  asked: PlanArguments & EngineArguments,
  session: Session,
): Promise<ExitCode> {
  if (asked.asOf !== undefined) {
    fail('usage', {
      detail: '--as-of is not for --engine terraform: Terraform plans for the present alone.',
      hint: `tilldela plan --as-of ${asked.asOf}`,
    });
  }
  const allow = parseAllow(asked.allow);
  return withFleet(asked, session, async (fleet) => {
    const planned = await untilStopped(session.terminal, (signal) =>
      planStacks(fleet, session, { jobs: asked.jobs, signal }),
    );
    const made = planned.flatMap((stack) => stack.made ?? []);
    for (const { stack } of made) stack.close();
    showPlan(planned, asked, session);
    const verdicts = checkPlans(
      made.map(({ judged }) => judged),
      checkOptions(fleet.project, allow),
    );
    const refusals = verdicts.flatMap((verdict) => verdict.refusals);
    const found = [...fleet.diagnostics, ...planned.flatMap(({ diagnostics }) => diagnostics)];
    await showDiagnostics(session, [...found, ...verdicts.flatMap(({ warnings }) => warnings), ...refusals]);
    if (asked.out !== undefined) saveStackPlans(asked.out, planned, session);
    const hasChanges = made.some(({ plan }) => plan.hasChanges);
    return combineExitCodes([
      codeFor(found),
      refusals.length > 0 ? exitCodes.refusedByCheck : exitCodes.done,
      asked.detailedExitcode && hasChanges ? exitCodes.changes : exitCodes.done,
    ]);
  });
}

function showPlan(planned: readonly PlannedStack[], asked: PlanArguments, { terminal }: Session): void {
  if (asked.json) terminal.data(encodeStackPlans(planned, productVersion()).trimEnd());
  else terminal.data(renderStacks(planned, asked));
}

function saveStackPlans(out: string, planned: readonly PlannedStack[], session: Session): void {
  if (planned.some(({ made }) => made))
    savePlan(out, encodeStackPlans(planned, productVersion()), session, ' --engine terraform');
  else session.terminal.message('\nNo plan was saved: no customer could be planned.');
}
