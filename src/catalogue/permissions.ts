import type { PermissionBlock, RoleData } from './role-data';

const writeRoleAssignments = 'Microsoft.Authorization/roleAssignments/write';

/**
 * True when the role lets its holder give any access to anybody. A block with a condition does not count: Microsoft's
 * conditions there allow only some roles to be given.
 */
export function canGrantAccess(role: Pick<RoleData, 'permissions'>): boolean {
  return role.permissions.some(
    (block) => block.condition === undefined && permits(block, writeRoleAssignments),
  );
}

/** Azure takes each block by itself: what one block excludes another may still permit. */
function permits({ actions = [], notActions = [] }: PermissionBlock, operation: string): boolean {
  const covers = (pattern: string) => coversOperation(pattern, operation);
  return actions.some(covers) && !notActions.some(covers);
}

/** `*` stands for any text, slashes included; letter case does not count. */
function coversOperation(pattern: string, operation: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'i').test(operation);
}
