import { idKey } from '../../world/cloud';
import type { Cloud, TenantState } from '../../world/cloud';
import type { Permission } from '../../world/world';
import { coversAction } from '../action-pattern';
import { evaluateCondition } from '../condition/evaluate-condition';
import type { Attempt } from '../condition/evaluate-condition';
import { parseCondition } from '../condition/parse-condition';
import type { Place } from '../scope';
import { assignsRoles, isDelegable, isForManagedIdentity } from './delegation';
import { isDenied } from './denial';
import { assignedGrants, delegatedGrants } from './grant';
import type { Grant } from './grant';
import { holdersOf } from './holders';

/** What the caller of one request may do. */
export interface Access {
  /** The roles that the caller holds at a place or above it. */
  grantsAt(place: Place): readonly Grant[];
  allows(attempt: Attempt, place: Place): boolean;
  /** Whether the caller may do this at least to some objects: conditions are taken to be true. */
  mayAllow(action: string, place: Place): boolean;
  /** Whether the caller holds any role at a place, above it or below it. */
  reaches(place: Place): boolean;
}

/**
 * Sums up what the caller holds: once for each tenant that the request looks into.
 * Source: https://learn.microsoft.com/azure/role-based-access-control/overview
 *
 * @param signedInTo the tenant that issued the caller's token
 */
export function accessOf(cloud: Cloud, signedInTo: TenantState, objectId: string, now: Date): Access {
  const holders = holdersOf(cloud, signedInTo, objectId, now);
  const known = new Map<TenantState, readonly Grant[]>();
  const grantsIn = (home: TenantState): readonly Grant[] => {
    const isOwn = home === signedInTo;
    const grants =
      known.get(home) ?? (isOwn ? assignedGrants(home, holders) : delegatedGrants(home, signedInTo, holders));
    known.set(home, grants);
    return grants;
  };
  const grantsAt = (place: Place): readonly Grant[] =>
    grantsIn(place.home).filter(({ scope }) => isAtOrAbove(scope, place));
  const isGranted = (action: string, place: Place, by: (grant: Grant) => boolean): boolean =>
    grantsAt(place).some(by) && !isDenied(place.home, holders, action, place);
  return {
    grantsAt,
    allows: (attempt, place) => isGranted(attempt.action, place, (grant) => allows(grant, attempt, place)),
    mayAllow: (action, place) => isGranted(action, place, (grant) => blocksFor(grant, action).length > 0),
    reaches: (place) =>
      grantsIn(place.home).some(
        ({ scope }) => isAtOrAbove(scope, place) || idKey(scope).startsWith(idKey(`${place.id}/`)),
      ),
  };
}

function isAtOrAbove(scope: string, place: Place): boolean {
  return idKey(scope) === idKey(place.id) || place.above.has(idKey(scope));
}

function allows(grant: Grant, attempt: Attempt, place: Place): boolean {
  const { delegated, condition } = grant;
  if (
    delegated &&
    assignsRoles(attempt.action) &&
    !isForManagedIdentity(attempt, delegated.rolesToGive, place.home)
  ) {
    return false;
  }
  return (
    isFulfilled(condition, attempt) &&
    blocksFor(grant, attempt.action).some((block) => isFulfilled(block.condition ?? null, attempt))
  );
}

/** The permission blocks of a role that have the action: what a block leaves out, another may have. */
function blocksFor(grant: Grant, action: string): readonly Permission[] {
  if (grant.delegated && !isDelegable(grant, action)) return [];
  return grant.role.permissions.filter(
    ({ actions = [], notActions = [] }) => coversAction(actions, action) && !coversAction(notActions, action),
  );
}

/** A condition that cannot be read, as a world might hold one, lets nothing through. */
function isFulfilled(condition: string | null, attempt: Attempt): boolean {
  if (condition === null) return true;
  const parsed = parseCondition(condition);
  return parsed !== undefined && evaluateCondition(parsed, attempt);
}
