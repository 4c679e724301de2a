import { fail } from '../../diagnostics';
import { subscriptionScope } from '../../model';
import { handOffsOf, isActionable } from '../../plan';
import { createReader } from '../../provider';
import {
  handOffPack,
  jsonText,
  reinstateLines,
  renderPartnerAccess,
  type PartnerAccessStatement,
} from '../../report';
import { connectionOf } from '../connection-of';
import { witnessed, type Witnessed } from '../evidence';
import { exitCodes, type ExitCode } from '../exit-code';
import { checkOptions, parseAllow } from '../guards';
import {
  declaredPartnerAccess,
  isAbout,
  partnerAccessAt,
  partnerAccessPlan,
  revocationPlan,
} from '../partner-access-plan';
import { planCustomer, type PlannedCustomer } from '../plan-customer';
import { reportContext } from '../report-context';
import { codeFor, instantOf, showDiagnostics, withoutData, type Session } from '../session';
import { applyPart, type Part } from './apply-part';
import { withFleet, type Fleet } from './fleet';

export interface PartnerAccessArguments {
  readonly customer: string;
  readonly cloud?: string | undefined;
  readonly json?: boolean | undefined;
  readonly autoApprove?: boolean | undefined;
  readonly allow?: string | readonly string[] | undefined;
}

/** `tilldela partner-access revoke CUSTOMER`: AdminAgents loses what it has in the customer's subscriptions. */
export function runPartnerAccessRevoke(asked: PartnerAccessArguments, session: Session): Promise<ExitCode> {
  return withCustomer(asked, session, async (entry, fleet) => {
    const [declared] = declaredPartnerAccess(entry);
    if (declared) {
      const { constructPath, source } = declared;
      fail('partner_access_declared', {
        customer: entry.customer,
        constructPath,
        source,
        detail: `The file of ${entry.customer} grants access to AdminAgents: the next apply would give it again.`,
        hint: 'Take the grant out of the file, and run this again.',
      });
    }
    refuseBefore(entry);
    const now = () => instantOf(undefined, session.now);
    return {
      planned: await revocationPlan(entry, entry.lock, fleet, now()),
      again: (lock) => revocationPlan(entry, lock, fleet, now()),
    };
  });
}

/** Own access goes last: what is still to do could be done by nobody afterwards. */
function refuseBefore({ customer, plan, draft }: PlannedCustomer): void {
  const { adminAgents } = draft.declaration.partner;
  const left = plan.changes.filter(isActionable).filter((change) => !isAbout(change, adminAgents));
  if (left.length === 0) return;
  fail('partner_access_awaited', {
    customer,
    detail: `This is still to do:\n${left.map(({ action, address }) => `${action} ${address}`).join('\n')}`,
    hint: `tilldela apply ${customer}`,
  });
}

/** `tilldela partner-access reinstate CUSTOMER`: what the file grants to AdminAgents, and nothing else of the plan. */
export function runPartnerAccessReinstate(
  asked: PartnerAccessArguments,
  session: Session,
): Promise<ExitCode> {
  return withCustomer(asked, session, (entry, { target, cloud }) => {
    // Of a subscription that cannot be read nothing is planned; the statement says so.
    if (declaredPartnerAccess(entry).length === 0 && entry.plan.unread.length === 0) {
      const [alias = 'production'] = Object.keys(entry.draft.declaration.subscriptions);
      fail('partner_access_undeclared', {
        customer: entry.customer,
        detail: `The file of ${entry.customer} grants AdminAgents nothing: what it does not declare is not given.`,
        hint: `Grant it in the file:\n\n${alias}.grant('partner', { to: msp.adminAgents, role: 'Owner', because: 'AOBO' });`,
      });
    }
    return {
      planned: { ...entry, plan: partnerAccessPlan(entry) },
      again: async (lock) => {
        const planned = await planCustomer(
          { ...entry, lock },
          target,
          cloud,
          instantOf(undefined, session.now),
        );
        return { ...planned, plan: partnerAccessPlan(planned) };
      },
    };
  });
}

/** Plans for one customer, carries it out as far as somebody here can, and states what was and what is. */
function withCustomer(
  asked: PartnerAccessArguments,
  session: Session,
  choose: (
    entry: PlannedCustomer,
    fleet: Fleet,
  ) => Pick<Part, 'planned' | 'again'> | Promise<Pick<Part, 'planned' | 'again'>>,
): Promise<ExitCode> {
  const allow = parseAllow(asked.allow);
  return withFleet({ customers: [asked.customer], cloud: asked.cloud }, session, async (fleet) => {
    await showDiagnostics(session, fleet.diagnostics);
    const [entry, ...others] = fleet.planned;
    if (others.length > 0) fail('usage', { detail: 'partner-access takes one customer.' });
    if (!entry) return exitCodes.error;
    const witness = witnessed(fleet.target, session);
    const observed = { ...fleet, target: witness.target };
    const chosen = await choose(entry, observed);
    const part: Part = {
      ...chosen,
      options: checkOptions(fleet.project, allow),
      meant: ['empty_declaration', 'removal_budget', 'run_removal_budget'],
      autoApprove: asked.autoApprove === true,
      hint: 'Approve beforehand by --auto-approve.',
    };
    showIntent(chosen.planned, session);
    const code = await applyPart(part, observed, asked.json ? withoutData(session) : session);
    if (code === exitCodes.declined || code === exitCodes.refusedByCheck) return code;
    const statement = await stateAccess(entry, witness);
    showStatement(statement, chosen.planned, fleet, asked, session);
    const isLeft = handOffsOf(chosen.planned.plan).length > 0;
    return codeFor(fleet.diagnostics, [code, isLeft ? exitCodes.changes : exitCodes.done]);
  });
}

function showIntent({ plan }: PlannedCustomer, { terminal }: Session): void {
  const lines = plan.changes
    .filter(isActionable)
    .map(({ action, address, handOff }) => `  ${action} ${address}${handOff ? ' (handed off)' : ''}`);
  terminal.message(lines.length === 0 ? 'Nothing to change.' : `To change:\n${lines.join('\n')}`);
}

/** Reads back what AdminAgents has, subscription by subscription. */
async function stateAccess(entry: PlannedCustomer, witness: Witnessed): Promise<PartnerAccessStatement> {
  const { customer, draft, plan } = entry;
  const { subscriptions, partner } = draft.declaration;
  const reader = createReader(connectionOf(entry, witness.target));
  const { actual } = await reader.refresh(Object.values(subscriptions));
  const places = Object.entries(subscriptions).map(([alias, id]) => {
    const scope = subscriptionScope(id);
    const reading = actual.subscriptions.find(({ subscriptionId }) => subscriptionId === id);
    const isOfPartner = ({ principalId }: { principalId: string }) => principalId === partner.adminAgents;
    return {
      alias,
      scope,
      before: partnerAccessAt(scope, entry, [partner.adminAgents]),
      requests: witness.writesAt(scope),
      after: reading?.status === 'read' ? reading.assignments.filter(isOfPartner) : undefined,
      readBack: witness.lastLookAt(scope),
    };
  });
  return { customer, tenantId: plan.tenantId, adminAgents: partner.adminAgents, places };
}

function showStatement(
  statement: PartnerAccessStatement,
  { plan, draft }: PlannedCustomer,
  { cloud }: Fleet,
  { json }: PartnerAccessArguments,
  session: Session,
): void {
  const { terminal } = session;
  const context = reportContext(session, cloud);
  if (json) terminal.data(jsonText({ formatVersion: '1', ...statement }));
  else terminal.data(`\n${renderPartnerAccess(statement, context)}`);
  const { tenant, adminAgents } = draft.declaration.partner;
  const pack = handOffPack(plan, { partnerTenant: tenant, adminAgents }, context);
  if (pack) terminal.message(`\nFor the customer's administrator:\n\n${pack.page}`);
  else if (statement.places.some(({ after }) => !after || after.length === 0)) {
    terminal.message(`\n${reinstateLines(statement)}`);
  }
}
