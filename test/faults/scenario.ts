import type { Tenant } from '../../src/emulator';
import type {
  AcceptRule,
  AdoptedAssignment,
  CalendarDate,
  Guid,
  IgnoreRule,
  ManagedSubscription,
  PrincipalType,
  RoleAssignment,
  Scope,
} from '../../src/model';
import { assignmentId, assignmentName, keyOf } from '../../src/model';
import { throwDice, type Dice } from './dice';
import { randomFaults, type FaultLine } from './random-faults';

/** One customer's Azure at the beginning, and what will be declared and go wrong. Everything follows from the seed. */
export interface Scenario {
  readonly seed: number;
  readonly customer: CustomerIds;
  readonly tenant: Tenant;
  readonly subscriptions: readonly ManagedSubscription[];
  readonly ownership: 'owned-only' | 'full';
  readonly ignore: readonly IgnoreRule[];
  readonly accept: readonly AcceptRule[];
  readonly initial: readonly Found[];
  readonly adopted: readonly AdoptedAssignment[];
  readonly rounds: readonly Round[];
  /** Whether time passes before the last, undisturbed apply, so that nothing of before is still under way. */
  readonly restsBeforeEnd: boolean;
}

/** One plan and apply that is disturbed. */
export interface Round {
  readonly grants: readonly DeclaredGrant[];
  readonly whilePlanning: readonly FaultLine[];
  readonly whileApplying: readonly FaultLine[];
  /** The faults of this apply are still there while the next round plans. */
  readonly lingers: boolean;
  readonly ending: Ending | undefined;
  /** What somebody else does between plan and apply. */
  readonly interference: readonly Interference[];
  /** Seconds that pass between plan and apply; beyond the hour the tokens have expired. */
  readonly pause: number;
  readonly concurrency: number;
  /** Seconds by which the client's clock is ahead of Azure's. */
  readonly skew: number;
}

/** How an apply ends before its end. */
export interface Ending {
  readonly kind: 'killed' | 'stopped';
  /** Journal lines and writes to Azure are steps, counted together from 0. */
  readonly step: number;
  /** Whether the step was taken. A journal line that was half written is `torn`. */
  readonly when: 'before' | 'torn' | 'after';
}

export type Interference =
  | { readonly kind: 'takes' | 'changes' | 'removes'; readonly which: number; readonly letter: string }
  | { readonly kind: 'adds'; readonly assignment: RoleAssignment };

export interface DeclaredGrant {
  readonly path: string;
  readonly access: Access;
  readonly ended: boolean;
}

export type Access = Omit<RoleAssignment, 'name'>;
export type Naming = 'ours' | 'previous' | 'other' | 'foreign' | 'adopted';

export interface Found {
  readonly naming: Naming;
  readonly assignment: RoleAssignment;
}

export interface CustomerIds {
  readonly tenant: Guid;
  readonly automation: Guid;
  readonly somebody: Guid;
  readonly principals: readonly (readonly [Guid, PrincipalType])[];
  readonly orphan: Guid;
}

/** The same for all campaigns. */
export const partner = {
  tenant: fixedId(1),
  owner: fixedId(2),
  previousOwner: fixedId(3),
  otherOwner: fixedId(4),
  adminAgents: fixedId(5),
};
export const application = { appId: fixedId(6), secret: 'never-to-be-written-down' };

/** https://learn.microsoft.com/azure/role-based-access-control/built-in-roles */
const roles = [
  'acdd72a7-3385-48ef-bd42-f606fba81ae7', // Reader
  'b24988ac-6180-42a0-ab88-20f7382dd24c', // Contributor
  '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1', // Storage Blob Data Reader
] as Guid[];
const ownerRole = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635' as Guid;

const paths = Array.from({ length: 9 }, (_, index) => `contoso/g${index}`);

function fixedId(number: number): Guid {
  return `f0000000-0000-4000-8000-${String(number).padStart(12, '0')}` as Guid;
}

/** An id that belongs to one campaign. */
function idOf(seed: number, number: number): Guid {
  const hex = (seed >>> 0).toString(16).padStart(8, '0');
  return `${hex}-0000-4000-8000-${number.toString(16).padStart(12, '0')}` as Guid;
}

export function condition(letter: string): string {
  return `@Resource[Microsoft.Storage/storageAccounts/blobServices/containers:name] StringEquals '${letter}'`;
}

export function makeScenario(seed: number): Scenario {
  const dice = throwDice(seed);
  const customer = customerOf(seed);
  const subscriptions = Array.from({ length: dice.between(1, 3) }, (_, index) => ({
    alias: `sub-${index}`,
    subscriptionId: idOf(seed, 0x20 + index),
  }));
  const scopes = subscriptions.flatMap(({ subscriptionId }) =>
    ['', '/resourceGroups/rg-a', '/resourceGroups/rg-b'].map(
      (below) => `/subscriptions/${subscriptionId}${below}` as Scope,
    ),
  );
  const draw = { dice, customer, scopes };
  const initial = randomAssignments(draw, seed);
  const adopted = initial
    .filter(({ naming }) => naming === 'adopted')
    .map(({ assignment }) => ({
      constructPath: dice.pick(paths),
      id: assignmentId(assignment),
      name: assignment.name,
      naturalKey: keyOf(assignment),
    }));
  const rounds = randomRounds(draw, initial);
  // A clock that was put forward makes removals look older than they are.
  const isSkewed = rounds.some(({ skew }) => skew !== 0);
  return {
    seed,
    customer,
    subscriptions,
    ownership: dice.chance(0.35) ? 'full' : 'owned-only',
    ...randomRules(draw),
    initial,
    adopted: uniqueBy(adopted, ({ constructPath }) => constructPath),
    tenant: tenantOf(customer, subscriptions, initial),
    rounds,
    restsBeforeEnd: isSkewed || dice.chance(0.5),
  };
}

interface Draw {
  readonly dice: Dice;
  readonly customer: CustomerIds;
  readonly scopes: readonly Scope[];
}

function customerOf(seed: number): CustomerIds {
  return {
    tenant: idOf(seed, 1),
    automation: idOf(seed, 2),
    somebody: idOf(seed, 3),
    orphan: idOf(seed, 4),
    principals: [
      [idOf(seed, 0x10), 'User'],
      [idOf(seed, 0x11), 'User'],
      [idOf(seed, 0x12), 'Group'],
      [partner.adminAgents, 'ForeignGroup'],
    ],
  };
}

function tenantOf(
  customer: CustomerIds,
  subscriptions: readonly ManagedSubscription[],
  initial: readonly Found[],
): Tenant {
  const { tenant, automation, somebody, principals } = customer;
  const inDirectory = (type: PrincipalType) => principals.filter((each) => each[1] === type);
  const named = (id: Guid) => ({ id, displayName: id, userPrincipalName: `${id}@${tenant}.example` });
  const rights = [automation, somebody].map((principalId, index) => ({
    name: `${tenant.slice(0, 8)}-0000-4000-8000-00000000ff0${index}`,
    scope: `/providers/Microsoft.Management/managementGroups/${tenant}`,
    roleDefinitionId: ownerRole,
    principalId,
    principalType: index === 0 ? ('ServicePrincipal' as const) : ('User' as const),
  }));
  return {
    id: tenant,
    displayName: tenant,
    domains: [`${tenant}.example`],
    resellers: [partner.tenant],
    users: [named(somebody), ...inDirectory('User').map(([id]) => named(id))],
    groups: inDirectory('Group').map(([id]) => ({ id, displayName: id })),
    servicePrincipals: [{ id: automation, appId: application.appId, displayName: 'tilldela' }],
    subscriptions: subscriptions.map(({ alias, subscriptionId }) => ({
      id: subscriptionId,
      displayName: alias,
      resourceGroups: ['rg-a', 'rg-b'],
    })),
    roleAssignments: [...rights, ...initial.map(({ assignment }) => inWorld(assignment))],
  };
}

function inWorld({ role, ...rest }: RoleAssignment) {
  return { ...rest, roleDefinitionId: role };
}

function randomAccess({ dice, customer, scopes }: Draw): Access {
  const [principalId, principalType] = dice.pick(customer.principals);
  return {
    tenantId: customer.tenant,
    scope: dice.pick(scopes),
    role: dice.pick(roles),
    principalId,
    principalType,
    ...(dice.chance(0.25) && { condition: condition(dice.pick(['a', 'b'])), conditionVersion: '2.0' }),
  };
}

function randomAssignments(draw: Draw, seed: number): Found[] {
  const { dice, customer } = draw;
  const drawn = Array.from({ length: dice.between(0, 15) }, (_, index): Found => {
    const naming = dice.pick<Naming>([
      'ours',
      'ours',
      'ours',
      'previous',
      'other',
      'foreign',
      'foreign',
      'adopted',
    ]);
    const drawnAccess = randomAccess(draw);
    const isOrphaned = dice.chance(0.08);
    const access: Access = isOrphaned
      ? { ...drawnAccess, principalId: customer.orphan, principalType: 'User' }
      : drawnAccess;
    return { naming, assignment: { ...access, name: nameFor(access, naming, idOf(seed, 0x100 + index)) } };
  });
  return uniqueBy(drawn, ({ assignment }) => keyOf(assignment));
}

function nameFor(access: Access, naming: Naming, other: Guid): Guid {
  const key = keyOf(access as RoleAssignment);
  if (naming === 'ours') return assignmentName(partner.owner, key);
  if (naming === 'previous') return assignmentName(partner.previousOwner, key);
  return naming === 'other' ? assignmentName(partner.otherOwner, key) : other;
}

function randomRules(draw: Draw): Pick<Scenario, 'ignore' | 'accept'> {
  const { dice, customer, scopes } = draw;
  const ignore: IgnoreRule[] = dice.chance(0.4)
    ? [{ because: 'another team', principalId: dice.pick(customer.principals)[0], scope: dice.pick(scopes) }]
    : [];
  const accept = Array.from({ length: dice.between(0, 2) }, (): AcceptRule => {
    const { scope, principalId, role } = randomAccess(draw);
    const until = dice.pick(['2026-05-01', '2026-12-31']) as CalendarDate;
    return { scope, principalId, role, until, by: 'anna', because: 'audit' };
  });
  return { ignore, accept };
}

function randomRounds(draw: Draw, initial: readonly Found[]): Round[] {
  const { dice, customer } = draw;
  let grants = randomGrants(draw, initial);
  return Array.from({ length: dice.between(1, 3) }, (_, index) => {
    if (index > 0 && dice.chance(0.5)) grants = randomGrants(draw, initial);
    return {
      grants,
      whilePlanning: dice.chance(0.3) ? randomFaults(dice, customer, draw.scopes) : [],
      whileApplying: dice.chance(0.9) ? randomFaults(dice, customer, draw.scopes) : [],
      lingers: dice.chance(0.3),
      ending: dice.chance(0.6) ? randomEnding(dice) : undefined,
      interference: dice.chance(0.4) ? randomInterference(draw) : [],
      pause: dice.chance(0.1) ? 4000 : dice.between(0, 30),
      concurrency: dice.between(1, 4),
      skew: dice.chance(0.2) ? dice.between(-7200, 7200) : 0,
    };
  });
}

/** What another owner has is not declared: that is an error of the plan, and nothing is applied. */
function randomGrants(draw: Draw, initial: readonly Found[]): DeclaredGrant[] {
  const { dice } = draw;
  const others = new Set(
    initial.filter(({ naming }) => naming === 'other').map(({ assignment }) => keyOf(assignment)),
  );
  const drawn = dice.some(paths, dice.between(0, paths.length)).map((path): DeclaredGrant => {
    const found = initial.length > 0 && dice.chance(0.5) ? dice.pick(initial).assignment : undefined;
    const access = randomAccess(draw);
    if (!found || found.principalId === draw.customer.orphan)
      return { path, access, ended: dice.chance(0.1) };
    const { scope, role, principalId, principalType } = found;
    return { path, access: { ...access, scope, role, principalId, principalType }, ended: dice.chance(0.1) };
  });
  return uniqueBy(drawn, ({ access }) => keyOf(access as RoleAssignment)).filter(
    ({ access }) => !others.has(keyOf(access as RoleAssignment)),
  );
}

function randomEnding(dice: Dice): Ending {
  return {
    kind: dice.chance(0.8) ? 'killed' : 'stopped',
    step: dice.between(0, 20),
    when: dice.pick(['before', 'torn', 'after']),
  };
}

function randomInterference(draw: Draw): Interference[] {
  const { dice } = draw;
  return Array.from({ length: dice.between(1, 3) }, (): Interference => {
    const kind = dice.pick(['takes', 'takes', 'changes', 'removes', 'adds'] as const);
    const letter = dice.pick(['', '', 'a', 'b']);
    if (kind !== 'adds') return { kind, which: dice.between(0, 99), letter };
    const access = randomAccess(draw);
    return { kind, assignment: { ...access, name: idOf(dice.between(1, 0xffff), 0xadd) } };
  });
}

function uniqueBy<Item>(items: readonly Item[], keyOfItem: (item: Item) => string): Item[] {
  return [...new Map(items.map((item) => [keyOfItem(item), item])).values()];
}
