import { diagnostic, type Diagnostic } from '../diagnostics';
import {
  assignmentId,
  assignmentName,
  keyOf,
  type ActualState,
  type DesiredGrant,
  type DesiredState,
  type Guid,
  type Lock,
  type NaturalKey,
} from '../model';
import { assignmentTypeOf, changedInPlace } from '../resources';
import type { AssignmentChange } from './change';
import { adoptionOf, ownerOf } from './ownership';
import type { UnmanagedAccess } from './plan';
import type { FoundAssignment } from './plan-changes';
import { isRead, readingsOf } from './readings';
import { isOurs } from './unmanaged';

/** What follows from the grants that are declared and have not ended. */
export interface PlannedGrants {
  readonly changes: readonly AssignmentChange[];
  /** Ids of the assignments that a declared grant speaks of. */
  readonly matched: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
}

interface Search {
  readonly desired: DesiredState;
  readonly lock: Lock;
  readonly foundByKey: ReadonlyMap<NaturalKey, FoundAssignment>;
  readonly foundByName: ReadonlyMap<Guid, FoundAssignment>;
  /** By Azure's id in lower case. */
  readonly foundById: ReadonlyMap<string, FoundAssignment>;
  /** What is declared and has not ended. */
  readonly declared: ReadonlySet<NaturalKey>;
  /** How an assignment stands that no grant declares any more. */
  readonly judge: (found: FoundAssignment) => UnmanagedAccess;
}

/** Grants at a scope that could not be read are left out: nothing is known there, so nothing is planned. */
export function planGrants(
  desired: DesiredState,
  actual: ActualState,
  found: readonly FoundAssignment[],
  lock: Lock,
  judge: Search['judge'],
): PlannedGrants {
  const readings = readingsOf(actual);
  const live = desired.grants.filter(({ ended }) => !ended);
  const search: Search = {
    desired,
    lock,
    foundByKey: new Map(found.map((entry) => [keyOf(entry.assignment), entry])),
    foundByName: new Map(found.map((entry) => [entry.assignment.name, entry])),
    foundById: new Map(found.map((entry) => [entry.assignment.id.toLowerCase(), entry])),
    declared: new Set(live.map(({ assignment }) => keyOf(assignment))),
    judge,
  };
  const outcomes = live
    .filter(({ assignment }) => isRead(assignment.scope, readings))
    .map((grant) => planGrant(grant, search));
  const changes = outcomes.flatMap((outcome) => ('action' in outcome ? [outcome] : []));
  return {
    changes,
    matched: new Set(outcomes.flatMap((outcome) => ('before' in outcome ? [outcome.before.id] : []))),
    diagnostics: outcomes.flatMap((outcome) => ('code' in outcome ? [outcome] : [])),
  };
}

function planGrant(grant: DesiredGrant, search: Search): AssignmentChange | Diagnostic {
  const existing = search.foundByKey.get(keyOf(grant.assignment));
  return existing ? planExisting(grant, existing, search) : planMissing(grant, search);
}

function planExisting(
  grant: DesiredGrant,
  existing: FoundAssignment,
  { desired, lock }: Search,
): AssignmentChange | Diagnostic {
  const { assignment: before, owner } = existing;
  if (owner === 'other-owner') return conflict(grant, existing);
  const base = changeBase(grant);
  const canonicalName = assignmentName(desired.partner.owner, keyOf(before));
  const adopting = before.name !== canonicalName && !isRecorded(grant, existing, lock);
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

function planMissing(grant: DesiredGrant, search: Search): AssignmentChange | Diagnostic {
  const { desired, lock, foundByName, foundById, declared, judge } = search;
  const base = changeBase(grant);
  const after = { ...grant.assignment, name: provableName(grant, desired, lock) };
  const holder = foundByName.get(after.name);
  if (holder) return nameTaken(grant, after.name, holder);
  const adopted = lock.adopted.find(({ constructPath }) => constructPath === grant.constructPath);
  const previous = adopted && foundById.get(adopted.id.toLowerCase());
  const isFree = previous && !declared.has(keyOf(previous.assignment));
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
function provableName({ assignment }: DesiredGrant, { partner }: DesiredState, lock: Lock): Guid {
  const asCreated = { ...assignment, id: assignmentId(assignment) };
  return ownerOf(asCreated, partner, lock) === 'ours'
    ? assignment.name
    : assignmentName(partner.owner, keyOf(assignment));
}

function changeBase(grant: DesiredGrant) {
  const { address, constructPath, source, because, until, assignment } = grant;
  return {
    type: assignmentTypeOf(assignment),
    address,
    constructPath,
    ...(source && { source }),
    ...(because !== undefined && { because }),
    ...(until && { until }),
    naturalKey: keyOf(assignment),
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
