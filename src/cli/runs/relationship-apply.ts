import type { RelationshipDifference } from '../../relationship';
import { jsonText, roleNames } from '../../report';
import { agrees } from '../approval';
import { fail } from '../../diagnostics';
import { exitCodes, type ExitCode } from '../exit-code';
import { findParty, withPartner, type PartnerArguments, type PartnerRun } from '../partner';
import { readState, remarksOn, type RelationshipState } from '../relationship-state';
import { codeFor, showDiagnostics, type Session } from '../session';
import { requireDeclared } from './relationship-request';

export interface ApplyRelationshipArguments extends PartnerArguments {
  readonly customer: string;
  readonly autoApprove?: boolean | undefined;
}

/** Azure sets up access in seconds to minutes. */
const settleWithin = 120_000;
const settlePause = 1_000;

/** `tilldela relationship apply CUSTOMER`: groups get the roles that are declared; 2 where something else differs. */
export function runRelationshipApply(asked: ApplyRelationshipArguments, session: Session): Promise<ExitCode> {
  return withPartner(asked, session, async (run) => {
    const party = await findParty(run, asked.customer);
    requireDeclared(party);
    const state = await readState(run, party);
    if (state.standing.kind !== 'active') {
      await showDiagnostics(session, remarksOn(state));
      return codeFor(remarksOn(state), [exitCodes.changes]);
    }
    return giveDeclaredAccess(run, state, asked, session);
  });
}

type Mendable = Extract<RelationshipDifference, { kind: 'missing' | 'changed' }>;

/** One group after the other; what was done stays, and the command can be repeated for the rest. */
export async function giveDeclaredAccess(
  run: PartnerRun,
  state: RelationshipState,
  asked: ApplyRelationshipArguments,
  session: Session,
): Promise<ExitCode> {
  const { party, standing, differences } = state;
  if (standing.kind !== 'active') return exitCodes.changes;
  const wanted = differences.filter(isMendable);
  const others = differences.length - wanted.length;
  if (wanted.length > 0) {
    const what = wanted.map(({ group, roles }) => `  ${group}: ${roleNames(roles)}`).join('\n');
    const question = `In ${party.name}, groups will have these roles of Entra ID:\n${what}`;
    if (!(await agrees(question, asked, session))) return exitCodes.declined;
    for (const each of wanted) await run.relationships.giveAccess(standing.relationship, each);
    await settle(run, state);
  }
  const { terminal } = session;
  const done = wanted.map(({ group, roles }) => ({ group, roles: roleNames(roles) }));
  if (asked.json) terminal.data(jsonText({ customer: party.name, given: done, otherDifferences: others }));
  else
    terminal.data(
      done.map(({ group, roles }) => `${group} has ${roles} in ${party.name}.`).join('\n') ||
        `${party.name}: groups have what is declared.`,
    );
  if (others > 0) {
    terminal.message(`Other differences remain: tilldela relationship status ${party.name}`);
    return exitCodes.changes;
  }
  return exitCodes.done;
}

function isMendable(difference: RelationshipDifference): difference is Mendable {
  return difference.kind === 'missing' || difference.kind === 'changed';
}

/** Waits until the groups can use what they were given. */
async function settle(run: PartnerRun, { party }: RelationshipState): Promise<void> {
  const { timing } = run.target.environment.settings;
  const end = timing.now() + settleWithin;
  for (;;) {
    const { access, differences } = await readState(run, party);
    if (access.some(({ status }) => status === 'error')) {
      fail('relationship_refused', {
        customer: party.name,
        detail: 'Azure could not set up the access of a group.',
        hint: `tilldela relationship status ${party.name}`,
      });
    }
    const isOpen = differences.some(isMendable) || access.some(({ status }) => status === 'pending');
    if (!isOpen) return;
    if (timing.now() >= end) {
      fail('relationship_refused', {
        customer: party.name,
        detail: 'Azure took the roles and has not set them up within two minutes.',
        hint: `tilldela relationship status ${party.name}`,
      });
    }
    await timing.wait(settlePause);
  }
}
