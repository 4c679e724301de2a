import { diagnostic, type Diagnostic } from '../diagnostics';
import {
  byText,
  keyOf,
  managedScopes,
  managementGroupScope,
  scopeKey,
  subscriptionOf,
  subscriptionScope,
  type ActualState,
  type Delegation,
  type DesiredState,
  type ExistingRoleAssignment,
  type Guid,
  type Lock,
  type Scope,
} from '../model';
import type { RegistrationAssignmentChange, RegistrationDefinitionChange } from './change';
import { ownershipOf } from './ownership';
import type { FoundAssignment } from './plan-changes';
import type { UnreadScope } from './plan';

/** One subscription or management group as read. */
type Reading = { readonly scope: Scope } & (
  | { readonly status: 'read'; readonly assignments: readonly ExistingRoleAssignment[] }
  | { readonly status: 'unread'; readonly diagnostic: Diagnostic }
);

/** What was read of the scopes that the stack looks after, by the key of the scope. */
export function readingsOf(actual: ActualState): ReadonlyMap<string, Reading> {
  const readings: Reading[] = [
    ...actual.subscriptions.map((reading) => ({
      ...reading,
      scope: subscriptionScope(reading.subscriptionId),
    })),
    ...actual.managementGroups.map((reading) => ({
      ...reading,
      scope: managementGroupScope(reading.managementGroup),
    })),
  ];
  return new Map(readings.map((reading) => [scopeKey(reading.scope), reading]));
}

/** True where the list that holds what is assigned at this scope could be read. */
export function isRead(scope: Scope, readings: ReadonlyMap<string, Reading>): boolean {
  return readings.get(holderOf(scope))?.status === 'read';
}

/** The key of the subscription that holds the scope; a management group holds itself. */
export function holderOf(scope: Scope): string {
  const key = scopeKey(scope);
  if (!key.startsWith(subscriptionPrefix)) return key;
  const end = key.indexOf('/', subscriptionPrefix.length);
  return end < 0 ? key : key.slice(0, end);
}

const subscriptionPrefix = '/subscriptions/';

/**
 * Each assignment once: those at a management group are listed in all subscriptions below it, too. Where its scope was
 * read by itself, that list decides. It can be ours only where the stack looks after its scope and could read it: what a
 * subscription tells of a management group that could not be read is inherited, and nothing is done about it.
 */
export function findAssignments(desired: DesiredState, actual: ActualState, lock: Lock): FoundAssignment[] {
  const managed = new Set(managedScopes(desired).map(({ scope }) => scopeKey(scope)));
  const readings = readingsOf(actual);
  const found: FoundAssignment[] = [];
  /** What is listed in several places and was read in none of its own, by id. */
  const seenFromBelow = new Map<string, FoundAssignment>();
  for (const [key, reading] of [...readings].sort(byText(([key]) => key))) {
    if (reading.status === 'unread') continue;
    for (const assignment of reading.assignments) {
      const holder = holderOf(assignment.scope);
      const wasRead = readings.get(holder)?.status === 'read';
      if (wasRead && holder !== key) continue;
      const each = foundAs(assignment, desired, lock, wasRead && managed.has(holder));
      if (wasRead) found.push(each);
      else seenFromBelow.set(each.id, each);
    }
  }
  return [...found, ...seenFromBelow.values()].sort(byText(({ id }) => id));
}

function foundAs(
  assignment: ExistingRoleAssignment,
  { partner }: DesiredState,
  lock: Lock,
  inManagedScope: boolean,
): FoundAssignment {
  const key = keyOf(assignment);
  const { owner, isNamedByUs } = ownershipOf(assignment, key, partner, lock);
  return { assignment, id: assignment.id.toLowerCase(), key, owner, isNamedByUs, inManagedScope };
}

/** Also a scope that nobody tried to read is unread. */
export function findUnread(desired: DesiredState, actual: ActualState): UnreadScope[] {
  const readings = readingsOf(actual);
  return managedScopes(desired)
    .flatMap(({ alias, scope }) => {
      const reading = readings.get(scopeKey(scope));
      if (reading?.status === 'read') return [];
      return [{ alias, scope, diagnostic: reading?.diagnostic ?? notTried(desired.customer, alias) }];
    })
    .sort(byText(({ scope }) => scopeKey(scope)));
}

/** Each delegation that no declaration speaks of, once, sorted by id. */
export function findDelegations(
  { subscriptions }: ActualState,
  registrations: readonly (RegistrationDefinitionChange | RegistrationAssignmentChange)[],
): Delegation[] {
  const managed = new Set(
    registrations.flatMap((change) => ('before' in change ? [change.before.id.toLowerCase()] : [])),
  );
  return subscriptions
    .flatMap((reading) => (reading.status === 'read' ? (reading.delegations ?? []) : []))
    .filter(({ id }) => !managed.has(id.toLowerCase()))
    .sort(byText(({ id }) => id.toLowerCase()));
}

/** The subscriptions that list what is assigned above subscriptions; undefined for what is assigned in one. */
export function reachOf(
  { id, scope }: ExistingRoleAssignment,
  { subscriptions }: ActualState,
): Guid[] | undefined {
  if (subscriptionOf(scope) !== undefined) return undefined;
  return subscriptions
    .filter(
      (reading) =>
        reading.status === 'read' &&
        reading.assignments.some((listed) => listed.id.toLowerCase() === id.toLowerCase()),
    )
    .map(({ subscriptionId }) => subscriptionId)
    .sort();
}

function notTried(customer: string, alias: string): Diagnostic {
  return diagnostic('scope_unread', {
    customer,
    constructPath: `${customer}/${alias}`,
    detail: 'The scope was not read, so nothing is known of the access there.',
  });
}
