import fc from 'fast-check';
import { defaultBudgets, overridableCodes } from '../../src/checks';
import { hasErrors } from '../../src/diagnostics';
import { whatMoved } from '../../src/cli/guards';
import {
  assignmentId,
  keyOf,
  managementGroupScope,
  type ActualState,
  type ExistingRoleAssignment,
  type ExistingRoleDefinition,
  type Guid,
  type NaturalKey,
  type PrincipalKnowledge,
  type RolePermissions,
} from '../../src/model';
import {
  assignmentChanges,
  isActionable,
  isAdopting,
  planChanges,
  type AssignmentChange,
  type PlanInput,
} from '../../src/plan';
import { contributor, owner, person, reader } from '../checks/situation';
import { actualState, adminAgents, planInput, tenantId, testGuid } from '../plan/arbitraries';
import { at, existing, grant, sandbox, type Access } from '../plan/example';
import { allAssignments } from '../plan/simulated-azure';

/** People of whom no random plan knows. */
const [anna, bo] = [testGuid(3, 21), testGuid(3, 22)] as const;
const customRole = testGuid(5, 21);
const above = managementGroupScope('above');

/** What Azure and its directory say, as far as guards go by it. */
interface World {
  readonly found: readonly ExistingRoleAssignment[];
  readonly principals: ActualState['principals'];
  readonly roleDefinitions: readonly ExistingRoleDefinition[];
  /** Of what has an end under Privileged Identity Management. */
  readonly scheduled: readonly NaturalKey[];
}

/** A plan that a guard lets pass, and what then moves so that it would not. */
interface Movement {
  /** What the refusal says: the code of the guard, or how it begins, or what became of the change. */
  readonly says: string | RegExp;
  /** Default owned-only. */
  readonly ownership?: 'full' | 'owned-only';
  readonly grants?: readonly ReturnType<typeof grant>[];
  readonly found: readonly ExistingRoleAssignment[];
  readonly role?: ExistingRoleDefinition;
  readonly moved: (world: World) => World;
  /** Default 50. */
  readonly runs?: number;
}

const exist = [anna, bo].map((id) => [id, person(id)] as const);

const without =
  (gone: ExistingRoleAssignment) =>
  (world: World): World => ({ ...world, found: world.found.filter(({ id }) => id !== gone.id) });
const instead =
  (before: ExistingRoleAssignment, parts: Partial<ExistingRoleAssignment>) =>
  (world: World): World => ({
    ...world,
    found: world.found.map((each) => (each.id === before.id ? { ...each, ...parts } : each)),
  });
const knowing =
  (id: Guid, knowledge: PrincipalKnowledge | undefined) =>
  (world: World): World => {
    const principals = new Map(world.principals);
    if (knowledge) principals.set(id, knowledge);
    else principals.delete(id);
    return { ...world, principals };
  };
const permitting =
  (actions: readonly string[]) =>
  (world: World): World => ({ ...world, roleDefinitions: [roleOf(actions)] });

function roleOf(actions: readonly string[]): ExistingRoleDefinition {
  const permissions: RolePermissions[] = [{ actions, notActions: [], dataActions: [], notDataActions: [] }];
  const name = customRole;
  return {
    ...{ tenantId, scope: at(), name, roleName: 'Custom', permissions, assignableScopes: [at()] },
    id: `${at()}/providers/Microsoft.Authorization/roleDefinitions/${name}`,
  };
}

const annaOwns = existing({ to: anna, role: owner });
const boOwns = existing({ to: bo, role: owner }, 21);
const lastOwner = { says: /\(last_owner/, found: [annaOwns, boOwns] };
const agents: Access = { to: adminAgents, as: 'ForeignGroup' };
const credit = existing({ ...agents, role: owner });
const creditAbove = existing({ ...agents, role: contributor, scope: above }, 22);
const creditBeside = existing({ ...agents, role: contributor }, 23);
const annaContributes = existing({ to: anna, role: contributor }, 24);
const lab = at('/resourceGroups/lab');
const boHasMore = existing({ to: bo, role: contributor, scope: above }, 30);
const group = (index: number, subscription?: Guid) => at(`/resourceGroups/rg-${index}`, subscription);
const ours = (to: Guid, count: number, subscription?: Guid): Access[] =>
  Array.from({ length: count }, (_, index) => ({ to, scope: group(index, subscription) }));
const kept = ours(bo, 100, sandbox);
const byHand = (to: Guid, count: number): ExistingRoleAssignment[] =>
  ours(to, count).map((access, index) => existing(access, 1000 + index));
const narrow = ['Microsoft.Compute/virtualMachines/read'];

const movements: Readonly<Record<string, Movement>> = {
  'the other Owner loses it': { ...lastOwner, moved: without(boOwns) },
  'the other Owner leaves the directory': { ...lastOwner, moved: knowing(bo, 'missing') },
  'the other Owner can no longer be looked up': { ...lastOwner, moved: knowing(bo, undefined) },
  'the other Owner gets a condition': {
    ...lastOwner,
    moved: instead(boOwns, { condition: '@x', conditionVersion: '2.0' }),
  },
  'who gets access becomes a guest': {
    says: /\(outside_principal/,
    grants: [grant('anna', { to: anna })],
    found: [],
    moved: knowing(anna, person(anna, { isGuest: true })),
  },
  'the custom role that somebody gets permits everything': {
    says: /\(privileged_user/,
    grants: [grant('anna', { to: anna, role: customRole })],
    found: [],
    role: roleOf(narrow),
    moved: permitting(['*']),
  },
  'the custom role that takes the place of another permits more than that': {
    says: /\(access_broadened/,
    grants: [grant('anna', { to: anna, role: customRole })],
    found: [existing({ to: anna, role: reader })],
    role: roleOf(narrow),
    moved: permitting(['Microsoft.Compute/virtualMachines/read', 'Microsoft.Compute/virtualMachines/write']),
  },
  'what somebody has besides, and what covers what they get, goes': {
    says: /\(access_broadened/,
    grants: [grant('anna', { to: anna, role: contributor, scope: lab }, { until: '2026-12-31' as never })],
    found: [existing({ to: anna, role: reader, scope: lab }), annaContributes],
    moved: without(annaContributes),
  },
  'the other role that earns credit goes': {
    says: /\(partner_credit_lost/,
    found: [credit, creditBeside],
    moved: without(creditBeside),
  },
  'the role above that earns credit goes': {
    says: /\(partner_credit_lost/,
    found: [credit, creditAbove],
    moved: without(creditAbove),
  },
  'what is to be removed is given an end, at which Azure removes it': {
    says: 'now there is nothing left to do about it',
    ownership: 'full',
    found: [annaContributes],
    moved: (world) => ({ ...world, scheduled: [keyOf(annaContributes)] }),
  },
  'so much of ours goes that what is to be removed is a larger part': {
    says: /\(removal_budget|it differently/, // as it waits for what is made again
    grants: kept.map((access, index) => grant(`kept-${index}`, access)),
    found: [...kept, ...ours(anna, 8)].map((access) => existing(access)),
    moved: (world) => ({
      ...world,
      found: world.found.filter(({ principalId, name }) => principalId !== bo || name < '2'),
    }),
    runs: 10,
  },
  'so many others get access that what is granted has no room': {
    says: /\(limit_/,
    grants: [grant('anna', { to: anna })],
    found: byHand(bo, 3_950),
    moved: (world) => ({ ...world, found: [...world.found, ...byHand(anna, 50)] }),
    runs: 3,
  },
};

/** The random plan with what is to move in it, and the world that belongs to it. */
function within(
  random: PlanInput,
  { grants = [], found, role, ownership = 'owned-only' }: Movement,
): [PlanInput, World] {
  const { desired, actual } = random;
  const world: World = {
    found: [...worldOf(random).found, ...found],
    principals: new Map([...actual.principals, ...exist]),
    roleDefinitions: role ? [role] : [],
    scheduled: [],
  };
  const all = [...desired.grants, ...grants];
  const declared = { ...desired, ownership, ignore: [], grants: all };
  return [inWorld({ ...random, desired: declared }, world), world];
}

function worldOf({ actual }: PlanInput): World {
  const found = new Map(allAssignments(actual).map((each) => [each.id, each]));
  return { found: [...found.values()], principals: actual.principals, roleDefinitions: [], scheduled: [] };
}

function inWorld(input: PlanInput, { found, principals, ...listed }: World): PlanInput {
  const unread = input.actual.subscriptions.filter(({ status }) => status === 'unread');
  const unreadIds = unread.map(({ subscriptionId }) => subscriptionId);
  const actual = actualState(found, unreadIds, principals);
  const subscriptions = actual.subscriptions.map((reading) =>
    reading.status === 'read' ? { ...reading, ...listed } : reading,
  );
  return { ...input, actual: { ...actual, subscriptions } };
}

/** Why the reviewed plan is refused now, by whoever allows everything that can be allowed. */
function refusals(reviewed: PlanInput, now: PlanInput): string[] {
  const [approved, current] = [planChanges(reviewed), planChanges(now)];
  const options = { budgets: defaultBudgets, allow: overridableCodes };
  return whatMoved({ approved, current }, options).map(({ detail, address }) => `${address}: ${detail}`);
}

const moreAccess = fc.record({
  role: fc.constantFrom(reader, contributor, owner),
  scope: fc.constantFrom(at(), lab, at('', sandbox), above),
});

/** What happens besides, to somebody of whom the plan does not speak. */
const unrelated: fc.Arbitrary<(world: World) => World> = fc.oneof(
  moreAccess.map((access) => (world: World) => ({
    ...world,
    found: [...world.found, existing({ to: bo, ...access }, 31)],
  })),
  fc.constantFrom(
    without(boHasMore),
    instead(boHasMore, { condition: '@x', conditionVersion: '2.0' }),
    knowing(bo, 'missing'),
    knowing(bo, person(bo, { isGuest: true })),
    permitting(['*']),
    (world: World): World => ({
      ...world,
      found: world.found.map((each) => ({ ...each, createdOn: '2026-05-31T00:00:00Z', createdBy: anna })),
    }),
  ),
);

describe('a reviewed plan', () => {
  it.each(Object.keys(movements))('is refused when meanwhile %s (invariant 8)', (what) => {
    const movement = movements[what] as Movement;
    fc.assert(
      fc.property(planInput, (random) => {
        fc.pre(random.actual.subscriptions.every(({ status }) => status === 'read'));
        const [input, world] = within(random, movement);
        const { diagnostics, unmanaged } = planChanges(input);
        fc.pre(!hasErrors(diagnostics) && !unmanaged.some(({ standing }) => standing === 'held-back'));
        expect(refusals(input, input)).toEqual([]);
        expect(refusals(input, inWorld(input, movement.moved(world)))).toContainEqual(
          expect.stringMatching(movement.says),
        );
      }),
      { numRuns: movement.runs ?? 50 },
    );
  });

  it('is refused when what a change is about, or has the same key, moved (invariant 8)', () => {
    fc.assert(
      fc.property(planInput, fc.nat(), fc.boolean(), (input, which, isGone) => {
        const plan = planChanges(input);
        const planned = assignmentChanges(plan).filter((each) => isActionable(each) || isAdopting(each));
        fc.pre(planned.length > 0 && !hasErrors(plan.diagnostics));
        const change = planned[which % planned.length] as AssignmentChange;
        const world = worldOf(input);
        expect(refusals(input, input)).toEqual([]);
        const now = inWorld(input, moving(change, isGone)(world));
        expect(refusals(input, now)).toContainEqual(expect.stringContaining(change.address));
      }),
      { numRuns: 300 },
    );
  });

  it('is not refused because of what it has nothing to do with (invariant 8)', () => {
    fc.assert(
      fc.property(planInput, fc.array(unrelated, { minLength: 1, maxLength: 3 }), (random, movements) => {
        const world = worldOf(random);
        const there = { ...world, found: [...world.found, boHasMore], roleDefinitions: [roleOf(narrow)] };
        const input = inWorld(random, there);
        const moved = movements.reduce<World>((now, move) => move(now), there);
        expect(refusals(input, { ...inWorld(input, moved), asOf: '2026-06-01T12:40:00Z' })).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

/** What is there goes or gets another condition; what is not there is made by hand. */
function moving(change: AssignmentChange, isGone: boolean): (world: World) => World {
  if (!('before' in change)) {
    const { after } = change;
    const name = testGuid(8, 41);
    const byHand = { ...after, name, id: assignmentId({ ...after, name }) };
    return (world) => ({ ...world, found: [...world.found, byHand] });
  }
  return isGone
    ? without(change.before)
    : instead(change.before, { condition: '@moved', conditionVersion: '2.0' });
}
