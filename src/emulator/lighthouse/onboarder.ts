import type { ArmRequest } from '../arm/arm-request';
import type { Scope } from '../arm/scope';
import { Refusal } from '../http/refusal';

const needed = ['read', 'write', 'delete'].map((verb) => `Microsoft.Authorization/roleAssignments/${verb}`);

/**
 * Only the customer delegates, and of the customer who may assign any role: a caller from another tenant cannot, whatever
 * has been delegated to it already.
 * Source of the code: https://learn.microsoft.com/azure/lighthouse/how-to/onboard-customer
 *
 * @throws Refusal 403
 */
export function requireOnboarder(request: ArmRequest, scope: Scope): void {
  const mayAssign = needed.every((action) => request.access.allows({ action }, scope));
  if (request.callerHome === scope.home && mayAssign) return;
  throw new Refusal(
    403,
    'InsufficientPrivilegesForManagedServiceResource',
    `The requested user doesn't have sufficient privileges to perform the operation on '${scope.id}'.`,
  );
}
