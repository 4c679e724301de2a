import { assignsRoles } from './access/delegation';
import { authorizationFailed } from './access/require-access';
import { refusedScope, requiredAction } from './access/required-action';
import type { ArmPath } from './arm-path';
import type { ArmRequest } from './arm-request';
import { refuseLocked } from './management-locks';
import { placeAt, resolveScope } from './scope';
import type { Scope } from './scope';

/**
 * The scope that a request's path names, if the caller may do there what the request asks for. Whether a condition lets it
 * assign or take this very role, only the handler can say.
 *
 * @throws Refusal 403 when the caller may not, and then does not learn whether the scope exists; 404 for what is no scope,
 *   409 for a write under a lock
 */
export function authorizedScope(request: ArmRequest, path: ArmPath): Scope {
  const action = requiredAction(request, path);
  const place = placeAt(path.scope, request.callerHome, request.subscription);
  const isAllowed =
    place &&
    (assignsRoles(action)
      ? request.access.mayAllow(action, place)
      : request.access.allows({ action }, place));
  if (!isAllowed) throw authorizationFailed(request, action, refusedScope(path));
  return scopeOf(request, path);
}

/**
 * The scope that a request's path names. ARM does not tell a management group that is not there from one that the
 * caller may not see.
 *
 * @throws Refusal 403 for a management group that the tenant does not have, 404 for what is no scope,
 *   409 for a write under a lock
 */
export function scopeOf(request: ArmRequest, path: ArmPath): Scope {
  const scope = resolveScope(path.scope, request.callerHome, request.subscription);
  if (!scope) throw authorizationFailed(request, requiredAction(request, path), refusedScope(path));
  refuseLocked(request, path, scope);
  return scope;
}
