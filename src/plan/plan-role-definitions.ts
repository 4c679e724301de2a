import { diagnostic, type Diagnostic } from '../diagnostics';
import {
  byText,
  describeScope,
  naturalKey,
  parseRoleDefinitionGuid,
  roleDefinitionId,
  subscriptionOf,
  type ActualState,
  type DesiredRoleDefinition,
  type DesiredState,
  type ExistingRoleDefinition,
  type Guid,
  type Lock,
  type MadeResource,
  type Scope,
} from '../model';
import { changedInRoleDefinition, inNormalForm } from '../resources';
import type { AssignmentChange, RoleDefinitionChange } from './change';
import { heldBack } from './held-back';
import { isMadeBy } from './ownership';
import type { FoundAssignment } from './plan-changes';
import type { PlannedPimAssignments } from './plan-pim-assignments';

/** What follows from the custom roles that are declared, and from those that were. */
export interface PlannedRoleDefinitions {
  readonly changes: readonly RoleDefinitionChange[];
  readonly diagnostics: readonly Diagnostic[];
}

interface Surroundings {
  readonly desired: DesiredState;
  readonly actual: ActualState;
  readonly lock: Lock;
  readonly found: readonly FoundAssignment[];
  /** What happens to assignments: a role goes only after those that use it. */
  readonly assignmentChanges: readonly AssignmentChange[];
  /** What is taken back under Privileged Identity Management uses roles, too. */
  readonly pim: Pick<PlannedPimAssignments, 'eligible' | 'active'>;
  /** Why nothing may be removed for now. */
  readonly doubt: string | undefined;
}

/** Custom roles at a scope that could not be read are left out: nothing is known there, so nothing is planned. */
export function planRoleDefinitions(surroundings: Surroundings): PlannedRoleDefinitions {
  const { desired, actual, lock } = surroundings;
  const existing = existingByName(actual);
  const declared = desired.roleDefinitions.flatMap((role) => planDeclared(role, surroundings, existing));
  const names = new Set(desired.roleDefinitions.map(({ definition }) => definition.name));
  const undeclared = lock.made
    .filter(({ type, id }) => type === 'azurerm_role_definition' && !names.has(nameIn(id)))
    .flatMap((made) => planUndeclared(made, surroundings, existing));
  const outcomes = [...declared, ...undeclared];
  return {
    changes: outcomes.flatMap((outcome) => ('action' in outcome ? [outcome] : [])),
    diagnostics: outcomes.flatMap((outcome) => ('code' in outcome ? [outcome] : [])),
  };
}

type Existing = ReadonlyMap<Guid, ExistingRoleDefinition>;

/** Each custom role once: it is listed in every subscription where it can be assigned. */
function existingByName({ subscriptions, managementGroups }: ActualState): Existing {
  const found = [...subscriptions, ...managementGroups].flatMap((reading) =>
    reading.status === 'read' ? (reading.roleDefinitions ?? []) : [],
  );
  return new Map(found.toSorted(byText(({ id }) => id)).map((definition) => [definition.name, definition]));
}

type Outcome = RoleDefinitionChange | Diagnostic;

function planDeclared(
  role: DesiredRoleDefinition,
  { desired, actual }: Surroundings,
  existing: Existing,
): Outcome[] {
  const { address, constructPath, source, because, definition } = role;
  const after = inNormalForm(definition);
  const reading = readingOf(after.scope, actual);
  if (reading === 'unread') return [];
  if (reading === 'roles-unread') return [rolesUnread(role)];
  const base = {
    type: 'azurerm_role_definition' as const,
    address,
    constructPath,
    ...(source && { source }),
    ...(because !== undefined && { because }),
    dependsOn: [],
  };
  const namesake = namesakeOf(role, desired, existing);
  const found = existing.get(after.name);
  if (found && !isMadeBy(desired.partner, { ...role.definition, constructPath }))
    return [notOurs(role, found)];
  if (!found)
    return namesake
      ? [nameTaken(role, namesake)]
      : [{ ...base, action: 'create', after, reason: 'not-in-azure' }];
  const before = asMade(found, after.scope);
  const changed = changedInRoleDefinition(before, after);
  if (changed.length === 0) return [{ ...base, action: 'no-op', before }];
  if (changed.includes('name') && namesake) return [nameTaken(role, namesake)];
  return [{ ...base, action: 'update', before, after, changed, reason: 'attributes-differ' }];
}

/** Azure keeps neither the scope a role was written at nor the id by which it was. */
function asMade(found: ExistingRoleDefinition, scope: Scope): ExistingRoleDefinition {
  return inNormalForm({ ...found, scope, id: roleDefinitionId({ scope, name: found.name }) });
}

function planUndeclared(
  made: MadeResource,
  { desired, actual, found, assignmentChanges, pim, doubt }: Surroundings,
  existing: Existing,
): Outcome[] {
  const { tenantId, partner } = desired;
  const { constructPath, scope } = made;
  const definition = existing.get(nameIn(made.id));
  if (!definition || readingOf(scope, actual) !== 'read') return [];
  if (!isMadeBy(partner, { tenantId, scope, name: definition.name, constructPath })) return [];
  if (doubt !== undefined)
    return [heldBack({ constructPath }, `The custom role "${definition.roleName}"`, doubt)];
  const removals = new Map(
    assignmentChanges
      .filter((change) => change.action === 'delete' || change.action === 'replace')
      .map((change) => [change.before.id, change.address]),
  );
  const takenBack = [...pim.eligible, ...pim.active].flatMap((change) =>
    change.action === 'delete' && change.before.role === definition.name
      ? [{ key: naturalKey(change.before), address: change.address }]
      : [],
  );
  // An active one is shown as a role assignment as well.
  const isTakenBack = ({ key }: FoundAssignment) => takenBack.some((each) => each.key === key);
  const holders = found.filter((each) => each.assignment.role === definition.name && !isTakenBack(each));
  const staying = holders.filter(({ assignment }) => !removals.has(assignment.id));
  if (staying.length > 0) return [stillHeld(definition, staying, constructPath)];
  return [
    {
      type: 'azurerm_role_definition',
      address: `azurerm_role_definition.undeclared["${definition.name}"]`,
      action: 'delete',
      before: asMade(definition, scope),
      dependsOn: [
        ...holders.map(({ assignment }) => removals.get(assignment.id) ?? ''),
        ...takenBack.map(({ address }) => address),
      ].sort(),
      reason: 'no-longer-declared',
    },
  ];
}

function nameIn(id: string): Guid {
  return parseRoleDefinitionGuid(id) ?? ('' as Guid);
}

function readingOf(
  scope: Scope,
  { subscriptions, managementGroups }: ActualState,
): 'read' | 'unread' | 'roles-unread' {
  const parsed = describeScope(scope);
  const reading =
    parsed?.kind === 'management-group'
      ? managementGroups.find(
          ({ managementGroup }) => managementGroup.toLowerCase() === parsed.managementGroup.toLowerCase(),
        )
      : subscriptions.find(({ subscriptionId }) => subscriptionId === subscriptionOf(scope));
  if (reading?.status !== 'read') return 'unread';
  return reading.roleDefinitions ? 'read' : 'roles-unread';
}

/** Another role, in Azure or declared here, with the same name to people: Azure allows one in a tenant. */
function namesakeOf(
  { address, definition }: DesiredRoleDefinition,
  { roleDefinitions }: DesiredState,
  existing: Existing,
): string | undefined {
  const isSame = (roleName: string) => roleName.toLowerCase() === definition.roleName.toLowerCase();
  const declared = roleDefinitions.find(
    (other) => other.address < address && isSame(other.definition.roleName),
  );
  if (declared) return declared.constructPath;
  const holder = [...existing.values()].find(
    ({ name, roleName }) => name !== definition.name && isSame(roleName),
  );
  return holder?.id;
}

function nameTaken(
  { address, constructPath, source, definition }: DesiredRoleDefinition,
  holder: string,
): Diagnostic {
  return diagnostic('role_name_taken', {
    address,
    constructPath,
    source,
    detail: `The role is to be called "${definition.roleName}", and so is ${holder}.`,
    hint: 'Give it another `roleName`, or remove the other role in Azure. A construct that was renamed or moved to another scope makes a new role: give that a new name.',
  });
}

function notOurs(
  { address, constructPath, source }: DesiredRoleDefinition,
  found: ExistingRoleDefinition,
): Diagnostic {
  return diagnostic('name_taken', {
    address,
    constructPath,
    source,
    detail: `The custom role ${found.id} exists, and its name is not one that this construct gives.`,
    hint: 'Synthesize again; if this stays, remove the entry of this construct from the lock file.',
  });
}

function rolesUnread({ address, constructPath, source, definition }: DesiredRoleDefinition): Diagnostic {
  return diagnostic('scope_unread', {
    address,
    constructPath,
    source,
    detail: `The custom roles at ${definition.scope} could not be read, so nothing is planned for this one.`,
  });
}

function stillHeld(
  definition: ExistingRoleDefinition,
  staying: readonly FoundAssignment[],
  constructPath: string,
): Diagnostic {
  const ids = staying.map(({ assignment }) => assignment.id);
  const shown = ids.slice(0, 5).join('\n');
  const rest = ids.length > 5 ? `\nand ${ids.length - 5} more` : '';
  return diagnostic('role_in_use', {
    constructPath,
    detail: `The custom role "${definition.roleName}" is no longer declared, and is still assigned:\n${shown}${rest}`,
    hint: 'Declare the role again, or remove these assignments in Azure first.',
  });
}
