import { DiagnosticError } from '../diagnostics';
import { keyOf } from '../model';
import { isAssignmentChange, type Change } from '../plan';
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
  /** Once aborted, nothing is waited for any more. */
  readonly signal?: AbortSignal | undefined;
}

/** The access that the change takes away. */
export function removedKey(change: Change): string | undefined {
  if (!isAssignmentChange(change)) return undefined;
  return change.action === 'delete' || change.action === 'replace' ? keyOf(change.before) : undefined;
}

/** Does what the change says and reads it back. Throws DiagnosticError. */
export async function actOn(change: Actionable, tools: Tools): Promise<void> {
  return withKind(change, tools, (step, kind) => carryOut(step, kind, tools));
}

/** Whether Azure still is as the change made it. Throws DiagnosticError. */
export async function isAsMade(change: Actionable, tools: Tools): Promise<boolean> {
  return withKind(change, tools, holds);
}

async function carryOut<Declared, Existing extends { readonly id: string }>(
  step: Step<Declared, Existing>,
  kind: Kind<Declared, Existing>,
  { timing, losesSight = false }: Tools,
): Promise<void> {
  const { writer, idOf } = kind;
  const present = (after: Declared, id: string): Promise<void> =>
    verifyPresent(id, () => isPresent(id, after, kind), timing);
  const gone = ({ id }: Existing): Promise<void> => {
    const look = () => isGone(id, kind);
    return verifyGone(id, losesSight ? () => look().catch(refused) : look, timing);
  };
  const create = (after: Declared): Promise<void> => kind.create(after, () => present(after, idOf(after)));
  switch (step.action) {
    case 'create':
      return create(step.after);
    case 'update':
      await writer.update(step.before, step.after);
      return present(step.after, step.before.id);
    case 'replace':
      await create(step.after);
      await writer.delete(step.before);
      return gone(step.before);
    case 'delete':
      await writer.delete(step.before);
      return gone(step.before);
  }
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
