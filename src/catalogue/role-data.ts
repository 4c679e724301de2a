import type { Guid } from '../model';

/** What one block of a role permits: `actions` less `notActions`, and `dataActions` less `notDataActions`. */
export interface PermissionBlock {
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
  readonly dataActions?: readonly string[];
  readonly notDataActions?: readonly string[];
  /** Where set, the block permits only what meets this condition. */
  readonly condition?: string;
}

export interface RoleData {
  readonly id: Guid;
  /** One line, in our words. */
  readonly description: string;
  readonly permissions: readonly PermissionBlock[];
}

/** A role with its name. */
export interface Role extends RoleData {
  readonly name: string;
}

type WrittenRole = Omit<RoleData, 'id'> & { readonly id: string };

/** Keeps the names as literal types, so that they complete in an editor, and forgets the literal types of the rest. */
export function roleTable<Name extends string>(
  table: Record<Name, WrittenRole>,
): Readonly<Record<Name, RoleData>> {
  return table as Record<Name, RoleData>; // that the ids are GUIDs in lower case is tested once, not at each start
}
