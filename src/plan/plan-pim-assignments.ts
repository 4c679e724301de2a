import { diagnostic, type Diagnostic } from '../diagnostics';
import {
  naturalKey,
  pimAssignmentId,
  pimKinds,
  type ActualState,
  type DesiredPimAssignment,
  type DesiredState,
  type ExistingPimAssignment,
  type NaturalKey,
  type PimKind,
} from '../model';
import { changedInPimAssignment, pimAssignmentTypes } from '../resources';
import type { ActiveAssignmentChange, EligibleAssignmentChange, PimAssignmentChange } from './change';
import type { DeclaredGrant } from './declared-grants';
import { heldBack } from './held-back';
import type { FoundAssignment } from './plan-changes';
import { isRead, readingsOf } from './readings';

/** What follows from what is declared under Privileged Identity Management. */
export interface PlannedPimAssignments {
  readonly eligible: readonly EligibleAssignmentChange[];
  readonly active: readonly ActiveAssignmentChange[];
  /** The role assignments as which Azure shows the active ones that it has: they are managed by these. */
  readonly shown: ReadonlySet<NaturalKey>;
  readonly diagnostics: readonly Diagnostic[];
}

interface Surroundings {
  readonly declared: readonly DeclaredGrant[];
  readonly desired: DesiredState;
  readonly actual: ActualState;
  readonly found: readonly FoundAssignment[];
  /** Why nothing may be removed for now. */
  readonly doubt: string | undefined;
}

/**
 * The service names schedules, so that nothing tells whose one is: ours are those that are declared, and one that was
 * deleted from the file is left as it is. To take one back is declared, too. What could not be read is left out, also
 * where only the role assignments of its scope could not: whose access it is about is not known then.
 */
export function planPimAssignments(
  pimAssignments: DesiredState['pimAssignments'],
  surroundings: Surroundings,
): PlannedPimAssignments {
  const { actual, doubt, declared: grants } = surroundings;
  const conflicts = findConflicts(pimAssignments, surroundings);
  const readings = readingsOf(actual);
  const left: Diagnostic[] = [];
  const plan = <Kind extends PimKind>(kind: Kind): PimAssignmentChange[] =>
    pimAssignments[kind]
      .filter(({ address, assignment }) => !conflicts.has(address) && isRead(assignment.scope, readings))
      .flatMap((declared) => {
        const existing = actual.pimAssignments?.[kind].get(pimAssignmentId(declared.assignment));
        if (!existing) return [];
        const isToGo =
          declared.standing === 'revoked' || outlives(kind, declared, existing, { pimAssignments, grants });
        if (doubt === undefined || !isToGo || existing === 'missing')
          return planOne(kind, declared, existing, isToGo);
        left.push(heldBack(declared, `The ${kind} assignment ${existing.id}`, doubt));
        return planOne(kind, { ...declared, assignment: existing, standing: 'declared' }, existing, false);
      });
  const eligible = plan('eligible') as EligibleAssignmentChange[];
  const active = plan('active') as ActiveAssignmentChange[];
  return {
    eligible,
    active,
    shown: new Set(active.flatMap((change) => ('before' in change ? [naturalKey(change.before)] : []))),
    diagnostics: [...conflicts.values(), ...left],
  };
}

/**
 * True where what has ended goes on in Azure: the end was made an earlier one, and was over before that was applied. One
 * that ends as declared Azure takes back by itself; an active one without an end was made by hand, or by a grant. Of
 * several that are declared for one access, grants among them, the one that ends last says what it is to be.
 */
function outlives(
  kind: PimKind,
  { standing, assignment }: DesiredPimAssignment,
  existing: ExistingPimAssignment | 'missing',
  {
    pimAssignments,
    grants,
  }: Pick<DesiredState, 'pimAssignments'> & { readonly grants: readonly DeclaredGrant[] },
): boolean {
  if (standing !== 'ended' || existing === 'missing') return false;
  const key = naturalKey(assignment);
  const isSuperseded = pimAssignments[kind].some(
    (other) =>
      naturalKey(other.assignment) === key &&
      (other.standing !== 'ended' || isLater(other.assignment.endsAt, assignment.endsAt)),
  );
  const isGranted = kind === 'active' && grants.some((each) => each.key === key && !each.grant.ended);
  if (isSuperseded || isGranted) return false;
  return existing.endsAt === undefined ? kind === 'eligible' : isLater(existing.endsAt, assignment.endsAt);
}

function isLater(one: string | undefined, other: string | undefined): boolean {
  return Date.parse(one ?? '') > Date.parse(other ?? '');
}

function planOne(
  kind: PimKind,
  { assignment: after, standing, ...origin }: DesiredPimAssignment,
  existing: ExistingPimAssignment | 'missing',
  isToGo: boolean,
): PimAssignmentChange[] {
  const base = { type: pimAssignmentTypes[kind], ...origin, dependsOn: [] };
  if (isToGo && existing !== 'missing') {
    const reason = standing === 'revoked' ? 'revoked' : 'grant-ended';
    return [{ ...base, action: 'delete', before: existing, reason }];
  }
  if (standing !== 'declared') return [];
  if (existing === 'missing') return [{ ...base, action: 'create', after, reason: 'not-in-azure' }];
  const changed = changedInPimAssignment(existing, after);
  if (changed.length === 0) return [{ ...base, action: 'no-op', before: existing }];
  return [{ ...base, action: 'update', before: existing, after, changed, reason: 'attributes-differ' }];
}

/** Why something cannot be planned, by address: it is declared twice, or another owner's assignment is in its place. */
function findConflicts(
  pimAssignments: DesiredState['pimAssignments'],
  { declared, desired, found }: Surroundings,
): Map<string, Diagnostic> {
  const conflicts = new Map<string, Diagnostic>();
  if (pimKinds.every((kind) => pimAssignments[kind].length === 0)) return conflicts;
  const live = declared.filter(({ grant }) => !grant.ended);
  const grants = new Map(live.map(({ key, grant }) => [key, grant.constructPath]));
  const others = new Set(found.filter(({ owner }) => owner === 'other-owner').map(({ key }) => key));
  for (const kind of pimKinds) {
    const paths = new Map<string, string>(kind === 'active' ? grants : []);
    for (const { assignment, standing, address, constructPath, source } of pimAssignments[kind]) {
      const key = naturalKey(assignment);
      const twin = paths.get(key);
      const place = { customer: desired.customer, address, constructPath, ...(source && { source }) };
      if (twin !== undefined && standing !== 'ended') {
        const detail = `${twin} and ${constructPath} give the same principal the same role at the same scope.`;
        conflicts.set(
          address,
          diagnostic('duplicate_grant', { ...place, detail, hint: 'Remove one of them.' }),
        );
      } else if (kind === 'active' && standing !== 'ended' && others.has(key)) {
        const detail = 'The declared access exists in Azure and bears the mark of another owner.';
        const hint = 'Remove it here, or have the other team give it up.';
        conflicts.set(address, diagnostic('conflicting_owner', { ...place, detail, hint }));
      }
      if (standing !== 'ended') paths.set(key, constructPath);
    }
  }
  return conflicts;
}
