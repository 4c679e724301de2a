import type { DiagnosticError } from '../diagnostics';
import type { AdoptedAssignment } from '../model';
import { isAssignmentChange, type Plan } from '../plan';
import { AssignmentExistsError } from '../provider';
import type { Actionable } from './act';

/**
 * What to record where a creation was refused because the access exists under another name: when a plan that is made
 * now would adopt that very assignment and change nothing about it, that is done; else undefined.
 */
export async function findAdoption(
  change: Actionable,
  error: DiagnosticError,
  replan: () => Promise<Plan | undefined>,
): Promise<AdoptedAssignment | undefined> {
  if (!(error instanceof AssignmentExistsError) || !error.existing || change.action !== 'create')
    return undefined;
  const { id } = error.existing;
  const now = (await replan())?.changes.find(({ address }) => address === change.address);
  if (!now || !isAssignmentChange(now) || now.action !== 'no-op' || !now.adopting) return undefined;
  if (now.before.id.toLowerCase() !== id.toLowerCase() || now.constructPath === undefined) return undefined;
  const { constructPath, naturalKey, before } = now;
  return { constructPath, id: before.id, name: before.name, naturalKey };
}
