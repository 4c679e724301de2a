import { distance } from 'fastest-levenshtein';
import { byText, type Guid } from '../model';
import { builtInRoles } from './built-in-roles';
import type { Role } from './role-data';

/** Every role of the catalogue, sorted by name. */
export const roles: readonly Role[] = Object.entries(builtInRoles)
  .map(([name, data]) => ({ name, ...data }))
  .sort(byText(({ name }) => name));

const byKey = new Map(
  roles.flatMap((role) => [[role.name.toLowerCase(), role] as const, [role.id, role] as const]),
);

/** The role with this name or guid; letter case does not count, as in Azure. */
export function findRole(nameOrGuid: string): Role | undefined {
  return byKey.get(nameOrGuid.toLowerCase());
}

export function roleNameOf(guid: Guid): string | undefined {
  return byKey.get(guid)?.name;
}

/** The names most like `text`, the likeliest first. Words in another order and missing words count little. */
export function nearestRoleNames(text: string, count = 3, among: readonly Role[] = roles): readonly string[] {
  const wanted = text.toLowerCase();
  return among
    .map(({ name }) => ({ name, distance: unlikeness(wanted, name.toLowerCase()) }))
    .sort((left, right) => left.distance - right.distance)
    .slice(0, count)
    .map(({ name }) => name);
}

/** Edits between the texts; a name that contains all words of the text is as near as one with a typing error. */
function unlikeness(wanted: string, name: string): number {
  const edits = distance(wanted, name);
  const words = wanted.split(/\s+/).filter(Boolean);
  const containsAll = words.length > 0 && words.every((word) => name.includes(word));
  return containsAll ? Math.min(edits, 2) : edits;
}

/** Roles whose name, description or guid has every word of the text; those with all of them in the name come first. */
export function searchRoles(text: string): readonly Role[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const hasAll = (where: string) => words.every((word) => where.toLowerCase().includes(word));
  const named = roles.filter(({ name }) => hasAll(name));
  const described = roles.filter(
    (role) => !named.includes(role) && hasAll(`${role.name} ${role.description} ${role.id}`),
  );
  return [...named, ...described];
}
