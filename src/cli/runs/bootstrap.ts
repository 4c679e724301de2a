import { readLockFile, type ApplyResult } from '../../apply';
import { diagnostic, fail, hasErrors } from '../../diagnostics';
import type { Guid } from '../../model';
import { findStaleness, handOffsOf, isActionable, withoutHandOffs } from '../../plan';
import { renderApply, renderBootstrap } from '../../report';
import { approve } from '../approve';
import { rightsPlan } from '../automation-rights';
import { audiences, githubIssuer, readSteps, type Trust } from '../bootstrap-steps';
import { exitCodes, type ExitCode } from '../exit-code';
import { checkApprovals, checkOptions } from '../guards';
import { planCustomer, type PlannedCustomer } from '../plan-customer';
import { reportContext } from '../report-context';
import { instantOf, showDiagnostics, type Session } from '../session';
import { lockPath } from '../synthesis';
import { whileClaimed } from './apply-claim';
import { applyCustomer } from './apply-customer';
import { withFleet, type Fleet } from './fleet';
import { whatIsWrong } from './plan';
import { untilStopped } from './stop-signals';

export interface BootstrapArguments {
  readonly customer: string;
  readonly issuer?: string | undefined;
  readonly subject?: string | undefined;
  readonly cloud?: string | undefined;
  readonly autoApprove?: boolean | undefined;
}

/** `tilldela bootstrap`: what unattended applies need in the customer's tenant, made as far as whoever runs it can. */
export function runBootstrap(asked: BootstrapArguments, session: Session): Promise<ExitCode> {
  return withFleet({ customers: [asked.customer], cloud: asked.cloud }, session, async (fleet) => {
    await showDiagnostics(session, fleet.diagnostics);
    const [entry, ...others] = fleet.planned;
    if (others.length > 0) fail('usage', { detail: 'bootstrap takes one customer.' });
    if (!entry) return exitCodes.error;
    const clientId = automationOf(entry);
    const trust: Trust = {
      issuer: asked.issuer ?? githubIssuer,
      subject: asked.subject,
      audience: audiences[fleet.cloud],
    };
    const steps = await readSteps(entry, { clientId, trust, target: fleet.target });
    session.terminal.data(renderBootstrap(entry.customer, steps, reportContext(session, fleet.cloud)));
    const isKnown = entry.plan.diagnostics.every(({ code }) => code !== 'principal_not_found');
    const code = isKnown ? await giveRights(entry, fleet, asked, session) : exitCodes.done;
    showNextLines(entry, session);
    if (code !== exitCodes.done) return code;
    const isLeft = steps.some(({ standing }) => standing === 'by-others');
    const isNew = steps.some(({ standing }) => standing === 'to-do');
    if (!isLeft && !isNew) session.terminal.message('\nNothing to do.');
    return isLeft ? exitCodes.changes : exitCodes.done;
  });
}

/** The application that the file names; its client id is asked about under the construct id `automation`. */
function automationOf({ customer, draft }: PlannedCustomer): Guid {
  const paths = Object.keys(draft.declaration.subscriptions).map(
    (alias) => `${customer}/${alias}/automation`,
  );
  const isDeclared = draft.resources.some(({ constructPath }) => paths.includes(constructPath));
  const clientIds = [...draft.lookupsByReference.values()].flatMap((lookup) =>
    'clientId' in lookup ? [lookup.clientId] : [],
  );
  const [clientId] = clientIds;
  if (isDeclared && clientId) return clientId;
  return fail('automation_not_declared', {
    customer,
    detail: `stacks/customers/${customer}.ts names no automation, or grants no role that it may give.`,
    hint: "automation: application('CLIENT_ID'),\nwrites: inTenant(),",
  });
}

/** Everything else in the plan is left to `apply`. */
async function giveRights(
  entry: PlannedCustomer,
  fleet: Fleet,
  { autoApprove = false, customer }: BootstrapArguments,
  session: Session,
): Promise<ExitCode> {
  const approved = rightsPlan(entry);
  const left = handOffsOf(approved);
  if (left.length > 0) await showDiagnostics(session, [handedOff(entry.customer, left.length)]);
  if (!withoutHandOffs(approved).changes.some(isActionable)) return exitCodes.done;
  await showDiagnostics(session, whatIsWrong(entry.plan));
  if (hasErrors(entry.plan.diagnostics)) return exitCodes.error;
  const [verdict] = checkApprovals([{ approved, current: approved }], checkOptions(fleet.project, []));
  await showDiagnostics(session, [...(verdict?.warnings ?? []), ...(verdict?.refusals ?? [])]);
  if (verdict && verdict.refusals.length > 0) return exitCodes.refusedByCheck;
  const hint = `tilldela bootstrap ${customer} --auto-approve`;
  if (!autoApprove && !(await approve(session, hint))) {
    session.terminal.message('Bootstrap cancelled. Nothing was changed.');
    return exitCodes.declined;
  }
  const result = await untilStopped(session.terminal, (signal) => applyRights(entry, fleet, session, signal));
  if (!result) return exitCodes.error;
  session.terminal.data(`\n${renderApply(result, reportContext(session, fleet.cloud))}`);
  return result.entries.every(({ outcome }) => outcome === 'done') ? exitCodes.done : exitCodes.error;
}

/** A person took their time to approve: the plan is made again, and carried out if it is still the same. */
function applyRights(
  entry: PlannedCustomer,
  fleet: Fleet,
  session: Session,
  signal: AbortSignal,
): Promise<ApplyResult | undefined> {
  const { project, cloud, target } = fleet;
  const { customer } = entry;
  return whileClaimed(project.stateFolder, customer, async () => {
    const lock = readLockFile(lockPath(project, customer, cloud), customer, cloud);
    const current = await planCustomer({ ...entry, lock }, target, cloud, instantOf(undefined, session.now));
    const plan = withoutHandOffs(rightsPlan(current));
    const stale = findStaleness(withoutHandOffs(rightsPlan(entry)), plan);
    await showDiagnostics(session, stale);
    return stale.length > 0 ? undefined : applyCustomer({ ...current, plan }, fleet, session, signal);
  });
}

function handedOff(customer: string, count: number) {
  return diagnostic('handed_off', {
    customer,
    detail: `${count} of the rights of the automation ${count === 1 ? 'is' : 'are'} not given: the steps say why.`,
    hint: `tilldela handoff ${customer}`,
  });
}

function showNextLines({ customer, draft }: PlannedCustomer, { terminal }: Session): void {
  if (draft.declaration.writes === 'in-tenant') return;
  terminal.message(
    `\nSo that the application applies, write into stacks/customers/${customer}.ts:\n\n  writes: inTenant(),`,
  );
}
