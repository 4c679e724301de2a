import {
  describeScope,
  keyOf,
  managementGroupScope,
  scopeKey,
  subscriptionOf,
  type ActualState,
  type ExistingRoleAssignment,
  type Origin,
  type PartnerIdentity,
} from '../model';
import type { FoundAssignment } from './plan-changes';

const policyAssignment = '/providers/microsoft.authorization/policyassignments/';
const managedApplication = '/providers/microsoft.solutions/applications/';

/** Where undeclared access comes from, as far as what was read tells. `direct` is what remains. */
export function originOf(
  { assignment, owner, inManagedScope }: FoundAssignment,
  { adminAgents, helpdeskAgents }: PartnerIdentity,
  actual: ActualState,
): Origin {
  const scopeKind = describeScope(assignment.scope)?.kind;
  if (!inManagedScope && (scopeKind === 'root' || scopeKind === 'management-group')) return 'inherited';
  if (owner === 'other-owner') return 'other-owner';
  if ([adminAgents, helpdeskAgents].includes(assignment.principalId)) return 'own-foreign-principal';
  if (assignment.principalType === 'ForeignGroup') return 'other-foreign-principal';
  if (actual.principals.get(assignment.principalId) === 'missing') return 'orphan';
  const activated = isActivated(assignment, actual);
  if (activated === true) return 'pim-activated';
  if (isScheduled(assignment, actual)) return 'pim-scheduled';
  const origin = originByPrincipal(assignment, actual.principals);
  return origin === 'direct' && activated === undefined ? 'unknown' : origin;
}

/**
 * What nobody could look up is `unknown`, never `direct`: it may be what an `ignore` entry protects. So is a
 * user-assigned identity, since policies and managed applications can share one with anything else.
 */
function originByPrincipal(
  { principalId, principalType }: ExistingRoleAssignment,
  principals: ActualState['principals'],
): Origin {
  const principal = principals.get(principalId);
  if (!principal || principal === 'missing') return principalType === 'Device' ? 'direct' : 'unknown';
  const identityOf = principal.identityOf?.toLowerCase() ?? '';
  if (identityOf.includes(policyAssignment)) return 'policy-identity';
  if (identityOf.includes(managedApplication)) return 'managed-app-identity';
  const isIdentityInDoubt = principal.isLimited === true && principal.type === 'ServicePrincipal';
  return isIdentityInDoubt || principal.isUserAssigned ? 'unknown' : 'direct';
}

/** Undefined where it could not be read. Only people activate roles. */
function isActivated(assignment: ExistingRoleAssignment, actual: ActualState): boolean | undefined {
  if (assignment.principalType !== 'User') return false;
  const key = keyOf(assignment);
  if (readOf(actual).some(({ activations }) => activations?.includes(key))) return true;
  return areSchedulesUnread(assignment, actual) ? undefined : false;
}

/** The list of what has an end is the list of what was activated: whoever reads one reads the other. */
function isScheduled(assignment: ExistingRoleAssignment, actual: ActualState): boolean {
  const key = keyOf(assignment);
  return readOf(actual).some(({ scheduled }) => scheduled?.includes(key));
}

function readOf({ subscriptions, managementGroups }: ActualState) {
  return [...subscriptions, ...managementGroups].filter((reading) => reading.status === 'read');
}

/** True where what holds the assignment could be read, and what Privileged Identity Management gives there could not. */
export function areSchedulesUnread(
  { scope }: ExistingRoleAssignment,
  { subscriptions, managementGroups }: ActualState,
): boolean {
  const subscription = subscriptionOf(scope);
  const holder = subscription
    ? subscriptions.find(({ subscriptionId }) => subscriptionId === subscription)
    : managementGroups.find(
        ({ managementGroup }) => scopeKey(managementGroupScope(managementGroup)) === scopeKey(scope),
      );
  return holder?.status === 'read' && holder.activations === undefined;
}
