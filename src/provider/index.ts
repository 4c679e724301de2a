/**
 * What the engine asks of Azure for each resource type that it plans: refresh, resolve, read, create, update, delete. Answers with the model's data or with diagnostics; prints nothing and decides nothing.
 */
export { leavesInDoubt } from './azure-diagnostic';
export { AssignmentExistsError } from './create-assignment';
export { findSubscriptions, findTenantId } from './find-customer';
export { findSubscription } from './find-subscription';
export { inviteToCustomer } from './invite-guest';
export type { ConnectionOptions } from './connections';
export {
  findPartnerCustomer,
  listPartnerCustomers,
  requirePartnerCustomer,
} from './partner/find-partner-customer';
export { connectPartner, type PartnerConnection } from './partner/partner-connection';
export { orPartnerDiagnostic } from './partner/partner-diagnostic';
export { createRelationshipReader, type RelationshipReader } from './partner/relationship-reader';
export { relationshipsOf, type Relationships } from './partner/relationships';
export { resellerInvitation } from './partner/reseller-invitation';
export { readSubscriptions } from './partner/read-subscriptions';
export { addTrust, consentTo } from './partner/set-up-application';
export { createProvider, type Provider } from './provider';
export type { SignIn } from './sign-in';
export { reachCustomer } from './reach-customer';
export { createReader, type Reader } from './reader';
export type { DescribedPrincipals } from './refresh';
