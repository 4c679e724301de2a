import type { Diagnostic } from '../diagnostics';
import {
  byText,
  managedScopes,
  type ActualState,
  type Cloud,
  type DesiredState,
  type ExistingRoleAssignment,
  type Lock,
  type NaturalKey,
} from '../model';
import type { ActiveAssignmentChange, AssignmentChange, Change } from './change';
import { declaredGrants } from './declared-grants';
import { judgePrincipals } from './declared-principals';
import { awaitOthers, findPreventedRemovals, inDeclaredOrder, type InOrder } from './declared-order';
import { addDependencies, awaitGivings, awaitRoles } from './dependencies';
import { findDuplicates, findDueDates, findOwnerChange } from './declaration-checks';
import { whyNothingGoes } from './held-back';
import { findLostLock } from './lost-lock';
import { makeRoom } from './make-room';
import { namesFrom } from './names';
import type { AssignmentOwnership } from './ownership';
import { factsFrom } from './plan-facts';
import { planPimAssignments, type PlannedPimAssignments } from './plan-pim-assignments';
import { planGrants } from './plan-grants';
import { planRoleDefinitions, type PlannedRoleDefinitions } from './plan-role-definitions';
import { planRegistrations, type PlannedRegistrations } from './plan-registrations';
import { planRemovals } from './plan-removals';
import type { Plan, UnmanagedAccess } from './plan';
import { findAssignments, findDelegations, findUnread } from './readings';
import { judgeUndeclared } from './unmanaged';
import { findVanishedScopes } from './vanished-scopes';

/** Everything a plan depends on. Equal input, in whatever order its lists stand, gives an equal plan. */
export interface PlanInput {
  readonly desired: DesiredState;
  readonly actual: ActualState;
  readonly lock: Lock;
  readonly cloud: Cloud;
  readonly asOf: string;
  readonly configurationDigest: string;
  /** Why nothing may be removed at present, whatever was found. Grants go on. */
  readonly removalsRefused?: string;
  /** What was found on the way here and belongs into the plan. */
  readonly diagnostics?: readonly Diagnostic[];
}

/** An assignment that was read, with what follows from the declaration alone. */
export interface FoundAssignment extends AssignmentOwnership {
  readonly assignment: ExistingRoleAssignment;
  /** Azure's id in lower case. */
  readonly id: string;
  readonly key: NaturalKey;
  /** True at or below a subscription, and at a management group, of this stack; only there can anything be ours. */
  readonly inManagedScope: boolean;
}

/** Compares the declared with the actual state of one customer. Pure. */
export function planChanges(given: PlanInput): Plan {
  const ordered = inCanonicalOrder(given);
  const { desired, actual, lock, cloud, asOf, configurationDigest } = ordered;
  const found = findAssignments(desired, actual, lock);
  const unread = findUnread(desired, actual);
  const foundByKey = new Map<NaturalKey, FoundAssignment>(found.map((each) => [each.key, each]));
  const declared = declaredGrants(desired.grants, actual);
  const principals = judgePrincipals(declared, desired, actual, foundByKey);
  const input = {
    ...ordered,
    diagnostics: [...(given.diagnostics ?? []), ...principals.diagnostics],
  };
  const doubt = whyNothingGoes(input);
  const judge = (each: FoundAssignment): UnmanagedAccess => judgeUndeclared(each, input, unread);
  const grants = planGrants(principals.plannable, { desired, lock, found, foundByKey, judge });
  const pim = planPimAssignments(principals.pimAssignments, { declared, desired, actual, found, doubt });
  const undeclared = found.filter(
    ({ assignment: { id }, key }) => !grants.matched.has(id) && !pim.shown.has(key),
  );
  const { removals, unmanaged } = planRemovals(undeclared, judge, desired);
  const facts = factsFrom(desired, actual);
  const waiting = addDependencies([...grants.changes, ...removals], pim.active);
  const inOrder = [...desired.grants, ...(desired.endedForNobody ?? [])];
  const assignmentChanges = inDeclaredOrder(waiting, inOrder);
  const access = [...assignmentChanges, ...awaitGivings(pim.active, assignmentChanges)];
  const roles = planRoleDefinitions({ desired, actual, lock, found, assignmentChanges, pim, doubt });
  const registrations = planRegistrations(desired, actual, lock, doubt);
  return {
    customer: desired.customer,
    tenantId: desired.tenantId,
    cloud,
    owner: desired.partner.owner,
    asOf,
    subscriptions: desired.subscriptions,
    managementGroups: desired.managementGroups,
    writes: desired.writes,
    configurationDigest,
    changes: inOneList(makeRoom(access, { inOrder, unmanaged, facts }), roles, pim, registrations, inOrder),
    unmanaged,
    unread,
    delegations: findDelegations(actual, registrations.changes),
    diagnostics: [
      ...input.diagnostics,
      ...findVanishedScopes(lock, managedScopes(desired)),
      ...findDuplicates(declared, desired),
      ...findOwnerChange(lock, desired.partner),
      ...findLostLock(lock, found, desired, actual),
      ...findDueDates(input, found, { removals, unmanaged, unread, pim }),
      ...findPreventedRemovals(assignmentChanges, desired.grants),
      ...grants.diagnostics,
      ...roles.diagnostics,
      ...pim.diagnostics,
      ...registrations.diagnostics,
    ].sort(inPrintedOrder),
    names: namesFrom(desired, actual),
    facts,
  };
}

function inOneList(
  access: readonly (AssignmentChange | ActiveAssignmentChange)[],
  roles: PlannedRoleDefinitions,
  pim: PlannedPimAssignments,
  registrations: PlannedRegistrations,
  grants: readonly InOrder[],
): Change[] {
  const changes: Change[] = [
    ...awaitRoles(access, roles.changes),
    ...roles.changes,
    ...awaitRoles(pim.eligible, roles.changes),
    ...registrations.changes,
  ];
  return awaitOthers(changes, grants).sort(byText(({ address }) => address));
}

const inPrintedOrder = byText(({ code, constructPath, address, detail }: Diagnostic) =>
  [code, constructPath, address, detail].join('\n'),
);

/** Where several entries of a list would do, the first one decides; so the order must not depend on the sender. */
function inCanonicalOrder(input: PlanInput): PlanInput {
  const { desired, actual, lock } = input;
  const byContent = byText((rule: object) =>
    JSON.stringify(Object.entries(rule).sort(byText(([name]) => name))),
  );
  return {
    ...input,
    desired: {
      ...desired,
      subscriptions: desired.subscriptions.toSorted(byText(({ subscriptionId }) => subscriptionId)),
      managementGroups: desired.managementGroups.toSorted(byText(({ managementGroup }) => managementGroup)),
      grants: desired.grants.toSorted(byText(({ address }) => address)),
      roleDefinitions: desired.roleDefinitions.toSorted(byText(({ address }) => address)),
      pimAssignments: {
        eligible: desired.pimAssignments.eligible.toSorted(byText(({ address }) => address)),
        active: desired.pimAssignments.active.toSorted(byText(({ address }) => address)),
      },
      ignore: desired.ignore.toSorted(byContent),
      accept: desired.accept.toSorted(byContent),
    },
    actual: {
      ...actual,
      subscriptions: actual.subscriptions.toSorted(byText(({ subscriptionId }) => subscriptionId)),
      managementGroups: actual.managementGroups.toSorted(byText(({ managementGroup }) => managementGroup)),
    },
    lock: { ...lock, adopted: lock.adopted.toSorted(byContent), made: lock.made.toSorted(byContent) },
  };
}
