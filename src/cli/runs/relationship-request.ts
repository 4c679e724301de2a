import { globalAdministrator } from '../../catalogue';
import { diagnostic, fail, type Diagnostic, type DiagnosticError } from '../../diagnostics';
import type { DeclaredRelationship, DelegatedRelationship } from '../../model';
import { resellerInvitation } from '../../provider';
import { rolesOf } from '../../relationship';
import { jsonText, roleNames } from '../../report';
import { approve } from '../approval';
import { exitCodes, type ExitCode } from '../exit-code';
import { findParty, withPartner, type PartnerArguments, type PartnerRun } from '../partner';
import type { Party } from '../party';
import { approvalLink, readState } from '../relationship-state';
import { showDiagnostics, type Session } from '../session';

export interface RequestArguments extends PartnerArguments {
  readonly customer: string;
  readonly autoApprove?: boolean | undefined;
}

/**
 * `tilldela relationship request CUSTOMER`: the links that the customer is to follow. A request that waits already is
 * shown again, so that the command can be repeated. Exits 2: it is the customer's turn; 0 where it is active.
 */
export function runRelationshipRequest(asked: RequestArguments, session: Session): Promise<ExitCode> {
  return withPartner(asked, session, async (run) => {
    const party = await findParty(run, asked.customer);
    const { standing } = await readState(run, party);
    const reseller = await resellerInvitation(run.connection, party.tenantId);
    if (standing.kind === 'active') {
      session.terminal.message(`The relationship with ${party.name} is active already.`);
      return show({ party, relationship: standing.relationship, ...reseller }, asked, session);
    }
    const isWaiting = standing.kind === 'pending' || standing.kind === 'starting';
    const relationship = isWaiting ? standing.relationship : await make(run, party, asked, session);
    if (!relationship) return exitCodes.declined;
    return show({ party, relationship, ...reseller }, asked, session);
  });
}

/** Undefined where somebody declined. */
async function make(
  run: PartnerRun,
  party: Party,
  asked: RequestArguments,
  session: Session,
): Promise<DelegatedRelationship | undefined> {
  const declared = requireDeclared(party);
  const roles = rolesOf(declared);
  await run.relationships.findGroups(declared); // a name that is wrong is better known now than after the approval
  const { days, autoExtend } = declared;
  const end = autoExtend ? `for ${days} days, extending itself` : `for ${days} days`;
  const warning = roles.includes(globalAdministrator)
    ? '\n  Global Administrator gives away everything.'
    : '';
  const what = `${party.name} will be asked to delegate ${roleNames(roles)}, ${end}.${warning}`;
  if (!(await approve(session, { what, autoApprove: asked.autoApprove }))) return undefined;
  return run.relationships.request({
    tenantId: party.tenantId,
    displayName: `${party.name} ${run.asOf.slice(0, 10)}`,
    roles,
    days,
    extendsItself: autoExtend,
  });
}

export function requireDeclared({ declared, name, file }: Party): DeclaredRelationship {
  if (declared) return declared;
  return fail('relationship_undeclared', {
    customer: name,
    detail: `${file ? `The file of ${name} declares` : 'definePartner declares'} no relationship, and roles are never guessed.`,
    hint: "Add it to definePartner in stacks/partner.ts, or to the customer's stack:\n\nrelationship: { roles: { 'Cloud engineers': ['Directory Readers'] } }",
  });
}

interface Invitation {
  readonly party: Party;
  readonly relationship: DelegatedRelationship;
  readonly isReseller?: boolean | undefined;
  /** For a tenant that is no customer yet. */
  readonly url?: string | undefined;
  /** Why there is no link. */
  readonly refused?: DiagnosticError | undefined;
}

async function show(invitation: Invitation, asked: RequestArguments, session: Session): Promise<ExitCode> {
  const { party, relationship, isReseller, url, refused } = invitation;
  const isActive = relationship.status === 'active';
  const link = approvalLink(relationship);
  if (asked.json) {
    const { id, status } = relationship;
    const value = { customer: party.name, tenantId: party.tenantId, reseller: isReseller ?? null };
    session.terminal.data(
      jsonText({ ...value, resellerLink: url ?? null, relationship: { id, status, approvalLink: link } }),
    );
  } else if (url !== undefined || !isActive) {
    session.terminal.data(letter(party, { url, link: isActive ? undefined : link }));
  }
  if (refused) await showDiagnostics(session, refused.diagnostics.map(asWarning));
  if (isActive) return refused || url !== undefined ? exitCodes.changes : exitCodes.done;
  session.terminal.message(`To wait for it, and then go on: tilldela relationship watch ${asked.customer}`);
  return exitCodes.changes;
}

function letter(
  { name }: Party,
  { url, link }: { url?: string | undefined; link?: string | undefined },
): string {
  const links = [
    ...(url === undefined ? [] : [`Accept us as your reseller:\n${url}`]),
    ...(link === undefined ? [] : [`Approve the access that we ask for, within 90 days:\n${link}`]),
  ];
  const steps = links.map((text, index) => (links.length > 1 ? `${index + 1}. ${text}` : text));
  return [`For a Global Administrator of ${name}:`, ...steps].join('\n\n');
}

function asWarning({ detail, hint, code }: Diagnostic): Diagnostic {
  const details = {
    detail: `The link by which the customer accepts you as reseller is missing. ${detail}`,
    hint,
  };
  return { ...diagnostic(code, details), severity: 'warning' };
}
