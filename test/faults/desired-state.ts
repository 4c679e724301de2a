import {
  assignmentName,
  isOver,
  keyOf,
  type DesiredGrant,
  type DesiredPimAssignment,
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
  asOf: string,
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
    ownershipAt: scenario.ownershipAt,
    reads: 'in-tenant',
    writes: 'in-tenant',
    subscriptions: scenario.subscriptions,
    managementGroups: scenario.managementGroups,
    ...resources,
    pimAssignments: {
      eligible: resources.pimAssignments.eligible.map((each) => unlessOver(each, asOf)),
      active: resources.pimAssignments.active.map((each) => unlessOver(each, asOf)),
    },
    grants: grants.map((grant) => desiredGrant(grant, lock, asOf)),
    ignore: scenario.ignore,
    accept: scenario.accept,
    exceptions: [],
    principalNames: new Map(),
  };
}

/** As synthesis names it: what was adopted at the construct keeps its name. */
function desiredGrant(grant: DeclaredGrant, { adopted }: Lock, asOf: string): DesiredGrant {
  const { path, access, until, dependsOn, preventDestroy, ignoresCondition } = grant;
  const key = keyOf(access as RoleAssignment);
  const { tenantId, scope, role } = access;
  const taken = adopted.find(
    ({ constructPath, naturalKey }) =>
      constructPath === path && naturalKey.startsWith(`${tenantId}|${scope}|${role}|`.toLowerCase()),
  );
  return {
    address: addressOf(path),
    constructPath: path,
    assignment: { ...access, name: taken?.name ?? assignmentName(partner.owner, key) },
    ended: hasEnded(grant, asOf),
    ...(until && { until }),
    dependsOn: dependsOn.map(addressOf),
    preventDestroy,
    ignoresCondition,
  };
}

export function addressOf(path: string): string {
  return `azurerm_role_assignment.${path.split('/')[1]}`;
}

export function hasEnded({ until }: DeclaredGrant, asOf: string): boolean {
  return until !== undefined && isOver(until, asOf);
}

/** What Azure has ended by itself is not taken back. */
function unlessOver(declared: DesiredPimAssignment, asOf: string): DesiredPimAssignment {
  const { standing, assignment } = declared;
  const isOverNow = assignment.endsAt !== undefined && Date.parse(assignment.endsAt) <= Date.parse(asOf);
  return standing === 'declared' && isOverNow ? { ...declared, standing: 'ended' } : declared;
}
