/**
 * The library for authors of stacks: partner, customers, grants, profiles, principals and channels. What is exported here
 * is the package's public interface; the command line and the engines behind it are not.
 */
export {
  type BuiltInRoleName,
  type CustomRoleNames,
  type PrivilegedRoleName,
  type RoleName,
} from './catalogue';
export { aobo, inTenant, lighthouse, type Channel } from './channels';
export {
  App,
  azurermBackend,
  CustomerStack,
  definePartner,
  group,
  managedIdentity,
  onlyAssign,
  onlyRoles,
  profile,
  servicePrincipal,
  user,
  type AcceptProps,
  type AppliedProfile,
  type AssignmentLimits,
  type AzureScope,
  type CustomerStackProps,
  type CustomRole,
  type CustomRoleProps,
  type ExceptionProps,
  type ForeignPrincipal,
  type Grant,
  type GrantProps,
  type Group,
  type IgnoreProps,
  type ManagementGroup,
  type OrdinaryGrantProps,
  type Partner,
  type PartnerProps,
  type PartnerWithHelpdesk,
  type Principal,
  type ReasonedGrantProps,
  type Resource,
  type ResourceGroup,
  type ServicePrincipal,
  type StateBackend,
  type Subscription,
  type User,
  type UseProps,
} from './constructs';
export { type Origin, type Ownership } from './model';
