import fc from 'fast-check';
import { lockAfterRemoval, lockBeforeApply } from '../../src/apply';
import {
  constructName,
  registrationAssignmentId,
  registrationDefinitionId,
  type DelegatedRole,
  type Guid,
  type RegistrationAssignment,
  type RegistrationDefinition,
} from '../../src/model';
import {
  decodePlanFile,
  encodePlanFile,
  findStaleness,
  isActionable,
  planChanges,
  type Plan,
  type PlanInput,
} from '../../src/plan';
import { actualState, asOf, desiredState, owner, previousOwner, tenantId, testGuid } from './arbitraries';
import { at, lock as lockOf } from './example';

const scope = at();
const path = 'contoso/production/monitoring';
const roleFor = (principal: number, more: Partial<DelegatedRole> = {}): DelegatedRole => ({
  principalId: testGuid(4, principal),
  role: testGuid(5, 1),
  assignableRoles: [],
  ...more,
});

function definition(parts: Partial<RegistrationDefinition> = {}, by: Guid = owner): RegistrationDefinition {
  return {
    tenantId,
    scope,
    name: constructName(by, { tenantId, scope, constructId: 'production/monitoring' }),
    offerName: 'Monitoring',
    managingTenantId: testGuid(1, 2),
    authorizations: [roleFor(1), roleFor(2, { assignableRoles: [testGuid(5, 2), testGuid(5, 3)] })],
    eligibleAuthorizations: [],
    ...parts,
  };
}

function assignmentOf({ name }: RegistrationDefinition): RegistrationAssignment {
  return { tenantId, scope, name, definitionId: registrationDefinitionId({ scope, name }) };
}

interface World {
  readonly declared?: RegistrationDefinition;
  readonly found?: RegistrationDefinition | 'unread';
  /** Default: as long as the definition is there. */
  readonly isAssigned?: boolean;
  readonly locked?: RegistrationDefinition;
}

/** One delegation at one subscription: its definition, and the assignment of it. */
function input({ declared, found, isAssigned = true, locked }: World): PlanInput {
  const [definitionType, assignmentType] = ['azurerm_lighthouse_definition', 'azurerm_lighthouse_assignment'];
  const definitions = new Map();
  const assignments = new Map();
  for (const each of [declared, locked]) {
    if (!each || found === 'unread') continue;
    definitions.set(registrationDefinitionId(each).toLowerCase(), 'missing');
    assignments.set(registrationAssignmentId(each).toLowerCase(), 'missing');
  }
  if (found && found !== 'unread') {
    const [id, assignmentId] = [registrationDefinitionId(found), registrationAssignmentId(found)];
    definitions.set(id.toLowerCase(), { ...found, id });
    const assignment = { ...assignmentOf(found), id: assignmentId };
    if (isAssigned) assignments.set(assignmentId.toLowerCase(), assignment);
  }
  const origin = (type: string) => ({ address: `${type}.monitoring`, constructPath: path });
  const madeAs = (type: string, id: string) => ({ type, constructPath: path, scope, id });
  return {
    desired: desiredState({
      registrations: {
        definitions: declared ? [{ ...origin(definitionType), registration: declared }] : [],
        assignments: declared ? [{ ...origin(assignmentType), registration: assignmentOf(declared) }] : [],
      },
    }),
    actual: { ...actualState([]), registrations: { definitions, assignments } },
    lock: {
      ...lockOf(),
      made: locked
        ? [
            madeAs(definitionType, registrationDefinitionId(locked)),
            madeAs(assignmentType, registrationAssignmentId(locked)),
          ]
        : [],
    },
    cloud: 'emulator',
    asOf,
    configurationDigest: 'digest',
  };
}

const inWords = ({ changes, diagnostics }: Plan): string[] => [
  ...changes.map(({ action, type }) => `${action} ${type.replace('azurerm_lighthouse_', '')}`),
  ...diagnostics.map(({ code }) => code),
];
const planned = (world: World): string[] => inWords(planChanges(input(world)));
const dependenciesOf = (plan: Plan, type: string) =>
  plan.changes.find((change) => change.type === `azurerm_lighthouse_${type}`)?.dependsOn;

describe('a delegation', () => {
  it('is left, with a warning, while nothing may be removed', () => {
    const world = input({ found: definition(), locked: definition() });
    expect(inWords(planChanges(world))).toEqual(['delete assignment', 'delete definition']);
    const plan = planChanges({ ...world, removalsRefused: 'A lock file cannot be read.' });
    expect(inWords(plan)).toEqual(['removal_held_back', 'removal_held_back']);
    expect(plan.diagnostics[0]).toMatchObject({ constructPath: path });
  });

  it('is made, its definition before the assignment', () => {
    const plan = planChanges(input({ declared: definition() }));
    expect(inWords(plan)).toEqual(['create assignment', 'create definition']);
    expect(dependenciesOf(plan, 'assignment')).toEqual(['azurerm_lighthouse_definition.monitoring']);
  });

  it.each<[string, World]>([
    ['made', { declared: definition() }],
    ['changed', { declared: definition({ offerName: 'Another' }), found: definition() }],
    ['removed', { found: definition(), locked: definition() }],
  ])('is not %s where the assignments of its scope could not be read', (_, world) => {
    const given = input(world);
    const { subscriptions } = actualState([], [testGuid(2, 1)]);
    expect(inWords(planChanges(given))).not.toEqual([]);
    expect(inWords(planChanges({ ...given, actual: { ...given.actual, subscriptions } }))).toEqual([]);
  });

  it('is as declared whatever the order of its authorizations', () => {
    const { authorizations } = definition();
    const backwards = authorizations.map((each) => ({
      ...each,
      assignableRoles: each.assignableRoles.toReversed(),
    }));
    const found = definition({ authorizations: backwards.reverse() });
    expect(planned({ declared: definition(), found })).toEqual(['no-op assignment', 'no-op definition']);
  });

  it.each<[string, Partial<RegistrationDefinition>]>([
    ['name', { offerName: 'Another' }],
    ['description', { description: 'Another' }],
    ['authorization', { authorizations: [roleFor(1)] }],
    ['authorization', { authorizations: [roleFor(1), roleFor(2)] }],
    ['eligible_authorization', { eligibleAuthorizations: [eligible()] }],
  ])('is updated in place where its %s differs', (attribute, parts) => {
    const plan = planChanges(input({ declared: definition(), found: definition(parts) }));
    expect(plan.changes).toContainEqual(expect.objectContaining({ action: 'update', changed: [attribute] }));
    expect(plan.changes).toHaveLength(2);
  });

  it('is removed once it is no longer declared, its definition after the assignment', () => {
    const plan = planChanges(input({ found: definition(), locked: definition() }));
    expect(inWords(plan)).toEqual(['delete assignment', 'delete definition']);
    expect(dependenciesOf(plan, 'definition')).toEqual([
      `azurerm_lighthouse_assignment.undeclared["${definition().name}"]`,
    ]);
  });

  it('is left alone that the lock file does not name, or under a name that its construct does not give', () => {
    expect(planned({ found: definition() })).toEqual([]);
    const foreign = definition({ name: testGuid(8, 1) });
    expect(planned({ found: foreign, locked: foreign })).toEqual([]);
    expect(planned({ declared: foreign, found: foreign })).toEqual(['name_taken', 'name_taken']);
  });

  it('of a previous owner is ours', () => {
    const earlier = definition({}, previousOwner);
    expect(planned({ declared: earlier, found: earlier })).toEqual(['no-op assignment', 'no-op definition']);
  });

  it('is not planned where it could not be read', () => {
    expect(planned({ declared: definition(), found: 'unread' })).toEqual([]);
    expect(planned({ locked: definition(), found: 'unread' })).toEqual([]);
  });
});

function eligible() {
  const [principalId, role] = [testGuid(4, 3), testGuid(5, 1)];
  return { principalId, role, multiFactor: 'Azure' as const, longestActivation: 'PT8H', approvers: [] };
}

const contents = fc.constantFrom<Partial<RegistrationDefinition>>(
  {},
  { offerName: 'Another', description: 'changed' },
  { authorizations: [roleFor(2), roleFor(1, { displayName: 'Tier 1' })] },
  { eligibleAuthorizations: [eligible()] },
);

const worlds: fc.Arbitrary<World> = fc
  .record({
    declared: fc.option(contents),
    found: fc.option(contents),
    isAssigned: fc.boolean(),
    isLocked: fc.boolean(),
  })
  .map(({ declared, found, isAssigned, isLocked }) => ({
    ...(declared && { declared: definition(declared) }),
    ...(found && { found: definition(found) }),
    isAssigned,
    ...(isLocked && { locked: definition() }),
  }));

describe('delegations', () => {
  const check = (property: (plan: Plan, given: PlanInput, world: World) => void) =>
    fc.assert(fc.property(worlds, (world) => property(planChanges(input(world)), input(world), world)));

  it('are as declared after an apply: the next plan is empty (invariant 1)', () => {
    check((plan, { lock, desired }, world) => {
      const isGone = plan.changes.some(({ action }) => action === 'delete');
      const { declared, found, ...rest } = world;
      const left = declared ?? (isGone ? undefined : found);
      const next = input({
        ...rest,
        isAssigned: true,
        ...(declared && { declared }),
        ...(left && { found: left }),
      });
      const removed = plan.changes.flatMap((change) =>
        change.action === 'delete' ? [change.before.id] : [],
      );
      const settled = lockAfterRemoval(lockBeforeApply(lock, plan, desired.subscriptions), removed);
      expect(planChanges({ ...next, lock: settled }).changes.filter(isActionable)).toEqual([]);
    });
  });

  it('come out of a plan file as they went in, and are not stale (invariants 3 and 8)', () => {
    check((plan) => {
      const [decoded] = decodePlanFile(encodePlanFile([plan], '1'), '1');
      expect(decoded).toEqual(plan);
      expect(decoded && findStaleness(decoded, plan)).toEqual([]);
    });
  });
});
