"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
exports.planInput = exports.asOf = exports.adminAgents = exports.otherOwner = exports.previousOwner = exports.owner = exports.tenantId = void 0;
exports.testGuid = testGuid;
exports.desiredState = desiredState;
exports.actualState = actualState;
const fast_check_1 = __importDefault(require("fast-check"));
const model_1 = require("../../src/model");
const diagnostics_1 = require("../../src/diagnostics");
/** A guid that says what it is: kind in the first group, number in the last. */
function testGuid(kind, number) {
    const text = `${String(kind).padStart(8, '0')}-0000-4000-8000-${String(number).padStart(12, '0')}`;
    return (0, model_1.parseGuid)(text);
}
exports.tenantId = testGuid(1, 1);
exports.owner = testGuid(7, 1);
exports.previousOwner = testGuid(7, 2);
exports.otherOwner = testGuid(7, 3);
exports.adminAgents = testGuid(4, 1);
const subscriptionIds = [testGuid(2, 1), testGuid(2, 2)];
const foreignSubscription = testGuid(2, 9);
exports.asOf = '2026-06-01T12:00:00Z';
const managedScopes = subscriptionIds.flatMap((id) => [
    `/subscriptions/${id}`,
    `/subscriptions/${id}/resourceGroups/rg-a`,
]);
const outerScopes = [
    '/',
    '/providers/Microsoft.Management/managementGroups/root',
    `/subscriptions/${foreignSubscription}`,
];
const roles = [testGuid(5, 1), testGuid(5, 2)];
const principals = [
    [testGuid(3, 1), 'User'],
    [testGuid(3, 2), 'Group'],
    [exports.adminAgents, 'ForeignGroup'],
];
/** Few principals, roles and scopes, so that declared and found access meet often. */
const access = (scopes) => fast_check_1.default
    .record({
    scope: fast_check_1.default.constantFrom(...scopes),
    role: fast_check_1.default.constantFrom(...roles),
    principal: fast_check_1.default.constantFrom(...principals),
    condition: fast_check_1.default.option(fast_check_1.default.constantFrom("@Request[x] StringEquals 'a'", "@Request[x] StringEquals 'b'"), {
        nil: undefined,
    }),
})
    .map(({ scope, role, principal: [principalId, principalType], condition }) => ({
    tenantId: exports.tenantId,
    scope,
    role,
    principalId,
    principalType,
    ...(condition !== undefined && { condition, conditionVersion: '2.0' }),
}));
function nameFor(assignment, naming, index) {
    const key = (0, model_1.keyOf)(assignment);
    if (naming === 'ours')
        return (0, model_1.assignmentName)(exports.owner, key);
    if (naming === 'previous')
        return (0, model_1.assignmentName)(exports.previousOwner, key);
    if (naming === 'other')
        return (0, model_1.assignmentName)(exports.otherOwner, key);
    return testGuid(8, index);
}
const found = fast_check_1.default
    .uniqueArray(fast_check_1.default.record({
    assignment: access([...managedScopes, ...outerScopes]),
    naming: fast_check_1.default.constantFrom('ours', 'ours', 'previous', 'other', 'foreign', 'foreign', 'adopted'),
}), { maxLength: 10, selector: ({ assignment }) => (0, model_1.keyOf)(assignment) })
    .map((entries) => entries.map(({ assignment, naming }, index) => {
    const named = { ...assignment, name: nameFor(assignment, naming, index) };
    return { naming, assignment: { ...named, id: (0, model_1.assignmentId)(named), createdOn: '2026-01-01T00:00:00Z' } };
}));
const grants = fast_check_1.default
    .uniqueArray(fast_check_1.default.record({ assignment: access(managedScopes), ended: fast_check_1.default.boolean().map((value) => value && true) }), { maxLength: 8, selector: ({ assignment }) => (0, model_1.keyOf)(assignment) })
    .map((entries) => entries.map(({ assignment, ended }, index) => ({
    address: `azurerm_role_assignment.grant-${index}`,
    constructPath: `contoso/grant-${index}`,
    assignment: { ...assignment, name: nameFor(assignment, 'ours', index) },
    ended,
    ...(ended && { until: '2026-05-31' }),
})));
const ignore = fast_check_1.default.array(fast_check_1.default.record({
    because: fast_check_1.default.constantFrom('policy', 'other team'),
    origin: fast_check_1.default.constantFrom(...model_1.origins),
    principalId: fast_check_1.default.constantFrom(...principals.map(([id]) => id)),
    scope: fast_check_1.default.constantFrom(...managedScopes),
}, { requiredKeys: ['because'] }), { maxLength: 2 });
const accept = fast_check_1.default.array(fast_check_1.default.record({
    scope: fast_check_1.default.constantFrom(...managedScopes),
    principalId: fast_check_1.default.constantFrom(...principals.map(([id]) => id)),
    role: fast_check_1.default.constantFrom(...roles),
    by: fast_check_1.default.constant('anna'),
    because: fast_check_1.default.constant('audit'),
    until: fast_check_1.default.constantFrom('2026-05-31', '2026-12-31'),
}), { maxLength: 2 });
/** A declaration and a world that agree in parts, with everything that decides what becomes of the rest. */
exports.planInput = fast_check_1.default
    .record({
    found,
    grants,
    ignore,
    accept,
    ownership: fast_check_1.default.constantFrom('owned-only', 'full'),
    unread: fast_check_1.default.subarray([...subscriptionIds], { maxLength: 1 }),
    orphan: fast_check_1.default.boolean(),
    movedPath: fast_check_1.default.boolean(),
})
    .map(({ found, grants, ignore, accept, ownership, unread, orphan, movedPath }) => ({
    desired: desiredState({ grants, ignore, accept, ownership }),
    actual: actualState(found.map(({ assignment }) => assignment), unread, orphan ? new Map([[testGuid(3, 1), 'missing']]) : new Map()),
    lock: lockOf(found, grants, movedPath),
    cloud: 'emulator',
    asOf: exports.asOf,
    configurationDigest: 'digest',
}));
function desiredState(parts = {}) {
    return {
        customer: 'contoso',
        tenantId: exports.tenantId,
        partner: {
            tenantId: testGuid(1, 2),
            owner: exports.owner,
            previousOwners: [exports.previousOwner],
            otherOwners: [exports.otherOwner],
            foreignPrincipals: [exports.adminAgents],
        },
        ownership: 'owned-only',
        reads: 'aobo',
        writes: 'aobo',
        subscriptions: subscriptionIds.map((subscriptionId, index) => ({ alias: `sub-${index}`, subscriptionId })),
        grants: [],
        ignore: [],
        accept: [],
        exceptions: [],
        ...parts,
    };
}
/** Azure lists under a subscription what is at, above and below it. */
function actualState(assignments, unread = [], principals = new Map()) {
    return {
        subscriptions: subscriptionIds.map((subscriptionId) => unread.includes(subscriptionId)
            ? { status: 'unread', subscriptionId, diagnostic: (0, diagnostics_1.diagnostic)('scope_unread', { detail: 'no access' }) }
            : {
                status: 'read',
                subscriptionId,
                assignments: assignments.filter(({ scope }) => !scope.startsWith('/subscriptions/') || scope.includes(subscriptionId)),
            }),
        principals,
        roleNames: new Map([[testGuid(5, 2), 'Custom role']]),
    };
}
function lockOf(found, grants, movedPath) {
    const adopted = found
        .filter(({ naming }) => naming === 'adopted')
        .map(({ assignment }, index) => {
        const grant = grants.find((entry) => (0, model_1.keyOf)(entry.assignment) === (0, model_1.keyOf)(assignment)) ?? grants[index];
        return {
            constructPath: movedPath || !grant ? `contoso/elsewhere-${index}` : grant.constructPath,
            id: assignment.id,
            name: assignment.name,
            naturalKey: (0, model_1.keyOf)(assignment),
        };
    });
    return { customer: 'contoso', cloud: 'emulator', scopes: [], adopted };
}
