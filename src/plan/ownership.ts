import {
  assignmentName,
  keyOf,
  type ExistingRoleAssignment,
  type Guid,
  type Lock,
  type PartnerIdentity,
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
