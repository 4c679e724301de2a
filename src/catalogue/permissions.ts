import type { PermissionBlock, RoleData } from './role-data';

/** What it takes to look after access. */
export const roleAssignmentOperations = {
  read: 'Microsoft.Authorization/roleAssignments/read',
  write: 'Microsoft.Authorization/roleAssignments/write',
  delete: 'Microsoft.Authorization/roleAssignments/delete',
} as const;

/**
 * True when the role lets its holder give any access to anybody. A block with a condition does not count: Microsoft's
 * conditions there allow only some roles to be given.
 */
export function canGrantAccess(role: Pick<RoleData, 'permissions'>): boolean {
  return role.permissions.some(
    (block) => block.condition === undefined && permits(block, roleAssignmentOperations.write),
  );
}

/** What changes who has access: assignments, those of Privileged Identity Management, and what roles permit. */
const accessOperations = [
  roleAssignmentOperations.write,
  roleAssignmentOperations.delete,
  'Microsoft.Authorization/roleDefinitions/write',
  'Microsoft.Authorization/roleAssignmentScheduleRequests/write',
  'Microsoft.Authorization/roleEligibilityScheduleRequests/write',
  'Microsoft.Authorization/elevateAccess/action',
];

/** True when the role lets its holder change anybody's access in any way, under whatever condition. */
export function changesAccess(role: Pick<RoleData, 'permissions'>): boolean {
  return accessOperations.some((operation) => permissionFor(operation, role) !== 'no');
}

/** Whether a role permits an operation of the control plane: also `on-condition`, where a block with a condition does. */
export function permissionFor(
  operation: string,
  { permissions }: Pick<RoleData, 'permissions'>,
): 'yes' | 'on-condition' | 'no' {
  const permitting = permissions.filter((block) => permits(block, operation));
  if (permitting.length === 0) return 'no';
  return permitting.some(({ condition }) => condition === undefined) ? 'yes' : 'on-condition';
}

/** True when the role can give access, or changes things of every service, as Contributor does. */
export function isPrivileged(role: Pick<RoleData, 'permissions'>): boolean {
  return canGrantAccess(role) || role.permissions.some((block) => permits(block, anyWrite));
}

/** No service has that name: a role that permits this permits it of all of them. */
const anyWrite = 'any service/any resource/write';

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
