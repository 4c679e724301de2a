/**
 * The nouns: tenant, scope, principal, role assignment and the natural key that tells two of them apart.
 * Parses and formats them; knows nothing of Terraform, HTTP or files. Branded ids are made only by `parseX`.
 */
export type { DelegatedAccess, Delegation } from './delegation';
export {
  relationshipStatuses,
  type DeclaredRelationship,
  type DelegatedRelationship,
  type GroupAccess,
  type PartnerCustomer,
  type SoldSubscription,
} from './delegated-admin';
export { type ActualState, type ManagementGroupReading, type SubscriptionReading } from './actual-state';
export { byText, compareText } from './compare';
export { endOf, isOver, parseCalendarDate, type CalendarDate } from './calendar-date';
export { channelKinds, type ChannelKind } from './channel';
export { clouds, parseCloud, type Cloud } from './cloud';
export {
  managedScopes,
  ownerships,
  type AcceptRule,
  type DesiredPimAssignment,
  type DesiredGrant,
  type EndedForNobody,
  type DesiredRoleDefinition,
  type DesiredState,
  type IgnoreRule,
  type ManagedManagementGroup,
  type ManagedScope,
  type ManagedSubscription,
  type Ownership,
  type PartnerIdentity,
} from './desired-state';
export { isExampleGuid, isGuid, parseGuid, uuidv5, type Guid } from './guid';
export { emptyLock, type AdoptedAssignment, type Lock, type MadeResource } from './lock';
export { assignmentName, naturalKey, scopeOfKey, type NaturalKey, type NaturalKeyParts } from './natural-key';
export { origins, type Origin } from './origin';
export {
  lookupKey,
  lookupName,
  type DirectoryLookup,
  type DirectoryObject,
  type KnownPrincipals,
  type PrincipalKnowledge,
  type PrincipalReference,
} from './principal';
export {
  assignmentId,
  keyOf,
  principalTypes,
  type ExistingRoleAssignment,
  type PrincipalType,
  type RoleAssignment,
} from './role-assignment';
export {
  pimAssignmentId,
  pimKinds,
  type ExistingPimAssignment,
  type KnownPimAssignments,
  type PimAssignment,
  type PimKind,
} from './pim-assignment';
export {
  registrationAssignmentId,
  registrationDefinitionId,
  type DelegatedRole,
  type EligibleRole,
  type ExistingRegistrationAssignment,
  type ExistingRegistrationDefinition,
  type KnownRegistrations,
  type ManagingPrincipal,
  type RegistrationAssignment,
  type RegistrationDefinition,
} from './registration';
export {
  constructName,
  roleDefinitionId,
  type ExistingRoleDefinition,
  type RoleDefinition,
  type RolePermissions,
} from './role-definition';
export { type Runner } from './runner';
export { parseRoleDefinitionGuid, roleDefinitionIdAt } from './role-id';
export {
  describeScope,
  isAtOrBelow,
  isManagementGroupName,
  isResourceGroupName,
  managementGroupScope,
  parseScope,
  resourceGroupScope,
  scopeKey,
  subscriptionOf,
  subscriptionScope,
  type ParsedScope,
  type Scope,
} from './scope';
export { sortKeys } from './sort-keys';
