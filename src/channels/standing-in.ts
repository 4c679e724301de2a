import { findRole, type PermissionBlock } from '../catalogue';
import {
  describeScope,
  isAtOrBelow,
  scopeKey,
  subscriptionOf,
  subscriptionScope,
  type ChannelKind,
  type Guid,
  type RoleAssignment,
  type Scope,
} from '../model';
import type { Answer } from './answer';
import type { StandingAt } from './feasibility';
import type { Denial, Holding, Identity, NoToken, ResourceLock } from './standing';

/** Whoever makes the changes. */
export interface Writer extends Identity {
  readonly objectId: Guid;
  /** The ids by which it is known to have roles: its own, and those of groups that Azure named. */
  readonly principals: readonly Guid[];
  /** False where its groups could not be found out, so that any group could be one of them. */
  readonly groupsKnown: boolean;
}

/** A deny assignment of Azure. */
export interface DenyAssignment {
  readonly scope: Scope;
  readonly doNotApplyToChildScopes: boolean;
  readonly permissions: readonly PermissionBlock[];
  /** The nil GUID stands for everyone. */
  readonly principals: readonly { readonly id: string; readonly type: string }[];
  readonly excludePrincipals: readonly { readonly id: string; readonly type: string }[];
}

/** All that was read to judge by. What could not be read has no entry. */
export interface ReadAccess {
  /** The channel that makes the changes. */
  readonly writes: ChannelKind;
  readonly writer: Writer | NoToken | undefined;
  /** By `scopeKey` of a subscription or management group: what is assigned at, above and below it. */
  readonly assignments: ReadonlyMap<string, readonly RoleAssignment[]>;
  /** By `scopeKey`: Azure's own word on what the writer may do there. */
  readonly permissions: ReadonlyMap<string, readonly PermissionBlock[]>;
  readonly denyAssignments: readonly DenyAssignment[];
  /** By `scopeKey` of a subscription: the locks at and below it. */
  readonly locks: ReadonlyMap<string, readonly ResourceLock[]>;
  readonly customRoles: ReadonlyMap<Guid, readonly PermissionBlock[]>;
  /** The partner's groups that act in customers' tenants. */
  readonly partnerGroups: readonly Guid[];
}

/** What the writer may do at any scope, from what was read. */
export function standingIn(read: ReadAccess): StandingAt {
  const { writer } = read;
  return (scope) => {
    if (typeof writer === 'string') return writer;
    const counting = read.assignments
      .get(scopeKey(homeOf(scope)))
      ?.filter((assignment) => countsAt(scope, assignment.scope));
    return {
      identity: writer ?? { kind: 'unknown' },
      permissions: read.permissions.get(scopeKey(scope)) ?? read.permissions.get(scopeKey(homeOf(scope))),
      holdings: writer ? (counting ?? []).flatMap((each) => holdingOf(each, writer, read)) : [],
      denials: read.denyAssignments
        .filter((denial) => countsAt(scope, denial.scope))
        .map((denial) => denialOf(denial, writer)),
      locks: locksAt(scope, read),
      hasForeignPrincipal: counting?.some(({ principalId }) => read.partnerGroups.includes(principalId)),
    };
  };
}

/** Of what a subscription lists, everything above subscriptions counts in it. */
function countsAt(scope: Scope, assignedAt: Scope): boolean {
  if (isAtOrBelow(scope, assignedAt)) return true;
  return describeScope(assignedAt)?.kind === 'management-group';
}

/** The scope whose list holds what counts at this one. */
function homeOf(scope: Scope): Scope {
  const subscription = subscriptionOf(scope);
  return subscription ? subscriptionScope(subscription) : scope;
}

/** Nothing above subscriptions can be locked. */
function locksAt(scope: Scope, { locks }: ReadAccess): readonly ResourceLock['level'][] | undefined {
  if (!subscriptionOf(scope)) return [];
  return locks
    .get(scopeKey(homeOf(scope)))
    ?.filter((lock) => isAtOrBelow(scope, lock.scope))
    .map(({ level }) => level);
}

function holdingOf(
  { scope, role, principalId, principalType, condition }: RoleAssignment,
  { kind, principals, groupsKnown }: Writer,
  { writes, customRoles, partnerGroups }: ReadAccess,
): Holding[] {
  const isCertain = principals.includes(principalId);
  const isPartners = partnerGroups.includes(principalId);
  // Azure need not name the groups of somebody whose home is the partner's tenant.
  const isPossible = isPartners
    ? writes === 'aobo' && kind !== 'workload'
    : !groupsKnown && principalType === 'Group';
  if (!isCertain && !isPossible) return [];
  return [
    {
      scope,
      principalId,
      isCertain,
      through: isPartners ? 'aobo' : 'in-tenant',
      permissions: findRole(role)?.permissions ?? customRoles.get(role),
      condition,
    },
  ];
}

const everyone = '00000000-0000-0000-0000-000000000000';

function denialOf(denial: DenyAssignment, writer: Writer | undefined): Denial {
  const names = (list: DenyAssignment['principals']): Answer => {
    if (list.some(({ id }) => id === everyone)) return 'yes';
    if (!writer) return list.length > 0 ? 'unknown' : 'no';
    const ids: readonly string[] = writer.principals;
    if (list.some(({ id }) => ids.includes(id.toLowerCase()))) return 'yes';
    // Azure names the groups of somebody only as far as something is assigned to these.
    return list.some(({ type }) => type.toLowerCase() === 'group') ? 'unknown' : 'no';
  };
  const [named, excluded] = [names(denial.principals), names(denial.excludePrincipals)];
  const concerns = named === 'no' || excluded === 'yes' ? 'no' : excluded === 'no' ? named : 'unknown';
  return {
    scope: denial.scope,
    isForChildScopes: !denial.doNotApplyToChildScopes,
    concerns,
    permissions: denial.permissions,
  };
}
