import path from 'node:path';
import { randomUUID } from 'node:crypto';
import {
  applyPlan,
  findInterrupted,
  lockAfterApply,
  lockBeforeApply,
  openJournal,
  writeLockFile,
  type ApplyResult,
} from '../../apply';
import { diagnostic, DiagnosticError } from '../../diagnostics';
import { sortKeys, type Lock } from '../../model';
import { createProvider } from '../../provider';
import { connectionOf } from '../connection-of';
import { planCustomer, type PlannedCustomer } from '../plan-customer';
import { instantOf, showDiagnostics, type Session } from '../session';
import { lockPath } from '../synthesis';
import type { Fleet } from './fleet';

/** Writes in flight at once for one customer. How many there may be in a second, the provider knows. */
const changesAtOnce = 8;
/** What is accepted shows within seconds. How long a removal may be under way, Azure does not say; longer was not seen. */
const patience = { attempts: 6, delay: 2_000, removalLag: 60_000 };

/** Carries out one customer's plan: lock file first, then the changes with their journal, then the lock file again. */
export async function applyCustomer(
  planned: PlannedCustomer,
  { project, cloud, target }: Fleet,
  session: Session,
  signal: AbortSignal,
): Promise<ApplyResult> {
  const { customer, plan, lock, draft } = planned;
  const journalFile = path.join(project.stateFolder, 'journal', `${customer}.${cloud}.jsonl`);
  await reportInterruption(journalFile, customer, session);
  const lockFile = lockPath(project, customer, cloud);
  const subscriptions = Object.entries(draft.declaration.subscriptions).map(([alias, subscriptionId]) => ({
    alias,
    subscriptionId,
  }));
  const before = lockBeforeApply(lock, plan, subscriptions);
  if (!isSame(before, lock))
    writeLockFile(lockFile, before, 'Nothing of this customer was changed in Azure.');
  const journal = openJournal(journalFile, randomUUID(), session.now);
  try {
    const writer = createProvider(connectionOf(planned, target));
    const result = await session.terminal.progress(`Applying ${customer}`, (update) => {
      let done = 0;
      return applyPlan(plan, {
        writer,
        journal,
        concurrency: changesAtOnce,
        timing: { ...patience, ...target.environment.settings.timing },
        signal,
        replan: async () => {
          const asOf = instantOf(undefined, session.now);
          return (await planCustomer({ ...planned, lock: before }, target, cloud, asOf)).plan;
        },
        onChange: ({ address }) => update(`Applying ${customer}: ${++done} done, last ${address}`),
      });
    });
    const after = await lockAfterApply(before, plan, result, writer);
    if (isSame(after, before)) return result;
    return withDiagnosticOf(result, () =>
      writeLockFile(lockFile, after, 'What was applied, listed below, is in Azure.'),
    );
  } finally {
    journal.close();
  }
}

/** What went wrong after the changes takes nothing from what is said of them. */
function withDiagnosticOf(result: ApplyResult, work: () => void): ApplyResult {
  try {
    work();
    return result;
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return { ...result, diagnostics: [...result.diagnostics, ...error.diagnostics] };
  }
}

async function reportInterruption(journalFile: string, customer: string, session: Session): Promise<void> {
  const interrupted = findInterrupted(journalFile);
  if (!interrupted) return;
  const inHand = interrupted.map(({ action, address }) => `${action} ${address}`).join('\n');
  await showDiagnostics(session, [
    diagnostic('apply_interrupted', {
      customer,
      detail: inHand
        ? `When it stopped, this was under way:\n${inHand}\nThe plan was made from what Azure has now.`
        : 'It stopped between two changes. The plan was made from what Azure has now.',
    }),
  ]);
}

function isSame(left: Lock, right: Lock): boolean {
  return JSON.stringify(sortKeys(left)) === JSON.stringify(sortKeys(right));
}
