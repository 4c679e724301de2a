import { diagnostic, type Diagnostic } from '../diagnostics';
import {
  registrationAssignmentId,
  registrationDefinitionId,
  type ActualState,
  type DesiredState,
  type Guid,
  type Lock,
  type Scope,
} from '../model';
import {
  changedInRegistrationAssignment,
  changedInRegistrationDefinition,
  registrationInNormalForm,
} from '../resources';
import type { NamedChange, RegistrationAssignmentChange, RegistrationDefinitionChange } from './change';
import { heldBack } from './held-back';
import { isMadeBy } from './ownership';
import { isRead, readingsOf } from './readings';

/** What follows from the delegations over Azure Lighthouse that are declared, and from those that were. */
export interface PlannedRegistrations {
  readonly changes: readonly (RegistrationDefinitionChange | RegistrationAssignmentChange)[];
  readonly diagnostics: readonly Diagnostic[];
}

interface Thing {
  readonly tenantId: Guid;
  readonly scope: Scope;
  readonly name: Guid;
}

/** One kind of Lighthouse's objects: what is declared, what is there, and how the two are compared. */
interface Kind<
  Type extends string,
  Declared extends Thing,
  Existing extends Declared,
  Attribute extends string,
> {
  readonly type: Type;
  readonly desired: readonly {
    readonly address: string;
    readonly constructPath: string;
    readonly registration: Declared;
  }[];
  readonly known: ReadonlyMap<string, Existing | 'missing'>;
  readonly isRead: (scope: Scope) => boolean;
  readonly idOf: (declared: Thing) => string;
  readonly inNormalForm: <Each extends Declared>(each: Each) => Each;
  readonly changed: (before: Declared, after: Declared) => readonly Attribute[];
}

/** What was made before, and why nothing of it may be removed for now. */
interface Past {
  readonly lock: Lock;
  readonly doubt: string | undefined;
}

/** What could not be read is left out, and what stands in a scope that could not: that it could not is an error of its own. */
export function planRegistrations(
  desired: DesiredState,
  actual: ActualState,
  lock: Lock,
  doubt: string | undefined,
): PlannedRegistrations {
  const known = actual.registrations ?? { definitions: new Map(), assignments: new Map() };
  const readings = readingsOf(actual);
  const isReadAt = (scope: Scope): boolean => isRead(scope, readings);
  const definitions = planKind(
    {
      type: 'azurerm_lighthouse_definition',
      desired: desired.registrations.definitions,
      known: known.definitions,
      isRead: isReadAt,
      idOf: registrationDefinitionId,
      inNormalForm: registrationInNormalForm,
      changed: changedInRegistrationDefinition,
    },
    desired,
    { lock, doubt },
  );
  const assignments = planKind(
    {
      type: 'azurerm_lighthouse_assignment',
      desired: desired.registrations.assignments,
      known: known.assignments,
      isRead: isReadAt,
      idOf: registrationAssignmentId,
      inNormalForm: (each) => each,
      changed: changedInRegistrationAssignment,
    },
    desired,
    { lock, doubt },
  );
  return {
    changes: inOrder(definitions.changes, assignments.changes),
    diagnostics: [...definitions.diagnostics, ...assignments.diagnostics],
  };
}

/** A definition comes before what assigns it, and goes after. */
function inOrder(
  definitions: readonly RegistrationDefinitionChange[],
  assignments: readonly RegistrationAssignmentChange[],
): PlannedRegistrations['changes'] {
  const awaited = definitions.flatMap((change) =>
    'after' in change ? [{ id: registrationDefinitionId(change.after), address: change.address }] : [],
  );
  return [
    ...definitions.map((change) => {
      if (change.action !== 'delete') return change;
      const users = assignments.filter(
        (each) => each.action === 'delete' && isSameId(each.before.definitionId, change.before.id),
      );
      return { ...change, dependsOn: users.map(({ address }) => address).sort() };
    }),
    ...assignments.map((change) => {
      if (!('after' in change)) return change;
      const needed = awaited.filter(({ id }) => isSameId(id, change.after.definitionId));
      return { ...change, dependsOn: needed.map(({ address }) => address) };
    }),
  ];
}

function planKind<
  Type extends string,
  Declared extends Thing,
  Existing extends Declared & { readonly id: string },
  Attribute extends string,
>(
  kind: Kind<Type, Declared, Existing, Attribute>,
  desired: DesiredState,
  { lock, doubt }: Past,
): {
  readonly changes: NamedChange<Type, Existing, Declared, Attribute>[];
  readonly diagnostics: Diagnostic[];
} {
  type Planned = NamedChange<Type, Existing, Declared, Attribute>;
  const { type, known, idOf, inNormalForm, changed } = kind;
  const changes: Planned[] = [];
  const diagnostics: Diagnostic[] = [];
  const declaredIds = new Set(kind.desired.map(({ registration }) => idOf(registration).toLowerCase()));
  for (const { registration, ...origin } of kind.desired) {
    const id = idOf(registration);
    const found = known.get(id.toLowerCase());
    const base = { type, ...origin, dependsOn: [] };
    const after = inNormalForm(registration);
    if (!found || !kind.isRead(registration.scope)) continue;
    if (found === 'missing') changes.push({ ...base, action: 'create', after, reason: 'not-in-azure' });
    else if (!isMadeBy(desired.partner, { ...registration, constructPath: origin.constructPath }))
      diagnostics.push(notOurs(origin, id));
    else {
      const before = inNormalForm({ ...found, id, scope: registration.scope });
      const differing = changed(before, after);
      if (differing.length === 0) changes.push({ ...base, action: 'no-op', before });
      else
        changes.push({
          ...base,
          action: 'update',
          before,
          after,
          changed: differing,
          reason: 'attributes-differ',
        });
    }
  }
  for (const made of lock.made) {
    const found = known.get(made.id.toLowerCase());
    if (made.type !== type || declaredIds.has(made.id.toLowerCase()) || !found || found === 'missing')
      continue;
    const { tenantId } = desired;
    const { scope, constructPath } = made;
    if (!kind.isRead(scope)) continue;
    if (!isMadeBy(desired.partner, { tenantId, scope, name: found.name, constructPath })) continue;
    if (doubt !== undefined) {
      diagnostics.push(heldBack({ constructPath }, made.id, doubt));
      continue;
    }
    const before = inNormalForm({ ...found, id: made.id, scope });
    const address = `${type}.undeclared["${found.name}"]`;
    changes.push({ type, address, action: 'delete', before, dependsOn: [], reason: 'no-longer-declared' });
  }
  return { changes, diagnostics };
}

function notOurs(
  origin: { readonly address: string; readonly constructPath: string },
  id: string,
): Diagnostic {
  return diagnostic('name_taken', {
    ...origin,
    detail: `${id} exists, and its name is not one that this construct gives.`,
    hint: 'Synthesize again; if this stays, remove the entry of this construct from the lock file.',
  });
}

function isSameId(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
