import {
  assignmentName,
  keyOf,
  type CalendarDate,
  type DesiredGrant,
  type DesiredState,
  type Lock,
  type RoleAssignment,
} from '../../src/model';
import { partner, type DeclaredGrant, type Round, type Scenario } from './scenario';

/** What the customer file declares, given what the lock file records. */
export function desiredState(
  scenario: Scenario,
  { grants, resources }: Pick<Round, 'grants' | 'resources'>,
  lock: Lock,
): DesiredState {
  return {
    customer: 'contoso',
    tenantId: scenario.customer.tenant,
    partner: {
      tenantId: partner.tenant,
      owner: partner.owner,
      previousOwners: [partner.previousOwner],
      otherOwners: [partner.otherOwner],
      adminAgents: partner.adminAgents,
    },
    ownership: scenario.ownership,
    reads: 'in-tenant',
    writes: 'in-tenant',
    subscriptions: scenario.subscriptions,
    managementGroups: scenario.managementGroups,
    ...resources,
    grants: grants.map((grant) => desiredGrant(grant, lock)),
    ignore: scenario.ignore,
    accept: scenario.accept,
    exceptions: [],
    principalNames: new Map(),
  };
}

/** As synthesis names it: what was adopted at the construct keeps its name. */
function desiredGrant({ path, access, ended }: DeclaredGrant, { adopted }: Lock): DesiredGrant {
  const key = keyOf(access as RoleAssignment);
  const { tenantId, scope, role } = access;
  const taken = adopted.find(
    ({ constructPath, naturalKey }) =>
      constructPath === path && naturalKey.startsWith(`${tenantId}|${scope}|${role}|`.toLowerCase()),
  );
  return {
    address: `azurerm_role_assignment.${path.split('/')[1]}`,
    constructPath: path,
    assignment: { ...access, name: taken?.name ?? assignmentName(partner.owner, key) },
    ended,
    ...(ended && { until: '2026-05-31' as CalendarDate }),
  };
}
