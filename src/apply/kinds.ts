import {
  assignmentId,
  pimAssignmentId,
  keyOf,
  registrationAssignmentId,
  registrationDefinitionId,
  roleDefinitionId,
  type PimAssignment,
  type PimKind,
  type RegistrationAssignment,
  type RoleDefinition,
} from '../model';
import { isAssignmentChange, type Change } from '../plan';
import {
  changedInPimAssignment,
  changedInPlace,
  changedInRegistrationAssignment,
  changedInRegistrationDefinition,
  changedInRoleDefinition,
  registrationInNormalForm,
} from '../resources';
import type { Actionable, Tools } from './act';
import { createLasting } from './create-lasting';
import type { ResourceWriter, TypeWriter } from './writer';

/** What apply must know of a type of resource besides how to write it. */
export interface Kind<Declared, Existing extends { readonly id: string }> {
  readonly writer: TypeWriter<Declared, Existing>;
  readonly idOf: (declared: Declared) => string;
  readonly isAsDeclared: (found: Existing, declared: Declared) => boolean;
  /** Whether Azure still has what was planned upon. */
  readonly isAsPlanned: (found: Existing, before: Existing) => boolean;
  /** Creates and verifies. */
  readonly create: (declared: Declared, verify: () => Promise<void>) => Promise<void>;
}

/** A change of one type, with nothing but what carrying it out needs. */
export type Step<Declared, Existing> =
  | { readonly action: 'create'; readonly after: Declared }
  | { readonly action: 'update' | 'replace'; readonly before: Existing; readonly after: Declared }
  | { readonly action: 'delete'; readonly before: Existing };

/** Something done with a change that is the same for every type of resource. */
type Run<Result> = <Declared, Existing extends { readonly id: string }>(
  step: Step<Declared, Existing>,
  kind: Kind<Declared, Existing>,
) => Result;

/** Does it with what the type of the change needs. */
export function withKind<Result>(change: Actionable, tools: Tools, run: Run<Result>): Result {
  const { writer } = tools;
  switch (change.type) {
    case 'azurerm_role_assignment':
    case 'tilldela_role_assignment':
      return run(change, {
        writer,
        idOf: assignmentId,
        isAsDeclared: (found, declared) =>
          keyOf(found) === keyOf(declared) && changedInPlace(found, declared).length === 0,
        isAsPlanned: (found, before) =>
          keyOf(found) === keyOf(before) &&
          changedInPlace(found, before).length === 0 &&
          found.description === before.description,
        create: (declared, verify) => createLasting(declared, verify, tools),
      });
    case 'azurerm_role_definition':
      return run(change, {
        writer: writer.roleDefinitions,
        idOf: roleDefinitionId,
        ...comparedBy(
          (found: RoleDefinition, other: RoleDefinition) =>
            changedInRoleDefinition(found, other).length === 0,
        ),
        create: createPlainly(writer.roleDefinitions),
      });
    case 'azurerm_pim_eligible_role_assignment':
      return run(change, pimKind(writer.pimAssignments.eligible));
    case 'azurerm_pim_active_role_assignment':
      return run(change, pimKind(writer.pimAssignments.active));
    case 'azurerm_lighthouse_definition':
      return run(change, {
        writer: writer.registrations.definitions,
        idOf: registrationDefinitionId,
        isAsDeclared: (found, declared) =>
          changedInRegistrationDefinition(registrationInNormalForm(found), declared).length === 0,
        isAsPlanned: (found, before) =>
          changedInRegistrationDefinition(registrationInNormalForm(found), registrationInNormalForm(before))
            .length === 0,
        create: createPlainly(writer.registrations.definitions),
      });
    case 'azurerm_lighthouse_assignment':
      return run(change, {
        writer: writer.registrations.assignments,
        idOf: registrationAssignmentId,
        ...comparedBy(
          (found: RegistrationAssignment, other: RegistrationAssignment) =>
            changedInRegistrationAssignment(found, other).length === 0,
        ),
        create: createPlainly(writer.registrations.assignments),
      });
  }
}

function pimKind(writer: ResourceWriter['pimAssignments'][PimKind]) {
  return {
    writer,
    idOf: pimAssignmentId,
    ...comparedBy(
      (found: PimAssignment, other: PimAssignment) => changedInPimAssignment(found, other).length === 0,
    ),
    create: createPlainly(writer),
  };
}

/** Where what exists says no more than what is declared. */
function comparedBy<Declared>(isSame: (found: Declared, other: Declared) => boolean) {
  return { isAsDeclared: isSame, isAsPlanned: isSame };
}

function createPlainly<Declared>({ create }: Pick<TypeWriter<Declared, never>, 'create'>) {
  return async (declared: Declared, verify: () => Promise<void>): Promise<void> => {
    await create(declared);
    await verify();
  };
}

/** Azure's id of what the change is about: of the new one where one replaces another. */
export function subjectId(change: Change): string {
  if ('before' in change && change.action !== 'replace') return change.before.id;
  if (isAssignmentChange(change)) return assignmentId(change.after);
  switch (change.type) {
    case 'azurerm_role_definition':
      return roleDefinitionId(change.after);
    case 'azurerm_pim_eligible_role_assignment':
    case 'azurerm_pim_active_role_assignment':
      return pimAssignmentId(change.after);
    case 'azurerm_lighthouse_definition':
      return registrationDefinitionId(change.after);
    case 'azurerm_lighthouse_assignment':
      return registrationAssignmentId(change.after);
  }
}
