import { hasErrors } from '../../diagnostics';
import { isAdopting, isAssignmentChange, type Change, type Plan } from '../../plan';

/** What a plan would do, counted as Terraform counts: a replacement adds one and destroys one. */
export interface PlanCounts {
  readonly add: number;
  readonly change: number;
  readonly destroy: number;
  readonly adopt: number;
  /** Assignments only: people ask how much access there is. */
  readonly unchanged: number;
  /** Undeclared access that counts as drift. */
  readonly drift: number;
  readonly unread: number;
}

export const noCounts: PlanCounts = {
  add: 0,
  change: 0,
  destroy: 0,
  adopt: 0,
  unchanged: 0,
  drift: 0,
  unread: 0,
};

export function countPlan({ changes, unmanaged, unread }: Plan): PlanCounts {
  const own = {
    drift: unmanaged.filter(({ standing }) => standing === 'drift' || standing === 'held-back').length,
    unread: unread.length,
  };
  return changes.map(countChange).reduce(addCounts, { ...noCounts, ...own });
}

/** True when something of the customer is not in the plan: unread, or in error. Then no difference proves nothing. */
export function isIncomplete({ unread, diagnostics }: Plan): boolean {
  return unread.length > 0 || hasErrors(diagnostics);
}

export function addCounts(left: PlanCounts, right: Partial<PlanCounts>): PlanCounts {
  return {
    add: left.add + (right.add ?? 0),
    change: left.change + (right.change ?? 0),
    destroy: left.destroy + (right.destroy ?? 0),
    adopt: left.adopt + (right.adopt ?? 0),
    unchanged: left.unchanged + (right.unchanged ?? 0),
    drift: left.drift + (right.drift ?? 0),
    unread: left.unread + (right.unread ?? 0),
  };
}

/** The words of the totals line. */
export function totalsWords({ add, change, destroy, adopt }: PlanCounts): string {
  return `${add} to add, ${change} to change, ${destroy} to destroy, ${adopt} to adopt`;
}

function countChange(change: Change): Partial<PlanCounts> {
  switch (change.action) {
    case 'create':
      return { add: 1 };
    case 'update':
      return { change: 1, adopt: isAdopting(change) ? 1 : 0 };
    case 'replace':
      return { add: 1, destroy: 1 };
    case 'delete':
      return { destroy: 1 };
    case 'no-op':
      if (isAdopting(change)) return { adopt: 1 };
      return isAssignmentChange(change) ? { unchanged: 1 } : {};
  }
}
