import { readFileSync } from 'node:fs';
import path from 'node:path';
import { checkPlan } from '../../checks';
import { fail, hasErrors } from '../../diagnostics';
import { decodePlanFile, findStaleness, type Plan } from '../../plan';
import { applyReport, jsonText, renderApply } from '../../report';
import { exitCodes, type ExitCode } from '../exit-code';
import { planCustomer, type PlannedCustomer } from '../plan-customer';
import { reportContext } from '../report-context';
import { codeFor, instantOf, showDiagnostics, type Session } from '../session';
import { productVersion } from '../version';
import { applyCustomer } from './apply-customer';
import { withFleet, type Fleet } from './fleet';
import { hasWork, renderPlans } from './plan';

export interface ApplyArguments {
  readonly customers: readonly string[];
  readonly all?: boolean | undefined;
  readonly plan?: string | undefined;
  readonly cloud?: string | undefined;
  readonly json?: boolean | undefined;
  readonly autoApprove?: boolean | undefined;
  readonly summary?: boolean | undefined;
}

/** What one customer's part came to. */
interface Outcome {
  readonly code: ExitCode;
  readonly result?: Awaited<ReturnType<typeof applyCustomer>>;
}

/** `tilldela apply`: makes Azure as declared. */
export function runApply(asked: ApplyArguments, session: Session): Promise<ExitCode> {
  const reviewed = readReviewedPlans(asked, session);
  const customers = reviewed ? reviewed.map(({ customer }) => customer) : asked.customers;
  return withFleet({ customers, cloud: asked.cloud }, session, async (fleet) => {
    if (reviewed) await showDiagnostics(session, fleet.diagnostics);
    else await showFleet(fleet, asked, session);
    const ready = fleet.planned.filter(({ plan }) => isReady(plan));
    const broken = fleet.planned.filter(({ plan }) => !isReady(plan));
    if (reviewed)
      await showDiagnostics(
        session,
        broken.flatMap(({ plan }) => plan.diagnostics),
      );
    const errorCodes = fleet.planned.map(({ plan }) => errorCode(plan));
    const refusals = ready.flatMap(({ plan }) => checkPlan(plan));
    if (refusals.length > 0) {
      await showDiagnostics(session, refusals);
      return codeFor(fleet.diagnostics, [exitCodes.refusedByCheck, ...errorCodes]);
    }
    const toDo = ready.filter(({ plan }) => hasWork(plan) || reviewed);
    const isApproved = reviewed || asked.autoApprove || toDo.length === 0 || (await approve(session));
    if (!isApproved) {
      session.terminal.message('Apply cancelled. Nothing was changed.');
      return codeFor(fleet.diagnostics, [exitCodes.declined, ...errorCodes]);
    }
    const outcomes = await applyAll(toDo, { fleet, reviewed, asked }, session);
    const settled = ready.filter((entry) => !toDo.includes(entry));
    for (const entry of settled) await applyCustomer(entry, fleet, session); // records scopes in the lock file
    if (asked.json) {
      const results = outcomes.flatMap(({ result }) =>
        result ? [applyReport(result, reportContext(session, fleet.cloud))] : [],
      );
      session.terminal.data(jsonText({ formatVersion: '1', customers: results }));
    }
    return codeFor(fleet.diagnostics, [...outcomes.map(({ code }) => code), ...errorCodes]);
  });
}

/** The plans of `--plan FILE`; undefined without one. Throws where the arguments name nothing or too much. */
function readReviewedPlans(asked: ApplyArguments, session: Session): Plan[] | undefined {
  const given = [asked.customers.length > 0, asked.all === true, asked.plan !== undefined].filter(
    Boolean,
  ).length;
  if (given !== 1) {
    fail('usage', {
      detail: 'apply takes customers by name or pattern, or --all, or --plan FILE: exactly one of the three.',
      hint: 'tilldela apply contoso\ntilldela apply "con*"\ntilldela apply --all\ntilldela apply --plan plan.json',
    });
  }
  if (asked.plan === undefined) return undefined;
  const file = path.resolve(session.folder, asked.plan);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return fail('plan_file_unreadable', {
      detail: `${(error as Error).message}.`,
      hint: 'tilldela plan --out FILE',
    });
  }
  return decodePlanFile(text, productVersion());
}

async function showFleet(fleet: Fleet, asked: ApplyArguments, session: Session): Promise<void> {
  const { terminal } = session;
  const plans = fleet.planned.length > 0 ? renderPlans(fleet, asked, session) : '';
  if (plans && asked.json) terminal.message(plans);
  else if (plans) terminal.data(plans);
  await showDiagnostics(session, fleet.diagnostics);
}

async function approve(session: Session): Promise<boolean> {
  const answer = await session.terminal.ask(
    '\nDo you want to perform these actions?\n  Only "yes" will be accepted to approve.\n\n  Enter a value: ',
  );
  if (answer === undefined) {
    return fail('usage', {
      detail: 'There is no terminal to ask for approval.',
      hint: 'Apply a reviewed plan, or approve beforehand:\n\ntilldela apply --plan FILE\ntilldela apply --all --auto-approve',
    });
  }
  return answer.trim() === 'yes';
}

async function applyAll(
  customers: readonly PlannedCustomer[],
  { fleet, reviewed, asked }: { fleet: Fleet; reviewed: readonly Plan[] | undefined; asked: ApplyArguments },
  session: Session,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const entry of customers) {
    const current = asked.autoApprove || reviewed ? entry : await replan(entry, fleet, session);
    const approved = reviewed?.find(({ customer }) => customer === entry.customer) ?? entry.plan;
    const stale = current.plan === approved ? [] : findStaleness(approved, current.plan);
    await showDiagnostics(session, stale);
    if (stale.length > 0 || !isReady(current.plan)) {
      outcomes.push({ code: exitCodes.error });
      continue;
    }
    const result = await applyCustomer({ ...current, plan: approved }, fleet, session);
    if (!asked.json) session.terminal.data(renderApply(result, reportContext(session, fleet.cloud)));
    const failed = result.entries.some(({ outcome }) => outcome !== 'done');
    outcomes.push({ code: failed ? exitCodes.error : exitCodes.done, result });
  }
  return outcomes;
}

/** A person took their time to approve: the plan is made again, at the present time. */
function replan(
  entry: PlannedCustomer,
  { target, cloud }: Fleet,
  { now }: Session,
): Promise<PlannedCustomer> {
  return planCustomer(entry, target, cloud, instantOf(undefined, now));
}

/** Where a scope is unread the others go on; what is wrong with the declaration stops the customer. */
function isReady({ diagnostics }: Plan): boolean {
  return !hasErrors(diagnostics);
}

function errorCode(plan: Plan): ExitCode {
  return isReady(plan) && plan.unread.length === 0 ? exitCodes.done : exitCodes.error;
}
