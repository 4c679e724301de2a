import { idKey } from '../world/cloud';
import type { SubscriptionState, TenantState } from '../world/cloud';
import type { RegistrationAssignment, RegistrationDefinition } from '../world/registration';

/**
 * The tenants that a subscription, or a resource group in it, is delegated to: those that the world says, and those
 * that follow from the registration assignments.
 */
export function managingTenantsOf({ home, subscription }: SubscriptionState): readonly string[] {
  const inSubscription = idKey(`/subscriptions/${subscription.id}`);
  const managers = new Map((subscription.managedByTenants ?? []).map((tenant) => [idKey(tenant), tenant]));
  for (const assignment of home.objects.registrationAssignments.values()) {
    const scope = idKey(assignment.scope);
    if (scope !== inSubscription && !scope.startsWith(`${inSubscription}/`)) continue;
    const manager = definitionOf(home, assignment)?.managedByTenantId;
    if (manager !== undefined && !managers.has(idKey(manager))) managers.set(idKey(manager), manager);
  }
  return [...managers.values()];
}

/** The offer that a registration assignment accepts. */
export function definitionOf(
  home: TenantState,
  assignment: RegistrationAssignment,
): RegistrationDefinition | undefined {
  return definitionById(home, assignment.registrationDefinitionId);
}

/** @param id the definition's full id, in any letter case */
export function definitionById(home: TenantState, id: string): RegistrationDefinition | undefined {
  const parts = /^(.*)\/providers\/microsoft\.managedservices\/registrationdefinitions\/([^/]+)$/.exec(
    idKey(id),
  );
  return parts ? home.objects.registrationDefinitions.get(`${parts[1]}/${parts[2]}`) : undefined;
}
