import {
  keyOf,
  subscriptionOf,
  type ManagedManagementGroup,
  type ManagedSubscription,
  type RoleAssignment,
  type Scope,
} from '../../src/model';
import type { Dice } from './dice';
import { randomFaults } from './random-faults';
import { withLifecycles } from './random-lifecycles';
import { drawResources, type Constructs } from './random-resources';
import {
  condition,
  days,
  idOf,
  paths,
  roles,
  type Access,
  type CustomerIds,
  type DeclaredGrant,
  type DeclaredResources,
  type Ending,
  type Found,
  type Interference,
  type Round,
} from './scenario';

export interface Draw {
  readonly dice: Dice;
  readonly customer: CustomerIds;
  readonly scopes: readonly Scope[];
  readonly subscriptions: readonly ManagedSubscription[];
  /** Above the first subscription. */
  readonly managementGroups: readonly ManagedManagementGroup[];
}

/** A grant before anything is said of how it is treated. */
export type Plain = Pick<DeclaredGrant, 'path' | 'access' | 'until'>;

/** What a customer file declares. */
type Declared = Pick<Round, 'grants' | 'resources'>;

export function randomRounds(
  draw: Draw,
  initial: readonly Found[],
  constructs: Constructs,
  mayLoseLock: boolean,
): Round[] {
  const { dice, customer } = draw;
  let declared = randomDeclaration(draw, initial, constructs);
  return Array.from({ length: dice.between(1, 3) }, (_, index) => {
    if (index > 0 && dice.chance(0.5)) declared = randomDeclaration(draw, initial, constructs);
    return {
      ...declared,
      rest: dice.chance(0.2) ? 86_400 : 0,
      losesLock: mayLoseLock && dice.chance(0.4),
      whilePlanning: dice.chance(0.3) ? randomFaults(dice, customer, draw.scopes) : [],
      whileApplying: dice.chance(0.9) ? randomFaults(dice, customer, draw.scopes) : [],
      lingers: dice.chance(0.3),
      ending: dice.chance(0.6) ? randomEnding(dice) : undefined,
      interference: dice.chance(0.4) ? randomInterference(draw) : [],
      pause: dice.chance(0.1) ? 4000 : dice.between(0, 30),
      concurrency: dice.between(1, 4),
      allowsRemovalsFirst: dice.chance(0.7),
      skew: dice.chance(0.2) ? dice.between(-7200, 7200) : 0,
    };
  });
}

/** What another owner has is not declared: that is an error of the plan, and nothing is applied. */
function randomDeclaration(draw: Draw, initial: readonly Found[], constructs: Constructs): Declared {
  const resources = drawResources(draw, constructs);
  const others = new Set<string>(
    initial.filter(({ naming }) => naming === 'other').map(({ assignment }) => keyOf(assignment)),
  );
  const keyOfGrant = ({ access }: Plain): string => keyOf(access as RoleAssignment);
  const drawn = [...randomGrants(draw, initial), ...grantsOfRoles(draw, resources)];
  const grants = uniqueBy(drawn, keyOfGrant).filter((grant) => !others.has(keyOfGrant(grant)));
  return { resources, grants: withLifecycles(draw.dice, grants) };
}

/** At and below where the role can be assigned. */
function grantsOfRoles(
  { dice, customer, subscriptions }: Draw,
  { roleDefinitions }: DeclaredResources,
): Plain[] {
  return roleDefinitions
    .filter(() => dice.chance(0.7))
    .map(({ constructPath, definition }) => ({
      path: constructPath.replace('/role-', '/of-role-'),
      access: {
        ...{ tenantId: customer.tenant, role: definition.name },
        scope: dice.pick([definition.scope, below(definition.scope, subscriptions)]),
        ...{ principalId: customer.specialists, principalType: 'Group' },
      },
      ...randomUntil(dice),
    }));
}

/** The first subscription is below the management group. */
function below(scope: Scope, [first]: readonly ManagedSubscription[]): Scope {
  const subscription = subscriptionOf(scope) ?? first?.subscriptionId;
  return `/subscriptions/${subscription}/resourceGroups/rg-a` as Scope;
}

function randomUntil(dice: Dice): Pick<Plain, 'until'> {
  return dice.chance(0.2) ? { until: dice.pick(days) } : {};
}

function randomGrants(draw: Draw, initial: readonly Found[]): Plain[] {
  const { dice } = draw;
  return dice.some(paths, dice.between(0, paths.length)).map((path): Plain => {
    const found = initial.length > 0 && dice.chance(0.5) ? dice.pick(initial).assignment : undefined;
    const access = randomAccess(draw);
    if (!found || found.principalId === draw.customer.orphan) return { path, access, ...randomUntil(dice) };
    const { scope, role, principalId, principalType } = found;
    return { path, access: { ...access, scope, role, principalId, principalType }, ...randomUntil(dice) };
  });
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

export function randomAccess({ dice, customer, scopes }: Draw): Access {
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

export function uniqueBy<Item>(items: readonly Item[], keyOfItem: (item: Item) => string): Item[] {
  return [...new Map(items.map((item) => [keyOfItem(item), item])).values()];
}
