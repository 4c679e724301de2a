import { Refusal } from '../http/refusal';
import { findForeignGroup, idKey } from '../world/cloud';
import type { PrincipalType } from '../world/world';
import type { ArmRequest } from './arm-request';
import type { RoleAssignmentBody } from './role-assignment-body';
import type { Scope } from './scope';

/**
 * The first api-version in which naming a type makes the directory look-up optional, so that a principal created a
 * moment ago can be assigned. Source: https://aka.ms/docs-principaltype
 */
const trustedSince = { ServicePrincipal: '2018-09-01', other: '2020-03-01' };

/**
 * The type to store for a new assignment's principal.
 *
 * @throws Refusal 400 `UnmatchedPrincipalType` or `PrincipalNotFound`
 */
export function resolvePrincipalType(
  request: ArmRequest,
  scope: Scope,
  body: RoleAssignmentBody,
): PrincipalType {
  const { principalId, principalType: claimed } = body;
  const directory = scope.home;
  const found = directory.principals.get(idKey(principalId))?.type;
  if (found) {
    if (claimed === null || claimed === found) return found;
    throw new Refusal(
      400,
      'UnmatchedPrincipalType',
      // The spelling and the space before the comma are Azure's.
      `The PrincipalId '${principalId}' has type '${found}' , which is different from specified PrinciaplType ` +
        `'${claimed}'.`,
    );
  }
  if (claimed === 'ForeignGroup') {
    if (findForeignGroup(request.context.ledger.cloud, directory, principalId)) return claimed;
  } else if (claimed !== null && isTrusted(claimed, request.apiVersion)) {
    return claimed;
  }
  throw principalNotFound(principalId, directory.tenant.id);
}

function isTrusted(type: PrincipalType, apiVersion: string): boolean {
  return apiVersion >= (type === 'ServicePrincipal' ? trustedSince.ServicePrincipal : trustedSince.other);
}

function principalNotFound(principalId: string, tenantId: string): Refusal {
  return new Refusal(
    400,
    'PrincipalNotFound',
    `Principal ${principalId.replaceAll('-', '')} does not exist in the directory ${tenantId}. Check that you have ` +
      'the correct principal ID. If you are creating this principal and then immediately assigning a role, this ' +
      'error might be related to a replication delay. In this case, set the role assignment principalType property ' +
      'to a value, such as ServicePrincipal, User, or Group.  See https://aka.ms/docs-principaltype',
  );
}
