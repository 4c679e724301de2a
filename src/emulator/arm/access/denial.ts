import { idKey } from '../../world/cloud';
import type { TenantState } from '../../world/cloud';
import type { DenyAssignment } from '../../world/deny-assignment';
import { coversAction } from '../action-pattern';
import type { Place } from '../scope';

/** Stands for every principal of the directory. */
const everyone = '00000000-0000-0000-0000-000000000000';

/**
 * Whether a deny assignment keeps the caller from an action, whatever roles it holds.
 * Source: https://learn.microsoft.com/azure/role-based-access-control/deny-assignments
 *
 * @param holders lower-case ids of the caller and its groups
 */
export function isDenied(
  home: TenantState,
  holders: ReadonlySet<string>,
  action: string,
  place: Place,
): boolean {
  return [...home.objects.denyAssignments.values()].some(
    (assignment) =>
      reaches(assignment, place) &&
      names(assignment.principals, holders) &&
      !names(assignment.excludePrincipals ?? [], holders) &&
      assignment.permissions.some(
        ({ actions = [], notActions = [] }) =>
          coversAction(actions, action) && !coversAction(notActions, action),
      ),
  );
}

function reaches({ scope, doNotApplyToChildScopes = false }: DenyAssignment, place: Place): boolean {
  if (idKey(scope) === idKey(place.id)) return true;
  return !doNotApplyToChildScopes && place.above.has(idKey(scope));
}

function names(principals: DenyAssignment['principals'], holders: ReadonlySet<string>): boolean {
  return principals.some(({ id }) => id === everyone || holders.has(idKey(id)));
}
