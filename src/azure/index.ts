/**
 * Azure over HTTPS: Resource Manager and Microsoft Graph with the token of a tenant, retried and bounded in time.
 * Answers are parsed into the model at once; errors are HttpError, UnreachableError, AuthenticationError and
 * MalformedAnswerError, none of which ever holds a token or secret. The Azure SDK is loaded at the first request.
 */
export { listActivations } from './activations';
export { createArmClient, createGraphClient, type AzureClient, type GraphClient } from './azure-client';
export {
  azureEnvironment,
  emulatorEnvironment,
  type AzureEnvironment,
  type RequestSettings,
  type Answered,
} from './azure-environment';
export { delegatedAdminCalls, type DelegatedAdminCalls } from './delegated-admin';
export { listDelegations } from './delegations';
export { credentialFor } from './credential';
export { pimAssignmentCalls, type PimKey, type PimAssignmentCalls } from './pim-assignments';
export { findByNames, findLikeNames, getObjects, type LikeNames } from './directory';
export {
  createFederatedCredential,
  listFederatedCredentials,
  type FederatedCredential,
} from './federated-credentials';
export { listDenyAssignments, listPermissions } from './effective-access';
export { inviteGuest, invitationOf, invitationsPath } from './invitations';
export {
  AuthenticationError,
  HttpError,
  isAzureError,
  MalformedAnswerError,
  UnreachableError,
  type AzureError,
} from './errors';
export { findTenant } from './find-tenant';
export { memberGroupsOf } from './group-membership';
export { listRoles, type AzureRole } from './list-roles';
export { type ClientSecret, type Login } from './login';
export { getManagementGroup } from './management-groups';
export {
  createPartnerCenterClient,
  type ApplicationConsent,
  type CustomerSearch,
  type PartnerCenter,
} from './partner-center';
export {
  registrationAssignmentCalls,
  registrationDefinitionCalls,
  type RegistrationCalls,
} from './registrations';
export { listLocks } from './resource-locks';
export { roleAssignmentCalls, type RoleAssignmentCalls } from './role-assignments';
export { roleDefinitionCalls, type RoleDefinitionCalls } from './role-definitions';
export { challengedTenant, discoverTenant, getSubscription, listSubscriptions } from './subscriptions';
export { tokenSubject, type TokenSubject } from './token-subject';
export { realTiming, type Timing } from './timing';
export { withoutSecrets } from './without-secrets';
