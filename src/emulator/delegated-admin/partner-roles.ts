import { idKey } from '../world/cloud';
import type { TenantState } from '../world/cloud';
import { groupsHolding } from '../world/membership';
import { accessStatusOf, rolesOf } from './access-assignment-status';
import { statusOf } from './relationship-status';

/**
 * Template ids of the Entra roles that somebody of a partner has in a customer's tenant through GDAP: those of active
 * access assignments to groups that hold them, of relationships that are active.
 * Source: https://learn.microsoft.com/partner-center/customers/gdap-introduction
 */
export function partnerRoles(
  partner: TenantState,
  customerId: string,
  objectId: string,
  now: Date,
): ReadonlySet<string> {
  const groups = groupsHolding([partner], objectId);
  const roles = [...partner.objects.delegatedAdminAccessAssignments.values()]
    .filter(({ groupId }) => groups.has(idKey(groupId)))
    .filter((assignment) => accessStatusOf(assignment, now) === 'active')
    .filter(({ relationship }) => isActiveWith(partner, relationship, customerId, now))
    .flatMap((assignment) => rolesOf(assignment, now));
  return new Set(roles.map(idKey));
}

/** Whether a person manages the partner's relationships: an admin agent, or Global Administrator. */
export function isAdminAgent(partner: TenantState, objectId: string): boolean {
  return isAgent(partner, objectId, ['AdminAgents']);
}

/** Whether a person may work in Partner Center at all. */
export function isPartnerAgent(partner: TenantState, objectId: string): boolean {
  return isAgent(partner, objectId, ['AdminAgents', 'HelpdeskAgents']);
}

/** @param names of groups that Partner Center makes in a partner's tenant */
function isAgent(partner: TenantState, objectId: string, names: readonly string[]): boolean {
  const { globalAdministrators = [], groups: all = [] } = partner.tenant;
  if (globalAdministrators.some((id) => idKey(id) === idKey(objectId))) return true;
  const groups = groupsHolding([partner], objectId);
  return all.some(({ id, displayName }) => groups.has(idKey(id)) && names.includes(displayName));
}

function isActiveWith(partner: TenantState, id: string, customerId: string, now: Date): boolean {
  const relationship = partner.objects.delegatedAdminRelationships.get(idKey(id));
  return (
    relationship?.customer !== undefined &&
    idKey(relationship.customer.tenantId) === idKey(customerId) &&
    statusOf(relationship, now) === 'active'
  );
}
