import { diagnostic, DiagnosticError, fail, hasErrors } from '../../diagnostics';
import type { Lock } from '../../model';
import { handOffsOf, isActionable, withoutHandOffs } from '../../plan';
import { renderBootstrap } from '../../report';
import { approve } from '../approval';
import { automationOf } from '../bootstrap/automation-of';
import { rightsPlan } from '../bootstrap/automation-rights';
import { readSteps } from '../bootstrap/read-steps';
import type { Attempts, Step } from '../bootstrap/step';
import { audiences, githubIssuer, type Trust } from '../bootstrap/trust-step';
import { exitCodes, type ExitCode } from '../exit-code';
import { checkOptions } from '../guards';
import { planCustomer, type PlannedCustomer } from '../plan-customer';
import { reportContext } from '../report-context';
import { instantOf, showDiagnostics, type Session } from '../session';
import { applyPart } from './apply-part';
import { withFleet, type Fleet } from './fleet';
import { whatIsWrong } from './plan';

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
    const { issuer = githubIssuer, subject } = asked;
    const trust: Trust = { issuer, subject, audience: audiences[fleet.cloud] };
    const read = async (planned: PlannedCustomer, attempts?: Attempts) => {
      const { setUp, check } = await readSteps(planned, { clientId, trust, target: fleet.target }, attempts);
      const text = renderBootstrap(planned.customer, [...setUp, check], reportContext(session, fleet.cloud));
      session.terminal.data(attempts ? `\n${text}` : text);
      return { planned, setUp };
    };
    const found = await read(entry);
    if (!found.setUp.some(({ make }) => make)) {
      if (found.setUp.every(({ standing }) => standing === 'done'))
        session.terminal.message('Nothing to do.');
      return finish(found, { ...asked, shown: entry }, fleet, session);
    }
    const { autoApprove = false } = asked;
    if (!(await approve(session, { autoApprove, hint: approvalHint(asked) }))) return exitCodes.declined;
    const attempts = await makeAll(found.setUp);
    const made = await read(await planAgain(entry, fleet, session), attempts);
    // The rights were approved with the rest if they could be shown with it.
    const wasShown = hasRightsToGive(entry);
    const rights = { autoApprove: autoApprove || wasShown, shown: wasShown ? entry : made.planned };
    return finish(made, { ...asked, ...rights }, fleet, session);
  });
}

/** Gives the rights as they were `shown`, and says what is left to others. */
async function finish(
  { planned, setUp }: { readonly planned: PlannedCustomer; readonly setUp: readonly Step[] },
  asked: BootstrapArguments & { readonly shown: PlannedCustomer },
  fleet: Fleet,
  session: Session,
): Promise<ExitCode> {
  const { diagnostics } = planned.plan;
  const isKnown = diagnostics.every(({ code }) => code !== 'principal_not_found');
  if (isKnown && hasErrors(diagnostics)) {
    await showDiagnostics(session, whatIsWrong(planned.plan));
    return exitCodes.error;
  }
  const code = isKnown ? await giveRights(asked.shown, fleet, asked, session) : exitCodes.done;
  showNextLines(planned, session);
  if (code !== exitCodes.done) return code;
  const isLeft = setUp.some(({ standing }) => standing === 'by-others' || standing === 'waits');
  return isLeft ? exitCodes.changes : exitCodes.done;
}

/** One step after the other; a refusal is kept for the report and stops no other. */
async function makeAll(steps: readonly Step[]): Promise<Attempts> {
  const attempts = new Map<string, string | undefined>();
  for (const { title, make } of steps) {
    if (!make) continue;
    try {
      await make();
      attempts.set(title, undefined);
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      attempts.set(title, error.diagnostics[0]?.detail ?? error.message);
    }
  }
  return attempts;
}

/** Everything else in the plan is left to `apply`. */
async function giveRights(
  entry: PlannedCustomer,
  fleet: Fleet,
  asked: BootstrapArguments,
  session: Session,
): Promise<ExitCode> {
  const left = handOffsOf(rightsPlan(entry));
  if (left.length > 0) await showDiagnostics(session, [handedOff(entry.customer, left.length)]);
  if (!hasRightsToGive(entry)) return exitCodes.done;
  const part = {
    planned: { ...entry, plan: rightsPlan(entry) },
    again: async (lock: Lock) => {
      const current = await planAgain({ ...entry, lock }, fleet, session);
      return { ...current, plan: rightsPlan(current) };
    },
    options: checkOptions(fleet.project, []),
    meant: [],
    autoApprove: asked.autoApprove ?? false,
    hint: approvalHint(asked),
  };
  return applyPart(part, fleet, session);
}

function hasRightsToGive(entry: PlannedCustomer): boolean {
  return withoutHandOffs(rightsPlan(entry)).changes.some(isActionable);
}

function planAgain(entry: PlannedCustomer, { target, cloud }: Fleet, session: Session) {
  return planCustomer(entry, target, cloud, instantOf(undefined, session.now));
}

function approvalHint({ customer }: BootstrapArguments): string {
  return `tilldela bootstrap ${customer} --auto-approve`;
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
