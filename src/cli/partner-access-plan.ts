import {
  isAtOrBelow,
  keyOf,
  subscriptionScope,
  type ExistingRoleAssignment,
  type Guid,
  type Lock,
  type Scope,
} from '../model';
import {
  assignmentChanges,
  isAssignmentChange,
  type AssignmentChange,
  type Change,
  type Plan,
} from '../plan';
import { planCustomer, type PlannedCustomer } from './plan-customer';
import type { Fleet } from './runs/fleet';

/** What the file grants to AdminAgents, as planned. */
export function declaredPartnerAccess({ plan, draft }: PlannedCustomer): readonly AssignmentChange[] {
  const { adminAgents } = draft.declaration.partner;
  return assignmentChanges(plan).filter(
    (change) =>
      change.action !== 'delete' && change.constructPath !== undefined && isAbout(change, adminAgents),
  );
}

/** What the groups have at or below the scope, whoever gave it. Access from above is not the subscription's. */
export function partnerAccessAt(
  scope: Scope,
  { plan }: Pick<PlannedCustomer, 'plan'>,
  groups: readonly Guid[],
): readonly ExistingRoleAssignment[] {
  const managed = assignmentChanges(plan).flatMap((change) => ('before' in change ? [change.before] : []));
  const unmanaged = plan.unmanaged.map(({ assignment }) => assignment);
  return [...managed, ...unmanaged].filter(
    (each) => groups.includes(each.principalId) && isAtOrBelow(each.scope, scope),
  );
}

/** The part of a plan that is about AdminAgents; the rest stays as it is, so that guards know of it. */
export function partnerAccessPlan({ plan, draft }: PlannedCustomer): Plan {
  const { adminAgents } = draft.declaration.partner;
  const changes = plan.changes.flatMap((change) => {
    if (!isAssignmentChange(change)) return [];
    if (isAbout(change, adminAgents)) return [change];
    return change.action === 'no-op' ? [{ ...change, adopting: false }] : [];
  });
  return { ...plan, changes };
}

/**
 * The plan by which AdminAgents loses all that it has: what nobody adopted is taken for adopted, and nothing speaks for it.
 * What an apply of it leaves undone is planned for removal by the next plan, too.
 */
export async function revocationPlan(
  entry: PlannedCustomer,
  lock: Lock,
  { target, cloud }: Fleet,
  asOf: string,
): Promise<PlannedCustomer> {
  const { draft } = entry;
  const declaration = { ...draft.declaration, ignore: [], accept: [] };
  const claimed = lockWithPartnerAccess(entry, lock, [declaration.partner.adminAgents]);
  const undeclared = { ...entry, draft: { ...draft, declaration }, lock: claimed };
  const planned = await planCustomer(undeclared, target, cloud, asOf);
  return { ...planned, plan: partnerAccessPlan(planned) };
}

/** The lock as if what the groups have had been adopted, whoever gave it. */
export function lockWithPartnerAccess(entry: PlannedCustomer, lock: Lock, groups: readonly Guid[]): Lock {
  const { customer, draft } = entry;
  const found = Object.entries(draft.declaration.subscriptions).flatMap(([alias, id]) =>
    partnerAccessAt(subscriptionScope(id), entry, groups).map((each) => ({
      constructPath: `${customer}/${alias}`,
      id: each.id,
      name: each.name,
      naturalKey: keyOf(each),
    })),
  );
  const known = new Set(lock.adopted.map(({ id }) => id.toLowerCase()));
  return { ...lock, adopted: [...lock.adopted, ...found.filter(({ id }) => !known.has(id.toLowerCase()))] };
}

/** Whether the change is one of what the principal has, or gets. */
export function isAbout(change: Change, principal: Guid): boolean {
  if (!isAssignmentChange(change)) return false;
  return ('after' in change ? change.after : change.before).principalId === principal;
}
