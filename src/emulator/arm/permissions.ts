import type { Answer } from '../http/exchange';
import type { ArmRequest } from './arm-request';
import { renderPermission } from './role-definition-shape';
import type { Scope } from './scope';

/**
 * `GET {scope}/providers/Microsoft.Authorization/permissions`: what the caller may do here, one entry for each block
 * of each role that it holds, groups and Lighthouse included. Everybody may ask.
 * Source: https://learn.microsoft.com/rest/api/authorization/permissions/list-for-resource-group
 */
export function listPermissions(request: ArmRequest, scope: Scope): Answer {
  const roles = new Set(request.access.grantsAt(scope).map(({ role }) => role));
  const value = [...roles].flatMap((role) => role.permissions.map(renderPermission));
  return { status: 200, body: { value } };
}
