import pLimit from 'p-limit';
import { diagnostic, DiagnosticError, type Diagnostic } from '../diagnostics';
import { isActionable, isAdopting, type Change, type Plan } from '../plan';
import type { Journal } from './journal';
import { actOn, subjectId, type Actionable } from './act';
import { inPhases } from './phases';
import type { VerificationTiming } from './verify';
import type { ResourceWriter } from './writer';

/** What became of one change. */
export interface AppliedChange {
  readonly address: string;
  readonly action: 'create' | 'update' | 'replace' | 'delete' | 'adopt';
  readonly outcome: 'done' | 'failed' | 'skipped';
  readonly assignmentId?: string;
  readonly diagnostic?: Diagnostic;
}

/** What became of one customer's plan, in the order of the plan. */
export interface ApplyResult {
  readonly customer: string;
  readonly entries: readonly AppliedChange[];
  /** Ids of assignments that are verified to be gone. */
  readonly removedIds: readonly string[];
}

export interface ApplyOptions {
  readonly writer: ResourceWriter;
  readonly journal: Journal;
  /** Changes in flight at once. */
  readonly concurrency: number;
  readonly timing: VerificationTiming;
  /** Once aborted no further change is begun; what is in hand is finished. */
  readonly signal?: AbortSignal;
  readonly onChange?: (entry: AppliedChange) => void;
}

/**
 * Carries out the plan of one customer, phase by phase, so that everything a change depends on has ended before it may
 * begin. A failed change stops those that depend on it; the others go on. After a
 * defect nothing more is begun, and what is in hand is waited for: the caller closes the journal.
 */
export async function applyPlan(plan: Plan, options: ApplyOptions): Promise<ApplyResult> {
  const { journal } = options;
  const entries = new Map<string, AppliedChange>();
  const removedIds: string[] = [];
  const limit = pLimit(options.concurrency);
  const defects: unknown[] = [];
  journal.write({ event: 'started' });
  for (const phase of inPhases(plan.changes)) {
    await Promise.all(
      phase.map((change) =>
        limit(async () => {
          if (defects.length > 0) return;
          try {
            const entry = await applyUnlessHeldBack(change, entries, options);
            entries.set(change.address, entry);
            if (entry.outcome === 'done' && change.action !== 'create' && change.action !== 'update') {
              removedIds.push(change.before.id);
            }
            options.onChange?.(entry);
          } catch (error) {
            defects.push(error);
          }
        }),
      ),
    );
    if (defects.length > 0) throw defects[0];
  }
  journal.write({ event: 'finished' });
  return {
    customer: plan.customer,
    entries: plan.changes.flatMap((change) => entryOf(change, entries)),
    removedIds,
  };
}

function entryOf(change: Change, entries: ReadonlyMap<string, AppliedChange>): AppliedChange[] {
  if (isActionable(change)) return [entries.get(change.address)].filter((entry) => entry !== undefined);
  if (!isAdopting(change)) return [];
  return [{ address: change.address, action: 'adopt', outcome: 'done', assignmentId: subjectId(change) }];
}

async function applyUnlessHeldBack(
  change: Actionable,
  entries: ReadonlyMap<string, AppliedChange>,
  options: ApplyOptions,
): Promise<AppliedChange> {
  const { address, action } = change;
  const missing = change.dependsOn.filter((dependency) => entries.get(dependency)?.outcome !== 'done');
  if (missing.length > 0) {
    const detail = `${missing.join(', ')} did not succeed, so the access was left as it was.`;
    return { address, action, outcome: 'skipped', diagnostic: describe(change, 'change_skipped', detail) };
  }
  if (options.signal?.aborted) {
    const detail = 'The apply was stopped before this change was begun.';
    return { address, action, outcome: 'skipped', diagnostic: describe(change, 'change_failed', detail) };
  }
  return applyChange(change, options);
}

async function applyChange(change: Actionable, options: ApplyOptions): Promise<AppliedChange> {
  const { journal } = options;
  const { address, action } = change;
  const id = subjectId(change);
  journal.write({ event: 'begin', address, action, assignmentId: id });
  try {
    await actOn(change, options.writer, options.timing);
    journal.write({ event: 'done', address, action, assignmentId: id });
    return { address, action, outcome: 'done', assignmentId: id };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error; // whether Azure made the change is not known
    journal.write({ event: 'failed', address, action, assignmentId: id });
    const [cause] = error.diagnostics;
    const found = cause && { ...cause, address, constructPath: change.constructPath, source: change.source };
    return { address, action, outcome: 'failed', assignmentId: id, ...(found && { diagnostic: found }) };
  }
}

function describe(change: Change, code: 'change_skipped' | 'change_failed', detail: string): Diagnostic {
  const { address, constructPath, source } = change;
  return diagnostic(code, { address, constructPath, source, detail });
}
