import {
  assignmentName,
  constructName,
  keyOf,
  type ExistingRoleAssignment,
  type Guid,
  type Lock,
  type PartnerIdentity,
  type Scope,
} from '../model';

export type AssignmentOwner = 'ours' | 'other-owner' | 'nobody';

/**
 * Whose an assignment is. The name proves it: only an owner's namespace and the natural key together give it, and
 * both can be recomputed by whoever reads the assignment. An adopted one is proved by the lock file: id and natural
 * key must both agree, since an id can be deleted and given to other access.
 */
export function ownerOf(
  assignment: ExistingRoleAssignment,
  partner: PartnerIdentity,
  lock: Pick<Lock, 'adopted'>,
): AssignmentOwner {
  const key = keyOf(assignment);
  const isNamedBy = (owner: Guid): boolean => assignmentName(owner, key) === assignment.name;
  if ([partner.owner, ...partner.previousOwners].some(isNamedBy)) return 'ours';
  if (partner.otherOwners.some(isNamedBy)) return 'other-owner';
  const isAdopted = lock.adopted.some(
    (entry) => entry.naturalKey === key && entry.id.toLowerCase() === assignment.id.toLowerCase(),
  );
  return isAdopted ? 'ours' : 'nobody';
}

/** True for the name that one of our owners gives to what the construct makes at the scope. */
export function isMadeBy(
  { owner, previousOwners }: PartnerIdentity,
  made: {
    readonly tenantId: Guid;
    readonly scope: Scope;
    readonly name: Guid;
    readonly constructPath: string;
  },
): boolean {
  // Without the customer, whose id may change while its tenant stays.
  const constructId = made.constructPath.slice(made.constructPath.indexOf('/') + 1);
  return [owner, ...previousOwners].some(
    (each) => constructName(each, { ...made, constructId }) === made.name,
  );
}
