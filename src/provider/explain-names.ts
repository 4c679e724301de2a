import { distance } from 'fastest-levenshtein';
import { findLikeNames, type GraphClient, type LikeNames } from '../azure';
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
  const missing = names.filter(({ ids }) => ids.length === 0).slice(0, explainedAtOnce);
  const alike = await findLikeNames(
    directory,
    missing.map(({ lookup }) => lookup),
  );
  return names.map((name) =>
    name.ids.length > 0 ? ambiguous(name, tenantId) : notFound(name, tenantId, alike[missing.indexOf(name)]),
  );
}

function notFound({ lookup }: NotOne, tenantId: Guid, alike: LikeNames | undefined): Diagnostic {
  const hint = alike && hintFor(lookup, alike);
  return diagnostic('principal_not_found', {
    detail: `The directory of tenant ${tenantId} has no ${describeLookup(lookup)}.`,
    ...(hint && { hint }),
  });
}

function hintFor(lookup: DirectoryLookup, { names, guests, isMailGroup }: LikeNames): string | undefined {
  if (guests.length > 0) {
    return `A guest has this mail address. Name the guest as the directory does: ${guests.map(inCode).join(' or ')}.`;
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
  if ('clientId' in lookup) return `service principal of the application ${lookup.clientId}`;
  return `${typeNames[lookup.type]} "${lookupName(lookup)}"`;
}
