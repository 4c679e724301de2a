import { permissionFor } from '../catalogue';
import { standingIn, type Need, type ReadAccess, type ResourceLock, type Writer } from '../channels';
import type { Diagnostic } from '../diagnostics';
import {
  managementGroupScope,
  scopeKey,
  subscriptionOf,
  subscriptionScope,
  type ActualState,
  type DesiredState,
  type RoleAssignment,
  type RolePermissions,
  type Runner,
  type Scope,
} from '../model';
import { isActionable, needsOf, withMaking, type Plan } from '../plan';
import type { Reader } from '../provider';

/** The plan in which each change says who makes it, and which knows whose access it takes. Reads only, and only if needed. */
export async function judgePlan(
  plan: Plan,
  desired: DesiredState,
  actual: ActualState,
  reader: Reader,
): Promise<Plan> {
  if (!plan.changes.some(isActionable)) return plan;
  const writer = await readWriter(desired, reader);
  const needs = plan.changes.flatMap(needsOf);
  const { warnings, ...read } = await readAccess(needs, writer, { desired, actual, reader });
  const diagnostics = [...plan.diagnostics, ...warnings];
  const judged = withMaking({ ...plan, diagnostics }, standingIn(read));
  if (typeof writer !== 'object' || !takesAccess(plan)) return judged;
  return { ...judged, facts: { ...plan.facts, runner: runnerOf(writer, desired) } };
}

/** Who makes the changes, or why nobody could; undefined where it could not be found out. */
export async function readWriter(
  { subscriptions }: Pick<DesiredState, 'subscriptions'>,
  { writer }: Pick<Reader, 'writer'>,
): Promise<ReadAccess['writer']> {
  const subject = await writer.subject();
  if (typeof subject !== 'object') return subject;
  const { objectId, kind, hasSecondFactor } = subject;
  if (!objectId) return undefined;
  const ids = subscriptions.map(({ subscriptionId }) => subscriptionId);
  return { objectId, kind, hasSecondFactor, ...(await writer.principalsOf(objectId, ids)) };
}

/** What Azure says that is needed to judge by. */
export async function readAccess(
  needs: readonly Need[],
  writer: ReadAccess['writer'],
  {
    desired,
    actual,
    reader,
  }: { readonly desired: Pick<DesiredState, 'partner' | 'writes'>; actual: ActualState; reader: Reader },
): Promise<ReadAccess & { readonly warnings: readonly Diagnostic[] }> {
  const { adminAgents, helpdeskAgents } = desired.partner;
  const homes = distinct(needs.map(({ scope }) => homeOf(scope)));
  const canAsk = typeof writer !== 'string';
  const permissions = new Map<string, readonly RolePermissions[]>();
  const ask = async (scope: Scope): Promise<void> => {
    const found = canAsk ? await reader.writer.permissionsAt(scope) : undefined;
    if (found) permissions.set(scopeKey(scope), found);
  };
  const asking = Promise.all(homes.map(ask));
  const [denied, locked] = await Promise.all([
    Promise.all(homes.map(async (home) => (canAsk ? reader.writer.denyAssignmentsAt(home) : undefined))),
    readLocks(canAsk ? homes : [], reader),
  ]);
  await asking;
  // What is permitted above is permitted below: only for the rest there is anything to ask.
  const left = needs.filter(({ scope, operation }) => {
    const above = permissions.get(scopeKey(homeOf(scope)));
    return homeOf(scope) !== scope && (!above || permissionFor(operation, { permissions: above }) !== 'yes');
  });
  await Promise.all(distinct(left.map(({ scope }) => scope)).map(ask));
  return {
    writes: desired.writes,
    writer,
    permissions,
    denyAssignments: denied.flatMap((list) => list ?? []),
    ...locked,
    assignments: assignmentsIn(actual),
    customRoles: new Map(
      [...actual.subscriptions, ...actual.managementGroups]
        .flatMap((reading) => (reading.status === 'read' ? (reading.roleDefinitions ?? []) : []))
        .map((role) => [role.name, role.permissions]),
    ),
    partnerGroups: [adminAgents, ...(helpdeskAgents ? [helpdeskAgents] : [])],
  };
}

/** One list for each subscription in which something changes. */
async function readLocks(homes: readonly Scope[], { writer }: Reader) {
  const locks = new Map<string, readonly ResourceLock[]>();
  const warnings = await Promise.all(
    homes.map(async (home) => {
      const subscription = subscriptionOf(home);
      if (!subscription) return [];
      const read = await writer.locksIn(subscription);
      if (read.value) locks.set(scopeKey(home), read.value);
      return read.warnings;
    }),
  );
  return { locks, warnings: warnings.flat() };
}

function assignmentsIn(actual: ActualState): ReadonlyMap<string, readonly RoleAssignment[]> {
  const found = new Map<string, readonly RoleAssignment[]>();
  for (const reading of actual.subscriptions) {
    if (reading.status === 'unread') continue;
    found.set(scopeKey(subscriptionScope(reading.subscriptionId)), reading.assignments);
  }
  for (const reading of actual.managementGroups) {
    if (reading.status === 'unread') continue;
    found.set(scopeKey(managementGroupScope(reading.managementGroup)), reading.assignments);
  }
  return found;
}

/** The subscription of the scope, or the scope itself above subscriptions. */
function homeOf(scope: Scope): Scope {
  const subscription = subscriptionOf(scope);
  return subscription ? subscriptionScope(subscription) : scope;
}

function distinct(scopes: readonly Scope[]): Scope[] {
  return [...new Map(scopes.map((scope) => [scopeKey(scope), scope])).values()];
}

/** Only then does it matter whose access it is. */
function takesAccess({ changes }: Plan): boolean {
  return changes.some(({ action }) => action === 'delete' || action === 'replace' || action === 'update');
}

/** Over AOBO whoever signs in has access as a member of AdminAgents. */
function runnerOf({ objectId, principals, groupsKnown }: Writer, { writes, partner }: DesiredState): Runner {
  const all = writes === 'aobo' ? [...principals, partner.adminAgents] : principals;
  return { objectId, principals: [...new Set(all)].sort(), groupsKnown };
}
