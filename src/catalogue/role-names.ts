import type { BuiltInRoleName } from './built-in-roles';

/**
 * Names of roles beyond the built-in ones. Empty here; a project adds its own by declaration merging:
 *
 *     declare module 'tilldela' {
 *       interface CustomRoleNames {
 *         'Patch Operator': string;
 *       }
 *     }
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- it is there to be merged with
export interface CustomRoleNames {}

/** Name of a role as Azure shows it. */
// eslint-disable-next-line @typescript-eslint/no-redundant-type-constituents -- not once something is merged in
export type RoleName = BuiltInRoleName | keyof CustomRoleNames;

/** The roles whose holder can give any access to anybody. A test computes them from the permissions. */
export const privilegedRoleNames = [
  'Owner',
  'User Access Administrator',
  'Role Based Access Control Administrator',
] as const satisfies readonly BuiltInRoleName[];

/** A role whose holder can give any access to anybody; a grant of one needs a reason. */
export type PrivilegedRoleName = (typeof privilegedRoleNames)[number];

/** A role whose holder cannot give access to others. */
export type OrdinaryRoleName = Exclude<RoleName, PrivilegedRoleName>;
