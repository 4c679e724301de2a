import { byText, type ActualState, type DesiredState } from '../model';

/** Readable names for the guids that a plan speaks of, by guid. What the directory says goes before what was declared. */
export function namesFrom(
  { principalNames, roleDefinitions }: DesiredState,
  { principals, roleNames }: ActualState,
): Record<string, string> {
  const names = new Map<string, string>([
    ...principalNames,
    ...roleNames,
    ...roleDefinitions.map(({ definition }) => [definition.name, definition.roleName] as const),
  ]);
  for (const [id, principal] of principals) {
    if (principal !== 'missing') names.set(id, principal.userPrincipalName ?? principal.displayName);
  }
  return Object.fromEntries([...names].sort(byText(([id]) => id)));
}
