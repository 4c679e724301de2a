/* A customer of whom a plan has a change of each kind to make, and what it comes to. */
import { writeLockFile } from '../../src/apply';
import {
  assignmentId,
  constructName,
  keyOf,
  registrationDefinitionId,
  roleDefinitionId,
  type DesiredState,
  type Guid,
  type Lock,
  type RoleAssignment,
  type RoleDefinition,
} from '../../src/model';
import { isActionable, isAdopting, type Plan } from '../../src/plan';
import {
  adminAgents,
  at,
  condition,
  grant,
  group,
  labTeam,
  lee,
  owner,
  partner,
  present,
  roles,
  Stage,
  tenant,
  type Access,
} from './stage';

const nameOf = (constructId: string) => constructName(owner, { tenantId: tenant, scope: at(), constructId });

const role = (constructId: string): RoleDefinition => ({
  ...{ tenantId: tenant, scope: at(), name: nameOf(constructId), roleName: constructId },
  assignableScopes: [at()],
  permissions: [
    {
      actions: ['Microsoft.Compute/virtualMachines/read'],
      notActions: [],
      dataActions: [],
      notDataActions: [],
    },
  ],
});

const formerRole = role('former-role');
const newRole = role('role');

const conditional: Access = { role: roles.blobReader, condition: condition('a') };
const toMove: Access = { scope: group('rg-b') };
const toDrop: Access = { to: lee, role: roles.contributor, scope: group('rg-a') };

const grants = [
  grant('updated', { ...conditional, condition: condition('b') }),
  grant('adopted', { to: lee, scope: group('rg-a') }),
  grant('moved', { ...toMove, role: roles.contributor }),
  grant('created', { to: lee, role: roles.contributor, scope: group('rg-b') }),
  grant('of-role', { to: labTeam, as: 'Group', role: newRole.name }),
];

const place = { tenantId: tenant, scope: at() };
const parts: Partial<DesiredState> = {
  roleDefinitions: [
    { address: 'azurerm_role_definition.role', constructPath: 'contoso/role', definition: newRole },
  ],
  pimAssignments: {
    eligible: [
      {
        address: 'azurerm_pim_eligible_role_assignment.eligible',
        constructPath: 'contoso/eligible',
        assignment: {
          ...place,
          ...{ role: roles.reader, principalId: lee, principalType: 'User', endsAt: '2026-08-01T00:00:00Z' },
        },
        standing: 'declared',
      },
    ],
    active: [],
  },
  registrations: {
    definitions: [
      {
        address: 'azurerm_lighthouse_definition.offer',
        constructPath: 'contoso/offer',
        registration: {
          ...{ ...place, name: nameOf('offer'), offerName: 'Reading', managingTenantId: partner },
          authorizations: [
            { principalId: adminAgents, displayName: 'Agents', role: roles.reader, assignableRoles: [] },
          ],
          eligibleAuthorizations: [],
        },
      },
    ],
    assignments: [
      {
        address: 'azurerm_lighthouse_assignment.offer',
        constructPath: 'contoso/offer',
        registration: {
          ...{ ...place, name: nameOf('offer') },
          definitionId: registrationDefinitionId({ ...place, name: nameOf('offer') }),
        },
      },
    ],
  },
};

/** The lock's entry for what was adopted before, under the name with this number. */
function adopted(path: string, access: Access, byHand: number) {
  const name = present(access, byHand).name as Guid;
  const assignment: RoleAssignment = { ...grant(path, access).assignment, name };
  return {
    constructPath: `contoso/${path}`,
    ...{ id: assignmentId(assignment), name, naturalKey: keyOf(assignment) },
  };
}

/** Azure and the lock file as they are before. */
export async function openCustomer(): Promise<Stage> {
  const stage = await Stage.open(
    [
      present(conditional),
      present({ to: lee, scope: group('rg-a') }, 11),
      present(toMove, 12),
      present(toDrop, 13),
      present({ to: labTeam, as: 'Group', role: roles.contributor }),
      present({ to: labTeam, as: 'Group', scope: group('rg-a') }, 14),
    ],
    { pageSize: 20 },
  );
  await stage.provider.roleDefinitions.create(formerRole);
  const type = 'azurerm_role_definition';
  writeLockFile(stage.lockFile, {
    ...{ customer: 'contoso', cloud: 'emulator', scopes: [] },
    adopted: [adopted('moved', toMove, 12), adopted('dropped', toDrop, 13)],
    made: [{ type, constructPath: 'contoso/former-role', scope: at(), id: roleDefinitionId(formerRole) }],
  });
  return stage;
}

export const planFor = (stage: Stage): Promise<Plan> => stage.plan(grants, parts);

/** How a customer was left. */
export interface End {
  /** What Azure lists, less when and by whom it was made. */
  readonly azure: readonly string[];
  readonly lock: Lock;
  /** What a plan would still do. */
  readonly toDo: readonly string[];
}

export async function endOf(stage: Stage): Promise<End> {
  const { subscriptions, registrations, pimAssignments } = await stage.read(grants, parts);
  const [reading] = subscriptions;
  if (reading?.status !== 'read') throw new Error('the subscription could not be read');
  const { assignments, roleDefinitions = [] } = reading;
  const others = [registrations?.definitions, registrations?.assignments, pimAssignments?.eligible];
  const listed = [...assignments, ...roleDefinitions, ...others.flatMap((known) => [...(known ?? [])])];
  const { changes, diagnostics } = await planFor(stage);
  const toDo = changes.filter((change) => isActionable(change) || isAdopting(change));
  return {
    azure: listed
      .map((each) => JSON.stringify({ ...each, createdOn: undefined, createdBy: undefined }))
      .sort(),
    lock: stage.readLock(),
    toDo: [
      ...toDo.map(({ action, address }) => `${action} ${address}`),
      ...diagnostics.map(({ code }) => code),
    ],
  };
}
