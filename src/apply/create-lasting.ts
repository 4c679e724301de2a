import { diagnostic, DiagnosticError } from '../diagnostics';
import { assignmentId, keyOf, type RoleAssignment } from '../model';
import { AssignmentExistsError } from '../provider';
import type { Tools } from './act';

/** Milliseconds before each further try while Azure refuses because of a removal that is under way. */
const delay = 5_000;

/**
 * Creates an assignment and verifies it, so that it lasts. Azure confirms a removal before it is through; until then
 * it refuses the same access as existing, or takes it and lets it vanish with the old one. What was removed a short
 * while ago is therefore looked at again when that must be over.
 */
export async function createLasting(
  wanted: RoleAssignment,
  verify: () => Promise<void>,
  tools: Tools,
): Promise<void> {
  const { timing, signal } = tools;
  const removedAt = tools.removalOf(keyOf(wanted));
  const overAt = removedAt === undefined ? 0 : Math.min(removedAt, timing.now()) + timing.removalLag;
  await createWhenFree(wanted, tools);
  const left = overAt - timing.now();
  if (left > 0) {
    await timing.wait(left, signal).catch(() => undefined);
    if (!signal?.aborted && !(await isThere(wanted, tools))) await createWhenFree(wanted, tools);
  }
  await verify();
}

/** Waits while a removal stands in the way, for as long as one may take. */
async function createWhenFree(wanted: RoleAssignment, { writer, timing, signal }: Tools): Promise<void> {
  const giveUpAt = timing.now() + timing.removalLag;
  for (;;) {
    try {
      await writer.create(wanted, signal);
      return;
    } catch (error) {
      const isInTheWay = error instanceof AssignmentExistsError && error.existing === undefined;
      if (!isInTheWay) throw error;
      if (timing.now() >= giveUpAt || signal?.aborted) throw stillUnderWay(wanted, error);
      await timing.wait(delay, signal).catch(() => undefined);
    }
  }
}

async function isThere(wanted: RoleAssignment, { writer }: Tools): Promise<boolean> {
  return (await writer.read(assignmentId(wanted))) !== undefined;
}

function stillUnderWay(wanted: RoleAssignment, cause: DiagnosticError): DiagnosticError {
  const error = new DiagnosticError([
    diagnostic('change_failed', {
      detail: `Azure refuses ${assignmentId(wanted)} as existing and does not show it: the removal of the same access is still under way.`,
      hint: 'Apply again in some minutes.',
    }),
  ]);
  error.cause = cause;
  return error;
}
