import { distance } from 'fastest-levenshtein';
import { findLikeNames, invitationOf, invitationsPath, type GraphClient, type LikeNames } from '../azure';
import { diagnostic, type Diagnostic } from '../diagnostics';
import { lookupName, type DirectoryLookup, type Guid } from '../model';

/** Names for which what is near them is looked up: nobody reads more, and it takes two questions for each. */
const explainedAtOnce = 20;

/** A name that not exactly one object bears, and those that do. */
interface NotOne {
  readonly lookup: DirectoryLookup;
  readonly ids: readonly Guid[];
}

/** A diagnostic for each: who bears the name, or what is near it. */
export async function explainNames(
  directory: GraphClient,
  names: readonly NotOne[],
  tenantId: Guid,
): Promise<readonly Diagnostic[]> {
  const missing = names
    .filter(({ lookup, ids }) => ids.length === 0 && !('mail' in lookup))
    .slice(0, explainedAtOnce);
  const alike = await findLikeNames(
    directory,
    missing.map(({ lookup }) => lookup),
  );
  const invitations = directory.urlOf(invitationsPath, {});
  return names.map((name) => {
    if (name.ids.length > 0) return ambiguous(name, tenantId);
    if ('mail' in name.lookup) return notInvited(name.lookup.mail, tenantId, invitations);
    return notFound(name, tenantId, alike[missing.indexOf(name)]);
  });
}

function notFound({ lookup }: NotOne, tenantId: Guid, alike: LikeNames | undefined): Diagnostic {
  const hint = alike && hintFor(lookup, alike);
  return diagnostic('principal_not_found', {
    detail: `The directory of tenant ${tenantId} has no ${describeLookup(lookup)}.`,
    ...(hint && { hint }),
  });
}

/** An invitation is no change of access: it takes another right, and the guest is told of it. */
function notInvited(mail: string, tenantId: Guid, url: string): Diagnostic {
  return diagnostic('guest_not_invited', {
    detail: `The directory of tenant ${tenantId} has nobody with the mail address ${mail}: neither as address nor among the other addresses of a guest.`,
    hint: `\`tilldela invite\` invites them. Or whoever is Guest Inviter in that tenant does, and the next plan finds them:\n\n${invitingLines(mail, tenantId, url)}`,
  });
}

/** For the customer's administrator, in a POSIX shell. */
export function invitingLines(mail: string, tenantId: Guid, url: string): string {
  const body = shellQuoted(JSON.stringify(invitationOf(mail)));
  return `az login --tenant ${tenantId} --allow-no-subscriptions\naz rest --method POST --url ${url} --body ${body}`;
}

/** As one word of a POSIX shell. */
function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function hintFor(lookup: DirectoryLookup, { names, guests, isMailGroup }: LikeNames): string | undefined {
  if (guests.length > 0) {
    return `A guest has this mail address: declare guest("${lookupName(lookup)}"), or name the guest as the directory does: ${guests.map(inCode).join(' or ')}.`;
  }
  if (isMailGroup)
    return 'There is a group of this name that is for mail only. Only security groups can be given roles.';
  const nearest = nearestOf(lookupName(lookup), names);
  return nearest.length > 0 ? `Did you mean ${nearest.map(inCode).join(' or ')}?` : undefined;
}

const inCode = (name: string): string => `"${name}"`;

/** At most three names that differ by few letters, or that only go on where the other ends. */
function nearestOf(name: string, among: readonly string[]): readonly string[] {
  const wanted = name.toLowerCase();
  return among
    .map((candidate) => ({ candidate, edits: distance(wanted, candidate.toLowerCase()) }))
    .filter(
      ({ candidate, edits }) => edits <= wanted.length / 3 || candidate.toLowerCase().startsWith(wanted),
    )
    .sort((left, right) => left.edits - right.edits)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

function ambiguous({ lookup, ids }: NotOne, tenantId: Guid): Diagnostic {
  const shown = [...ids].sort().slice(0, 10);
  const rest = ids.length > shown.length ? `\nand ${ids.length - shown.length} more` : '';
  return diagnostic('principal_ambiguous', {
    detail: `The directory of tenant ${tenantId} has ${ids.length} times a ${describeLookup(lookup)}:\n${shown.join('\n')}${rest}`,
  });
}

const typeNames = { User: 'user', Group: 'group', ServicePrincipal: 'service principal' } as const;

/** `user "dana@contoso.com"` */
export function describeLookup(lookup: DirectoryLookup): string {
  if ('mail' in lookup) return `user with the mail address "${lookup.mail}"`;
  if ('clientId' in lookup) return `service principal of the application ${lookup.clientId}`;
  return `${typeNames[lookup.type]} "${lookupName(lookup)}"`;
}
