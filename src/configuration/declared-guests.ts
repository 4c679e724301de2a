import { lookupKey } from '../model';
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

/** The guests to whom a grant that has not ended at `asOf` is declared; rules about access invite nobody. */
export function declaredGuests(
  { resources, lookupsByReference }: ConfigurationDraft,
  asOf: string,
): readonly DeclaredGuest[] {
  const guests = new Map<string, DeclaredGuest>();
  for (const { attributes, constructPath, until } of resources) {
    if (until !== undefined && until < asOf.slice(0, 'YYYY-MM-DD'.length)) continue;
    for (const path of Object.values(attributes).flatMap(referencesIn)) {
      const lookup = lookupsByReference.get(path.slice(0, 3).join('.'));
      if (!lookup || !('mail' in lookup)) continue;
      const key = lookupKey(lookup);
      const grants = new Set([...(guests.get(key)?.grants ?? []), constructPath]);
      guests.set(key, { key, mail: lookup.mail, lookup, grants: [...grants] });
    }
  }
  return [...guests.values()];
}
