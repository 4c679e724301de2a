import { subscriptionOf, subscriptionScope, type Scope } from '../../src/model';
import type { Dice } from './dice';
import { application, type CustomerIds } from './scenario';

/** One line of the emulator's fault script. */
export type FaultLine = Readonly<Record<string, unknown>> & {
  readonly action: Readonly<Record<string, unknown>>;
};

type MakeFault = (dice: Dice, customer: CustomerIds, scopes: readonly Scope[]) => FaultLine;

/** Up to four things that go wrong for this customer and no other. */
export function randomFaults(dice: Dice, customer: CustomerIds, scopes: readonly Scope[]): FaultLine[] {
  return Array.from({ length: dice.between(1, 4) }, () => {
    const fault = dice.pick(makers)(dice, customer, scopes);
    return { tenant: customer.tenant, ...fault };
  });
}

const atResourceManager = ['/subscriptions/**', '/subscriptions/**', '/providers/Microsoft.Management/**'];

/** What somebody in between may say again of a request. */
const saidAgain = [
  'No.',
  `client_secret=${encodeURIComponent(application.secret)} is wrong`,
  JSON.stringify({ error: JSON.stringify({ password: application.secret }) }),
];

/** At Azure Resource Manager: which requests, from the how-manyth on, and how often. */
function atSome(dice: Dice): object {
  return {
    path: dice.pick(atResourceManager),
    ...(dice.chance(0.6) && { method: dice.pick(['GET', 'PUT', 'DELETE', ['PUT', 'DELETE']]) }),
    nth: dice.between(1, 12),
    count: dice.chance(0.7) ? dice.between(1, 3) : dice.between(4, 12),
  };
}

/** The subscription or management group whose list has what is assigned at the scope. */
function holderOf(scope: Scope): string {
  const subscription = subscriptionOf(scope);
  return subscription ? subscriptionScope(subscription) : scope;
}

const makers: readonly MakeFault[] = [
  (dice) => ({
    ...atSome(dice),
    action: { kind: 'status', status: 429, retryAfter: dice.pick([0, 1, 7, 30, 60, 90]) },
  }),
  (dice) => ({
    ...atSome(dice),
    action: {
      kind: 'status',
      status: dice.pick([500, 502, 503, 504, 408]),
      message: dice.pick(saidAgain),
    },
  }),
  (dice) => ({
    ...atSome(dice),
    action: { kind: 'reset', when: dice.pick(['before', 'after', 'after', 'mid-body']) },
  }),
  (dice) => ({ ...atSome(dice), action: { kind: 'outage' } }),
  (dice) => ({ ...atSome(dice), action: { kind: 'slow-body', milliseconds: 2 } }),
  (dice) => ({ ...atSome(dice), nth: dice.between(1, 20), count: 1, action: { kind: 'expire-tokens' } }),
  (dice, customer) => ({
    path: '/subscriptions/**',
    method: 'PUT',
    contains: dice.pick(customer.principals)[0],
    count: dice.pick([1, 2, 4, 1000]),
    action: {
      kind: 'status',
      status: 400,
      code: 'PrincipalNotFound',
      message: 'Principal does not exist in the directory.',
    },
  }),
  (dice, customer) => ({
    action: {
      kind: 'hide-principal',
      principalId: dice.pick(customer.principals)[0],
      seconds: dice.between(1, 300),
    },
  }),
  (dice) => ({ action: { kind: 'hide-assignments', seconds: dice.between(1, 40) } }),
  (dice) => ({
    method: 'DELETE',
    action: {
      kind: 'pending-delete',
      mode: dice.pick(['refuse', 'disappear']),
      seconds: dice.between(1, 45),
    },
  }),
  (dice, _, scopes) => ({
    method: 'DELETE',
    path: `${dice.pick(scopes)}/**`,
    action: { kind: 'status', status: 409, code: 'ScopeLocked', message: 'The scope is locked.' },
  }),
  (dice, _, scopes) => ({
    method: 'GET',
    path: `${holderOf(dice.pick(scopes))}/providers/Microsoft.Authorization/roleAssignments`,
    action: { kind: 'status', status: 403, code: 'AuthorizationFailed', message: dice.pick(saidAgain) },
  }),
  () => ({
    method: 'POST',
    path: '/v1.0/directoryObjects/getByIds',
    action: { kind: 'status', status: 403, code: 'Authorization_RequestDenied', message: 'No.' },
  }),
  () => ({ action: { kind: 'throttle' } }),
];
