import pLimit from 'p-limit';
import { diagnostic, DiagnosticError, type Diagnostic } from '../diagnostics';
import type { AdoptedAssignment } from '../model';
import { isActionable, isAdopting, type Change, type Plan } from '../plan';
import { leavesInDoubt } from '../provider';
import { actOn, isAsMade, type Actionable, type Tools } from './act';
import { subjectId } from './kinds';
import { findAdoption } from './find-adoption';
import { whatChanges, type Journal, type JournalEntry } from './journal';
import { ownAccessLast } from './own-access-last';
import { inPhases } from './phases';

/** What became of one change. */
export interface AppliedChange {
  readonly address: string;
  readonly action: 'create' | 'update' | 'replace' | 'delete' | 'adopt';
  /**
   * `already`: Azure had it that way, and an assignment that was to be created is adopted; `unknown`: Azure may
   * have made it, and gave no answer that says so; `skipped`: not begun.
   */
  readonly outcome: 'done' | 'already' | 'failed' | 'unknown' | 'skipped';
  readonly assignmentId?: string;
  readonly diagnostic?: Diagnostic;
}

/** What became of one customer's plan, in the order of the plan. */
export interface ApplyResult {
  readonly customer: string;
  readonly entries: readonly AppliedChange[];
  /** Ids of assignments that are verified to be gone. */
  readonly removedIds: readonly string[];
  /** What was to be created and was found to exist, and that a plan would adopt now. */
  readonly adopted: readonly AdoptedAssignment[];
  /** What went wrong besides the changes. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface ApplyOptions extends Omit<Tools, 'removalOf'> {
  readonly journal: Journal;
  /** Changes in flight at once. */
  readonly concurrency: number;
  /** The plan as it would be made now. */
  readonly replan: () => Promise<Plan>;
  readonly onChange?: (entry: AppliedChange) => void;
}

/**
 * Carries out the plan of one customer, phase by phase, so that everything a change depends on has ended before it may
 * begin. A failed change stops those that depend on it; the others go on. In the end Azure is read once more: what
 * did not last is done again. After a defect nothing more is begun, and what is in hand is waited for: the caller
 * closes the journal.
 */
export async function applyPlan(plan: Plan, options: ApplyOptions): Promise<ApplyResult> {
  const { first, last } = ownAccessLast(plan);
  const apply = new Apply(options, new Set(last.map(({ address }) => address)));
  options.journal.write({ event: 'started' });
  for (const phase of [...inPhases(first), ...inPhases(last)]) {
    await apply.each(phase, (change) => apply.unlessHeldBack(change));
  }
  await apply.again(plan);
  apply.note({ event: 'finished' });
  return apply.resultOf(plan);
}

class Apply {
  readonly #entries = new Map<string, AppliedChange>();
  /** By address. */
  readonly #adopted = new Map<string, AdoptedAssignment>();
  /** Why the journal takes nothing more. */
  #unjournalled: Diagnostic | undefined;
  readonly #limit: pLimit.Limit;
  readonly #tools: Tools;

  /** @param ownAccess addresses of changes that take from whoever applies what they apply by */
  constructor(
    private readonly options: ApplyOptions,
    private readonly ownAccess: ReadonlySet<string>,
  ) {
    this.#limit = pLimit(options.concurrency);
    this.#tools = { ...options, removalOf: (key) => options.journal.removalOf(key) };
  }

  resultOf({ customer, changes }: Plan): ApplyResult {
    return {
      customer,
      entries: changes.flatMap((change) => this.#entryOf(change)),
      removedIds: changes.flatMap((change) =>
        (change.action === 'delete' || change.action === 'replace') && this.#isAchieved(change.address)
          ? [change.before.id]
          : [],
      ),
      adopted: [...this.#adopted.values()],
      diagnostics: this.#unjournalled ? [this.#unjournalled] : [],
    };
  }

  /** What the journal does not take ends the apply: nothing more is begun, and what was done is told. */
  note(entry: Omit<JournalEntry, 'at' | 'run'>): void {
    try {
      this.options.journal.write(entry);
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      this.#unjournalled ??= error.diagnostics[0];
    }
  }

  /** So many at once as the options say. */
  async each(
    changes: readonly Actionable[],
    carryOut: (change: Actionable) => Promise<AppliedChange>,
  ): Promise<void> {
    const defects: unknown[] = [];
    const run = async (change: Actionable): Promise<void> => {
      if (defects.length > 0) return;
      try {
        const entry = await carryOut(change);
        this.#entries.set(change.address, entry);
        this.options.onChange?.(entry);
      } catch (error) {
        defects.push(error);
      }
    };
    await Promise.all(changes.map((change) => this.#limit(() => run(change))));
    if (defects.length > 0) throw defects[0];
  }

  async unlessHeldBack(change: Actionable): Promise<AppliedChange> {
    const missing = change.dependsOn.filter((other) => !this.#isAchieved(other));
    if (missing.length > 0) {
      return skipped(change, `${missing.join(', ')} did not succeed, so the access was left as it was.`);
    }
    return this.#isEnding ? skipped(change, this.#whyNotBegun) : this.#carryOut(change);
  }

  get #isEnding(): boolean {
    return this.#unjournalled !== undefined || this.options.signal?.aborted === true;
  }

  get #whyNotBegun(): string {
    return this.#unjournalled
      ? 'The journal cannot be written, and without it nothing is begun.'
      : 'The apply was stopped before this change was begun.';
  }

  /** What was done and is planned again did not last, or its list lags: where reading it shows the former, it is done again. */
  async again(plan: Plan): Promise<void> {
    const done = plan.changes.filter(
      (change): change is Actionable =>
        change.action !== 'no-op' && this.#entries.get(change.address)?.outcome === 'done',
    );
    if (done.length === 0 || this.#isEnding) return;
    const now = await this.#replan();
    const planned = new Set(now?.changes.filter(isActionable).map(({ address }) => address));
    const doubtful = done.filter(({ address }) => planned.has(address));
    await this.each(doubtful, async (change) => {
      const entry = this.#entries.get(change.address);
      const lasted = await isAsMade(change, this.#tools).catch((error: unknown) => {
        if (error instanceof DiagnosticError) return true; // it was verified once; that it cannot be read now says nothing
        throw error;
      });
      return lasted && entry ? entry : this.#carryOut(change);
    });
  }

  async #carryOut(change: Actionable): Promise<AppliedChange> {
    const { address, action } = change;
    const id = subjectId(change);
    this.#adopted.delete(address);
    this.note({ event: 'begin', address, action, assignmentId: id, ...whatChanges(change) });
    if (this.#unjournalled) return skipped(change, this.#whyNotBegun);
    const entry = await this.#attempt(change, id);
    const { outcome, assignmentId = id, diagnostic: why } = entry;
    this.note({ event: events[outcome], address, action, assignmentId, ...(why && { diagnostic: why }) });
    return entry;
  }

  async #attempt(change: Actionable, id: string): Promise<AppliedChange> {
    const { address, action, constructPath, source } = change;
    try {
      const outcome = await actOn(change, { ...this.#tools, losesSight: this.ownAccess.has(address) });
      return { address, action, outcome, assignmentId: id };
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error; // whether Azure made the change is not known
      const adoption = await findAdoption(change, error, () => this.#replan());
      if (adoption) {
        this.#adopted.set(address, adoption);
        return { address, action, outcome: 'already', assignmentId: adoption.id };
      }
      const [cause] = error.diagnostics;
      const found = cause && { ...cause, address, constructPath, source };
      const outcome = outcomeOf(change, error);
      return { address, action, outcome, assignmentId: id, ...(found && { diagnostic: found }) };
    }
  }

  /** Undefined where it cannot be made: what was done is told nevertheless. */
  async #replan(): Promise<Plan | undefined> {
    try {
      return await this.options.replan();
    } catch (error) {
      if (error instanceof DiagnosticError) return undefined;
      throw error;
    }
  }

  #isAchieved(address: string): boolean {
    const outcome = this.#entries.get(address)?.outcome;
    return outcome === 'done' || outcome === 'already';
  }

  #entryOf(change: Change): AppliedChange[] {
    if (isActionable(change)) {
      return [this.#entries.get(change.address)].filter((entry) => entry !== undefined);
    }
    if (!isAdopting(change)) return [];
    return [{ address: change.address, action: 'adopt', outcome: 'done', assignmentId: subjectId(change) }];
  }
}

function skipped(change: Actionable, detail: string): AppliedChange {
  const { address, action, constructPath, source } = change;
  const why = diagnostic('change_skipped', { address, constructPath, source, detail });
  return { address, action, outcome: 'skipped', diagnostic: why };
}

/** What the journal says of a change that was begun. */
const events = {
  done: 'done',
  already: 'done',
  failed: 'failed',
  unknown: 'unknown',
  skipped: 'failed',
} as const satisfies Record<AppliedChange['outcome'], JournalEntry['event']>;

/** One that somebody else forestalled was not tried. */
function outcomeOf({ action }: Actionable, error: DiagnosticError): AppliedChange['outcome'] {
  if (leavesInDoubt(error)) return 'unknown';
  const isForestalled = error.diagnostics.some(({ code }) => code === 'plan_stale');
  return isForestalled && action !== 'replace' ? 'skipped' : 'failed';
}
