import path from 'node:path';
import { readLockFile, writeLockFile } from '../../apply';
import { fail } from '../../diagnostics';
import type { Lock } from '../../model';
import { handOffsOf, isActionable } from '../../plan';
import { jsonText, offboardReport, renderPlan, renderRemains, type Remains } from '../../report';
import { combineExitCodes, exitCodes, type ExitCode } from '../exit-code';
import { checkOptions, parseAllow } from '../guards';
import { emptiedPlan } from '../offboard/emptied-plan';
import { endRelationship } from '../offboard/end-relationship';
import type { PlannedCustomer } from '../plan-customer';
import { reportContext } from '../report-context';
import { codeFor, instantOf, showDiagnostics, withoutData, type Session } from '../session';
import { lockPath } from '../synthesis';
import { applyPart, judgePart, type Part } from './apply-part';
import { withFleet, type Fleet } from './fleet';

export interface OffboardArguments {
  readonly customer: string;
  readonly apply?: boolean | undefined;
  readonly cloud?: string | undefined;
  readonly json?: boolean | undefined;
  readonly autoApprove?: boolean | undefined;
  readonly allow?: string | readonly string[] | undefined;
}

/** What became of what is ours in Azure. */
interface Cleared {
  readonly code: ExitCode;
  /** Nothing of ours is left, so that delegated admin is needed no more. */
  readonly isClear: boolean;
  readonly remains: Omit<Remains, 'relationship'>;
}

/**
 * `tilldela offboard CUSTOMER`: takes everything of ours, own access last, then ends the relationship, and says what
 * remains. Without `--apply` it only says what it would do. Running it again goes on where it stopped: that all of ours
 * was gone stands in the lock file, since nobody may be able to read it afterwards.
 */
export async function runOffboard(asked: OffboardArguments, session: Session): Promise<ExitCode> {
  const aside = asked.json ? withoutData(session) : session;
  const allow = parseAllow(asked.allow);
  return withFleet({ customers: [asked.customer], cloud: asked.cloud }, session, async (fleet) => {
    await showDiagnostics(session, fleet.diagnostics);
    const [entry, ...others] = fleet.planned;
    if (others.length > 0) fail('usage', { detail: 'offboard takes one customer.' });
    if (!entry) return exitCodes.error;
    const options = checkOptions(fleet.project, allow);
    const cleared = isGone(entry) ? gone(entry, fleet) : await clear(entry, { asked, options }, fleet, aside);
    if (cleared.code === exitCodes.declined || cleared.code === exitCodes.refusedByCheck) return cleared.code;
    const { code, words } = await endRelationship(asked, cleared.isClear, aside);
    const remains = { ...cleared.remains, relationship: words };
    const context = reportContext(session, fleet.cloud);
    if (asked.json) session.terminal.data(jsonText(offboardReport(remains, context)));
    else session.terminal.data(`\n${renderRemains(remains, context)}`);
    return codeFor(fleet.diagnostics, [combineExitCodes([cleared.code, code])]);
  });
}

/** Whether an earlier run took everything, own access too. */
function isGone({ lock, plan }: PlannedCustomer): boolean {
  const scopes = plan.subscriptions.length + plan.managementGroups.length;
  return lock.offboardedOn !== undefined && plan.unread.length === scopes;
}

function gone(entry: PlannedCustomer, fleet: Fleet): Cleared {
  const remains = remainsOf(entry, fleet, true, entry.lock.offboardedOn);
  return { code: exitCodes.done, isClear: true, remains };
}

/** Says what would go, or takes it. */
async function clear(
  entry: PlannedCustomer,
  { asked, options }: { readonly asked: OffboardArguments; readonly options: Part['options'] },
  fleet: Fleet,
  session: Session,
): Promise<Cleared> {
  const again = (lock: Lock) => emptiedPlan(entry, lock, fleet, instantOf(undefined, session.now));
  const part: Part = {
    planned: await again(entry.lock),
    again,
    options,
    // That is what this command is for; own access goes last by itself.
    meant: ['empty_declaration', 'removal_budget', 'run_removal_budget', 'own_access', 'partner_credit_lost'],
    autoApprove: asked.autoApprove === true,
    hint: `tilldela offboard ${entry.customer} --apply --auto-approve`,
  };
  session.terminal.data(renderPlan(part.planned.plan, reportContext(session, fleet.cloud)));
  if (asked.apply) return take(part, fleet, session);
  const judged = await judgePart(part, session);
  const { unread, changes } = part.planned.plan;
  const read = unread.length > 0 ? exitCodes.error : judged;
  const code = combineExitCodes([read, changes.some(isActionable) ? exitCodes.changes : exitCodes.done]);
  return { code, isClear: code === exitCodes.done, remains: remainsOf(part.planned, fleet, false) };
}

async function take(part: Part, fleet: Fleet, session: Session): Promise<Cleared> {
  const { plan, lock } = part.planned;
  const code = await applyPart(part, fleet, session);
  const after = code === exitCodes.declined ? part.planned : await part.again(lock);
  const isLeft = after.plan.changes.some(isActionable) || handOffsOf(plan).length > 0;
  if (code !== exitCodes.done || isLeft) {
    const left = isLeft ? exitCodes.changes : exitCodes.done;
    return { code: combineExitCodes([code, left]), isClear: false, remains: remainsOf(after, fleet, true) };
  }
  if (plan.changes.some(isActionable)) noteGone(part.planned, fleet);
  return { code, isClear: true, remains: remainsOf(after, fleet, true, plan.asOf) };
}

/** Written down at once: whoever took their own access cannot read it a second time. */
function noteGone({ customer, plan }: PlannedCustomer, { project, cloud }: Fleet): void {
  const file = lockPath(project, customer, cloud);
  const lock = { ...readLockFile(file, customer, cloud), offboardedOn: plan.asOf };
  writeLockFile(file, lock, 'What is ours was taken.');
}

function remainsOf(
  { customer, plan, draft }: PlannedCustomer,
  { project, cloud }: Fleet,
  isDone: boolean,
  goneOn?: string,
): Cleared['remains'] {
  const files = [path.join(project.customersFolder, `${customer}.ts`), lockPath(project, customer, cloud)];
  return {
    plan,
    isDone,
    ...(goneOn !== undefined && { goneOn }),
    kept: isDone ? readLockFile(lockPath(project, customer, cloud), customer, cloud).made : [],
    adminAgents: draft.declaration.partner.adminAgents,
    files: files.map((each) => path.relative(project.folder, each)),
  };
}
