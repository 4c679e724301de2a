import { idKey } from './cloud';
import type { Principal, TenantState } from './cloud';

/** Members of a group, nested ones included when `transitive`; ids without an object are left out, as in Graph. */
export function membersOf(state: TenantState, groupId: string, transitive: boolean): readonly Principal[] {
  const seen = new Set([idKey(groupId)]);
  const found: Principal[] = [];
  const visit = (id: string): void => {
    const group = state.principals.get(idKey(id));
    if (group?.type !== 'Group') return;
    for (const member of group.object.members ?? []) {
      const principal = state.principals.get(idKey(member));
      if (!principal || seen.has(idKey(member))) continue;
      seen.add(idKey(member));
      found.push(principal);
      if (transitive) visit(member);
    }
  };
  visit(groupId);
  return found;
}

/** Lower-case ids of every group of these tenants that holds this object directly or through other groups. */
export function groupsHolding(tenants: Iterable<TenantState>, objectId: string): ReadonlySet<string> {
  const groups = [...tenants].flatMap((state) => state.tenant.groups ?? []);
  const holding = new Set<string>();
  const visit = (id: string): void => {
    for (const group of groups) {
      const key = idKey(group.id);
      if (holding.has(key) || !group.members?.some((member) => idKey(member) === idKey(id))) continue;
      holding.add(key);
      visit(group.id);
    }
  };
  visit(objectId);
  return holding;
}
