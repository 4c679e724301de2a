import { lookupKey, lookupName, type DirectoryObject, type ExistingRoleAssignment } from '../model';
import { lookupOf, type FoundAccess } from './found-access';
import { call, object, string, text, type Code } from './layout';
import { quoted } from './literals';
import { kebabCase } from './naming';

/** How a grant says who gets the role. */
export interface PrincipalCode {
  readonly code: Code;
  /** Function of the library that `code` calls. */
  readonly calls?: string;
  /** For ids: the name as far as letters, digits and `-` can tell it. */
  readonly label: string;
  /** Who it is, where `code` does not tell. */
  readonly comment?: string;
}

const functions = { User: 'user', Group: 'group', ServicePrincipal: 'servicePrincipal' } as const;

/** @param partner name of the partner in the file. Undefined for a device, to which the language has no word. */
export function principalCode(
  assignment: ExistingRoleAssignment,
  found: FoundAccess,
  partner: string,
): PrincipalCode | undefined {
  const { principalId, principalType } = assignment;
  if (principalType === 'Device') return undefined;
  if (principalType === 'ForeignGroup') return foreignGroup(assignment, found, partner);
  const known = found.principals.get(principalId);
  const entry = known === 'missing' ? undefined : known;
  const calls = entry?.isUserAssigned || entry?.identityOf ? 'managedIdentity' : functions[principalType];
  const lookup = lookupOf(assignment, found.principals);
  if (lookup && found.named.get(lookupKey(lookup)) === principalId) {
    const name = lookupName(lookup);
    return { code: call(calls, string(name)), calls, label: labelOf(name, principalType) };
  }
  return {
    code: call(calls, string(principalId)),
    calls,
    label: labelOf(nameOf(entry) ?? '', principalType),
    comment: whyById(entry),
  };
}

function foreignGroup(
  { principalId }: ExistingRoleAssignment,
  { partner: { adminAgents, helpdeskAgents } }: FoundAccess,
  partner: string,
): PrincipalCode {
  if (principalId === adminAgents) return { code: text(`${partner}.adminAgents`), label: 'admin-agents' };
  if (principalId === helpdeskAgents)
    return { code: text(`${partner}.helpdeskAgents`), label: 'helpdesk-agents' };
  const fields = [['type', string('ForeignGroup')] as const, ['objectId', string(principalId)] as const];
  return {
    code: object(fields),
    label: `foreign-group-${principalId.slice(-8)}`,
    comment: 'a group of another tenant, whose directory could not be asked',
  };
}

/** What stands before the @ of a user, with the domain of a guest's own tenant: `anna-partner-com`. */
function labelOf(name: string, type: keyof typeof functions): string {
  const local = type === 'User' ? name.replace(/(#EXT#.*|@[^@]*)$/i, '') : name;
  return kebabCase(local, { User: 'user', Group: 'group', ServicePrincipal: 'service-principal' }[type]);
}

function whyById(known: DirectoryObject | undefined): string {
  const name = nameOf(known);
  return name === undefined
    ? 'the directory does not tell its name'
    : `${quoted(name)}: by object id, since the name alone does not find exactly this one`;
}

function nameOf(known: DirectoryObject | undefined): string | undefined {
  return known?.isLimited ? undefined : (known?.userPrincipalName ?? known?.displayName);
}
