import { byText, type ExistingRoleAssignment, type Origin } from '../../model';
import {
  assignmentChanges,
  isActionable,
  isAssignmentChange,
  type AssignmentChange,
  type Change,
  type Plan,
  type UnmanagedAccess,
} from '../../plan';

import { coverageOf, type Coverage } from './coverage';
import { findRedundant, type RedundantGrant } from './covering-access';

export type Missing = Extract<AssignmentChange, { action: 'create' }>;
export type Changed = Extract<AssignmentChange, { action: 'update' | 'replace' }>;
export type Undeclared = Extract<AssignmentChange, { action: 'delete' }>;
/** Something that is no assignment and not as declared, such as a custom role. */
export type OtherDrift = Exclude<Change, AssignmentChange | { action: 'no-op' }>;

/** Access that nobody declared and that counts; under full ownership the plan removes it. */
export interface UnmanagedDrift {
  readonly assignment: ExistingRoleAssignment;
  /** Not known of what is planned for removal. */
  readonly origin?: Origin;
}

export type HeldBack = Extract<UnmanagedAccess, { standing: 'held-back' }>;

/** A plan seen as drift: how Azure differs from the declaration. */
export interface DriftSections {
  readonly missing: readonly Missing[];
  readonly changed: readonly Changed[];
  readonly noLongerDeclared: readonly Undeclared[];
  readonly others: readonly OtherDrift[];
  readonly unmanaged: readonly UnmanagedDrift[];
  /** To be removed, and left for now. */
  readonly heldBack: readonly HeldBack[];
  /** Declared, and given by other access as well. Not counted. */
  readonly redundant: readonly RedundantGrant[];
  /** Undeclared access that does not count: inherited, another owner's, scheduled to end, ignored, accepted. */
  readonly notCounted: readonly UnmanagedAccess[];
  readonly coverage: Coverage;
}

/** How many things differ between Azure and the declaration. What could not be read is not among them. */
export function driftCount(plan: Plan): number {
  const { missing, changed, noLongerDeclared, others, unmanaged, heldBack } = driftSections(plan);
  return [missing, changed, noLongerDeclared, others, unmanaged, heldBack].flat().length;
}

export function driftSections(plan: Plan): DriftSections {
  const { unmanaged } = plan;
  const sorted = assignmentChanges(plan).toSorted(byText(({ address }) => address));
  const removals = sorted.filter((change) => change.action === 'delete');
  const isUnmanaged = ({ reason }: Undeclared) => reason === 'undeclared-under-full-ownership';
  const found: UnmanagedDrift[] = [
    ...removals.filter(isUnmanaged).map(({ before }) => ({ assignment: before })),
    ...unmanaged.filter(({ standing }) => standing === 'drift'),
  ];
  return {
    missing: sorted.filter((change) => change.action === 'create'),
    changed: sorted.filter((change) => change.action === 'update' || change.action === 'replace'),
    noLongerDeclared: removals.filter((change) => !isUnmanaged(change)),
    others: plan.changes.filter(isOtherDrift).toSorted(byText(({ address }) => address)),
    unmanaged: found.sort(byText(({ assignment }) => assignment.id.toLowerCase())),
    heldBack: unmanaged
      .filter((access) => access.standing === 'held-back')
      .sort(byText(({ assignment }) => assignment.id.toLowerCase())),
    notCounted: unmanaged
      .filter(({ standing }) => standing !== 'drift' && standing !== 'held-back')
      .sort(byText(({ assignment }) => assignment.id.toLowerCase())),
    redundant: findRedundant(plan),
    coverage: coverageOf(plan),
  };
}

function isOtherDrift(change: Change): change is OtherDrift {
  return !isAssignmentChange(change) && isActionable(change);
}
