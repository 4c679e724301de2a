import pLimit from 'p-limit';
import { lockAfterRemoval, lockBeforeApply, readLockFile, writeLockFile } from '../../apply';
import type { Diagnostic } from '../../diagnostics';
import type { Change } from '../../plan';
import { carryOut } from '../../terraform';
import { whileClaimed } from '../runs/apply-claim';
import type { Fleet } from '../runs/fleet';
import type { Session } from '../session';
import { lockPath } from '../synthesis';
import { diagnosticsIn, type PlannedStack, type StacksOptions } from './plan-stacks';

export interface AppliedStack {
  readonly customer: string;
  readonly outcome: 'applied' | 'unchanged' | 'failed' | 'not begun';
  readonly diagnostics: readonly Diagnostic[];
}

/** Carries out what was planned, each stack by itself. */
export async function applyStacks(
  planned: readonly PlannedStack[],
  fleet: Fleet,
  session: Session,
  { jobs, signal }: StacksOptions,
): Promise<AppliedStack[]> {
  const limit = pLimit(jobs);
  let done = 0;
  return session.terminal.progress('Applying with Terraform', (update) =>
    Promise.all(
      planned.map((stack) =>
        limit(async () => {
          const applied = await applyAlone(stack, fleet, signal);
          update(`Applying with Terraform: ${++done} of ${planned.length} customers`);
          return applied;
        }),
      ),
    ),
  );
}

async function applyAlone(
  { entry, made }: PlannedStack,
  fleet: Fleet,
  signal: AbortSignal,
): Promise<AppliedStack> {
  const { customer } = entry;
  if (!made) return { customer, outcome: 'failed', diagnostics: [] }; // said when it was planned
  if (signal.aborted) return { customer, outcome: 'not begun', diagnostics: [] };
  try {
    await whileClaimed(fleet.project.stateFolder, customer, async () => {
      const recordRemovals = recordScopes({ entry, made }, fleet);
      if (made.plan.writesState) await carryOut(made.stack, made.plan, made.known);
      recordRemovals();
    });
    return { customer, outcome: made.plan.writesState ? 'applied' : 'unchanged', diagnostics: [] };
  } catch (error) {
    return { customer, outcome: 'failed', diagnostics: diagnosticsIn(error) };
  }
}

/** As the embedded engine does: scopes stand in the lock file before the first write, and what is gone leaves it. */
function recordScopes(
  { entry, made }: Required<Pick<PlannedStack, 'entry' | 'made'>>,
  { project, cloud }: Fleet,
): () => void {
  const { customer, draft, plan } = entry;
  const file = lockPath(project, customer, cloud);
  const subscriptions = Object.entries(draft.declaration.subscriptions).map(([alias, subscriptionId]) => ({
    alias,
    subscriptionId,
  }));
  const before = lockBeforeApply(readLockFile(file, customer, cloud), plan, subscriptions);
  writeLockFile(file, before);
  return () => {
    const after = lockAfterRemoval(before, made.judged.changes.flatMap(removedBy));
    if (after !== before) writeLockFile(file, after);
  };
}

/** A replacement under the same name leaves what has the same id. */
function removedBy(change: Change): string[] {
  if (change.action === 'delete') return [change.before.id];
  return change.action === 'replace' && change.before.name !== change.after.name ? [change.before.id] : [];
}
