/**
 * What authors of stacks write with, and the synthesis of their files into Terraform configuration. The only room that
 * knows the Terraform CDK. Reads customer files and writes the output folder; asks nothing of Azure.
 */
export { App } from 'cdktf';
export { type AzureScope } from './azure-scope';
export { onlyAssign, onlyRoles, type AssignmentLimits } from './condition';
export { type AcceptProps, type CustomerStackProps, type IgnoreProps } from './customer-stack-props';
export { type CustomRole, type CustomRoleProps } from './custom-role';
export { CustomerStack } from './customer-stack';
export { type Delegation } from './delegation';
export {
  type DelegatedRoleProps,
  type DelegationProps,
  type EligibleRoleProps,
  type PartnerPrincipal,
} from './delegation-props';
export { type ActiveProps, type EligibleProps, type PimAssignment } from './pim-assignment';
export { type Grant } from './grant';
export { type GrantProps, type OrdinaryGrantProps, type ReasonedGrantProps } from './grant-props';
export { type ManagementGroup } from './management-group';
export { definePartner, type Partner, type PartnerProps, type PartnerWithHelpdesk } from './partner';
export {
  application,
  group,
  guest,
  managedIdentity,
  servicePrincipal,
  user,
  type Application,
  type ForeignPrincipal,
  type Group,
  type Guest,
  type Principal,
  type ServicePrincipal,
  type User,
} from './principals';
export { profile, type AppliedProfile, type ExceptionProps, type UseProps } from './profile';
export { type RelationshipProps } from './relationship-props';
export { diagnosticsOf } from './report';
export { type Resource } from './resource';
export { type ResourceGroup } from './resource-group';
export {
  DataTilldelaAccess,
  type DataTilldelaAccessConfig,
  type TilldelaAccessAssignment,
  type TilldelaAccessAssignments,
} from './terraform/data-tilldela-access';
export {
  DataTilldelaCustomer,
  type DataTilldelaCustomerConfig,
  type TilldelaCustomerSubscription,
  type TilldelaCustomerSubscriptions,
} from './terraform/data-tilldela-customer';
export { azurermBackend, type StateBackend } from './terraform/state-backend';
export { TilldelaProvider, type TilldelaProviderConfig } from './terraform/tilldela-provider';
export {
  TilldelaRoleAssignment,
  type TilldelaRoleAssignmentConfig,
  type TilldelaRoleAssignmentTimeouts,
} from './terraform/tilldela-role-assignment';
export { type Subscription } from './subscription';
export { loadPartner, type LoadedPartner } from './synthesis/load-partner';
export { surveyCustomers, type SurveyedCustomer } from './synthesis/survey-customers';
export { synthesizeCustomers, type Synthesis } from './synthesis/synthesize-customers';
