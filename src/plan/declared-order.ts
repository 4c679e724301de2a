import { diagnostic, type Diagnostic } from '../diagnostics';
import type { DesiredGrant } from '../model';
import { isAssignmentChange, type AssignmentChange, type Change } from './change';

export type InOrder = Pick<DesiredGrant, 'address' | 'dependsOn' | 'ended'>;

/**
 * Adds what grants declare in `depends_on`: one is made once those it names are verified, and one that has ended goes
 * before those it names. A dependency whose scope could not be read is waited for in vain, so that nothing is made too
 * early. A declared order goes before ours: a replacement does not wait for grants that wait for it.
 */
export function inDeclaredOrder(
  changes: readonly AssignmentChange[],
  grants: readonly InOrder[],
): AssignmentChange[] {
  if (grants.every(({ dependsOn }) => !dependsOn?.length)) return [...changes];
  const order = new DeclaredOrder(changes, grants);
  return changes.map((change) => {
    if (change.action === 'no-op') return change;
    const own = change.dependsOn.filter(
      (address) => change.action !== 'replace' || !order.comesBefore(change.address, address),
    );
    const declared =
      change.action === 'delete' ? order.removalsBefore(change.address) : order.grantsBefore(change);
    return { ...change, dependsOn: [...new Set([...own, ...declared])].sort() };
  });
}

/**
 * Adds what grants name in `depends_on` that is no grant: a role, a delegation, an assignment under Privileged Identity
 * Management. What is taken back is not waited for, since it waits for grants itself.
 */
export function awaitOthers(changes: readonly Change[], grants: readonly InOrder[]): Change[] {
  if (grants.every(({ dependsOn }) => !dependsOn?.length)) return [...changes];
  const order = new DeclaredOrder([], grants);
  const others = new Set(
    changes
      .filter((change) => !isAssignmentChange(change) && ['create', 'update'].includes(change.action))
      .map(({ address }) => address),
  );
  return changes.map((change) => {
    if (!isAssignmentChange(change) || !('after' in change)) return change;
    const awaited = order.dependenciesOf(change.address).filter((address) => others.has(address));
    return { ...change, dependsOn: [...new Set([...change.dependsOn, ...awaited])].sort() };
  });
}

/** What `depends_on` says, looked at from both ends. */
class DeclaredOrder {
  readonly #changes: ReadonlyMap<string, AssignmentChange>;
  readonly #grants: ReadonlyMap<string, InOrder>;
  readonly #ended: readonly InOrder[];

  constructor(changes: readonly AssignmentChange[], grants: readonly InOrder[]) {
    this.#changes = new Map(changes.map((change) => [change.address, change]));
    this.#grants = new Map(grants.map((grant) => [grant.address, grant]));
    this.#ended = grants.filter(({ ended }) => ended);
  }

  /** Addresses that the grant must wait for; what needs no change is looked through. */
  grantsBefore({ address }: AssignmentChange): string[] {
    return this.dependenciesOf(address).filter(
      (other) => this.#grants.get(other)?.ended === false && this.#changes.get(other)?.action !== 'no-op',
    );
  }

  /** Addresses of grants that have ended, too, and depend on the one that is removed. */
  removalsBefore(address: string): string[] {
    return this.#ended
      .filter((grant) => this.comesBefore(address, grant.address))
      .map((grant) => grant.address)
      .filter((other) => this.#changes.get(other)?.action === 'delete');
  }

  /** True when `later` depends on `earlier`, directly or not. */
  comesBefore(earlier: string, later: string): boolean {
    return this.dependenciesOf(later).includes(earlier);
  }

  /** All that is reached from an address, each once; itself only in a circle, which the configuration refuses. */
  dependenciesOf(address: string, seen = new Set<string>()): string[] {
    for (const next of this.#grants.get(address)?.dependsOn ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      this.dependenciesOf(next, seen);
    }
    return [...seen];
  }
}

/** One error for each change that a grant with `prevent_destroy` forbids. */
export function findPreventedRemovals(
  changes: readonly AssignmentChange[],
  grants: readonly DesiredGrant[],
): Diagnostic[] {
  const kept = grants.filter(({ preventDestroy }) => preventDestroy);
  if (kept.length === 0) return [];
  const changeAt = new Map(changes.map((change) => [change.address, change]));
  return kept.flatMap((grant) => {
    const change = changeAt.get(grant.address);
    const former = change && formerSelf(change, changes);
    return former ? [prevented(grant, former)] : [];
  });
}

/**
 * The assignment that the change would put an end to. Nothing in Azure tells which construct made an assignment; one of
 * ours that goes at the same scope and differs in either role or principal is taken for what the grant was before.
 */
function formerSelf(
  change: AssignmentChange,
  changes: readonly AssignmentChange[],
): { readonly id: string } | undefined {
  if (change.action === 'replace' || change.action === 'delete') return change.before;
  if (change.action !== 'create') return undefined;
  const { scope, role, principalId } = change.after;
  return changes
    .flatMap((other) =>
      other.action === 'delete' && other.reason === 'no-longer-declared' ? [other.before] : [],
    )
    .find(
      (before) =>
        before.scope.toLowerCase() === scope.toLowerCase() &&
        (before.role === role) !== (before.principalId === principalId),
    );
}

function prevented(
  { address, constructPath, source }: DesiredGrant,
  { id }: { readonly id: string },
): Diagnostic {
  return diagnostic('removal_prevented', {
    address,
    constructPath,
    source,
    detail: `The plan would remove ${id}, and the grant has \`preventDestroy\`.`,
    hint: 'Declare the former access again; or, if it may go, remove `preventDestroy` until the plan is applied.',
  });
}
