import { globalAdministrator } from '../../catalogue';
import { diagnostic, DiagnosticError, hasErrors } from '../../diagnostics';
import type { Standing } from '../../relationship';
import { jsonText } from '../../report';
import { approve } from '../approval';
import { exitCodes, type ExitCode } from '../exit-code';
import { findParty, withPartner, type PartnerArguments } from '../partner';
import { readState, remarksOn, type RelationshipState } from '../relationship-state';
import type { Session } from '../session';

export interface ChangeArguments extends PartnerArguments {
  readonly customer: string;
  readonly autoApprove?: boolean | undefined;
}

export interface ExtendArguments extends ChangeArguments {
  readonly dropGlobalAdministrator?: boolean | undefined;
}

/** `tilldela relationship extend CUSTOMER`: from now on it extends itself. The customer need not approve. */
export function runRelationshipExtend(asked: ExtendArguments, session: Session): Promise<ExitCode> {
  return withPartner(asked, session, async (run) => {
    const party = await findParty(run, asked.customer);
    const { relationship } = requireActive(await readState(run, party));
    const isGlobal = relationship.roles.includes(globalAdministrator);
    if (isGlobal && !asked.dropGlobalAdministrator) {
      const detail = `"${relationship.displayName}" has Global Administrator, with which Azure extends none.`;
      const hint = `Give the role up, which cannot be undone:\n\ntilldela relationship extend ${asked.customer} --drop-global-administrator`;
      const details = { customer: party.name, detail, hint };
      throw new DiagnosticError([
        { ...diagnostic('global_administrator_delegated', details), severity: 'error' },
      ]);
    }
    if (!relationship.extendsItself || isGlobal) {
      const giveUp = isGlobal ? ' It gives up Global Administrator.' : '';
      const what = `"${relationship.displayName}" will extend itself by 180 days each time that it ends.${giveUp}`;
      if (!(await approve(session, { what, autoApprove: asked.autoApprove }))) return exitCodes.declined;
      const roles = relationship.roles.filter((role) => role !== globalAdministrator);
      await run.relationships.change(relationship, { extendsItself: true, ...(isGlobal && { roles }) });
    }
    say(asked, session, `The relationship with ${party.name} extends itself.`, { extendsItself: true });
    return exitCodes.done;
  });
}

/** `tilldela relationship terminate CUSTOMER`: ends it, or takes back a draft. */
export function runRelationshipTerminate(asked: ChangeArguments, session: Session): Promise<ExitCode> {
  return withPartner(asked, session, async (run) => {
    const party = await findParty(run, asked.customer);
    const state = await readState(run, party);
    const { standing } = state;
    const relationship =
      standing.kind === 'draft' ? standing.relationship : requireActive(state).relationship;
    const what = `"${relationship.displayName}" will end: nobody of yours will be able to sign in to the tenant of ${party.name} by it.`;
    if (!(await approve(session, { what, autoApprove: asked.autoApprove }))) return exitCodes.declined;
    await run.relationships.end(relationship);
    say(asked, session, `The end of the relationship with ${party.name} was requested.`, {
      terminated: true,
    });
    return exitCodes.done;
  });
}

function requireActive(state: RelationshipState): Extract<Standing, { kind: 'active' }> {
  const { standing, party } = state;
  if (standing.kind === 'active') return standing;
  const remarks = remarksOn(state);
  if (hasErrors(remarks)) throw new DiagnosticError(remarks);
  // The customer alone can decline what waits for its approval.
  const [remark] = remarks;
  const detail = `It is not active. ${remark?.detail ?? ''}`;
  throw new DiagnosticError([
    diagnostic('relationship_refused', { customer: party.name, detail, hint: remark?.hint }),
  ]);
}

function say(asked: ChangeArguments, { terminal }: Session, text: string, value: object): void {
  if (asked.json) terminal.data(jsonText({ customer: asked.customer, ...value }));
  else terminal.data(text);
}
