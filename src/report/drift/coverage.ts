import { isAssignmentChange, type Plan } from '../../plan';

/**
 * How much of the access in Azure is declared. What does not count as drift is left out. What is active under Privileged
 * Identity Management is access; what somebody is merely eligible for is none yet.
 */
export interface Coverage {
  /** Declared assignments that Azure has. */
  readonly managed: number;
  /** Assignments that no grant declares: made by hand, no longer declared, held back. */
  readonly unmanaged: number;
  /** Declared assignments that Azure does not have. */
  readonly missing: number;
  /** Managed ones of all in Azure, in whole percent rounded down; null where there are none. */
  readonly percent: number | null;
}

export function coverageOf(plan: Plan): Coverage {
  const changes = plan.changes.filter(
    (change) => isAssignmentChange(change) || change.type === 'azurerm_pim_active_role_assignment',
  );
  const count = (...actions: string[]): number =>
    changes.filter(({ action }) => actions.includes(action)).length;
  const left = plan.unmanaged.filter(({ standing }) => standing === 'drift' || standing === 'held-back');
  return withPercent({
    managed: count('no-op', 'update', 'replace'),
    unmanaged: count('delete') + left.length,
    missing: count('create'),
  });
}

/** Of a whole fleet. */
export function totalCoverage(coverages: readonly Coverage[]): Coverage {
  const sum = (key: 'managed' | 'unmanaged' | 'missing'): number =>
    coverages.reduce((total, coverage) => total + coverage[key], 0);
  return withPercent({ managed: sum('managed'), unmanaged: sum('unmanaged'), missing: sum('missing') });
}

/** `Coverage: 88 % (managed 7, unmanaged 1, missing 0)`. */
export function coverageWords({ managed, unmanaged, missing, percent }: Coverage): string {
  const share = percent === null ? 'nothing in Azure' : `${percent} %`;
  return `${share} (managed ${managed}, unmanaged ${unmanaged}, missing ${missing})`;
}

function withPercent(counts: Omit<Coverage, 'percent'>): Coverage {
  const found = counts.managed + counts.unmanaged;
  return { ...counts, percent: found === 0 ? null : Math.floor((100 * counts.managed) / found) };
}
