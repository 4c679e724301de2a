import fc from 'fast-check';
import { lockAfterRemoval, lockBeforeApply } from '../../src/apply';
import { hasErrors } from '../../src/diagnostics';
import {
  assignmentId,
  assignmentName,
  constructName,
  naturalKey,
  roleDefinitionId,
  type DesiredGrant,
  type DesiredRoleDefinition,
  type ExistingRoleAssignment,
  type ExistingRoleDefinition,
  type Guid,
  type KnownPrincipals,
  type PrincipalType,
  type RoleAssignment,
  type RoleDefinition,
  type Scope,
} from '../../src/model';
import {
  decodePlanFile,
  encodePlanFile,
  findStaleness,
  isActionable,
  isAssignmentChange,
  planChanges,
  type Change,
  type Plan,
  type PlanInput,
  type RoleDefinitionChange,
} from '../../src/plan';
import { actualState, asOf, desiredState, owner, previousOwner, tenantId, testGuid } from './arbitraries';
import { at, dana, lock as lockOf, production } from './example';

const scope = at();
const start = 'Microsoft.Compute/virtualMachines/start/action';

function definition(id: string, parts: Partial<RoleDefinition> = {}, by: Guid = owner): RoleDefinition {
  return {
    tenantId,
    scope,
    name: constructName(by, { tenantId, scope, constructId: id }),
    roleName: `Role ${id}`,
    permissions: [{ actions: ['*/read', start], notActions: [], dataActions: [], notDataActions: [] }],
    assignableScopes: [scope],
    ...parts,
  };
}

const declared = (id: string, role = definition(id)): DesiredRoleDefinition => ({
  address: `azurerm_role_definition.${id}`,
  constructPath: `contoso/${id}`,
  definition: role,
});

const existing = (role: RoleDefinition): ExistingRoleDefinition => ({ ...role, id: roleDefinitionId(role) });

const made = ({ scope: place, name }: RoleDefinition, id: string) => ({
  type: 'azurerm_role_definition',
  constructPath: `contoso/${id}`,
  scope: place,
  id: roleDefinitionId({ scope: place, name }),
});

/** Dana's assignment of the role, named by an owner. */
function assignmentOf(role: Guid, by: Guid = owner): RoleAssignment {
  const principalType: PrincipalType = 'User';
  const access = { tenantId, scope, role, principalId: dana, principalType };
  return { ...access, name: assignmentName(by, naturalKey(access)) };
}

function holder(role: Guid, by: Guid = owner): ExistingRoleAssignment {
  const assignment = assignmentOf(role, by);
  return { ...assignment, id: assignmentId(assignment) };
}

const grantOf = (role: Guid, name: string): DesiredGrant => ({
  address: `azurerm_role_assignment.${name}`,
  constructPath: `contoso/${name}`,
  assignment: assignmentOf(role),
  ended: false,
});

interface World {
  readonly roles?: readonly DesiredRoleDefinition[];
  readonly grants?: readonly DesiredGrant[];
  readonly found?: readonly RoleDefinition[] | 'unread';
  readonly holders?: readonly ExistingRoleAssignment[];
  readonly locked?: readonly ReturnType<typeof made>[];
}

function input({ roles = [], grants = [], found = [], holders = [], locked = [] }: World): PlanInput {
  const people: KnownPrincipals = new Map([[dana, { id: dana, type: 'User', displayName: 'Dana' }]]);
  const actual = actualState(holders, [], people);
  return {
    desired: desiredState({ roleDefinitions: roles, grants }),
    actual: {
      ...actual,
      subscriptions: actual.subscriptions.map((reading) =>
        reading.status === 'read' && reading.subscriptionId === production && found !== 'unread'
          ? { ...reading, roleDefinitions: found.map(existing) }
          : reading,
      ),
    },
    lock: { ...lockOf(), made: locked },
    cloud: 'emulator',
    asOf,
    configurationDigest: 'digest',
  };
}

const inWords = (plan: Plan): string[] => [
  ...plan.changes.map(({ action, address }) => `${action} ${address.replace(/^azurerm_|\["[^"]+"\]/g, '')}`),
  ...plan.diagnostics.map(({ code }) => code),
];
const planned = (world: World): string[] => inWords(planChanges(input(world)));
const changeAt = (plan: Plan, part: string): Change | undefined =>
  plan.changes.find(({ address }) => address.includes(part));

describe('a custom role', () => {
  const role = definition('operator');

  it('is created where it is declared and not in Azure, and a grant of it waits for that', () => {
    const plan = planChanges(input({ roles: [declared('operator')], grants: [grantOf(role.name, 'ops')] }));
    expect(inWords(plan)).toEqual(['create role_assignment.ops', 'create role_definition.operator']);
    expect(changeAt(plan, 'ops')?.dependsOn).toEqual(['azurerm_role_definition.operator']);
    expect(plan.names[role.name]).toBe('Role operator');
  });

  it.each([
    [
      'order and letter case of actions',
      { permissions: [{ ...block(), actions: [start.toLowerCase(), '*/READ'] }] },
    ],
    ['letter case of scopes', { assignableScopes: [scope.toUpperCase() as Scope] }],
    ['a description that is empty', { description: '' }],
  ])('is as declared whatever the %s', (_, parts) => {
    const found = [definition('operator', parts)];
    expect(planned({ roles: [declared('operator')], found })).toEqual(['no-op role_definition.operator']);
  });

  it.each([
    ['name', { roleName: 'Another' }],
    ['description', { description: 'Another' }],
    ['permissions', { permissions: [{ ...block(), notActions: [start] }] }],
    ['permissions', { permissions: [block(), block(['*'])] }],
    ['assignable_scopes', { assignableScopes: [scope, at('', testGuid(2, 2))] }],
  ])('is updated in place where its %s differs', (attribute, parts) => {
    const plan = planChanges(
      input({ roles: [declared('operator')], found: [definition('operator', parts)] }),
    );
    expect(changeAt(plan, 'operator')).toMatchObject({ action: 'update', changed: [attribute] });
  });

  it('is updated without replacing the assignments of it (pain 8)', () => {
    const found = [definition('operator', { description: 'Another' })];
    const grants = [grantOf(role.name, 'ops')];
    expect(planned({ roles: [declared('operator')], grants, found, holders: [holder(role.name)] })).toEqual([
      'no-op role_assignment.ops',
      'update role_definition.operator',
    ]);
  });

  it('is left, with a warning, while nothing may be removed', () => {
    const world = input({ found: [role], holders: [holder(role.name)], locked: [made(role, 'operator')] });
    const plan = planChanges({ ...world, removalsRefused: 'A lock file cannot be read.' });
    expect(inWords(plan)).toEqual(['removal_held_back']);
    expect(plan.diagnostics[0]).toMatchObject({
      constructPath: 'contoso/operator',
      detail: expect.stringMatching(/"Role operator".*A lock file cannot be read\./),
    });
  });

  it('is removed after the assignments of it, once it is no longer declared', () => {
    const plan = planChanges(
      input({ found: [role], holders: [holder(role.name)], locked: [made(role, 'operator')] }),
    );
    expect(inWords(plan)).toEqual(['delete role_assignment.undeclared', 'delete role_definition.undeclared']);
    expect(changeAt(plan, 'role_definition')?.dependsOn).toEqual([
      changeAt(plan, 'role_assignment')?.address,
    ]);
  });

  it('stops the plan where somebody else holds it still', () => {
    const byHand = holder(role.name, testGuid(9, 9));
    const plan = planChanges(input({ found: [role], holders: [byHand], locked: [made(role, 'operator')] }));
    expect(inWords(plan)).toEqual(['role_in_use']);
    expect(plan.diagnostics[0]?.detail).toContain(byHand.id);
  });

  it.each([
    ['the lock file does not name', []],
    ['bears a name that the construct in the lock file does not give', [made(role, 'auditor')]],
  ])('is left alone that %s', (_, locked) => {
    expect(planned({ found: [role], locked })).toEqual([]);
  });

  it('of a previous owner is ours under the name that it has', () => {
    const earlier = definition('operator', {}, previousOwner);
    expect(planned({ roles: [declared('operator', earlier)], found: [earlier] })).toEqual([
      'no-op role_definition.operator',
    ]);
    expect(planned({ found: [earlier], locked: [made(earlier, 'operator')] })).toEqual([
      'delete role_definition.undeclared',
    ]);
  });

  it('that somebody else made is not taken over, whether it has the same name or the same guid', () => {
    const namesake = definition('other', { roleName: 'ROLE OPERATOR' });
    expect(planned({ roles: [declared('operator')], found: [namesake] })).toEqual(['role_name_taken']);
    const foreign = definition('operator', { name: testGuid(8, 1), roleName: 'Foreign' });
    const roles = [declared('operator', { ...role, name: testGuid(8, 1) })];
    expect(planned({ roles, found: [foreign] })).toEqual(['name_taken']);
  });

  it('is not planned where custom roles could not be read (pain 18)', () => {
    expect(planned({ roles: [declared('operator')], found: 'unread' })).toEqual(['scope_unread']);
    expect(planned({ found: 'unread', locked: [made(role, 'operator')] })).toEqual([]);
  });
});

function block(actions = ['*/read', start]) {
  return { actions, notActions: [], dataActions: [], notDataActions: [] };
}

const situations: fc.Arbitrary<World> = fc
  .tuple(
    ...['operator', 'auditor'].map((id) =>
      fc.record({
        id: fc.constant(id),
        isDeclared: fc.boolean(),
        found: fc.constantFrom<Partial<RoleDefinition> | undefined>(
          undefined,
          {},
          { permissions: [block([start, '*/read'])] },
          { permissions: [block(['*'])], description: 'changed' },
          { roleName: 'Role auditor' },
        ),
        isLocked: fc.boolean(),
        isGranted: fc.boolean(),
        heldBy: fc.constantFrom<Guid | undefined>(undefined, owner, testGuid(9, 9)),
      }),
    ),
  )
  .map((entries) => ({
    roles: entries.filter(({ isDeclared }) => isDeclared).map(({ id }) => declared(id)),
    grants: entries
      .filter(({ isDeclared, isGranted }) => isDeclared && isGranted)
      .map(({ id }) => grantOf(definition(id).name, id)),
    found: entries.flatMap(({ id, found }) => (found ? [definition(id, found)] : [])),
    holders: entries.flatMap(({ id, heldBy }) => (heldBy ? [holder(definition(id).name, heldBy)] : [])),
    locked: entries.filter(({ isLocked }) => isLocked).map(({ id }) => made(definition(id), id)),
  }));

/** What the world is after everything in the plan succeeded. */
function settled(given: PlanInput, { changes, ...plan }: Plan, world: World): PlanInput {
  const roles = new Map((world.found as RoleDefinition[]).map((role) => [role.name, role]));
  const holders = new Map(world.holders?.map((each) => [each.id, each]));
  for (const change of changes.filter(isActionable)) {
    if (change.action === 'delete') {
      if (change.type === 'azurerm_role_definition') roles.delete(change.before.name);
      holders.delete(change.before.id);
    } else if (!('after' in change)) continue;
    else if (change.type === 'azurerm_role_definition') roles.set(change.after.name, change.after);
    else if (isAssignmentChange(change))
      holders.set(assignmentId(change.after), { ...change.after, id: assignmentId(change.after) });
  }
  const removed = changes.flatMap((change) => (change.action === 'delete' ? [change.before.id] : []));
  const next = input({ ...world, found: [...roles.values()], holders: [...holders.values()] });
  const before = lockBeforeApply(given.lock, { changes, ...plan }, given.desired.subscriptions);
  return { ...next, lock: lockAfterRemoval(before, removed) };
}

describe('custom roles and their grants', () => {
  const runs = { numRuns: 200 };
  const check = (property: (plan: Plan, given: PlanInput, world: World) => void) =>
    fc.assert(
      fc.property(situations, (world) => property(planChanges(input(world)), input(world), world)),
      runs,
    );

  it('are as declared after an apply: the next plan is empty (invariant 1)', () => {
    check((plan, given, world) => {
      fc.pre(!hasErrors(plan.diagnostics));
      expect(planChanges(settled(given, plan, world)).changes.filter(isActionable)).toEqual([]);
    });
  });

  it('are changed and removed only where our owner or the lock proves them ours (invariant 2)', () => {
    check((plan, { lock }) => {
      for (const change of plan.changes.filter(
        (each): each is RoleDefinitionChange => !isAssignmentChange(each),
      )) {
        if (change.action !== 'delete') continue;
        expect(lock.made.map(({ id }) => id)).toContain(change.before.id);
      }
    });
  });

  it('come out of a plan file as they went in, and are not stale (invariants 3 and 8)', () => {
    check((plan) => {
      const [decoded] = decodePlanFile(encodePlanFile([plan], '1'), '1');
      expect(decoded).toEqual(plan);
      expect(decoded && findStaleness(decoded, plan)).toEqual([]);
    });
  });

  it('are planned the same in whatever order they are read (invariant 3)', () => {
    check((plan, _, world) => {
      const backwards = input({
        ...world,
        roles: [...(world.roles ?? [])].reverse(),
        found: [...(world.found as RoleDefinition[])].reverse(),
        locked: [...(world.locked ?? [])].reverse(),
      });
      expect(encodePlanFile([planChanges(backwards)], '1')).toBe(encodePlanFile([plan], '1'));
    });
  });

  it('wait for each other: a grant for its role, a role that goes for its assignments (invariant 4)', () => {
    check(({ changes }) => {
      for (const change of changes) {
        if (isAssignmentChange(change) && 'after' in change) {
          const role = changes.find(
            (other) =>
              other.type === 'azurerm_role_definition' &&
              'after' in other &&
              other.after.name === change.after.role,
          );
          if (role) expect(change.dependsOn).toContain(role.address);
        }
        if (change.type === 'azurerm_role_definition' && change.action === 'delete') {
          const holders = changes.filter(
            (other) =>
              isAssignmentChange(other) &&
              other.action === 'delete' &&
              other.before.role === change.before.name,
          );
          expect(change.dependsOn).toEqual(holders.map(({ address }) => address).sort());
        }
      }
    });
  });
});
