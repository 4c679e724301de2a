import { checkPlans } from '../../checks';
import { approve } from '../approval';
import type { EngineArguments } from '../engine';
import { combineExitCodes, exitCodes, type ExitCode } from '../exit-code';
import { checkOptions, parseAllow } from '../guards';
import { codeFor, showDiagnostics, type Session } from '../session';
import { applyStacks, type AppliedStack } from '../terraform-engine/apply-stacks';
import { planStacks, type PlannedStack } from '../terraform-engine/plan-stacks';
import { renderStacks } from '../terraform-engine/render-stacks';
import { checkArguments, type ApplyArguments } from './apply';
import { withFleet, type Fleet } from './fleet';
import { untilStopped } from './stop-signals';
import { refuseOptions } from './terraform-plan';

const approvalHint = 'Approve beforehand:\n\ntilldela apply --all --engine terraform --auto-approve';

/** `tilldela apply --engine terraform`: exactly what Terraform planned, stack by stack. */
export function runTerraformApply(
  asked: ApplyArguments & EngineArguments,
  session: Session,
): Promise<ExitCode> {
  checkArguments(asked);
  refuseOptions({ '--plan': asked.plan, '--json': asked.json });
  const allow = parseAllow(asked.allow);
  return withFleet({ customers: asked.customers, cloud: asked.cloud }, session, (fleet) =>
    untilStopped(session.terminal, async (signal) => {
      const options = { jobs: asked.jobs, signal };
      const planned = await planStacks(fleet, session, options);
      try {
        session.terminal.data(renderStacks(planned));
        const found = [...fleet.diagnostics, ...planned.flatMap(({ diagnostics }) => diagnostics)];
        await showDiagnostics(session, found);
        const allowed = await withoutRefused(planned, fleet, allow, session);
        const codes = [
          codeFor(found),
          ...(allowed.length < planned.length ? [exitCodes.refusedByCheck] : []),
        ];
        const asks = !asked.autoApprove && allowed.some(({ made }) => made?.plan.hasChanges);
        if (asks && !(await approve(session, { hint: approvalHint }))) {
          return combineExitCodes([...codes, exitCodes.declined]);
        }
        const applied = await applyStacks(allowed, fleet, session, options);
        await showDiagnostics(
          session,
          applied.flatMap(({ diagnostics }) => diagnostics),
        );
        session.terminal.data(`\n${renderApplied(applied)}`);
        const isDone = applied.every(({ outcome }) => ['applied', 'unchanged'].includes(outcome));
        return combineExitCodes([...codes, isDone ? exitCodes.done : exitCodes.error]);
      } finally {
        for (const { made } of planned) made?.stack.close();
      }
    }),
  );
}

/** The stacks that the guards let pass; what they say is shown. */
async function withoutRefused(
  planned: readonly PlannedStack[],
  { project }: Fleet,
  allow: ReturnType<typeof parseAllow>,
  session: Session,
): Promise<PlannedStack[]> {
  const plans = planned.flatMap(({ made }) => made?.judged ?? []);
  const verdicts = checkPlans(plans, checkOptions(project, allow));
  await showDiagnostics(
    session,
    verdicts.flatMap(({ warnings, refusals }) => [...warnings, ...refusals]),
  );
  const refused = new Set(
    verdicts.filter(({ refusals }) => refusals.length > 0).map(({ customer }) => customer),
  );
  return planned.filter(({ entry }) => !refused.has(entry.customer));
}

function renderApplied(applied: readonly AppliedStack[]): string {
  const count = (outcome: AppliedStack['outcome']) =>
    applied.filter((each) => each.outcome === outcome).length;
  const troubled = applied.filter(({ outcome }) => outcome === 'failed' || outcome === 'not begun');
  const counts = (['applied', 'unchanged', 'failed', 'not begun'] as const)
    .filter((outcome) => count(outcome) > 0)
    .map((outcome) => `${count(outcome)} ${outcome}`);
  return [
    ...troubled.map(
      ({ customer, outcome, diagnostics: [first] }) =>
        `${customer}: ${outcome}${first ? `, ${first.summary} (${first.code})` : ''}`,
    ),
    `Customers: ${counts.join(', ') || 'none'}.`,
  ].join('\n');
}
