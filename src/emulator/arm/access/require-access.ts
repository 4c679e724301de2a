import { Refusal } from '../../http/refusal';
import { gatewayRefusal } from '../arm-authentication';
import type { ArmRequest } from '../arm-request';
import type { Attempt } from '../condition/evaluate-condition';
import type { Place } from '../scope';
import { assignsRoles } from './delegation';

/**
 * @param shown the scope as the refusal writes it
 * @throws Refusal 403 `AuthorizationFailed`
 */
export function requireAccess(request: ArmRequest, attempt: Attempt, place: Place, shown = place.id): void {
  if (!request.access.allows(attempt, place)) throw authorizationFailed(request, attempt.action, shown);
}

/** Texts: https://learn.microsoft.com/azure/role-based-access-control/troubleshooting and recorded answers. */
export function authorizationFailed({ claims }: ArmRequest, action: string, scope: string): Refusal {
  const orCondition = assignsRoles(action) ? ' or an ABAC condition not fulfilled' : '';
  return gatewayRefusal(
    403,
    'AuthorizationFailed',
    `The client '${claims.name}' with object id '${claims.objectId}' does not have authorization${orCondition} to ` +
      `perform action '${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, ` +
      'please refresh your credentials.',
  );
}

/** @throws Refusal 403 `LinkedAuthorizationFailed`: the caller may do it here, but not at a scope that it names */
export function linkedAuthorizationFailed(request: ArmRequest, action: string, linked: string): Refusal {
  const { claims, exchange } = request;
  return new Refusal(
    403,
    'LinkedAuthorizationFailed',
    `The client '${claims.name}' with object id '${claims.objectId}' has permission to perform action '${action}' ` +
      `on scope '/${exchange.segments.join('/')}'; however, it does not have permission to perform action ` +
      `'${action}' on the linked scope(s) '${linked}' or the linked scope(s) are invalid.`,
  );
}
