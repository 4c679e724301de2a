import { byText, lookupKey } from '../model';
import { referencesOf } from './definition-drafts';
import { referencesIn } from './evaluate';
import type { ConfigurationDraft } from './read-configuration';

/** A guest who is to have access, by the `lookupKey` under which the directory answers. */
export interface DeclaredGuest {
  readonly key: string;
  readonly mail: string;
  readonly lookup: { readonly type: 'User'; readonly mail: string };
  /** Construct paths of the grants. */
  readonly grants: readonly string[];
}

/**
 * The guests to whom something is declared that has not ended at `asOf` and is not taken back: grants, and assignments under
 * Privileged Identity Management. Rules about access invite nobody.
 */
export function declaredGuests(
  { resources, definitions, lookupsByReference }: ConfigurationDraft,
  asOf: string,
): readonly DeclaredGuest[] {
  const today = asOf.slice(0, 'YYYY-MM-DD'.length);
  const declared = [
    ...resources.map(({ attributes, ...origin }) => ({
      ...origin,
      references: Object.values(attributes).flatMap(referencesIn),
    })),
    ...definitions
      .filter(({ revoked }) => !revoked)
      .map(({ attributes, ...origin }) => ({ ...origin, references: referencesOf(attributes) })),
  ].toSorted(byText(({ constructPath }) => constructPath));
  const guests = new Map<string, DeclaredGuest>();
  for (const { references, constructPath, until } of declared) {
    if (until !== undefined && until < today) continue;
    for (const path of references) {
      const lookup = lookupsByReference.get(path.slice(0, 3).join('.'));
      if (!lookup || !('mail' in lookup)) continue;
      const key = lookupKey(lookup);
      const grants = new Set([...(guests.get(key)?.grants ?? []), constructPath]);
      guests.set(key, { key, mail: lookup.mail, lookup, grants: [...grants] });
    }
  }
  return [...guests.values()];
}
