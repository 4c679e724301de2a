import {
  pimAssignmentId,
  pimKinds,
  registrationAssignmentId,
  registrationDefinitionId,
  roleDefinitionId,
  type MadeResource,
  type RoleDefinition,
} from '../../src/model';
import type { Provider } from '../../src/provider';
import type { DeclaredResources } from './scenario';
import { violation, type Violation } from './violation';

/** What tells one version of a thing from another; undefined where there is none. */
type Seen = string | undefined;

/**
 * Custom roles, delegations and what is under Privileged Identity Management, looked at one by one and not by a plan: as
 * declared, and gone where the lock file knew of it and it is not declared.
 */
export async function checkResources(
  declared: DeclaredResources,
  made: readonly MadeResource[],
  provider: Provider,
  asOf: string,
): Promise<Violation[]> {
  const expected = new Map<string, Seen>();
  for (const { definition } of declared.roleDefinitions)
    expected.set(roleDefinitionId(definition), actionsOf(definition));
  for (const { registration } of declared.registrations.definitions)
    expected.set(registrationDefinitionId(registration), registration.offerName);
  for (const { registration } of declared.registrations.assignments)
    expected.set(registrationAssignmentId(registration), registration.definitionId.toLowerCase());
  for (const { id } of made) if (!expected.has(id)) expected.set(id, undefined);
  const violations: Violation[] = [];
  for (const [id, wanted] of expected) violations.push(...compare(id, wanted, await look(id, provider)));
  for (const kind of pimKinds) {
    for (const { assignment, standing } of declared.pimAssignments[kind]) {
      const id = pimAssignmentId(assignment);
      const found = await provider.pimAssignments[kind].read(id);
      const isOver = Date.parse(assignment.endsAt ?? '') <= Date.parse(asOf);
      const wanted = standing === 'declared' && !isOver ? assignment.endsAt : undefined;
      violations.push(...compare(`${kind} ${id}`, instant(wanted), instant(found?.endsAt)));
    }
  }
  return violations;
}

async function look(id: string, { roleDefinitions, registrations }: Provider): Promise<Seen> {
  if (id.includes('/roleDefinitions/')) {
    const found = await roleDefinitions.read(id);
    return found && actionsOf(found);
  }
  if (id.includes('/registrationDefinitions/')) return (await registrations.definitions.read(id))?.offerName;
  return (await registrations.assignments.read(id))?.definitionId.toLowerCase();
}

function actionsOf({ permissions }: RoleDefinition): Seen {
  return permissions[0]?.actions.toSorted().join();
}

function compare(id: string, wanted: Seen, found: Seen): Violation[] {
  return wanted === found
    ? []
    : [violation('6', `${id} is ${found ?? 'not there'}, not ${wanted ?? 'gone'}`)];
}

function instant(text: string | undefined): Seen {
  return text && new Date(text).toISOString();
}
