import { DiagnosticError, fail } from '../diagnostics';
import type { Change } from '../plan';
import { withKind, type Kind, type Step } from './kinds';
import { verifyGone, verifyPresent, type ApplyTiming } from './verify';
import type { ResourceWriter } from './writer';

export type Actionable = Exclude<Change, { action: 'no-op' }>;

/** What carrying out a change takes besides the change. */
export interface Tools {
  readonly writer: ResourceWriter;
  readonly timing: ApplyTiming;
  /** Milliseconds since 1970 at which an apply, this one or an earlier one, last set out to remove this access. */
  readonly removalOf: (naturalKey: string) => number | undefined;
  /** True where the change takes from whoever applies what they look by: then that Azure refuses the look proves it. */
  readonly losesSight?: boolean;
  /** True where a replacement removes before it creates, to make room at one of Azure's limits. */
  readonly removesFirst?: boolean;
  /** Once aborted, nothing is waited for any more. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Does what the change says and reads it back; `already` where Azure had it that way. Throws DiagnosticError, `plan_stale`
 * where somebody else changed the resource since it was planned upon: then it is left as it is.
 */
export async function actOn(change: Actionable, tools: Tools): Promise<'done' | 'already'> {
  const { makesRoomBefore } = change;
  const removesFirst = makesRoomBefore !== undefined;
  return withKind(change, tools, (step, kind) => carryOut(step, kind, { ...tools, removesFirst }));
}

/** Whether Azure still is as the change made it. Throws DiagnosticError. */
export async function isAsMade(change: Actionable, tools: Tools): Promise<boolean> {
  return withKind(change, tools, holds);
}

async function carryOut<Declared, Existing extends { readonly id: string }>(
  step: Step<Declared, Existing>,
  kind: Kind<Declared, Existing>,
  { timing, losesSight = false, removesFirst = false }: Tools,
): Promise<'done' | 'already'> {
  const { writer, idOf } = kind;
  const present = (after: Declared, id: string): Promise<void> =>
    verifyPresent(id, () => isPresent(id, after, kind), timing);
  const create = (after: Declared): Promise<void> => kind.create(after, () => present(after, idOf(after)));
  const readAsPlanned = async (before: Existing): Promise<Existing | undefined> => {
    const found = await writer.read(before.id);
    return found === undefined || kind.isAsPlanned(found, before) ? found : changedMeanwhile(before.id);
  };
  const remove = async (before: Existing): Promise<'done' | 'already'> => {
    const found = await readAsPlanned(before);
    await writer.delete(before); // also where it cannot be seen: a read may lag
    const look = () => isGone(before.id, kind);
    await verifyGone(before.id, losesSight ? () => look().catch(refused) : look, timing);
    return found ? 'done' : 'already';
  };
  switch (step.action) {
    case 'create':
      await create(step.after);
      return 'done';
    case 'update': {
      const found = await writer.read(step.before.id);
      if (found !== undefined && kind.isAsDeclared(found, step.after)) return 'already';
      if (!found || !kind.isAsPlanned(found, step.before)) return changedMeanwhile(step.before.id);
      await writer.update(step.before, step.after);
      await present(step.after, step.before.id);
      return 'done';
    }
    case 'replace':
      if (removesFirst) await remove(step.before);
      else await readAsPlanned(step.before);
      await create(step.after);
      if (!removesFirst) await remove(step.before);
      return 'done';
    case 'delete':
      return remove(step.before);
  }
}

function changedMeanwhile(id: string): never {
  return fail('plan_stale', {
    detail: `Somebody else changed ${id} since the plan was made. It was left as it is.`,
    hint: 'Plan again: the plan then says what becomes of it.',
  });
}

async function holds<Declared, Existing extends { readonly id: string }>(
  step: Step<Declared, Existing>,
  kind: Kind<Declared, Existing>,
): Promise<boolean> {
  switch (step.action) {
    case 'create':
      return isPresent(kind.idOf(step.after), step.after, kind);
    case 'update':
      return isPresent(step.before.id, step.after, kind);
    case 'replace':
      return (
        (await isPresent(kind.idOf(step.after), step.after, kind)) && (await isGone(step.before.id, kind))
      );
    case 'delete':
      return isGone(step.before.id, kind);
  }
}

/** Only an answer of Azure says something; no answer says nothing. */
function refused(error: unknown): true {
  if (error instanceof DiagnosticError && error.diagnostics.every(({ code }) => code === 'azure_error'))
    return true;
  throw error;
}

async function isPresent<Declared, Existing extends { readonly id: string }>(
  id: string,
  after: Declared,
  { writer, isAsDeclared }: Kind<Declared, Existing>,
): Promise<boolean> {
  const found = await writer.read(id);
  return found !== undefined && isAsDeclared(found, after);
}

async function isGone<Declared, Existing extends { readonly id: string }>(
  id: string,
  { writer }: Kind<Declared, Existing>,
): Promise<boolean> {
  return (await writer.read(id)) === undefined;
}
