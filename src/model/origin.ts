/**
 * Where an assignment that nobody declared comes from, as far as it is recognised:
 * - `inherited`: assigned at a management group or the root, above what the customer's stack manages
 * - `own-foreign-principal`: a group of our own partner tenant (AdminAgents, HelpdeskAgents)
 * - `other-foreign-principal`: a group of some other partner's tenant
 * - `other-owner`: bears the mark of an owner listed in `otherOwners`
 * - `policy-identity`: the managed identity of an Azure Policy assignment
 * - `orphan`: its principal no longer exists
 * - `unknown`: nobody could look up its principal, or who uses it
 * - `direct`: made by somebody at this scope, outside the declaration
 */
export const origins = [
  'inherited',
  'own-foreign-principal',
  'other-foreign-principal',
  'other-owner',
  'policy-identity',
  'orphan',
  'unknown',
  'direct',
] as const;
export type Origin = (typeof origins)[number];
