/* Invariant 4, told from what is planned and not from what the plan waits for. */
import { managementGroupScope, type Guid, type Scope } from '../../src/model';
import { isActionable, isAssignmentChange, isPimAssignmentChange, type Change } from '../../src/plan';
import type { Played } from './campaign';
import { addressOf } from './desired-state';
import { Sequence, writtenIds, type Write } from './early-writes';
import { mostAtGroup } from './full-group';
import type { Round, Scenario } from './scenario';
import { violation, type Violation } from './violation';

type Access = Extract<Change, { type: `${string}_role_assignment` }>;
type Removal = Extract<Access, { action: 'delete' | 'replace' }>;

/**
 * Before anything is removed, what may take its place was written and read. Two things come before that: the order that
 * is declared, and room at Azure's limit, where that was allowed.
 */
export function earlyRemovals(round: Round, played: Played, writes: readonly Write[]): Violation[] {
  const access = played.plan.changes.filter(isAccess).filter(isActionable);
  const sequence = new Sequence(played, writes);
  return access.filter(isRemoval).flatMap((removal) => {
    const first = writes.find((write) => isOf(removal, write));
    if (!first) return [];
    const { address, makesRoomBefore = [] } = removal;
    const early = access
      .filter((other) => mayTakeThePlace(removal, other) && !comesAfter(removal, other, round))
      .filter((other) => !sequence.isVerified(other.address, first));
    return early
      .filter((other) => !round.allowsRemovalsFirst || !makesRoomBefore.includes(other.address))
      .map((other) => violation('4', `${address} was removed before ${other.address} was verified`));
  });
}

/** Only where not all fits in at once does anything go first, and no more than does not fit in. */
export function needlessRoom({ managementGroups: [group] }: Scenario, { plan }: Played): Violation[] {
  const access = plan.changes.filter(isAccess);
  const first = access.filter(({ makesRoomBefore }) => makesRoomBefore !== undefined);
  if (first.length === 0) return [];
  const isHere = ({ scope }: { readonly scope: Scope }): boolean =>
    group !== undefined && scope === managementGroupScope(group.managementGroup);
  const before = [
    ...access.flatMap((change) => ('before' in change ? [change.before] : [])),
    ...plan.unmanaged.map(({ assignment }) => assignment),
  ].filter(isHere).length;
  const made = access.filter(
    (change) => (change.action === 'create' || change.action === 'replace') && isHere(change.after),
  ).length;
  return first.length <= before + made - mostAtGroup
    ? []
    : [violation('4', `${first.length} removals go first, and ${before} and ${made} are ${before + made}`)];
}

/** A replacement is its own successor, too: the new one is written before the old one goes. */
function mayTakeThePlace({ action, address, before }: Removal, other: Access): boolean {
  if (other.action === 'delete' || other.action === 'no-op') return false;
  if (other.type === 'azurerm_pim_eligible_role_assignment') return false;
  if (action === 'replace' && other.action === 'replace' && other.address !== address) return false;
  const to: { readonly principalId: Guid; readonly scope: Scope } = other.after;
  return to.principalId === before.principalId || overlap(to.scope, before.scope);
}

function overlap(one: Scope, other: Scope): boolean {
  const [left, right] = [`${one}/`.toLowerCase(), `${other}/`.toLowerCase()];
  const isAbove = [left, right].some((scope) => !scope.startsWith('/subscriptions/'));
  return isAbove || left.startsWith(right) || right.startsWith(left);
}

/** What is declared to come after a replaced grant cannot come before its former self goes. */
function comesAfter({ action, address }: Removal, other: Access, { grants }: Round): boolean {
  if (action !== 'replace') return false;
  const behind = (of: string): boolean =>
    grants
      .filter(({ path }) => addressOf(path) === of)
      .flatMap(({ dependsOn }) => dependsOn.map(addressOf))
      .some((next) => next === address || behind(next));
  return behind(other.address);
}

function isOf(removal: Removal, { method, id }: Write): boolean {
  if (isPimAssignmentChange(removal)) return writtenIds(removal).includes(id);
  return method === 'DELETE' && id === removal.before.id.toLowerCase();
}

function isAccess(change: Change): change is Access {
  return (
    (isAssignmentChange(change) || isPimAssignmentChange(change)) &&
    change.type !== 'azurerm_pim_eligible_role_assignment'
  );
}

function isRemoval(change: Access): change is Removal {
  return change.action === 'delete' || change.action === 'replace';
}
