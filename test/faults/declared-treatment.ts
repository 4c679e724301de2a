/* What `depends_on` and `lifecycle` say of a grant, held against what Azure saw: the planner is not asked. */
import { keyOf, type ExistingRoleAssignment, type RoleAssignment } from '../../src/model';
import { assignmentChanges, type AssignmentChange } from '../../src/plan';
import type { Played } from './campaign';
import { addressOf, hasEnded } from './desired-state';
import { Sequence, writtenIds, type Write } from './early-writes';
import type { DeclaredGrant, Round } from './scenario';
import { violation, type Violation } from './violation';
import { isNamedByUs } from './whose';

export function checkDeclared(round: Round, played: Played, writes: readonly Write[]): Violation[] {
  if (writes.length === 0) return [];
  const changes = new Map(assignmentChanges(played.plan).map((change) => [change.address, change]));
  const removed = [...changes.values()]
    .flatMap((change) => (change.action === 'delete' || change.action === 'replace' ? [change.before] : []))
    .filter(({ id }) => writes.some((write) => write.method === 'DELETE' && write.id === id.toLowerCase()));
  const order = new DeclaredOrder(round.grants, changes, played.plan.asOf);
  const sequence = new Sequence(played, writes);
  const endedKeys = new Set<string>(
    round.grants.filter((grant) => !order.isLive(grant)).map(({ access }) => keyOf(access as RoleAssignment)),
  );
  return round.grants.flatMap((grant) => {
    const change = changes.get(addressOf(grant.path));
    const first = change && writes.find(({ id }) => writtenIds(change).includes(id));
    const awaited = first ? order.before(grant) : [];
    return [
      ...awaited
        .filter((address) => !sequence.isVerified(address, first as Write))
        .map((address) =>
          violation('depends_on', `${grant.path} was written before ${address} was verified`),
        ),
      ...(order.isLive(grant) ? checkKept(grant, change, { removed, endedKeys }) : []),
      ...(order.isLive(grant) && grant.ignoresCondition ? checkIgnored(grant, change, writes) : []),
    ];
  });
}

/** What must be there before a grant is made, and gone before one that ended is removed. */
class DeclaredOrder {
  readonly #grants: ReadonlyMap<string, DeclaredGrant>;

  constructor(
    private readonly grants: readonly DeclaredGrant[],
    private readonly changes: ReadonlyMap<string, AssignmentChange>,
    private readonly asOf: string,
  ) {
    this.#grants = new Map(grants.map((grant) => [grant.path, grant]));
  }

  isLive(grant: DeclaredGrant): boolean {
    return !hasEnded(grant, this.asOf);
  }

  /** Addresses. */
  before(grant: DeclaredGrant): string[] {
    const actionOf = ({ path }: DeclaredGrant) => this.changes.get(addressOf(path))?.action;
    const awaited = this.isLive(grant)
      ? this.#behind(grant).filter((other) => this.isLive(other) && actionOf(other) !== 'no-op')
      : this.grants.filter((other) => actionOf(other) === 'delete' && this.#behind(other).includes(grant));
    return awaited.map(({ path }) => addressOf(path));
  }

  #behind({ dependsOn }: DeclaredGrant): DeclaredGrant[] {
    return dependsOn.flatMap((path) => {
      const next = this.#grants.get(path);
      return next ? [next, ...this.#behind(next)] : [];
    });
  }
}

interface Removed {
  readonly removed: readonly ExistingRoleAssignment[];
  readonly endedKeys: ReadonlySet<string>;
}

/** Nothing takes what is declared; what a grant with `prevent_destroy` was before its role or principal changed stays. */
function checkKept(
  { path, access, preventDestroy }: DeclaredGrant,
  change: AssignmentChange | undefined,
  { removed, endedKeys }: Removed,
): Violation[] {
  const key = keyOf(access as RoleAssignment);
  const former = ({ scope, role, principalId, ...rest }: ExistingRoleAssignment): boolean => {
    if (change?.action === 'replace') return rest.id === change.before.id;
    const isOurs = isNamedByUs({ scope, role, principalId, ...rest });
    const differsInOne = (role === access.role) !== (principalId === access.principalId);
    return change?.action === 'create' && isOurs && scope === access.scope && differsInOne;
  };
  return [
    ...removed
      .filter((each) => keyOf(each) === key)
      .map(({ id }) => violation('2', `${id} is what ${path} declares, and was removed`)),
    ...removed
      .filter((each) => preventDestroy && !endedKeys.has(keyOf(each)) && former(each))
      .map(({ id }) => violation('prevent_destroy', `${id} was ${path}, and was removed`)),
  ];
}

/** A condition that `ignore_changes` names stays as Azure has it. */
function checkIgnored(
  { path }: DeclaredGrant,
  change: AssignmentChange | undefined,
  writes: readonly Write[],
): Violation[] {
  if (!change || change.action === 'create' || change.action === 'replace') return [];
  return writes
    .filter(({ method, id }) => method === 'PUT' && id === change.before.id.toLowerCase())
    .map(({ id }) => violation('ignore_changes', `${id} exists, and ${path} wrote it`));
}
