import type { KnownRoles, Role } from '../catalogue';
import {
  isGuid,
  lookupKey,
  type CalendarDate,
  type DirectoryLookup,
  type ExistingRoleAssignment,
  type Guid,
  type KnownPrincipals,
  type ManagedManagementGroup,
  type ManagedSubscription,
  type Origin,
} from '../model';

/** A role assignment that no grant declares yet, and where it comes from. */
export interface FoundAssignment {
  readonly assignment: ExistingRoleAssignment;
  readonly origin: Origin;
}

/** What one customer's Azure has, and everything by which it is called something. */
export interface FoundAccess {
  /** The partner's groups. */
  readonly partner: { readonly adminAgents: Guid; readonly helpdeskAgents?: Guid | undefined };
  readonly subscriptions: readonly ManagedSubscription[];
  readonly managementGroups: readonly ManagedManagementGroup[];
  readonly assignments: readonly FoundAssignment[];
  readonly principals: KnownPrincipals;
  /** By `lookupKey`: the one object that bears the name. What is missing here goes by its object id. */
  readonly named: ReadonlyMap<string, Guid>;
  readonly roles: KnownRoles;
  /** The day of the reading. */
  readonly foundOn: CalendarDate;
}

/** The names by which the principals of these assignments could be called, to ask whether each is the only one. */
export function lookupsFor({
  assignments,
  principals,
}: Pick<FoundAccess, 'assignments' | 'principals'>): DirectoryLookup[] {
  const lookups = assignments.map(({ assignment }) => lookupOf(assignment, principals));
  return [...new Map(lookups.flatMap((lookup) => (lookup ? [[lookupKey(lookup), lookup]] : []))).values()];
}

/** The question whose answer is the principal, where the language can ask it. */
export function lookupOf(
  { principalId, principalType }: ExistingRoleAssignment,
  principals: KnownPrincipals,
): DirectoryLookup | undefined {
  const known = principals.get(principalId);
  if (!known || known === 'missing' || known.isLimited || known.type !== principalType) return undefined;
  const { displayName, userPrincipalName = '' } = known;
  if (principalType === 'User') {
    const isAddress = /^[^\s@]+@[^\s@]+$/.test(userPrincipalName) && !hasPlaceholder(userPrincipalName);
    return isAddress ? { type: 'User', userPrincipalName } : undefined;
  }
  if (principalType !== 'Group' && principalType !== 'ServicePrincipal') return undefined;
  const isName = displayName !== '' && displayName.trim() === displayName && !isGuid(displayName);
  return isName && !hasPlaceholder(displayName) ? { type: principalType, displayName } : undefined;
}

/** The role by which a grant can name what the assignment gives; undefined where the name is unknown or another role's. */
export function roleOf({ role }: ExistingRoleAssignment, roles: KnownRoles): Role | undefined {
  const known = roles.find(role);
  return known && roles.find(known.name)?.id === role ? known : undefined;
}

/** The Terraform CDK would replace it by something else, so the language refuses it. */
export function hasPlaceholder(text: string): boolean {
  return /[$#&]\{TfToken\[/.test(text);
}
