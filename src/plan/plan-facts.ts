import {
  byText,
  describeScope,
  scopeKey,
  type ActualState,
  type DesiredState,
  type Guid,
  type PrincipalKnowledge,
  type RoleAssignment,
  type RolePermissions,
  type Runner,
} from '../model';

/** What a directory says of a principal. Guests exist too. */
export type PrincipalStanding = 'exists' | 'guest' | 'missing';

/** What checks go by beyond the changes: a plan read from a file is checked as the one that was made. */
export interface PlanFacts {
  /** Grants in the declaration, ended ones included. */
  readonly declaredGrants: number;
  /** Principals that the directory was asked for, by object id; one that nobody could ask for has no entry. */
  readonly principals: Readonly<Record<string, PrincipalStanding>>;
  /** Groups of the partner's own tenant that act in customers' tenants. */
  readonly partnerGroups: readonly Guid[];
  /** Management groups above each subscription that was read, as scope keys, as far as anything is assigned at them. */
  readonly above: Readonly<Record<string, readonly string[]>>;
  /** What custom roles permit, by guid, as far as it was read. */
  readonly customRoles: Readonly<Record<string, readonly RolePermissions[]>>;
  /** Who makes the changes. Absent where nobody asked, or where it could not be found out. */
  readonly runner?: Runner;
}

/** The facts that follow from what was declared and read. Who makes the changes is asked later, if it matters. */
export function factsFrom(
  { grants, endedForNobody = [], partner }: DesiredState,
  actual: ActualState,
): PlanFacts {
  const { adminAgents, helpdeskAgents } = partner;
  return {
    declaredGrants: grants.length + endedForNobody.length,
    principals: inOrder([...actual.principals].map(([id, known]) => [id, standingOf(known)])),
    partnerGroups: [adminAgents, ...(helpdeskAgents ? [helpdeskAgents] : [])],
    above: inOrder(
      actual.subscriptions.flatMap((reading) =>
        reading.status === 'read' ? [[reading.subscriptionId, managementGroupsIn(reading.assignments)]] : [],
      ),
    ),
    customRoles: inOrder(
      [...actual.subscriptions, ...actual.managementGroups]
        .flatMap((reading) => (reading.status === 'read' ? (reading.roleDefinitions ?? []) : []))
        .map(({ name, permissions }) => [name, permissions]),
    ),
  };
}

/** Azure lists under a subscription what is assigned above it, and at no other management group. */
function managementGroupsIn(assignments: readonly RoleAssignment[]): readonly string[] {
  const scopes = [...new Set(assignments.map(({ scope }) => scope))];
  return [
    ...new Set(scopes.filter((scope) => describeScope(scope)?.kind === 'management-group').map(scopeKey)),
  ].sort();
}

function standingOf(known: PrincipalKnowledge): PrincipalStanding {
  if (known === 'missing') return 'missing';
  return known.isGuest ? 'guest' : 'exists';
}

function inOrder<Value>(entries: readonly (readonly [string, Value])[]): Readonly<Record<string, Value>> {
  return Object.fromEntries(entries.toSorted(byText(([id]) => id)));
}
