import {
  byText,
  type ActualState,
  type DesiredState,
  type Guid,
  type PrincipalKnowledge,
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
  /** What custom roles permit, by guid, as far as it was read. */
  readonly customRoles: Readonly<Record<string, readonly RolePermissions[]>>;
  /** Who makes the changes. Absent where nobody asked, or where it could not be found out. */
  readonly runner?: Runner;
}

/** The facts that follow from what was declared and read. Who makes the changes is asked later, if it matters. */
export function factsFrom({ grants, partner }: DesiredState, actual: ActualState): PlanFacts {
  const { adminAgents, helpdeskAgents } = partner;
  return {
    declaredGrants: grants.length,
    principals: inOrder([...actual.principals].map(([id, known]) => [id, standingOf(known)])),
    partnerGroups: [adminAgents, ...(helpdeskAgents ? [helpdeskAgents] : [])],
    customRoles: inOrder(
      [...actual.subscriptions, ...actual.managementGroups]
        .flatMap((reading) => (reading.status === 'read' ? (reading.roleDefinitions ?? []) : []))
        .map(({ name, permissions }) => [name, permissions]),
    ),
  };
}

function standingOf(known: PrincipalKnowledge): PrincipalStanding {
  if (known === 'missing') return 'missing';
  return known.isGuest ? 'guest' : 'exists';
}

function inOrder<Value>(entries: readonly (readonly [string, Value])[]): Readonly<Record<string, Value>> {
  return Object.fromEntries(entries.toSorted(byText(([id]) => id)));
}
