import { checkPlans } from '../../checks';
import { jsonText, stackReport } from '../../report';
import { approve } from '../approval';
import type { EngineArguments } from '../engine';
import { combineExitCodes, exitCodes, type ExitCode } from '../exit-code';
import { checkOptions, parseAllow } from '../guards';
import { readPlanText } from '../read-plan-file';
import { codeFor, showDiagnostics, type Session } from '../session';
import { applyStacks, type AppliedStack } from '../terraform-engine/apply-stacks';
import { asReviewed, decodeStackPlans, type ReviewedStack } from '../terraform-engine/plan-document';
import { planStacks, type PlannedStack, type StacksOptions } from '../terraform-engine/plan-stacks';
import { renderStacks } from '../terraform-engine/render-stacks';
import { productVersion } from '../version';
import { checkArguments, type ApplyArguments } from './apply';
import { withFleet, type Fleet } from './fleet';
import { untilStopped } from './stop-signals';

const approvalHint =
  'Apply a reviewed plan, or approve beforehand:\n\ntilldela apply --engine terraform --plan FILE\ntilldela apply --all --engine terraform --auto-approve';

/** `tilldela apply --engine terraform`: exactly what Terraform planned, stack by stack. */
export function runTerraformApply(
  asked: ApplyArguments & EngineArguments,
  session: Session,
): Promise<ExitCode> {
  checkArguments(asked);
  parseAllow(asked.allow); // before anything is read
  const reviewed = asked.plan === undefined ? undefined : readReviewed(asked.plan, session);
  const customers = reviewed ? [...reviewed.keys()] : asked.customers;
  return withFleet({ customers, cloud: asked.cloud, engine: asked.engine }, session, (fleet) =>
    untilStopped(session.terminal, async (signal) => {
      const options = { jobs: asked.jobs, signal };
      const fresh = await planStacks(fleet, session, options);
      try {
        const planned = reviewed
          ? fresh.map((each) => asReviewed(each, reviewed.get(each.entry.customer)))
          : fresh;
        return await applyPlanned(planned, { asked, fleet, options }, session);
      } finally {
        for (const { made } of fresh) made?.stack.close();
      }
    }),
  );
}

function readReviewed(file: string, { folder }: Session): ReadonlyMap<string, ReviewedStack> {
  const stacks = decodeStackPlans(readPlanText(file, folder), productVersion());
  return new Map(stacks.map((stack) => [stack.customer, stack]));
}

interface Terms {
  readonly asked: ApplyArguments;
  readonly fleet: Fleet;
  readonly options: StacksOptions;
}

async function applyPlanned(
  planned: readonly PlannedStack[],
  { asked, fleet, options }: Terms,
  session: Session,
): Promise<ExitCode> {
  const { terminal } = session;
  const found = [...fleet.diagnostics, ...planned.flatMap(({ diagnostics }) => diagnostics)];
  const shown = renderStacks(planned, asked);
  if (asked.json) terminal.message(shown);
  else if (asked.plan === undefined) terminal.data(shown);
  await showDiagnostics(session, found);
  const allowed = await withoutRefused(planned, fleet, asked, session);
  const codes = [codeFor(found), ...(allowed.length < planned.length ? [exitCodes.refusedByCheck] : [])];
  const isApproved = asked.autoApprove === true || asked.plan !== undefined;
  const asks = !isApproved && allowed.some(({ made }) => made?.plan.hasChanges);
  if (asks && !(await approve(session, { hint: approvalHint })))
    return combineExitCodes([...codes, exitCodes.declined]);
  const applied = await applyStacks(allowed, fleet, session, options);
  await showDiagnostics(
    session,
    applied.flatMap(({ diagnostics }) => diagnostics),
  );
  if (asked.json) terminal.data(jsonOf(applied, fleet));
  else terminal.data(`\n${renderApplied(applied)}`);
  return combineExitCodes([...codes, applied.every(isDone) ? exitCodes.done : exitCodes.error]);
}

/** The stacks that the guards let pass; what they say is shown. */
async function withoutRefused(
  planned: readonly PlannedStack[],
  { project }: Fleet,
  { allow }: ApplyArguments,
  session: Session,
): Promise<PlannedStack[]> {
  const plans = planned.flatMap(({ made }) => made?.judged ?? []);
  const verdicts = checkPlans(plans, checkOptions(project, parseAllow(allow)));
  await showDiagnostics(
    session,
    verdicts.flatMap(({ warnings, refusals }) => [...warnings, ...refusals]),
  );
  const refused = new Set(
    verdicts.filter(({ refusals }) => refusals.length > 0).map(({ customer }) => customer),
  );
  return planned.filter(({ entry }) => !refused.has(entry.customer));
}

function isDone({ outcome }: AppliedStack): boolean {
  return outcome === 'applied' || outcome === 'unchanged';
}

function jsonOf(applied: readonly AppliedStack[], { cloud }: Fleet): string {
  const customers = applied.map((stack) => stackReport({ ...stack, complete: isDone(stack) }, { cloud }));
  return jsonText({ formatVersion: '1', customers });
}

function renderApplied(applied: readonly AppliedStack[]): string {
  const count = (outcome: AppliedStack['outcome']) =>
    applied.filter((each) => each.outcome === outcome).length;
  const counts = (['applied', 'unchanged', 'failed', 'not begun'] as const)
    .filter((outcome) => count(outcome) > 0)
    .map((outcome) => `${count(outcome)} ${outcome}`);
  return [
    ...applied
      .filter((each) => !isDone(each))
      .map(
        ({ customer, outcome, diagnostics: [first] }) =>
          `${customer}: ${outcome}${first ? `, ${first.summary} (${first.code})` : ''}`,
      ),
    `Customers: ${counts.join(', ') || 'none'}.`,
  ].join('\n');
}
