import type { ArmRequest } from '../arm/arm-request';
import type { Scope } from '../arm/scope';
import { Refusal } from '../http/refusal';

/**
 * Only the customer delegates: a caller from another tenant cannot, whatever has been delegated to it already.
 * Source of the code: https://learn.microsoft.com/azure/lighthouse/how-to/onboard-customer
 *
 * @throws Refusal 403
 */
export function requireOnboarder(request: ArmRequest, scope: Scope): void {
  if (request.callerHome === scope.home) return;
  throw new Refusal(
    403,
    'InsufficientPrivilegesForManagedServiceResource',
    `The requested user doesn't have sufficient privileges to perform the operation on '${scope.id}'.`,
  );
}
