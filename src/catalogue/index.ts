/**
 * The roles that Azure has built in, as data: names, ids, what they permit, and which of them can give access to others.
 * Holds the roles that partners assign most; knows nothing of custom roles but the names a project adds to the types.
 */
export { type BuiltInRoleName } from './built-in-roles';
export {
  entraRoleId,
  entraRoleName,
  entraRoleNames,
  globalAdministrator,
  type EntraRole,
} from './entra-roles';
export { findRole, nearestRoleNames, roleNameOf, roles, searchRoles } from './find-role';
export { operationBeyond } from './coverage';
export {
  canGrantAccess,
  changesAccess,
  isPrivileged,
  permissionFor,
  roleAssignmentOperations,
} from './permissions';
export { creditEligibility, type CreditEligibility } from './partner-credit';
export { knownRoles, type KnownRoles } from './known-roles';
export {
  emptyRoleFile,
  formatRoleFile,
  formatRoleNames,
  listedRoles,
  parseRoleFile,
  withTenant,
  type ListedRole,
  type RoleFile,
} from './role-file';
export { nearestResourceTypes } from './resource-types';
export { type PermissionBlock, type Role } from './role-data';
export {
  privilegedRoleNames,
  type CustomRoleNames,
  type OrdinaryRoleName,
  type PrivilegedRoleName,
  type RoleName,
} from './role-names';
