import type { Diagnostic } from '../../diagnostics';

export type ApplyAction = 'create' | 'update' | 'replace' | 'delete' | 'adopt';

/** What became of one change. */
export interface ApplyEntry {
  readonly address: string;
  readonly action: ApplyAction;
  /** `skipped`: held back, since something it depends on failed. */
  readonly outcome: 'done' | 'failed' | 'skipped';
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
  readonly failed: number;
  readonly heldBack: number;
}

export function countApply({ entries }: ApplyOutcome): ApplyCounts {
  const done = (...actions: ApplyAction[]) =>
    entries.filter(({ outcome, action }) => outcome === 'done' && actions.includes(action)).length;
  return {
    added: done('create', 'replace'),
    changed: done('update'),
    destroyed: done('delete', 'replace'),
    adopted: done('adopt'),
    failed: entries.filter(({ outcome }) => outcome === 'failed').length,
    heldBack: entries.filter(({ outcome }) => outcome === 'skipped').length,
  };
}
