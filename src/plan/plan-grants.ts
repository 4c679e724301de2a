import { diagnostic, type Diagnostic } from '../diagnostics';
import {
  assignmentId,
  assignmentName,
  type DesiredGrant,
  type DesiredState,
  type Guid,
  type Lock,
  type NaturalKey,
} from '../model';
import { assignmentTypeOf, changedInPlace } from '../resources';
import type { AssignmentChange } from './change';
import type { DeclaredGrant } from './declared-grants';
import { adoptionOf, ownershipOf } from './ownership';
import type { UnmanagedAccess } from './plan';
import type { FoundAssignment } from './plan-changes';
import { isOurs } from './unmanaged';

/** What follows from the grants that are declared and have not ended. */
export interface PlannedGrants {
  readonly changes: readonly AssignmentChange[];
  /** Ids of the assignments that a declared grant speaks of. */
  readonly matched: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
}

interface Surroundings {
  readonly desired: DesiredState;
  readonly lock: Lock;
  readonly found: readonly FoundAssignment[];
  readonly foundByKey: ReadonlyMap<NaturalKey, FoundAssignment>;
  /** How an assignment stands that no grant declares any more. */
  readonly judge: (found: FoundAssignment) => UnmanagedAccess;
}

interface Search extends Surroundings {
  readonly foundByName: ReadonlyMap<Guid, FoundAssignment>;
  /** What the lock recorded for a construct, as it was found. */
  readonly adoptedByPath: ReadonlyMap<string, FoundAssignment>;
  /** What is declared and has not ended. */
  readonly declaredKeys: ReadonlySet<NaturalKey>;
}

/** Grants at a scope that could not be read are left out: nothing is known there, so nothing is planned. */
export function planGrants(declared: readonly DeclaredGrant[], surroundings: Surroundings): PlannedGrants {
  const live = declared.filter(({ grant }) => !grant.ended);
  const search: Search = {
    ...surroundings,
    foundByName: byName(surroundings.found),
    adoptedByPath: adoptedByPath(surroundings),
    declaredKeys: new Set(live.map(({ key }) => key)),
  };
  const outcomes = live.filter(({ isRead }) => isRead).map((each) => planGrant(each, search));
  const changes = outcomes.filter((outcome) => 'action' in outcome);
  return {
    changes,
    matched: new Set(changes.filter((change) => 'before' in change).map(({ before }) => before.id)),
    diagnostics: outcomes.filter((outcome) => 'code' in outcome),
  };
}

function byName(found: readonly FoundAssignment[]): Map<Guid, FoundAssignment> {
  const foundByName = new Map<Guid, FoundAssignment>();
  for (const each of found) foundByName.set(each.assignment.name, each);
  return foundByName;
}

function adoptedByPath({ lock, found }: Surroundings): Map<string, FoundAssignment> {
  if (lock.adopted.length === 0) return new Map();
  const foundById = new Map(found.map((each) => [each.id, each]));
  // Of two entries the first one decides, so it is put in last.
  return new Map(
    lock.adopted.toReversed().flatMap(({ constructPath, id }) => {
      const each = foundById.get(id.toLowerCase());
      return each ? [[constructPath, each]] : [];
    }),
  );
}

function planGrant(declared: DeclaredGrant, search: Search): AssignmentChange | Diagnostic {
  const existing = search.foundByKey.get(declared.key);
  return existing ? planExisting(declared, existing, search) : planMissing(declared, search);
}

function planExisting(
  { grant, key }: DeclaredGrant,
  existing: FoundAssignment,
  { lock }: Search,
): AssignmentChange | Diagnostic {
  const { assignment: before, owner, isNamedByUs } = existing;
  if (owner === 'other-owner') return conflict(grant, existing);
  const base = changeBase(grant, key);
  const adopting = !isNamedByUs && !isRecorded(grant, existing, lock);
  const changed = grant.ignoresCondition ? [] : changedInPlace(before, grant.assignment);
  if (changed.length === 0) return { ...base, action: 'no-op', before, adopting };
  const after = { ...grant.assignment, name: before.name };
  return { ...base, action: 'update', before, after, changed, adopting, reason: 'condition-differs' };
}

/**
 * The lock names it for this very construct. It does not when a grant was moved or renamed in the file, nor when a
 * former owner gave the name: then it is recorded anew, or synthesis would give Terraform a name it does not have.
 */
function isRecorded(grant: DesiredGrant, { assignment }: FoundAssignment, lock: Lock): boolean {
  return adoptionOf(assignment, lock)?.constructPath === grant.constructPath;
}

function planMissing({ grant, key }: DeclaredGrant, search: Search): AssignmentChange | Diagnostic {
  const { desired, lock, foundByName, adoptedByPath, declaredKeys, judge } = search;
  const base = changeBase(grant, key);
  const after = { ...grant.assignment, name: provableName(grant, key, desired, lock) };
  const holder = foundByName.get(after.name);
  if (holder) return nameTaken(grant, after.name, holder);
  const previous = adoptedByPath.get(grant.constructPath);
  const isFree = previous && !declaredKeys.has(previous.key);
  if (isFree && isOurs(previous) && judge(previous).standing === 'drift') {
    // The adopted name stays with the old assignment until that is removed, after the new one is in place.
    return {
      ...base,
      action: 'replace',
      before: previous.assignment,
      after,
      reason: 'adopted-assignment-differs',
    };
  }
  return { ...base, action: 'create', after, reason: 'not-in-azure' };
}

/**
 * The declared name where it will prove the new assignment ours, else the one that does: a configuration goes on
 * naming what was once adopted, also when the grant has since become other access.
 */
function provableName(
  { assignment }: DesiredGrant,
  key: NaturalKey,
  { partner }: DesiredState,
  lock: Lock,
): Guid {
  const asCreated = { ...assignment, id: assignmentId(assignment) };
  return ownershipOf(asCreated, key, partner, lock).owner === 'ours'
    ? assignment.name
    : assignmentName(partner.owner, key);
}

function changeBase(grant: DesiredGrant, naturalKey: NaturalKey) {
  const { address, constructPath, source, because, until, assignment } = grant;
  return {
    type: assignmentTypeOf(assignment),
    address,
    constructPath,
    ...(source && { source }),
    ...(because !== undefined && { because }),
    ...(until && { until }),
    naturalKey,
    dependsOn: [],
  };
}

function conflict(
  { address, constructPath, source }: DesiredGrant,
  { assignment }: FoundAssignment,
): Diagnostic {
  return diagnostic('conflicting_owner', {
    address,
    constructPath,
    source,
    detail: `${assignment.id} gives the declared access and bears the mark of another owner.`,
    hint: 'Remove the grant here, or have the other team give it up.',
  });
}

function nameTaken(
  { address, constructPath, source }: DesiredGrant,
  name: Guid,
  { assignment }: FoundAssignment,
): Diagnostic {
  return diagnostic('name_taken', {
    address,
    constructPath,
    source,
    detail: `The new assignment is to be named ${name}, and ${assignment.id} bears that name already with other access.`,
    hint: 'Synthesize again; if this stays, remove the entry of this construct from the lock file.',
  });
}
