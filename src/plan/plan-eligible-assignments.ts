import { diagnostic, type Diagnostic } from '../diagnostics';
import { eligibleAssignmentId, type ActualState, type DesiredState } from '../model';
import { changedInEligibleAssignment } from '../resources';
import type { EligibleAssignmentChange } from './change';

/** What follows from the eligible assignments that are declared. */
export interface PlannedEligibleAssignments {
  readonly changes: readonly EligibleAssignmentChange[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The service names schedules, so that nothing tells whose one is: ours are those that are declared, and one that was
 * deleted from the file is left as it is. To take one back is declared, too. What could not be read is left out.
 */
export function planEligibleAssignments(
  desired: DesiredState,
  actual: ActualState,
): PlannedEligibleAssignments {
  const changes: EligibleAssignmentChange[] = [];
  const diagnostics: Diagnostic[] = [];
  const paths = new Map<string, string>();
  for (const { assignment: after, standing, ...origin } of desired.eligibleAssignments) {
    const id = eligibleAssignmentId(after);
    const twin = paths.get(id);
    paths.set(id, origin.constructPath);
    if (twin !== undefined) {
      const detail = `${twin} and ${origin.constructPath} make the same principal eligible for the same role at the same scope.`;
      diagnostics.push(diagnostic('duplicate_grant', { ...origin, detail, hint: 'Remove one of them.' }));
    }
    const found = actual.eligibleAssignments?.get(id);
    const base = { type: 'azurerm_pim_eligible_role_assignment' as const, ...origin, dependsOn: [] };
    if (!found || twin !== undefined || standing === 'ended') continue;
    if (standing === 'revoked') {
      if (found !== 'missing') changes.push({ ...base, action: 'delete', before: found, reason: 'revoked' });
    } else if (found === 'missing') {
      changes.push({ ...base, action: 'create', after, reason: 'not-in-azure' });
    } else {
      const changed = changedInEligibleAssignment(found, after);
      if (changed.length === 0) changes.push({ ...base, action: 'no-op', before: found });
      else
        changes.push({
          ...base,
          action: 'update',
          before: found,
          after,
          changed,
          reason: 'attributes-differ',
        });
    }
  }
  return { changes, diagnostics };
}
