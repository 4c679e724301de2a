import type { Diagnostic } from '../../diagnostics';

export type ApplyAction = 'create' | 'update' | 'replace' | 'delete' | 'adopt';

/** What became of one change. */
export interface ApplyEntry {
  readonly address: string;
  readonly action: ApplyAction;
  /**
   * `already`: Azure had it that way when the change was begun, and an assignment that was to be created is adopted;
   * `unknown`: Azure may have made it, and gave no answer that says so; `skipped`: not begun.
   */
  readonly outcome: 'done' | 'already' | 'failed' | 'unknown' | 'skipped';
  /** Azure's resource id. */
  readonly assignmentId?: string | undefined;
  readonly diagnostic?: Diagnostic | undefined;
}

/** What an apply did for one customer, as far as reports need it; the apply room's result satisfies it. */
export interface ApplyOutcome {
  readonly customer: string;
  readonly entries: readonly ApplyEntry[];
}

/** What was done, counted as Terraform counts: a replacement adds one and destroys one. */
export interface ApplyCounts {
  readonly added: number;
  readonly changed: number;
  readonly destroyed: number;
  readonly adopted: number;
  /** Nothing was left to do. */
  readonly already: number;
  readonly failed: number;
  readonly unknown: number;
  readonly heldBack: number;
}

export function countApply({ entries }: ApplyOutcome): ApplyCounts {
  const count = (outcome: ApplyEntry['outcome'], ...actions: ApplyAction[]) =>
    entries.filter((entry) => entry.outcome === outcome && (!actions[0] || actions.includes(entry.action)))
      .length;
  return {
    added: count('done', 'create', 'replace'),
    changed: count('done', 'update'),
    destroyed: count('done', 'delete', 'replace'),
    adopted: count('done', 'adopt') + count('already', 'create'),
    already: count('already', 'update', 'replace', 'delete', 'adopt'),
    failed: count('failed'),
    unknown: count('unknown'),
    heldBack: count('skipped'),
  };
}

/** Whether Azure is as the change was to make it. */
export function isAchieved({ outcome }: Pick<ApplyEntry, 'outcome'>): boolean {
  return outcome === 'done' || outcome === 'already';
}
