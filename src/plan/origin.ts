import {
  describeScope,
  type ActualState,
  type ExistingRoleAssignment,
  type Origin,
  type PartnerIdentity,
} from '../model';
import type { FoundAssignment } from './plan-changes';

const policyAssignment = '/providers/microsoft.authorization/policyassignments/';

/** Where undeclared access comes from, as far as what was read tells. `direct` is what remains. */
export function originOf(
  { assignment, owner, inManagedScope }: FoundAssignment,
  { adminAgents, helpdeskAgents }: PartnerIdentity,
  { principals }: ActualState,
): Origin {
  const scopeKind = describeScope(assignment.scope)?.kind;
  if (!inManagedScope && (scopeKind === 'root' || scopeKind === 'management-group')) return 'inherited';
  if (owner === 'other-owner') return 'other-owner';
  if ([adminAgents, helpdeskAgents].includes(assignment.principalId)) return 'own-foreign-principal';
  if (assignment.principalType === 'ForeignGroup') return 'other-foreign-principal';
  return originByPrincipal(assignment, principals);
}

/**
 * What nobody could look up is `unknown`, never `direct`: it may be what an `ignore` entry protects. So is a
 * user-assigned identity, since policies and managed applications can share one with anything else.
 */
function originByPrincipal(
  { principalId, principalType }: ExistingRoleAssignment,
  principals: ActualState['principals'],
): Origin {
  const principal = principals.get(principalId);
  if (principal === 'missing') return 'orphan';
  if (!principal) return principalType === 'Device' ? 'direct' : 'unknown';
  if (principal.identityOf?.toLowerCase().includes(policyAssignment)) return 'policy-identity';
  const isIdentityInDoubt = principal.isLimited === true && principal.type === 'ServicePrincipal';
  return isIdentityInDoubt || principal.isUserAssigned ? 'unknown' : 'direct';
}
