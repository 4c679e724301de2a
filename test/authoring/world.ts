import { knownRoles } from '../../src/catalogue';
import type { FoundAccess, FoundAssignment } from '../../src/authoring';
import {
  assignmentId,
  type CalendarDate,
  type DirectoryObject,
  type ExistingRoleAssignment,
  type Guid,
  type PrincipalKnowledge,
  type PrincipalType,
  type Scope,
} from '../../src/model';

export const production = '22222222-0000-4000-8000-000000000001' as Guid;
export const sandbox = '22222222-0000-4000-8000-000000000002' as Guid;
export const adminAgents = '44444444-0000-4000-8000-00000000000a' as Guid;
export const helpdeskAgents = '44444444-0000-4000-8000-00000000000b' as Guid;
const tenantId = '11111111-0000-4000-8000-000000000001' as Guid;

/** An object id that ends in the number. */
export function objectId(number: number): Guid {
  return `33333333-0000-4000-8000-${String(number).padStart(12, '0')}` as Guid;
}

export function user(
  number: number,
  userPrincipalName: string,
  more: Partial<DirectoryObject> = {},
): DirectoryObject {
  return { id: objectId(number), type: 'User', displayName: userPrincipalName, userPrincipalName, ...more };
}

export function principal(number: number, type: PrincipalType, displayName: string): DirectoryObject {
  return { id: objectId(number), type, displayName };
}

interface Given {
  readonly to: Guid;
  readonly type: PrincipalType;
  readonly role: string;
  readonly at?: string;
  readonly origin?: FoundAssignment['origin'];
  readonly more?: Partial<ExistingRoleAssignment>;
}

export function assignment(number: number, given: Given): FoundAssignment {
  const place = {
    scope: (given.at ?? `/subscriptions/${production}`) as Scope,
    name: `88888888-0000-4000-8000-${String(number).padStart(12, '0')}` as Guid,
  };
  return {
    assignment: {
      ...place,
      id: assignmentId(place),
      tenantId,
      role: (knownRoles().find(given.role)?.id ?? given.role) as Guid,
      principalId: given.to,
      principalType: given.type,
      ...given.more,
    },
    origin: given.origin ?? 'direct',
  };
}

/** Everybody who is known bears a name that nobody else has, unless the test says otherwise. */
export function found(
  assignments: readonly FoundAssignment[],
  known: readonly DirectoryObject[] = [],
  more: Partial<FoundAccess> = {},
): FoundAccess {
  const principals = new Map<Guid, PrincipalKnowledge>(known.map((object) => [object.id, object]));
  const named = new Map(
    known.map((object) => [
      `${object.type}:${(object.userPrincipalName ?? object.displayName).toLowerCase()}`,
      object.id,
    ]),
  );
  return {
    partner: { adminAgents, helpdeskAgents },
    subscriptions: [
      { alias: 'production', subscriptionId: production },
      { alias: 'sandbox', subscriptionId: sandbox },
    ],
    managementGroups: [],
    assignments,
    principals,
    named,
    roles: knownRoles(),
    foundOn: '2026-11-22' as CalendarDate,
    ...more,
  };
}
