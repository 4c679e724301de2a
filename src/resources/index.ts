/**
 * Resource types in Terraform's shape: attributes, what changing each means, equality.
 * Pure. Who creates and reads them is `provider`; what should happen to them is `plan`.
 */
export { type AttributeChange, type AttributeSchema, type ResourceSchema } from './resource-schema';
export {
  changedInPlace,
  fromAttributes,
  roleAssignmentSchema,
  roleAssignmentTypes,
  toAttributes,
  type RoleAssignmentAttribute,
  type RoleAssignmentAttributes,
  type RoleAssignmentType,
} from './role-assignment';
