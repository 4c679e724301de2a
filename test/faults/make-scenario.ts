import {
  assignmentId,
  assignmentName,
  keyOf,
  managedScopes,
  managementGroupScope,
  scopeKey,
  type AcceptRule,
  type Guid,
  type IgnoreRule,
  type RoleAssignment,
  type RoleDefinition,
  type Scope,
} from '../../src/model';
import { tenantOf } from './customer-world';
import { fillerOf } from './full-group';
import { throwDice } from './dice';
import { drawConstructs, madeBefore, roleDefinition, type Constructs } from './random-resources';
import { randomAccess, randomRounds, uniqueBy, type Draw } from './random-rounds';
import {
  days,
  idOf,
  partner,
  paths,
  type Access,
  type CustomerIds,
  type Found,
  type Naming,
  type Scenario,
} from './scenario';

/** Below each subscription. */
const places = [
  '',
  '/resourceGroups/rg-a',
  '/resourceGroups/rg-b',
  '/resourceGroups/rg-a/providers/Microsoft.Storage/storageAccounts/data',
];

export function makeScenario(seed: number): Scenario {
  const dice = throwDice(seed);
  const customer = customerOf(seed);
  const subscriptions = Array.from({ length: dice.between(1, 3) }, (_, index) => ({
    alias: `sub-${index}`,
    subscriptionId: idOf(seed, 0x20 + index),
  }));
  const managementGroups = dice.chance(0.35) ? [{ alias: 'all', managementGroup: `mg-${seed}` }] : [];
  const isFull = managementGroups.length > 0 && dice.chance(0.06);
  const scopes = [
    ...subscriptions.flatMap(({ subscriptionId }) =>
      places.map((below) => `/subscriptions/${subscriptionId}${below}` as Scope),
    ),
    ...managementGroups.flatMap(({ managementGroup }) =>
      Array<Scope>(isFull ? 2 * places.length * subscriptions.length : 1).fill(
        managementGroupScope(managementGroup),
      ),
    ),
  ];
  const draw = { dice, customer, scopes, subscriptions, managementGroups };
  const mayLoseLock = dice.chance(0.2);
  const constructs = drawConstructs(draw, !mayLoseLock);
  const found = [...randomAssignments(draw, seed), ...assignmentsOfRoles(draw, constructs, seed)];
  const adopted = found
    .filter(({ naming }) => naming === 'adopted')
    .map(({ assignment }) => ({
      constructPath: dice.pick(paths),
      id: assignmentId(assignment),
      name: assignment.name,
      naturalKey: keyOf(assignment),
    }));
  const rounds = randomRounds(draw, found, constructs, mayLoseLock);
  const rules = randomRules(draw);
  const filler = isFull ? fillerOf(draw, seed, { initial: found, rounds, constructs, ...rules }) : [];
  const initial = [...found, ...filler];
  const hasActive = constructs.pim.active.length > 0; // Azure keeps one for five minutes at least
  // A clock that was put forward makes removals look older than they are.
  const isSkewed = rounds.some(({ skew }) => skew !== 0);
  return {
    seed,
    customer,
    subscriptions,
    managementGroups,
    ...randomOwnership(draw),
    ...rules,
    initial,
    adopted: uniqueBy(adopted, ({ constructPath }) => constructPath),
    made: madeBefore(constructs),
    tenant: tenantOf(customer, {
      subscriptions,
      managementGroups,
      assignments: initial.map(({ assignment }) => assignment),
      roles: rolesThere(draw, constructs),
    }),
    rounds,
    isFull,
    restBeforeEnd: dice.pick(isSkewed || hasActive ? [3600, 86_400] : [0, 0, 3600, 86_400]),
  };
}

function customerOf(seed: number): CustomerIds {
  return {
    tenant: idOf(seed, 1),
    automation: idOf(seed, 2),
    somebody: idOf(seed, 3),
    orphan: idOf(seed, 4),
    specialists: idOf(seed, 5),
    scheduled: idOf(seed, 6),
    principals: [
      [idOf(seed, 0x10), 'User'],
      [idOf(seed, 0x11), 'User'],
      [idOf(seed, 0x12), 'Group'],
      [partner.adminAgents, 'ForeignGroup'],
    ],
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

/** The role that is always declared is there, and somebody may have it; of the others some are. */
function rolesThere({ dice, customer }: Draw, { roles: [kept, ...others] }: Constructs): RoleDefinition[] {
  const there = kept ? [kept, ...others.filter(() => dice.chance(0.5))] : [];
  return there.map((role) => roleDefinition(role, customer.tenant, dice.between(1, 3)).definition);
}

function assignmentsOfRoles({ dice, customer }: Draw, { roles: [kept] }: Constructs, seed: number): Found[] {
  if (!kept || dice.chance(0.5)) return [];
  const naming = dice.pick<Naming>(['ours', 'other', 'foreign']);
  const access: Access = {
    ...{ tenantId: customer.tenant, scope: kept.scope, role: kept.name },
    ...{ principalId: customer.specialists, principalType: 'Group' },
  };
  return [{ naming, assignment: { ...access, name: nameFor(access, naming, idOf(seed, 0x200)) } }];
}

function nameFor(access: Access, naming: Naming, other: Guid): Guid {
  const key = keyOf(access as RoleAssignment);
  if (naming === 'ours') return assignmentName(partner.owner, key);
  if (naming === 'previous') return assignmentName(partner.previousOwner, key);
  return naming === 'other' ? assignmentName(partner.otherOwner, key) : other;
}

/** One for all, and in some campaigns the other for some of what the customer file names. */
function randomOwnership({
  dice,
  subscriptions,
  managementGroups,
}: Draw): Pick<Scenario, 'ownership' | 'ownershipAt'> {
  const ownership = dice.chance(0.35) ? 'full' : 'owned-only';
  const differing = dice.chance(0.4)
    ? managedScopes({ subscriptions, managementGroups }).filter(() => dice.chance(0.5))
    : [];
  return {
    ownership,
    ownershipAt: new Map(
      differing.map(({ scope }) => [scopeKey(scope), ownership === 'full' ? 'owned-only' : 'full']),
    ),
  };
}

function randomRules(draw: Draw): Pick<Scenario, 'ignore' | 'accept'> {
  const { dice, customer, scopes } = draw;
  const ignore: IgnoreRule[] = dice.chance(0.4)
    ? [{ because: 'another team', principalId: dice.pick(customer.principals)[0], scope: dice.pick(scopes) }]
    : [];
  const accept = Array.from({ length: dice.between(0, 2) }, (): AcceptRule => {
    const { scope, principalId, role } = randomAccess(draw);
    const until = dice.pick(days);
    return { scope, principalId, role, until, by: 'anna', because: 'audit' };
  });
  return { ignore, accept };
}
