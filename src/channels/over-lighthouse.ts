import { findRole, permissionFor, roleAssignmentOperations } from '../catalogue';
import type { Feasibility } from './feasibility';
import type { Need } from './need';
import type { ReasonCode } from './reasons';
import type { Standing } from './standing';

/**
 * What a token of the managing tenant can do. Of access control Lighthouse lets nothing be changed, but for a delegated User
 * Access Administrator who assigns listed roles to managed identities of the customer and names their resource.
 * "Tenants, users, and roles in Azure Lighthouse scenarios", learn.microsoft.com
 */
export function overLighthouse(need: Need, { permissions }: Standing): Feasibility {
  const channel = 'lighthouse';
  const reason = isAccessControl(need) ? whyNever(need) : undefined;
  if (reason) return { feasible: 'no', reason };
  if (!permissions) return { feasible: 'unknown', channel, doubt: 'permissions' };
  if (permissionFor(need.operation, { permissions }) === 'no') {
    return { feasible: 'no', reason: 'not_delegated' };
  }
  // Which roles were delegated to be given, the customer's subscription does not tell in a list.
  return isAccessControl(need)
    ? { feasible: 'unknown', channel, doubt: 'delegated_roles' }
    : { feasible: 'yes', channel };
}

function isAccessControl({ operation }: Need): boolean {
  return /^Microsoft\.Authorization\/(?!.*\/read$)/i.test(operation);
}

const assigning: readonly string[] = [roleAssignmentOperations.write, roleAssignmentOperations.delete];

function whyNever({ operation, assignment }: Need): ReasonCode | undefined {
  if (!assignment || !assigning.includes(operation)) return 'lighthouse_access_control';
  if (assignment.role === findRole('Owner')?.id) return 'lighthouse_owner';
  const type = assignment.principalType;
  if (type !== undefined && type !== 'ServicePrincipal') return 'lighthouse_principal';
  return assignment.delegatedManagedIdentityResourceId ? undefined : 'lighthouse_identity';
}
