import { byText, type ActualState } from '../model';

/** Readable names for the guids that a plan speaks of, by guid, in the order of the guids. */
export function namesFrom({ principals, roleNames }: ActualState): Record<string, string> {
  const entries: [string, string][] = [...roleNames];
  for (const [id, principal] of principals) {
    if (principal !== 'missing') entries.push([id, principal.userPrincipalName ?? principal.displayName]);
  }
  return Object.fromEntries(entries.sort(byText(([id]) => id)));
}
