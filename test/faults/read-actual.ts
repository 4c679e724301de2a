import type { Diagnostic } from '../../src/diagnostics';
import {
  registrationAssignmentId,
  registrationDefinitionId,
  type ActualState,
  type DesiredState,
  type Lock,
} from '../../src/model';
import type { Provider } from '../../src/provider';

/** What a plan is made from, asked for as the command does it. */
export async function readActual(
  provider: Provider,
  desired: DesiredState,
  { made }: Lock,
): Promise<{ readonly actual: ActualState; readonly diagnostics: readonly Diagnostic[] }> {
  const { subscriptions, managementGroups, registrations, pimAssignments } = desired;
  const refreshed = await provider.refresh(
    subscriptions.map(({ subscriptionId }) => subscriptionId),
    managementGroups.map(({ managementGroup }) => managementGroup),
  );
  const madeAs = (type: string): string[] => made.filter((each) => each.type === type).map(({ id }) => id);
  const found = await provider.readRegistrations({
    definitions: [
      ...registrations.definitions.map(({ registration }) => registrationDefinitionId(registration)),
      ...madeAs('azurerm_lighthouse_definition'),
    ],
    assignments: [
      ...registrations.assignments.map(({ registration }) => registrationAssignmentId(registration)),
      ...madeAs('azurerm_lighthouse_assignment'),
    ],
  });
  const keysOf = (kind: 'eligible' | 'active') => pimAssignments[kind].map(({ assignment }) => assignment);
  const eligible = await provider.readPimAssignments('eligible', keysOf('eligible'));
  const active = await provider.readPimAssignments('active', keysOf('active'));
  return {
    actual: {
      ...refreshed.actual,
      registrations: found.known,
      pimAssignments: { eligible: eligible.known, active: active.known },
    },
    diagnostics: [refreshed, found, eligible, active].flatMap(({ diagnostics }) => diagnostics),
  };
}
