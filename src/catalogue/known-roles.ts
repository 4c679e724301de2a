import { findRole, nearestRoleNames, roles } from './find-role';
import type { Role } from './role-data';

/** The roles that a customer's file can name. */
export interface KnownRoles {
  /** By name or guid; letter case does not count, as in Azure. */
  find(nameOrGuid: string): Role | undefined;
  /** The names most like `text`, the likeliest first. */
  nearest(text: string): readonly string[];
}

/** The bundled roles, and those that a project lists beside them: no name of a bundled one ever means another. */
export function knownRoles(listed: readonly Role[] = []): KnownRoles {
  const byKey = new Map(
    listed
      .toReversed() // the first of two with one name is the one it means
      .flatMap((role) => [[role.name.toLowerCase(), role] as const, [role.id, role] as const]),
  );
  return {
    find: (nameOrGuid) => findRole(nameOrGuid) ?? byKey.get(nameOrGuid.toLowerCase()),
    nearest: (text) => nearestRoleNames(text, undefined, listed.length > 0 ? [...roles, ...listed] : roles),
  };
}
