import type { DesiredPimAssignment, Lock } from '../../model';
import { lockWithPartnerAccess } from '../partner-access-plan';
import { planCustomer, type PlannedCustomer, type Resolved } from '../plan-customer';
import type { Fleet } from '../runs/fleet';

/**
 * The plan that takes all of ours: nothing is declared any more, what is declared under Privileged Identity Management is
 * taken back, the partner's groups lose what they have, and nothing speaks for any of it.
 */
export function emptiedPlan(
  entry: PlannedCustomer,
  lock: Lock,
  { target, cloud }: Fleet,
  asOf: string,
): Promise<PlannedCustomer> {
  const { adminAgents, helpdeskAgents } = entry.draft.declaration.partner;
  const groups = [adminAgents, ...(helpdeskAgents ? [helpdeskAgents] : [])];
  const claimed = { ...entry, lock: lockWithPartnerAccess(entry, lock, groups) };
  return planCustomer(claimed, target, cloud, asOf, nothingDeclared);
}

/** That the principal of a grant is not found matters no more. Of an assignment under PIM it says which one is left. */
function nothingDeclared({ desired, diagnostics }: Resolved): Resolved {
  const { eligible, active } = desired.pimAssignments;
  return {
    desired: {
      ...desired,
      grants: [],
      endedForNobody: [],
      roleDefinitions: [],
      registrations: { definitions: [], assignments: [] },
      pimAssignments: { eligible: eligible.map(revoked), active: active.map(revoked) },
      ignore: [],
      accept: [],
      exceptions: [],
    },
    diagnostics: diagnostics.filter(({ address }) => address?.startsWith('azurerm_pim_')),
  };
}

function revoked(declared: DesiredPimAssignment): DesiredPimAssignment {
  return { ...declared, standing: 'revoked' };
}
