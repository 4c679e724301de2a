import path from 'node:path';
import { fail } from '../../diagnostics';
import type { Lock } from '../../model';
import { handOffsOf, isActionable } from '../../plan';
import { renderPlan, renderRemains } from '../../report';
import { approve } from '../approval';
import { combineExitCodes, exitCodes, type ExitCode } from '../exit-code';
import { checkOptions, parseAllow } from '../guards';
import { findParty, withPartner } from '../partner';
import { planCustomer, type PlannedCustomer } from '../plan-customer';
import { readState } from '../relationship-state';
import { reportContext } from '../report-context';
import { codeFor, instantOf, showDiagnostics, type Session } from '../session';
import { lockPath } from '../synthesis';
import { applyPart, judgePart, type Part } from './apply-part';
import { withFleet, type Fleet } from './fleet';

export interface OffboardArguments {
  readonly customer: string;
  readonly apply?: boolean | undefined;
  readonly cloud?: string | undefined;
  readonly autoApprove?: boolean | undefined;
  readonly allow?: string | readonly string[] | undefined;
}

/** What became of what is ours in Azure, and what is known of the rest. */
interface Cleared {
  readonly code: ExitCode;
  readonly isClear: boolean;
  readonly statement: (relationship: string) => void;
}

/**
 * `tilldela offboard CUSTOMER`: takes everything of ours, own access last, then ends the relationship, and says what
 * remains. Without `--apply` it only says what it would do. Running it again goes on where it stopped, as long as the own
 * access is there; after that nothing can be read, and the statement names the command that ends the relationship.
 */
export async function runOffboard(asked: OffboardArguments, session: Session): Promise<ExitCode> {
  const cleared = await clear(asked, session);
  if (cleared.code === exitCodes.declined || cleared.code === exitCodes.refusedByCheck) return cleared.code;
  const { code, words } = await endRelationship(asked, cleared.isClear, session);
  cleared.statement(words);
  return combineExitCodes([cleared.code, code]);
}

function clear(asked: OffboardArguments, session: Session): Promise<Cleared> {
  const allow = parseAllow(asked.allow);
  return withFleet({ customers: [asked.customer], cloud: asked.cloud }, session, async (fleet) => {
    await showDiagnostics(session, fleet.diagnostics);
    const [entry, ...others] = fleet.planned;
    if (others.length > 0) fail('usage', { detail: 'offboard takes one customer.' });
    if (!entry) return { code: exitCodes.error, isClear: false, statement: () => undefined };
    const again = (lock: Lock) => emptied(entry, lock, fleet, instantOf(undefined, session.now));
    const part: Part = {
      planned: await again(entry.lock),
      again,
      options: checkOptions(fleet.project, allow),
      // That is what this command is for; own access goes last by itself.
      meant: [
        'empty_declaration',
        'removal_budget',
        'run_removal_budget',
        'own_access',
        'partner_credit_lost',
      ],
      autoApprove: asked.autoApprove === true,
      hint: `tilldela offboard ${entry.customer} --apply --auto-approve`,
    };
    const context = reportContext(session, fleet.cloud);
    session.terminal.data(renderPlan(part.planned.plan, context));
    const code = await (asked.apply ? applyPart(part, fleet, session) : judgePart(part, session));
    const after = asked.apply && code !== exitCodes.declined ? await again(entry.lock) : part.planned;
    const isLeft = after.plan.changes.some(isActionable);
    const isUnread = part.planned.plan.unread.length > 0;
    const isHandedOff = handOffsOf(part.planned.plan).length > 0;
    return {
      code: codeFor(fleet.diagnostics, [
        code,
        isUnread ? exitCodes.error : isLeft ? exitCodes.changes : code,
      ]),
      isClear: code === exitCodes.done && !isLeft && !isUnread && !isHandedOff,
      statement: (relationship) => {
        const { adminAgents } = entry.draft.declaration.partner;
        const files = filesOf(entry, fleet);
        const remains = {
          plan: after.plan,
          isDone: asked.apply === true,
          adminAgents,
          relationship,
          files,
        };
        session.terminal.data(`\n${renderRemains(remains, context)}`);
      },
    };
  });
}

/** The customer as if its file declared nothing and nothing spoke for what is ours. */
function emptied(
  entry: PlannedCustomer,
  lock: Lock,
  { target, cloud }: Fleet,
  asOf: string,
): Promise<PlannedCustomer> {
  const { draft } = entry;
  const declaration = { ...draft.declaration, ignore: [], accept: [] };
  const nothing = { ...draft, declaration, resources: [], definitions: [] };
  return planCustomer({ ...entry, lock, draft: nothing }, target, cloud, asOf);
}

/** Ends delegated admin once nothing is left to do by it, unless groups use it that no file of ours declares. */
function endRelationship(
  asked: OffboardArguments,
  isClear: boolean,
  session: Session,
): Promise<{ readonly code: ExitCode; readonly words: string }> {
  return withPartner(asked, session, async (run) => {
    const party = await findParty(run, asked.customer);
    const state = await readState(run, party);
    const { standing } = state;
    if (standing.kind !== 'active') {
      return { code: exitCodes.done, words: `Delegated admin (GDAP): none is active (${standing.kind}).` };
    }
    const called = `"${standing.relationship.displayName}"`;
    const isShared = !party.declared || state.differences.some(({ kind }) => kind === 'undeclared');
    if (isShared) {
      const words = `${called}: groups have access by it that no file declares. To end it: tilldela relationship terminate ${party.name}`;
      return { code: exitCodes.done, words };
    }
    if (!asked.apply || !isClear) {
      return {
        code: exitCodes.changes,
        words: `${called} is active, and ends when all of ours is gone. To end it by itself: tilldela relationship terminate ${party.name}`,
      };
    }
    const what = `${called} will end: nobody of yours will be able to sign in to the tenant of ${party.name} by it.`;
    if (!(await approve(session, { what, autoApprove: asked.autoApprove }))) {
      return { code: exitCodes.declined, words: `${called} is active: its end was declined.` };
    }
    await run.relationships.end(standing.relationship);
    return { code: exitCodes.done, words: `${called}: its end was requested.` };
  });
}

function filesOf({ customer }: PlannedCustomer, { project, cloud }: Fleet): readonly string[] {
  const file = path.join(project.customersFolder, `${customer}.ts`);
  return [file, lockPath(project, customer, cloud)].map((each) => path.relative(project.folder, each));
}
