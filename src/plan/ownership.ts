import {
  assignmentName,
  constructName,
  type AdoptedAssignment,
  type ExistingRoleAssignment,
  type Guid,
  type Lock,
  type NaturalKey,
  type PartnerIdentity,
  type Scope,
} from '../model';

export type AssignmentOwner = 'ours' | 'other-owner' | 'nobody';

/** Whose an assignment is, and whether its name is the one that the present owner gives. */
export interface AssignmentOwnership {
  readonly owner: AssignmentOwner;
  readonly isNamedByUs: boolean;
}

/**
 * Whose an assignment is. The name proves it: only an owner's namespace and the natural key together give it, and
 * both can be recomputed by whoever reads the assignment. An adopted one is proved by the lock file: id and natural
 * key must both agree, since an id can be deleted and given to other access.
 */
export function ownershipOf(
  assignment: ExistingRoleAssignment,
  key: NaturalKey,
  partner: PartnerIdentity,
  lock: Pick<Lock, 'adopted'>,
): AssignmentOwnership {
  const isNamedBy = (owner: Guid): boolean => assignmentName(owner, key) === assignment.name;
  if (isNamedBy(partner.owner)) return { owner: 'ours', isNamedByUs: true };
  return { owner: otherwiseOwnedBy(), isNamedByUs: false };

  function otherwiseOwnedBy(): AssignmentOwner {
    if (partner.previousOwners.some(isNamedBy)) return 'ours';
    if (partner.otherOwners.some(isNamedBy)) return 'other-owner';
    return adoptionOf(assignment, lock)?.naturalKey === key ? 'ours' : 'nobody';
  }
}

/** Adopted assignments by id in lower case: made once for a lock, however many assignments it is asked about. */
const adoptions = new WeakMap<Lock['adopted'], ReadonlyMap<string, AdoptedAssignment>>();

/** What the lock says of the assignment with this id. */
export function adoptionOf(
  { id }: Pick<ExistingRoleAssignment, 'id'>,
  { adopted }: Pick<Lock, 'adopted'>,
): AdoptedAssignment | undefined {
  const byId = adoptions.get(adopted) ?? new Map(adopted.map((entry) => [entry.id.toLowerCase(), entry]));
  adoptions.set(adopted, byId);
  return byId.get(id.toLowerCase());
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
