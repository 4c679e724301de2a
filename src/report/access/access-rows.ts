import { canGrantAccess, findRole } from '../../catalogue';
import {
  byText,
  describeScope,
  managementGroupScope,
  scopeKey,
  type ExistingRoleAssignment,
  type Guid,
  type ManagementGroupReading,
  type ParsedScope,
  type PrincipalKnowledge,
  type Scope,
  type SubscriptionReading,
} from '../../model';
import type { ReportContext } from '../report-context';
import { createNames, type Names } from '../words/names';
import type { AccessReading, ReadManagementGroup, ReadSubscription } from './access-reading';

/** One assignment in a subscription or at a management group, with what is known of its principal. */
export interface AccessRow {
  readonly assignment: ExistingRoleAssignment;
  /** Assigned above it. */
  readonly isInherited: boolean;
  readonly knowledge: PrincipalKnowledge | undefined;
}

const depths: Record<ParsedScope['kind'], number> = {
  root: 0,
  'management-group': 1,
  subscription: 2,
  'resource-group': 3,
  resource: 4,
};

export function namesOfAccess(access: AccessReading, context: Pick<ReportContext, 'roleName'>): Names {
  const principals = new Map<string, string>();
  for (const [id, known] of access.principals) {
    if (known !== 'missing') principals.set(id, known.userPrincipalName ?? known.displayName);
  }
  const aliases = new Map<string, string>();
  for (const { alias, reading } of access.subscriptions)
    if (alias) aliases.set(reading.subscriptionId, alias);
  for (const { alias, reading } of access.managementGroups)
    aliases.set(scopeKey(managementGroupScope(reading.managementGroup)), alias);
  return createNames({ principals, roles: access.roleNames, aliases }, context);
}

/** By alias, then Azure's name, then id. */
export function sortedSubscriptions({ subscriptions }: AccessReading): readonly ReadSubscription[] {
  const sortKey = ({ alias, displayName, reading }: ReadSubscription) =>
    [alias ?? '\uffff', displayName ?? '', reading.subscriptionId].join('\n');
  return subscriptions.toSorted(byText(sortKey));
}

/** By alias, then name. */
export function sortedManagementGroups({ managementGroups }: AccessReading): readonly ReadManagementGroup[] {
  return managementGroups.toSorted(
    byText(({ alias, reading }) => [alias, reading.managementGroup].join('\n')),
  );
}

/** From the widest scope to the narrowest, the most powerful roles first. */
export function subscriptionRows(
  { assignments }: Extract<SubscriptionReading, { status: 'read' }>,
  access: AccessReading,
  names: Names,
): readonly AccessRow[] {
  return rowsOf(assignments, (scope) => depthOf(scope) < depths.subscription, access, names);
}

/** In the same order. What Azure lists of a management group is at it or above it. */
export function managementGroupRows(
  { assignments, managementGroup }: Extract<ManagementGroupReading, { status: 'read' }>,
  access: AccessReading,
  names: Names,
): readonly AccessRow[] {
  const own = scopeKey(managementGroupScope(managementGroup));
  return rowsOf(assignments, (scope) => scopeKey(scope) !== own, access, names);
}

function rowsOf(
  assignments: readonly ExistingRoleAssignment[],
  isInherited: (scope: Scope) => boolean,
  { principals }: AccessReading,
  names: Names,
): readonly AccessRow[] {
  const sortKey = ({ scope, role, principalId, id }: ExistingRoleAssignment) =>
    [
      depthOf(scope),
      scope.toLowerCase(),
      rankOf(role),
      names.role(role),
      names.principal(principalId),
      id,
    ].join('\n');
  return assignments.toSorted(byText(sortKey)).map((assignment) => ({
    assignment,
    isInherited: isInherited(assignment.scope),
    knowledge: principals.get(assignment.principalId),
  }));
}

/** An unreadable scope comes last. */
function depthOf(scope: string): number {
  const kind = describeScope(scope)?.kind;
  return kind === undefined ? 9 : depths[kind];
}

/** Roles that can give access, then those that can do everything else, then others, then readers. */
function rankOf(guid: Guid): number {
  const role = findRole(guid);
  if (!role) return 2;
  if (canGrantAccess(role)) return 0;
  if (role.permissions.some(({ actions = [] }) => actions.includes('*'))) return 1;
  const operations = role.permissions.flatMap(({ actions = [], dataActions = [] }) => [
    ...actions,
    ...dataActions,
  ]);
  return operations.every((operation) => /\/read$/i.test(operation)) ? 3 : 2;
}
