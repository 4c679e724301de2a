import {
  describeScope,
  type ExistingRoleAssignment,
  type KnownPrincipals,
  type Origin,
  type PartnerIdentity,
} from '../model';
import type { AssignmentOwner } from './ownership';

const policyAssignment = '/providers/microsoft.authorization/policyassignments/';

/** Where undeclared access comes from, as far as what was read tells. `direct` is what remains. */
export function originOf(
  assignment: ExistingRoleAssignment,
  owner: AssignmentOwner,
  partner: PartnerIdentity,
  principals: KnownPrincipals,
): Origin {
  const scopeKind = describeScope(assignment.scope)?.kind;
  if (scopeKind === 'root' || scopeKind === 'management-group') return 'inherited';
  if (owner === 'other-owner') return 'other-owner';
  if ([partner.adminAgents, partner.helpdeskAgents].includes(assignment.principalId))
    return 'own-foreign-principal';
  if (assignment.principalType === 'ForeignGroup') return 'other-foreign-principal';
  const principal = principals.get(assignment.principalId);
  if (principal === 'missing') return 'orphan';
  if (principal?.identityOf?.toLowerCase().includes(policyAssignment)) return 'policy-identity';
  return 'direct';
}
