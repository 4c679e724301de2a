import { byText } from '../model';
import { forecastAssignments, limitedPlace } from './assignment-limits';
import type { ActiveAssignmentChange, AssignmentChange } from './change';
import type { InOrder } from './declared-order';
import type { PlanFacts } from './plan-facts';

type AccessChange = AssignmentChange | ActiveAssignmentChange;
type Removal = Extract<AccessChange, { action: 'delete' | 'replace' }>;

/** What counts besides the changes. */
interface Surroundings {
  /** Grants, some of which declare what they depend on. */
  readonly inOrder: readonly InOrder[];
  readonly unmanaged: Parameters<typeof forecastAssignments>[1];
  readonly facts: PlanFacts;
}

/**
 * Where the end fits into Azure's limit, and what is granted does not fit in beside what is still there: lets as few
 * removals as that takes go before the grants. Those that nobody misses are taken first.
 */
export function makeRoom(changes: readonly AccessChange[], surroundings: Surroundings): AccessChange[] {
  if (changes.every(({ action }) => action !== 'create' && action !== 'replace')) return [...changes];
  const deleted = addressesOf(changes.filter(({ action }) => action === 'delete'));
  const chosen = chooseRemovals(changes, deleted, surroundings);
  return changes.map((change) => (chosen.has(change.address) ? goingFirst(change, deleted) : change));
}

/** It still waits for other removals, whose order is declared. What is replaced leaves a gap before itself, too. */
function goingFirst(change: AccessChange, deleted: ReadonlySet<string>): AccessChange {
  const grants = change.dependsOn.filter((address) => !deleted.has(address));
  return {
    ...change,
    dependsOn: change.dependsOn.filter((address) => deleted.has(address)),
    makesRoomBefore: change.action === 'replace' ? [...grants, change.address].sort() : grants,
  };
}

function chooseRemovals(
  changes: readonly AccessChange[],
  deleted: ReadonlySet<string>,
  { inOrder, unmanaged, facts }: Surroundings,
): ReadonlySet<string> {
  const chosen = new Set<string>();
  const inDeclaredOrder = addressesOf(inOrder.filter(({ dependsOn }) => dependsOn?.length));
  for (const [place, { limit, peak, end }] of forecastAssignments(changes, unmanaged)) {
    if (peak <= limit || end > limit) continue;
    const candidates = changes
      .filter(isRemoval)
      .filter(({ before }) => limitedPlace(before.scope)?.key === place)
      .filter(({ action, address }) => action === 'delete' || !inDeclaredOrder.has(address))
      .sort(byText((removal) => `${howMissed(removal, facts)} ${removal.address}`));
    choose(peak - limit, candidates, deleted, chosen);
  }
  return chosen;
}

/** A removal that by declaration comes after another one is chosen only when that one is. */
function choose(
  count: number,
  candidates: readonly Removal[],
  deleted: ReadonlySet<string>,
  chosen: Set<string>,
): void {
  for (let left = count; left > 0; left -= 1) {
    const next = candidates.find(
      ({ address, dependsOn }) =>
        !chosen.has(address) && dependsOn.every((other) => !deleted.has(other) || chosen.has(other)),
    );
    if (!next) return;
    chosen.add(next.address);
  }
}

/** The lower, the sooner: nothing takes its place, nobody is there any more, it only goes, it is replaced. */
function howMissed({ action, before, dependsOn }: Removal, { principals }: PlanFacts): number {
  if (dependsOn.length === 0 && action === 'delete') return 0;
  if (principals[before.principalId] === 'missing') return 1;
  return action === 'delete' ? 2 : 3;
}

function isRemoval(change: AccessChange): change is Removal {
  return change.action === 'delete' || change.action === 'replace';
}

function addressesOf(changes: readonly { readonly address: string }[]): ReadonlySet<string> {
  return new Set(changes.map(({ address }) => address));
}
