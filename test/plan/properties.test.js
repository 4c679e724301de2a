"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
const fast_check_1 = __importDefault(require("fast-check"));
const diagnostics_1 = require("../../src/diagnostics");
const uuid_1 = require("uuid");
const model_1 = require("../../src/model");
const plan_1 = require("../../src/plan");
const arbitraries_1 = require("./arbitraries");
const simulated_azure_1 = require("./simulated-azure");
const runs = { numRuns: 400 };
const actionable = (plan) => plan.changes.filter(plan_1.isActionable);
const touched = (plan) => actionable(plan).flatMap((change) => ('before' in change ? [change.before] : []));
describe('the plan engine', () => {
    it('plans nothing but no-ops where desired equals actual (invariant 1)', () => {
        fast_check_1.default.assert(fast_check_1.default.property(arbitraries_1.planInput, (input) => {
            const settled = (0, simulated_azure_1.afterApply)(input, (0, plan_1.planChanges)(input));
            fast_check_1.default.pre(!(0, diagnostics_1.hasErrors)((0, plan_1.planChanges)(input).diagnostics));
            const next = (0, plan_1.planChanges)(settled);
            expect(actionable(next)).toEqual([]);
            expect(next.changes.filter((change) => 'adopting' in change && change.adopting)).toEqual([]);
        }), runs);
    });
    it('makes the managed part equal to the declaration (invariant 1)', () => {
        fast_check_1.default.assert(fast_check_1.default.property(arbitraries_1.planInput, (input) => {
            const plan = (0, plan_1.planChanges)(input);
            fast_check_1.default.pre(!(0, diagnostics_1.hasErrors)(plan.diagnostics) && plan.unread.length === 0);
            const after = new Map((0, simulated_azure_1.allAssignments)((0, simulated_azure_1.afterApply)(input, plan).actual).map((each) => [(0, model_1.keyOf)(each), each]));
            for (const { assignment, ended } of input.desired.grants) {
                if (!ended)
                    expect(after.get((0, model_1.keyOf)(assignment))?.condition).toBe(assignment.condition);
            }
        }), runs);
    });
    it('under owned-only touches nothing but ours, and never another owner, inherited or unread (invariant 2)', () => {
        fast_check_1.default.assert(fast_check_1.default.property(arbitraries_1.planInput, (input) => {
            const plan = (0, plan_1.planChanges)(input);
            const outside = new Set(plan.unmanaged.filter(({ standing }) => standing !== 'drift').map(({ assignment }) => assignment.id));
            for (const before of touched(plan)) {
                const declared = input.desired.grants.some((grant) => (0, model_1.keyOf)(grant.assignment) === (0, model_1.keyOf)(before));
                if (input.desired.ownership === 'owned-only' && !declared)
                    expect(isOurs(before.id, input)).toBe(true);
                expect(outside.has(before.id)).toBe(false);
                expect(isOfOtherOwner(before.id, input)).toBe(false);
                expect(inManagedSubscription(before.scope, input)).toBe(true);
            }
            for (const unread of plan.unread) {
                for (const change of plan.changes) {
                    const { scope } = 'after' in change ? change.after : change.before;
                    expect((0, model_1.isAtOrBelow)(scope, unread.scope)).toBe(false);
                }
            }
        }), runs);
    });
    it('leaves what is ignored or accepted alone, also under full ownership (invariant 2)', () => {
        fast_check_1.default.assert(fast_check_1.default.property(arbitraries_1.planInput, (input) => {
            const full = { ...input, desired: { ...input.desired, ownership: 'full' } };
            const { ignore, accept } = full.desired;
            for (const before of touched((0, plan_1.planChanges)(full))) {
                if (isOurs(before.id, full))
                    continue;
                const declared = full.desired.grants.some((grant) => (0, model_1.keyOf)(grant.assignment) === (0, model_1.keyOf)(before));
                if (declared)
                    continue;
                const isAccepted = accept.some((rule) => rule.until === '2026-12-31' &&
                    rule.principalId === before.principalId &&
                    rule.role === before.role &&
                    rule.scope === before.scope);
                const isIgnored = ignore.some((rule) => rule.origin === undefined &&
                    (rule.principalId ?? before.principalId) === before.principalId &&
                    (0, model_1.isAtOrBelow)(before.scope, rule.scope ?? before.scope));
                expect({ isAccepted, isIgnored }).toEqual({ isAccepted: false, isIgnored: false });
            }
        }), runs);
    });
    it('gives every subscription that could not be read as an error, never as an empty one (invariant 2)', () => {
        fast_check_1.default.assert(fast_check_1.default.property(arbitraries_1.planInput, (input) => {
            const unread = input.actual.subscriptions.filter(({ status }) => status === 'unread');
            expect((0, plan_1.planChanges)(input).unread).toHaveLength(unread.length);
        }), runs);
    });
    it('gives a byte-identical plan file whatever the order of the input (invariant 3)', () => {
        fast_check_1.default.assert(fast_check_1.default.property(arbitraries_1.planInput, fast_check_1.default.infiniteStream(fast_check_1.default.nat()), (input, numbers) => {
            const plan = (0, plan_1.planChanges)(input);
            expect((0, plan_1.encodePlanFile)([(0, plan_1.planChanges)(shuffled(input, numbers))], '1')).toBe((0, plan_1.encodePlanFile)([plan], '1'));
        }), runs);
    });
    it('reads back from a plan file what was written into it (invariant 3)', () => {
        fast_check_1.default.assert(fast_check_1.default.property(arbitraries_1.planInput, (input) => {
            const plan = (0, plan_1.planChanges)(input);
            expect((0, plan_1.decodePlanFile)((0, plan_1.encodePlanFile)([plan], '1'), '1')).toEqual([JSON.parse(JSON.stringify(plan))]);
        }), runs);
    });
    it('lets a removal wait for every grant to its principal that overlaps (invariant 4)', () => {
        fast_check_1.default.assert(fast_check_1.default.property(arbitraries_1.planInput, (input) => {
            const { changes } = (0, plan_1.planChanges)(input);
            for (const removal of changes) {
                if (removal.action !== 'delete')
                    continue;
                for (const grant of changes) {
                    if (grant.action !== 'create' && grant.action !== 'update')
                        continue;
                    const isSame = grant.after.principalId === removal.before.principalId;
                    if (isSame && (0, model_1.isAtOrBelow)(grant.after.scope, removal.before.scope)) {
                        expect(removal.dependsOn).toContain(grant.address);
                    }
                }
            }
        }), runs);
    });
    it('changes a condition under the same natural key in place (invariant 4)', () => {
        fast_check_1.default.assert(fast_check_1.default.property(arbitraries_1.planInput, (input) => {
            const keys = (0, plan_1.planChanges)(input).changes.filter(plan_1.isActionable).map(({ naturalKey }) => naturalKey);
            expect(new Set(keys).size).toBe(keys.length);
        }), runs);
    });
    it('finds a plan stale exactly when a change would no longer be planned like this (invariant 8)', () => {
        fast_check_1.default.assert(fast_check_1.default.property(arbitraries_1.planInput, (input) => {
            const plan = (0, plan_1.planChanges)(input);
            fast_check_1.default.pre(!(0, diagnostics_1.hasErrors)(plan.diagnostics));
            expect((0, plan_1.findStaleness)(plan, (0, plan_1.planChanges)(input))).toEqual([]);
            const applied = (0, plan_1.planChanges)((0, simulated_azure_1.afterApply)(input, plan));
            const subjects = plan.changes.filter((change) => (0, plan_1.isActionable)(change) || ('adopting' in change && change.adopting));
            expect((0, plan_1.findStaleness)(plan, applied)).toHaveLength(subjects.length);
        }), runs);
    });
    it('names each address once', () => {
        fast_check_1.default.assert(fast_check_1.default.property(arbitraries_1.planInput, (input) => {
            const addresses = (0, plan_1.planChanges)(input).changes.map(({ address }) => address);
            expect(new Set(addresses).size).toBe(addresses.length);
        }), runs);
    });
});
function isOurs(id, { desired, lock, actual }) {
    const assignment = (0, simulated_azure_1.allAssignments)(actual).find((each) => each.id === id);
    if (!assignment)
        return false;
    const { owner, previousOwners } = desired.partner;
    const isNamed = [owner, ...previousOwners].some((each) => nameOf(assignment, each) === assignment.name);
    return isNamed || lock.adopted.some((entry) => entry.id === id && entry.naturalKey === (0, model_1.keyOf)(assignment));
}
function isOfOtherOwner(id, { desired, actual }) {
    const assignment = (0, simulated_azure_1.allAssignments)(actual).find((each) => each.id === id);
    return !!assignment && desired.partner.otherOwners.some((each) => nameOf(assignment, each) === assignment.name);
}
function inManagedSubscription(scope, { desired }) {
    const subscription = (0, model_1.subscriptionOf)(scope);
    return desired.subscriptions.some(({ subscriptionId }) => subscriptionId === subscription);
}
/** Written out here, so that the engine's own recognition is not asked to confirm itself. */
function nameOf({ tenantId, scope, role, principalId }, owner) {
    return (0, uuid_1.v5)(`${tenantId}|${scope}|${role}|${principalId}`.toLowerCase(), owner);
}
function shuffled(input, numbers) {
    const stream = numbers[Symbol.iterator]();
    const shuffle = (items) => items
        .map((item) => [Number(stream.next().value), item])
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
            principals: new Map(shuffle([...actual.principals])),
            roleNames: new Map(shuffle([...actual.roleNames])),
            subscriptions: shuffle(actual.subscriptions).map((reading) => reading.status === 'read' ? { ...reading, assignments: shuffle(reading.assignments) } : reading),
        },
        lock: { ...lock, scopes: shuffle(lock.scopes), adopted: shuffle(lock.adopted) },
    };
}
