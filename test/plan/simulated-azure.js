"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.afterApply = afterApply;
exports.allAssignments = allAssignments;
const apply_1 = require("../../src/apply");
const model_1 = require("../../src/model");
const arbitraries_1 = require("./arbitraries");
/** What the world is after everything in the plan succeeded: the input of the next plan. */
function afterApply(input, plan) {
    const assignments = new Map(allAssignments(input.actual).map((assignment) => [assignment.id, assignment]));
    const removedIds = [];
    for (const change of plan.changes) {
        if (change.action === 'delete' || change.action === 'replace') {
            assignments.delete(change.before.id);
            removedIds.push(change.before.id);
        }
        if ('after' in change) {
            const id = change.action === 'update' ? change.before.id : (0, model_1.assignmentId)(change.after);
            assignments.set(id, { ...change.after, id, createdOn: '2026-06-01T00:00:00Z' });
        }
    }
    const unread = input.actual.subscriptions.filter(({ status }) => status === 'unread');
    return {
        ...input,
        actual: (0, arbitraries_1.actualState)([...assignments.values()], unread.map(({ subscriptionId }) => subscriptionId), input.actual.principals),
        lock: (0, apply_1.lockAfterRemoval)((0, apply_1.lockBeforeApply)(input.lock, plan, input.desired.subscriptions), removedIds),
    };
}
function allAssignments(actual) {
    return actual.subscriptions.flatMap((reading) => (reading.status === 'read' ? reading.assignments : []));
}
