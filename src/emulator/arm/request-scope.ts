import { Refusal } from '../http/refusal';
import type { ArmPath } from './arm-path';
import type { ArmRequest } from './arm-request';
import { resolveScope } from './scope';
import type { Scope } from './scope';

const operations: Readonly<Record<string, string>> = { PUT: 'write', POST: 'action', DELETE: 'delete' };

/**
 * The scope that a request's path names. ARM does not tell a management group that is not there from one that the
 * caller may not see.
 *
 * @throws Refusal 403 for a management group that the tenant does not have, 404 for what is no scope
 */
export function scopeOf(request: ArmRequest, path: ArmPath): Scope {
  const scope = resolveScope(path.scope, request.callerHome, request.subscription);
  if (scope) return scope;
  const operation = operations[request.exchange.method] ?? 'read';
  const action = `Microsoft.Authorization/${path.type}/${operation}`;
  throw authorizationFailed(request, action, `/${path.scope.join('/')}`);
}

export function authorizationFailed(request: ArmRequest, action: string, scope: string): Refusal {
  const { appId, objectId } = request.claims;
  return new Refusal(
    403,
    'AuthorizationFailed',
    `The client '${appId}' with object id '${objectId}' does not have authorization to perform action ` +
      `'${action}' over scope '${scope}' or the scope is ` +
      'invalid. If access was recently granted, please refresh your credentials.',
  );
}
