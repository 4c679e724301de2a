import { globalAdministrator } from '../catalogue';
import { diagnostic, type Diagnostic } from '../diagnostics';
import type { DelegatedRelationship, GroupAccess } from '../model';
import type { RelationshipReader } from '../provider';
import { differencesOf, standingOf, type RelationshipDifference, type Standing } from '../relationship';
import type { Party } from './party';

/** How it stands with a customer, read from Azure. */
export interface RelationshipState {
  readonly party: Party;
  readonly standing: Standing;
  /** Of groups, while the relationship is active. */
  readonly access: readonly GroupAccess[];
  /** From what is declared; none where nothing is. */
  readonly differences: readonly RelationshipDifference[];
}

interface Asked {
  readonly relationships: RelationshipReader;
  /** RFC 3339, UTC. */
  readonly asOf: string;
}

/** Reads it. Throws DiagnosticError. */
export async function readState(run: Asked, party: Party): Promise<RelationshipState> {
  const standing = standingOf(await run.relationships.list(party.tenantId), run.asOf);
  return completed(run, party, standing);
}

/** The same from a list of the relationships of all customers. */
export async function stateAmong(
  run: Asked,
  party: Party,
  all: readonly DelegatedRelationship[],
): Promise<RelationshipState> {
  const own = all.filter(({ customer }) => customer?.tenantId === party.tenantId);
  return completed(run, party, standingOf(own, run.asOf));
}

async function completed(run: Asked, party: Party, standing: Standing): Promise<RelationshipState> {
  if (standing.kind !== 'active') return { party, standing, access: [], differences: [] };
  const { relationship } = standing;
  const { declared } = party;
  const access = await run.relationships.listAccess(relationship);
  if (!declared) return { party, standing, access, differences: [] };
  const groups = await run.relationships.findGroups(declared);
  const differences = differencesOf({ relationship, access, declared, groups, globalAdministrator });
  return { party, standing, access, differences };
}

/** Where a Global Administrator of the customer approves. Source: the GDAP article of learn.microsoft.com/partner-center */
export function approvalLink({ id }: DelegatedRelationship): string {
  return `https://admin.microsoft.com/AdminPortal/Home#/partners/invitation/granularAdminRelationships/${id}`;
}

/** What somebody should do something about, each with the next step. */
export function remarksOn({ party, standing }: RelationshipState): readonly Diagnostic[] {
  const { name } = party;
  const again = `tilldela relationship request ${name}`;
  const say = (code: Diagnostic['code'], detail: string, hint: string): Diagnostic =>
    diagnostic(code, { customer: name, detail, hint });
  if (standing.kind === 'missing') {
    if (needsNone(party)) return [];
    return [say('relationship_missing', `${name} delegated nothing to your tenant.`, again)];
  }
  const { relationship } = standing;
  const called = `"${relationship.displayName}"`;
  switch (standing.kind) {
    case 'draft':
      return [say('relationship_missing', `${called} was made and never sent.`, again)];
    case 'starting':
      return [say('relationship_pending', `${called} is approved and being set up.`, watching(name))];
    case 'pending':
      return [
        say(
          'relationship_pending',
          `${called} waits for a Global Administrator of ${name}, for ${standing.daysLeft} more days:\n${approvalLink(relationship)}`,
          watching(name),
        ),
      ];
    case 'lapsed':
      return [
        say('relationship_lapsed', `${called} was requested on ${dayOf(relationship.createdOn)}.`, again),
      ];
    case 'declined':
      return [say('relationship_declined', `${name} declined ${called}.`, again)];
    case 'expired':
      return [say('relationship_expired', `${called} ended on ${dayOf(endOf(relationship))}.`, again)];
    case 'ending':
    case 'terminated':
      return [say('relationship_terminated', `${called} ended on ${dayOf(endOf(relationship))}.`, again)];
    case 'active':
      return remarksOnActive(standing, name, say);
  }
}

function remarksOnActive(
  { relationship, daysLeft, endsSoon }: Extract<Standing, { kind: 'active' }>,
  name: string,
  say: (code: Diagnostic['code'], detail: string, hint: string) => Diagnostic,
): readonly Diagnostic[] {
  const isGlobal = relationship.roles.includes(globalAdministrator);
  const extend = `tilldela relationship extend ${name}`;
  const called = `"${relationship.displayName}"`;
  return [
    ...(isGlobal
      ? [
          say(
            'global_administrator_delegated',
            `${called} has Global Administrator, which keeps it from extending itself.`,
            `${extend} --drop-global-administrator`,
          ),
        ]
      : []),
    ...(endsSoon
      ? [
          say(
            'relationship_expiring',
            `${called} ends in ${daysLeft} days, on ${dayOf(endOf(relationship))}.`,
            isGlobal ? `${extend} --drop-global-administrator` : extend,
          ),
        ]
      : []),
  ];
}

/** Azure Lighthouse and identities of the customer's own work without delegated admin. */
function needsNone({ file, declared }: Party): boolean {
  return file !== undefined && !declared && file.reads !== 'aobo' && file.writes !== 'aobo';
}

function watching(name: string): string {
  return `tilldela relationship watch ${name}`;
}

function endOf({ endsOn, modifiedOn }: DelegatedRelationship): string {
  return endsOn ?? modifiedOn;
}

function dayOf(instant: string): string {
  return instant.slice(0, 10);
}
