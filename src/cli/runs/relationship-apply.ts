import { globalAdministrator } from '../../catalogue';
import type { RelationshipDifference } from '../../relationship';
import { jsonText, roleNames } from '../../report';
import { approve } from '../approval';
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

/** `tilldela relationship apply CUSTOMER`: groups get their declared roles, and it extends itself or not; 2 where something else differs. */
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
  const { relationship } = standing;
  const wanted = differences.filter(isMendable);
  const extension = relationship.roles.includes(globalAdministrator) // with which Azure extends none
    ? undefined
    : differences.find((each) => each.kind === 'extension');
  if (wanted.length > 0 || extension) {
    const what = [
      ...wanted.map(({ group, roles }) => `  ${group}: ${roleNames(roles)}`),
      ...(extension ? [`  The relationship ${extensionWords(extension.declared)}.`] : []),
    ];
    const question = `With ${party.name}, this will be as declared:\n${what.join('\n')}`;
    if (!(await approve(session, { what: question, autoApprove: asked.autoApprove })))
      return exitCodes.declined;
    for (const each of wanted) await run.relationships.giveAccess(relationship, each);
    if (extension) await run.relationships.change(relationship, { extendsItself: extension.declared });
    await settle(run, state);
  }
  const extendsItself = extension?.declared ?? relationship.extendsItself;
  say(party.name, { wanted, isExtensionNew: extension !== undefined, extendsItself }, asked, session);
  if (differences.length === wanted.length + (extension ? 1 : 0)) return exitCodes.done;
  session.terminal.message(`Other differences remain: tilldela relationship status ${party.name}`);
  return exitCodes.changes;
}

interface Given {
  readonly wanted: readonly Mendable[];
  readonly isExtensionNew: boolean;
  readonly extendsItself: boolean;
}

function say(
  customer: string,
  { wanted, isExtensionNew, extendsItself }: Given,
  { json }: ApplyRelationshipArguments,
  { terminal }: Session,
): void {
  const given = wanted.map(({ group, roles }) => ({ group, roles: roleNames(roles) }));
  if (json) return terminal.data(jsonText({ customer, given, extendsItself }));
  const lines = [
    ...given.map(({ group, roles }) => `${group} has ${roles} in ${customer}.`),
    ...(isExtensionNew ? [`The relationship with ${customer} ${extensionWords(extendsItself)}.`] : []),
  ];
  terminal.data(lines.join('\n') || `${customer}: groups have what is declared.`);
}

function extensionWords(extendsItself: boolean): string {
  return extendsItself ? 'extends itself' : 'does not extend itself';
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
