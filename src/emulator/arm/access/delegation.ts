import { idKey } from '../../world/cloud';
import type { TenantState } from '../../world/cloud';
import type { Attempt } from '../condition/evaluate-condition';
import type { Grant } from './grant';

const userAccessAdministrator = '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9';

const assigning = [
  'microsoft.authorization/roleassignments/write',
  'microsoft.authorization/roleassignments/delete',
];

/**
 * Whether Azure Lighthouse lets a delegated role have this action at all. Nothing of access control can be changed
 * through it, except that a User Access Administrator assigns roles to managed identities.
 * Source: https://learn.microsoft.com/azure/lighthouse/concepts/tenants-users-roles#role-support-for-azure-lighthouse
 */
export function isDelegable({ role }: Grant, action: string): boolean {
  const key = action.toLowerCase();
  if (!key.startsWith('microsoft.authorization/') || key.endsWith('/read')) return true;
  return idKey(role.id) === userAccessAdministrator && assigning.includes(key);
}

/**
 * Whether a role assignment is one that a delegated User Access Administrator may write and delete: of a role that it was
 * given to give, to a managed identity of the customer, whose resource it names.
 * Source: https://learn.microsoft.com/azure/lighthouse/how-to/deploy-policy-remediation
 */
export function isForManagedIdentity(
  attempt: Attempt,
  rolesToGive: readonly string[],
  customer: TenantState,
): boolean {
  const assignment = attempt.request ?? attempt.resource;
  if (!assignment?.delegatedManagedIdentityResourceId) return false;
  const principal = customer.principals.get(idKey(assignment.principalId));
  return (
    rolesToGive.includes(idKey(assignment.roleDefinitionId)) &&
    principal?.type === 'ServicePrincipal' &&
    principal.object.servicePrincipalType === 'ManagedIdentity'
  );
}

/** Whether an action is one that {@link isForManagedIdentity} decides about. */
export function assignsRoles(action: string): boolean {
  return assigning.includes(action.toLowerCase());
}
