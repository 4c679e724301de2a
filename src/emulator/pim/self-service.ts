import type { ArmPath } from '../arm/arm-path';
import type { ArmRequest } from '../arm/arm-request';
import { parseFilter } from '../odata/filter';
import { idKey } from '../world/cloud';
import { pimTypeOf } from './pim-type';

/** Filters by which a list holds only what is the caller's. */
const ownFilters = ['astarget', 'asrequestor'];

/**
 * Whether a request is about nothing but what the caller itself is eligible for or has asked for. Such a request needs no
 * role: who is eligible for a role holds none yet.
 * Source: https://learn.microsoft.com/entra/id-governance/privileged-identity-management/pim-resource-roles-activate-your-roles
 */
export function isSelfService(request: ArmRequest, path: ArmPath): boolean {
  const { exchange, claims, callerHome } = request;
  if (exchange.method === 'GET' && path.name === undefined) {
    const conditions = parseFilter(exchange.query('$filter') ?? '') ?? [];
    return conditions.some((each) => each.kind === 'call' && ownFilters.includes(each.name.toLowerCase()));
  }
  if (exchange.method === 'PUT') return /"requestType"\s*:\s*"Self/i.test(exchange.body);
  const { kind, object } = pimTypeOf(path.type);
  if (object !== 'requests') return false;
  const asked = callerHome.objects.roleScheduleRequests.get(idKey(`${kind}/${path.name ?? ''}`));
  return asked !== undefined && idKey(asked.requestorId) === idKey(claims.objectId);
}
