import {
  assignmentId,
  assignmentName,
  keyOf,
  type CalendarDate,
  type DesiredGrant,
  type DesiredState,
  type ExistingRoleAssignment,
  type Guid,
  type KnownPrincipals,
  type Lock,
  type PrincipalType,
  type RoleAssignment,
  type Scope,
} from '../../src/model';
import type { Change, PlanInput } from '../../src/plan';
import {
  actualState,
  adminAgents,
  asOf,
  desiredState,
  otherOwner,
  owner,
  previousOwner,
  tenantId,
  testGuid,
} from './arbitraries';

export const production = testGuid(2, 1);
export const sandbox = testGuid(2, 2);
export const roles = { reader: testGuid(5, 1), contributor: testGuid(5, 2), owner: testGuid(5, 3) };
export const dana = testGuid(3, 1);
export const lee = testGuid(3, 2);
export const at = (below = '', subscription: Guid = production): Scope =>
  `/subscriptions/${subscription}${below}` as Scope;

export interface Access {
  readonly to?: Guid;
  readonly as?: PrincipalType;
  readonly role?: Guid;
  readonly scope?: Scope;
  readonly condition?: string;
}

function assignment({
  to = dana,
  as = 'User',
  role = roles.reader,
  scope = at(),
  condition,
}: Access): Omit<RoleAssignment, 'name'> {
  return {
    tenantId,
    scope,
    role,
    principalId: to,
    principalType: as,
    ...(condition !== undefined && { condition, conditionVersion: '2.0' }),
  };
}

/** Whose name an assignment bears; a number is a name that nobody's owner gives. */
export type Bearing = 'ours' | 'previous' | 'other' | number;

function nameOf(access: Omit<RoleAssignment, 'name'>, bearing: Bearing): Guid {
  if (typeof bearing === 'number') return testGuid(8, bearing);
  const owners = { ours: owner, previous: previousOwner, other: otherOwner };
  return assignmentName(owners[bearing], keyOf(access as RoleAssignment));
}

/** An assignment as Azure has it. */
export function existing(access: Access, bearing: Bearing = 'ours'): ExistingRoleAssignment {
  const content = assignment(access);
  const named = { ...content, name: nameOf(content, bearing) };
  return { ...named, id: assignmentId(named), createdOn: '2026-01-01T00:00:00Z', createdBy: lee };
}

/** A grant as it comes out of a configuration, at the path contoso/<name>. */
export function grant(
  name: string,
  access: Access = {},
  parts: Partial<DesiredGrant> & { named?: Bearing } = {},
): DesiredGrant {
  const { named = 'ours', ...rest } = parts;
  const content = assignment(access);
  const type = content.principalType === 'ForeignGroup' ? 'tilldela' : 'azurerm';
  return {
    address: `${type}_role_assignment.${name}`,
    constructPath: `contoso/${name}`,
    assignment: { ...content, name: nameOf(content, named) },
    ended: false,
    ...rest,
  };
}

export function ended(name: string, access: Access = {}): DesiredGrant {
  return grant(name, access, { ended: true, until: '2026-05-31' as CalendarDate });
}

/** The lock's entry for an adopted assignment. */
export function adopted(assignmentOf: ExistingRoleAssignment, path: string): Lock['adopted'][number] {
  const { id, name } = assignmentOf;
  return { constructPath: `contoso/${path}`, id, name, naturalKey: keyOf(assignmentOf) };
}

/** As after an apply. */
export function lock(entries: Lock['adopted'] = [], scopes: Lock['scopes'] = []): Lock {
  return { customer: 'contoso', cloud: 'emulator', owner, scopes, adopted: entries, made: [] };
}

export interface Situation extends Partial<Omit<PlanInput, 'desired' | 'actual'>> {
  readonly desired?: Partial<DesiredState>;
  readonly grants?: readonly DesiredGrant[];
  readonly found?: readonly ExistingRoleAssignment[];
  readonly unread?: readonly Guid[];
  /** Default: the directory knows the two people of the examples. */
  readonly principals?: KnownPrincipals;
}

const people: KnownPrincipals = new Map(
  [dana, lee].map((id) => [id, { id, type: 'User', displayName: id }] as const),
);

/** Everything that a plan depends on, for two subscriptions of one customer. */
export function situation({
  desired = {},
  grants = [],
  found = [],
  unread = [],
  principals = people,
  ...rest
}: Situation): PlanInput {
  return {
    desired: desiredState({ grants, ...desired }),
    actual: actualState(found, unread, principals),
    lock: lock(),
    cloud: 'emulator',
    asOf,
    configurationDigest: 'digest',
    ...rest,
  };
}

/** A change in a few words: `replace web: not-in-azure`. */
export function inWords(change: Change): string {
  const name = change.address.replace(/^\w+\./, '').replace(/^undeclared\["(.+)"\]$/, 'undeclared');
  const reason = 'reason' in change ? `: ${change.reason}` : '';
  const adopting = 'adopting' in change && change.adopting ? ', adopting' : '';
  return `${change.action} ${name}${reason}${adopting}`;
}

export { adminAgents };
