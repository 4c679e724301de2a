/* What a customer file declares besides grants: custom roles, delegations, and what is under Privileged Identity Management. */
import {
  constructName,
  managementGroupScope,
  registrationAssignmentId,
  registrationDefinitionId,
  roleDefinitionId,
  subscriptionScope,
  type DesiredPimAssignment,
  type DesiredRoleDefinition,
  type DesiredState,
  type Guid,
  type MadeResource,
  type PimKind,
  type Scope,
} from '../../src/model';
import type { Draw } from './random-rounds';
import { partner, roles, type DeclaredResources } from './scenario';

/** What is the same in every round, so that a construct keeps its place. */
export interface Constructs {
  /** The first is always declared: others may have it. */
  readonly roles: readonly Construct[];
  readonly delegations: readonly Construct[];
  readonly pim: Readonly<Record<PimKind, readonly (Construct & { readonly role: Guid })[]>>;
}

interface Construct {
  readonly path: string;
  readonly scope: Scope;
  readonly name: Guid;
}

export function drawConstructs(
  { dice, customer, scopes, subscriptions, managementGroups }: Draw,
  keepsLock: boolean,
): Constructs {
  const construct = (id: string, scope: Scope, owner = partner.owner): Construct => ({
    path: `contoso/${id}`,
    scope,
    name: constructName(owner, { tenantId: customer.tenant, scope, constructId: id }),
  });
  const several = <Item>(chance: number, most: number, make: (index: number) => Item): Item[] =>
    dice.chance(chance) ? Array.from({ length: dice.between(1, most) }, (_, index) => make(index)) : [];
  const somewhere = (): Scope => subscriptionScope(dice.pick(subscriptions).subscriptionId);
  // Synthesis learns a former owner's names from the lock file alone.
  const owner = (): Guid => (keepsLock && dice.chance(0.2) ? partner.previousOwner : partner.owner);
  const scheduled = (kind: PimKind) =>
    several(0.2, 2, (index) => ({
      ...construct(`${kind}-${index}`, dice.pick(scopes)),
      role: roles[index] as Guid,
    }));
  const assignable = (): Scope =>
    dice.chance(0.4)
      ? dice.pick([
          ...managementGroups.map(({ managementGroup }) => managementGroupScope(managementGroup)),
          somewhere(),
        ])
      : somewhere();
  return {
    roles: several(0.35, 3, (index) => construct(`role-${index}`, assignable(), owner())),
    delegations: several(0.25, 2, (index) => construct(`delegation-${index}`, somewhere(), owner())),
    pim: { eligible: scheduled('eligible'), active: scheduled('active') },
  };
}

/** What is under Privileged Identity Management is declared in every round, or taken back: there is no other way. */
export function drawResources({ dice, customer }: Draw, constructs: Constructs): DeclaredResources {
  const tenantId = customer.tenant;
  const [kept, ...others] = constructs.roles;
  const declared = others.filter(() => dice.chance(0.6));
  const offers = constructs.delegations.filter(() => dice.chance(0.7));
  const scheduled = (kind: PimKind): DesiredPimAssignment[] =>
    constructs.pim[kind].map(({ path, scope, role }) => ({
      ...placeOf(`azurerm_pim_${kind}_role_assignment`, path),
      assignment: {
        ...{ tenantId, scope, role, principalId: customer.scheduled, principalType: 'User' },
        endsAt: dice.pick(['2026-06-02T00:00:00Z', '2026-08-01T00:00:00Z', '2026-09-01T00:00:00Z']),
      },
      standing: dice.chance(0.7) ? 'declared' : 'revoked',
    }));
  return {
    roleDefinitions: [...(kept ? [kept] : []), ...declared].map((role) =>
      roleDefinition(role, tenantId, dice.between(1, 3)),
    ),
    registrations: delegated(offers, tenantId, () => dice.between(1, 3)),
    pimAssignments: { eligible: scheduled('eligible'), active: scheduled('active') },
  };
}

/** A role in one of its versions; the first is the one that Azure has at the beginning. */
export function roleDefinition(
  { path, scope, name }: Construct,
  tenantId: Guid,
  version: number,
): DesiredRoleDefinition {
  const actions = ['read', 'start/action', 'restart/action'].slice(0, version);
  return {
    ...placeOf('azurerm_role_definition', path),
    definition: {
      ...{ tenantId, scope, name, roleName: `${path} of ${tenantId}`, assignableScopes: [scope] },
      permissions: [
        {
          actions: actions.map((action) => `Microsoft.Compute/virtualMachines/${action}`),
          ...{ notActions: [], dataActions: [], notDataActions: [] },
        },
      ],
    },
  };
}

/** Each offer with its acceptance, both named alike: they are of different types. */
function delegated(
  offers: readonly Construct[],
  tenantId: Guid,
  version: () => number,
): DesiredState['registrations'] {
  return {
    definitions: offers.map(({ path, scope, name }) => ({
      ...placeOf('azurerm_lighthouse_definition', path),
      registration: {
        ...{ tenantId, scope, name, offerName: `Offer ${version()}`, managingTenantId: partner.tenant },
        authorizations: [
          {
            principalId: partner.adminAgents,
            displayName: 'Agents',
            role: roles[0] as Guid,
            assignableRoles: [],
          },
        ],
        eligibleAuthorizations: [],
      },
    })),
    assignments: offers.map(({ path, scope, name }) => ({
      ...placeOf('azurerm_lighthouse_assignment', path),
      registration: { tenantId, scope, name, definitionId: registrationDefinitionId({ scope, name }) },
    })),
  };
}

function placeOf(type: string, path: string) {
  return { address: `${type}.${path.split('/')[1]}`, constructPath: path };
}

/** What the lock file knows before the first round: the constructs that were applied before, gone since or not. */
export function madeBefore({ roles: made, delegations }: Constructs): MadeResource[] {
  return [
    ...made.map(({ path, ...place }) => ({
      ...{ type: 'azurerm_role_definition', constructPath: path, scope: place.scope },
      id: roleDefinitionId(place),
    })),
    ...delegations.flatMap(({ path, ...place }) => [
      {
        ...{ type: 'azurerm_lighthouse_definition', constructPath: path, scope: place.scope },
        id: registrationDefinitionId(place),
      },
      {
        ...{ type: 'azurerm_lighthouse_assignment', constructPath: path, scope: place.scope },
        id: registrationAssignmentId(place),
      },
    ]),
  ];
}
