import fc from 'fast-check';
import { hasErrors } from '../../src/diagnostics';
import { v5 as uuidv5 } from 'uuid';
import {
  assignmentId,
  isAtOrBelow,
  keyOf,
  subscriptionOf,
  type Guid,
  type RoleAssignment,
} from '../../src/model';
import {
  assignmentChanges,
  decodePlanFile,
  encodePlanFile,
  findStaleness,
  isActionable,
  planChanges,
} from '../../src/plan';
import type { AssignmentChange, Plan, PlanInput } from '../../src/plan';
import { planInput } from './arbitraries';
import { afterApply, allAssignments } from './simulated-azure';

const runs = { numRuns: 200 };
const actionable = (plan: Plan): AssignmentChange[] => assignmentChanges(plan).filter(isActionable);
const touched = (plan: Plan) =>
  actionable(plan).flatMap((change) => ('before' in change ? [change.before] : []));

describe('the plan engine', () => {
  it('plans nothing but no-ops where desired equals actual (invariant 1, pain 8)', () => {
    fc.assert(
      fc.property(planInput, (input) => {
        const settled = afterApply(input, planChanges(input));
        fc.pre(!hasErrors(planChanges(input).diagnostics));
        const next = planChanges(settled);
        expect(actionable(next)).toEqual([]);
        expect(next.changes.filter((change) => 'adopting' in change && change.adopting)).toEqual([]);
      }),
      runs,
    );
  });

  it('makes the managed part equal to the declaration (invariant 1)', () => {
    fc.assert(
      fc.property(planInput, (input) => {
        const plan = planChanges(input);
        fc.pre(!hasErrors(plan.diagnostics) && plan.unread.length === 0);
        const after = new Map(
          allAssignments(afterApply(input, plan).actual).map((each) => [keyOf(each), each]),
        );
        for (const { assignment, ended } of input.desired.grants) {
          if (!ended) expect(after.get(keyOf(assignment))?.condition).toBe(assignment.condition);
        }
      }),
      runs,
    );
  });

  it('under owned-only touches nothing but ours, and never another owner, inherited or unread (invariant 2)', () => {
    fc.assert(
      fc.property(planInput, (input) => {
        const plan = planChanges(input);
        const outside = new Set(
          plan.unmanaged
            .filter(({ standing }) => standing !== 'drift')
            .map(({ assignment }) => assignment.id),
        );
        for (const before of touched(plan)) {
          const declared = input.desired.grants.some((grant) => keyOf(grant.assignment) === keyOf(before));
          if (input.desired.ownership === 'owned-only' && !declared)
            expect(isOurs(before.id, input)).toBe(true);
          expect(outside.has(before.id)).toBe(false);
          expect(isOfOtherOwner(before.id, input)).toBe(false);
          expect(inManagedSubscription(before.scope, input)).toBe(true);
        }
        for (const unread of plan.unread) {
          for (const change of plan.changes) {
            const { scope } = 'after' in change ? change.after : change.before;
            expect(isAtOrBelow(scope, unread.scope)).toBe(false);
          }
        }
      }),
      runs,
    );
  });

  it('leaves what is ignored or accepted alone, also ours and under full ownership (invariant 2)', () => {
    fc.assert(
      fc.property(planInput, (input) => {
        const full = { ...input, desired: { ...input.desired, ownership: 'full' as const } };
        const { ignore, accept, grants } = full.desired;
        for (const before of touched(planChanges(full))) {
          // What a grant declares that has not ended is managed, whatever the entries say.
          if (grants.some((grant) => !grant.ended && keyOf(grant.assignment) === keyOf(before))) continue;
          const isAccepted = accept.some(
            (rule) =>
              rule.until >= '2026-06-01' &&
              rule.principalId === before.principalId &&
              rule.role === before.role &&
              rule.scope === before.scope,
          );
          const isKnown =
            before.principalType === 'ForeignGroup' || full.actual.principals.has(before.principalId);
          const isIgnored = ignore.some(
            (rule) =>
              // An entry that names an origin may speak of anything whose origin is not known.
              (rule.origin === undefined || !isKnown) &&
              (rule.principalId ?? before.principalId) === before.principalId &&
              isAtOrBelow(before.scope, rule.scope ?? before.scope),
          );
          expect({ isAccepted, isIgnored }).toEqual({ isAccepted: false, isIgnored: false });
        }
      }),
      runs,
    );
  });

  it('removes nothing whose place a grant in an unread scope may take, nor anything when removals are refused', () => {
    fc.assert(
      fc.property(planInput, fc.boolean(), (input, isRefused) => {
        const plan = planChanges({ ...input, ...(isRefused && { removalsRefused: 'unknown' }) });
        const inDoubt = input.desired.grants.filter(
          ({ ended, assignment }) =>
            !ended && plan.unread.some(({ scope }) => isAtOrBelow(assignment.scope, scope)),
        );
        for (const change of plan.changes) {
          if (change.action !== 'delete' && change.action !== 'replace') continue;
          expect(isRefused).toBe(false);
          const { principalId } = (change as { before: { principalId: Guid } }).before;
          expect(inDoubt.map(({ assignment }) => assignment.principalId)).not.toContain(principalId);
        }
      }),
      runs,
    );
  });

  it('gives every subscription that could not be read as an error, never as an empty one (invariant 2, pain 30)', () => {
    fc.assert(
      fc.property(planInput, (input) => {
        const unread = input.actual.subscriptions.filter(({ status }) => status === 'unread');
        expect(planChanges(input).unread).toHaveLength(unread.length);
      }),
      runs,
    );
  });

  it('gives a byte-identical plan file whatever the order of the input (invariant 3)', () => {
    fc.assert(
      fc.property(planInput, fc.infiniteStream(fc.nat()), (input, numbers) => {
        const plan = planChanges(input);
        expect(encodePlanFile([planChanges(shuffled(input, numbers))], '1')).toBe(
          encodePlanFile([plan], '1'),
        );
      }),
      runs,
    );
  });

  it('reads back from a plan file what was written into it (invariant 3)', () => {
    fc.assert(
      fc.property(planInput, (input) => {
        const plan = planChanges(input);
        expect(decodePlanFile(encodePlanFile([plan], '1'), '1')).toEqual([JSON.parse(JSON.stringify(plan))]);
      }),
      runs,
    );
  });

  it('lets a removal wait for every grant to its principal or at an overlapping scope, and nothing else wait (invariant 4)', () => {
    fc.assert(
      fc.property(planInput, (input) => {
        const changes = assignmentChanges(planChanges(input));
        const grants = changes.flatMap((change) => ('after' in change ? [change] : []));
        for (const change of changes) {
          const waitsFor = grants.filter(
            ({ address, action, after }) =>
              address !== change.address &&
              (change.action === 'delete' || (change.action === 'replace' && action !== 'replace')) &&
              (after.principalId === change.before.principalId ||
                isAtOrBelow(after.scope, change.before.scope) ||
                isAtOrBelow(change.before.scope, after.scope)),
          );
          expect(change.dependsOn).toEqual(waitsFor.map(({ address }) => address).sort());
        }
      }),
      runs,
    );
  });

  it('changes a condition under the same natural key in place (invariant 4)', () => {
    fc.assert(
      fc.property(planInput, (input) => {
        const plan = planChanges(input);
        const present = new Map(allAssignments(input.actual).map((each) => [keyOf(each), each]));
        for (const change of actionable(plan)) {
          if (change.action === 'create' || change.action === 'replace') {
            expect(present.has(change.naturalKey)).toBe(false);
          }
        }
        const keys = actionable(plan).map(({ naturalKey }) => naturalKey);
        expect(new Set(keys).size).toBe(keys.length);
      }),
      runs,
    );
  });

  it('gives what it makes a name or a place in the lock that proves it ours (ownership)', () => {
    fc.assert(
      fc.property(planInput, (input) => {
        const plan = planChanges(input);
        const after = afterApply(input, plan);
        for (const change of assignmentChanges(plan)) {
          if (change.action === 'create' || change.action === 'replace') {
            expect(isOurs(assignmentId(change.after), after)).toBe(true);
          }
        }
      }),
      runs,
    );
  });

  it('finds a plan stale exactly when a change would no longer be planned like this (invariant 8)', () => {
    fc.assert(
      fc.property(planInput, (input) => {
        const plan = planChanges(input);
        fc.pre(!hasErrors(plan.diagnostics));
        expect(findStaleness(plan, planChanges(input))).toEqual([]);
        const applied = planChanges(afterApply(input, plan));
        const subjects = plan.changes.filter(
          (change) => isActionable(change) || ('adopting' in change && change.adopting),
        );
        expect(findStaleness(plan, applied)).toHaveLength(subjects.length);
      }),
      runs,
    );
  });

  it('names each address once', () => {
    fc.assert(
      fc.property(planInput, (input) => {
        const addresses = planChanges(input).changes.map(({ address }) => address);
        expect(new Set(addresses).size).toBe(addresses.length);
      }),
      runs,
    );
  });
});

function isOurs(id: string, { desired, lock, actual }: PlanInput): boolean {
  const assignment = allAssignments(actual).find((each) => each.id === id);
  if (!assignment) return false;
  const { owner, previousOwners } = desired.partner;
  const isNamed = [owner, ...previousOwners].some((each) => nameOf(assignment, each) === assignment.name);
  return isNamed || lock.adopted.some((entry) => entry.id === id && entry.naturalKey === keyOf(assignment));
}

function isOfOtherOwner(id: string, { desired, actual }: PlanInput): boolean {
  const assignment = allAssignments(actual).find((each) => each.id === id);
  return (
    !!assignment && desired.partner.otherOwners.some((each) => nameOf(assignment, each) === assignment.name)
  );
}

function inManagedSubscription(scope: string, { desired }: PlanInput): boolean {
  const subscription = subscriptionOf(scope as never);
  return desired.subscriptions.some(({ subscriptionId }) => subscriptionId === subscription);
}

/** Written out here, so that the engine's own recognition is not asked to confirm itself. */
function nameOf({ tenantId, scope, role, principalId }: RoleAssignment, owner: Guid): string {
  return uuidv5(`${tenantId}|${scope}|${role}|${principalId}`.toLowerCase(), owner);
}

function shuffled(input: PlanInput, numbers: Iterable<number>): PlanInput {
  const stream = numbers[Symbol.iterator]();
  const shuffle = <Item>(items: readonly Item[]): Item[] =>
    items
      .map((item) => [Number(stream.next().value), item] as const)
      .sort(([left], [right]) => left - right)
      .map(([, item]) => item);
  const { desired, actual, lock } = input;
  return {
    ...input,
    desired: {
      ...desired,
      subscriptions: shuffle(desired.subscriptions),
      grants: shuffle(desired.grants),
      ignore: shuffle(desired.ignore),
      accept: shuffle(desired.accept),
    },
    actual: {
      ...actual,
      principals: new Map(shuffle([...actual.principals])),
      roleNames: new Map(shuffle([...actual.roleNames])),
      subscriptions: shuffle(actual.subscriptions).map((reading) =>
        reading.status === 'read' ? { ...reading, assignments: shuffle(reading.assignments) } : reading,
      ),
    },
    lock: { ...lock, scopes: shuffle(lock.scopes), adopted: shuffle(lock.adopted) },
  };
}
