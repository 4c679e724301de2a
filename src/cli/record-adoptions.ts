import { lockBeforeApply, writeLockFile } from '../apply';
import { DiagnosticError, hasErrors } from '../diagnostics';
import { isAdopting } from '../plan';
import type { AdoptionRun } from './adopt-customer';
import { planCustomer } from './plan-customer';
import { lockPath, type SynthesizedCustomer } from './synthesis';

/**
 * Records in the lock file what a customer's file declares and Azure has under another name, as an apply would, and gives how
 * many these are. Terraform then gets the names that exist. Writes nothing to Azure.
 */
export async function recordAdoptions(
  synthesized: SynthesizedCustomer,
  { project, cloud, target, asOf }: AdoptionRun,
): Promise<number> {
  const { plan, customer, lock, draft } = await planCustomer(synthesized, target, cloud, asOf);
  const adopting = plan.changes.filter(isAdopting);
  if (adopting.length === 0) return 0;
  const errors = plan.diagnostics.filter((each) => hasErrors([each]));
  if (errors.length > 0) throw new DiagnosticError(errors);
  const subscriptions = Object.entries(draft.declaration.subscriptions).map(([alias, subscriptionId]) => ({
    alias,
    subscriptionId,
  }));
  const file = lockPath(project, customer, cloud);
  writeLockFile(file, lockBeforeApply(lock, { ...plan, changes: adopting }, subscriptions));
  return adopting.length;
}
