import type { Tenant } from '../../src/emulator';
import {
  assignmentId,
  assignmentName,
  keyOf,
  type AcceptRule,
  type CalendarDate,
  type Guid,
  type IgnoreRule,
  type ManagedSubscription,
  type PrincipalType,
  type RoleAssignment,
  type Scope,
} from '../../src/model';
import { throwDice } from './dice';
import { randomAccess, randomRounds, uniqueBy, type Draw } from './random-rounds';
import {
  application,
  idOf,
  ownerRole,
  partner,
  paths,
  type Access,
  type CustomerIds,
  type Found,
  type Naming,
  type Scenario,
} from './scenario';

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
