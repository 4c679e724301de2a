import {
  assignmentId,
  keyOf,
  roleDefinitionId,
  type ExistingRoleAssignment,
  type RoleAssignment,
} from '../model';
import { isAssignmentChange, type Change } from '../plan';
import { changedInPlace, changedInRoleDefinition } from '../resources';
import { verifyGone, verifyPresent, type VerificationTiming } from './verify';
import type { ResourceWriter, TypeWriter } from './writer';

export type Actionable = Exclude<Change, { action: 'no-op' }>;

/** What apply must know of a type of resource besides how to write it. */
interface Kind<Declared, Existing extends Declared & { readonly id: string }> {
  readonly writer: TypeWriter<Declared, Existing>;
  readonly idOf: (declared: Declared) => string;
  readonly isAsDeclared: (found: Existing, declared: Declared) => boolean;
}

/** Azure's id of what the change is about: of the new one where one replaces another. */
export function subjectId(change: Change): string {
  if ('before' in change && change.action !== 'replace') return change.before.id;
  return isAssignmentChange(change) ? assignmentId(change.after) : roleDefinitionId(change.after);
}

/** Does what the change says and reads it back. Throws DiagnosticError. */
export function actOn(change: Actionable, writer: ResourceWriter, timing: VerificationTiming): Promise<void> {
  if (isAssignmentChange(change)) return carryOut(change, assignments(writer), timing);
  return carryOut(
    change,
    {
      writer: writer.roleDefinitions,
      idOf: roleDefinitionId,
      isAsDeclared: (found, declared) => changedInRoleDefinition(found, declared).length === 0,
    },
    timing,
  );
}

function assignments(writer: ResourceWriter): Kind<RoleAssignment, ExistingRoleAssignment> {
  return {
    writer,
    idOf: assignmentId,
    isAsDeclared: (found, declared) =>
      keyOf(found) === keyOf(declared) && changedInPlace(found, declared).length === 0,
  };
}

/** A change of one type, with nothing but what carrying it out needs. */
type Step<Declared, Existing> =
  | { readonly action: 'create'; readonly after: Declared }
  | { readonly action: 'update' | 'replace'; readonly before: Existing; readonly after: Declared }
  | { readonly action: 'delete'; readonly before: Existing };

async function carryOut<Declared, Existing extends Declared & { readonly id: string }>(
  step: Step<Declared, Existing>,
  { writer, idOf, isAsDeclared }: Kind<Declared, Existing>,
  timing: VerificationTiming,
): Promise<void> {
  const present = (after: Declared, id = idOf(after)): Promise<void> =>
    verifyPresent(
      id,
      async () => {
        const found = await writer.read(id);
        return found !== undefined && isAsDeclared(found, after);
      },
      timing,
    );
  const gone = ({ id }: Existing): Promise<void> =>
    verifyGone(id, async () => (await writer.read(id)) === undefined, timing);
  switch (step.action) {
    case 'create':
      await writer.create(step.after);
      return present(step.after);
    case 'update':
      await writer.update(step.before, step.after);
      return present(step.after, step.before.id);
    case 'replace':
      await writer.create(step.after);
      await present(step.after);
      await writer.delete(step.before);
      return gone(step.before);
    case 'delete':
      await writer.delete(step.before);
      return gone(step.before);
  }
}
