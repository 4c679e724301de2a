/**
 * Where an assignment that nobody declared comes from, as far as it is recognised:
 * - `inherited`: assigned at a management group or the root, above what the customer's stack manages
 * - `own-foreign-principal`: a group of our own partner tenant (AdminAgents, HelpdeskAgents)
 * - `other-foreign-principal`: a group of some other partner's tenant
 * - `other-owner`: bears the mark of an owner listed in `otherOwners`
 * - `policy-identity`: the managed identity of an Azure Policy assignment
 * - `managed-app-identity`: the managed identity of an Azure managed application
 * - `pim-activated`: somebody activated a role that Privileged Identity Management makes them eligible for
 * - `pim-scheduled`: assigned until an instant under Privileged Identity Management, which ends it itself
 * - `orphan`: its principal no longer exists
 * - `unknown`: its principal, who uses it, or whether it was activated could not be looked up
 * - `direct`: made by somebody at this scope, outside the declaration
 */
export const origins = [
  'inherited',
  'own-foreign-principal',
  'other-foreign-principal',
  'other-owner',
  'policy-identity',
  'managed-app-identity',
  'pim-activated',
  'pim-scheduled',
  'orphan',
  'unknown',
  'direct',
] as const;
export type Origin = (typeof origins)[number];
