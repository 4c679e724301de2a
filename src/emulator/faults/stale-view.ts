import { idKey } from '../world/cloud';
import type { Cloud, TenantState } from '../world/cloud';

/** What a replica that is behind does not show yet. */
export interface Hidden {
  /** Lower-case object ids. */
  readonly principals: ReadonlySet<string>;
  hidesAssignment(home: TenantState, name: string): boolean;
}

/**
 * The cloud as a replica that is behind shows it. Services read it as they read the cloud; what they write goes to the
 * real one, by way of the ledger.
 */
export function staleView(cloud: Cloud, hidden: Hidden): Cloud {
  const tenants = new Map([...cloud.tenants].map(([id, home]) => [id, staleTenant(home, hidden)]));
  const subscriptions = new Map(
    [...cloud.subscriptions].map(([id, found]) => [
      id,
      // The tenant must be the same object in both places: services compare tenants by identity.
      { ...found, home: tenants.get(idKey(found.home.tenant.id)) ?? found.home },
    ]),
  );
  return { ...cloud, tenants, subscriptions };
}

function staleTenant(home: TenantState, hidden: Hidden): TenantState {
  const principals = [...hidden.principals].some((id) => home.principals.has(id))
    ? without(home.principals, (id) => hidden.principals.has(id))
    : home.principals;
  const isLate = (name: string): boolean => hidden.hidesAssignment(home, name);
  const roleAssignments = [...home.roleAssignments.keys()].some(isLate)
    ? without(home.roleAssignments, isLate)
    : home.roleAssignments;
  const isCurrent = principals === home.principals && roleAssignments === home.roleAssignments;
  return isCurrent ? home : { ...home, principals, roleAssignments };
}

function without<T>(map: ReadonlyMap<string, T>, leaves: (key: string) => boolean): Map<string, T> {
  return new Map([...map].filter(([key]) => !leaves(key)));
}
