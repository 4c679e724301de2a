/**
 * Resource types in Terraform's shape: attributes, what changing each means, equality.
 * Pure. Who creates and reads them is `provider`; what should happen to them is `plan`.
 */
export { isSameToAzure } from './attribute-equality';
export { conditionVersion, flawInCondition, normalCondition } from './condition';
export {
  assignmentTypeOf,
  changedInPlace,
  fromAttributes,
  roleAssignmentSchema,
  roleAssignmentTypes,
  toAttributes,
  type RoleAssignmentAttribute,
} from './role-assignment';
export {
  changedInPimAssignment,
  pimAssignmentSchema,
  pimAssignmentTypes,
  fromPimAssignmentAttributes,
  toPimAssignmentAttributes,
  type PimAssignmentAttribute,
} from './pim-assignment';
export {
  changedInRegistrationAssignment,
  changedInRegistrationDefinition,
  fromRegistrationAssignmentAttributes,
  fromRegistrationDefinitionAttributes,
  registrationAssignmentSchema,
  registrationDefinitionSchema,
  registrationInNormalForm,
  toRegistrationAssignmentAttributes,
  toRegistrationDefinitionAttributes,
  type RegistrationAssignmentAttribute,
  type RegistrationDefinitionAttribute,
} from './registration';
export {
  changedInRoleDefinition,
  fromRoleDefinitionAttributes,
  inNormalForm,
  roleDefinitionSchema,
  toRoleDefinitionAttributes,
  type RoleDefinitionAttribute,
} from './role-definition';
