import pLimit from 'p-limit';
import { diagnostic, DiagnosticError, type Diagnostic } from '../diagnostics';
import type { AdoptedAssignment } from '../model';
import { isActionable, isAdopting, type Change, type Plan } from '../plan';
import { actOn, isAsMade, removedKey, type Actionable, type Tools } from './act';
import { subjectId } from './kinds';
import { findAdoption } from './find-adoption';
import type { Journal } from './journal';
import { ownAccessLast } from './own-access-last';
import { inPhases } from './phases';

/** What became of one change. */
export interface AppliedChange {
  readonly address: string;
  readonly action: 'create' | 'update' | 'replace' | 'delete' | 'adopt';
  /**
   * `already`: Azure had it that way, and an assignment that was to be created is adopted; `unknown`: Azure did not
   * answer; `skipped`: not begun.
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
  options.journal.write({ event: 'finished' });
  return apply.resultOf(plan);
}

class Apply {
  readonly #entries = new Map<string, AppliedChange>();
  /** By address. */
  readonly #adopted = new Map<string, AdoptedAssignment>();
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
    };
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
    const { address, action } = change;
    const missing = change.dependsOn.filter((other) => !this.#isAchieved(other));
    if (missing.length > 0) {
      const detail = `${missing.join(', ')} did not succeed, so the access was left as it was.`;
      return { address, action, outcome: 'skipped', diagnostic: describe(change, detail) };
    }
    if (this.options.signal?.aborted) {
      const detail = 'The apply was stopped before this change was begun.';
      return { address, action, outcome: 'skipped', diagnostic: describe(change, detail) };
    }
    return this.#carryOut(change);
  }

  /** What was done and is planned again did not last, or its list lags: where reading it shows the former, it is done again. */
  async again(plan: Plan): Promise<void> {
    const done = plan.changes.filter(
      (change): change is Actionable =>
        change.action !== 'no-op' && this.#entries.get(change.address)?.outcome === 'done',
    );
    if (done.length === 0 || this.options.signal?.aborted) return;
    const { changes } = await this.options.replan();
    const planned = new Set(changes.filter(isActionable).map(({ address }) => address));
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
    const { journal } = this.options;
    const { address, action } = change;
    const id = subjectId(change);
    const removes = removedKey(change);
    this.#adopted.delete(address);
    journal.write({ event: 'begin', address, action, assignmentId: id, ...(removes && { removes }) });
    const entry = await this.#attempt(change, id);
    journal.write({ event: eventOf(entry), address, action, assignmentId: entry.assignmentId ?? id });
    return entry;
  }

  async #attempt(change: Actionable, id: string): Promise<AppliedChange> {
    const { address, action, constructPath, source } = change;
    try {
      await actOn(change, { ...this.#tools, losesSight: this.ownAccess.has(address) });
      return { address, action, outcome: 'done', assignmentId: id };
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error; // whether Azure made the change is not known
      const adoption = await findAdoption(change, error, this.options.replan);
      if (adoption) {
        this.#adopted.set(address, adoption);
        return { address, action, outcome: 'already', assignmentId: adoption.id };
      }
      const [cause] = error.diagnostics;
      const found = cause && { ...cause, address, constructPath, source };
      const outcome = isUnanswered(error) ? 'unknown' : 'failed';
      return { address, action, outcome, assignmentId: id, ...(found && { diagnostic: found }) };
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

function describe({ address, constructPath, source }: Change, detail: string): Diagnostic {
  return diagnostic('change_skipped', { address, constructPath, source, detail });
}

function eventOf({ outcome }: AppliedChange): 'done' | 'failed' {
  return outcome === 'done' || outcome === 'already' ? 'done' : 'failed';
}

/** Whether no answer came to what was sent: Azure may have made the change. */
function isUnanswered({ diagnostics }: DiagnosticError): boolean {
  return diagnostics.some(({ code }) => code === 'azure_unreachable');
}
