import fc from 'fast-check';
import type {
  AcceptRule,
  ActualState,
  CalendarDate,
  DesiredGrant,
  DesiredState,
  ExistingRoleAssignment,
  Guid,
  IgnoreRule,
  Lock,
  Origin,
  PrincipalKnowledge,
  PrincipalType,
  RoleAssignment,
  Scope,
} from '../../src/model';
import { assignmentId, assignmentName, keyOf, origins, parseGuid } from '../../src/model';
import { diagnostic } from '../../src/diagnostics';
import type { PlanInput } from '../../src/plan';

/** A guid that says what it is: kind in the first group, number in the last. */
export function testGuid(kind: number, number: number): Guid {
  const text = `${String(kind).padStart(8, '0')}-0000-4000-8000-${String(number).padStart(12, '0')}`;
  return parseGuid(text) as Guid;
}

export const tenantId = testGuid(1, 1);
export const owner = testGuid(7, 1);
export const previousOwner = testGuid(7, 2);
export const otherOwner = testGuid(7, 3);
export const adminAgents = testGuid(4, 1);
const subscriptionIds = [testGuid(2, 1), testGuid(2, 2)] as const;
const foreignSubscription = testGuid(2, 9);
export const asOf = '2026-06-01T12:00:00Z';

const managedScopes = subscriptionIds.flatMap((id) => [
  `/subscriptions/${id}`,
  `/subscriptions/${id}/resourceGroups/rg-a`,
]) as Scope[];
const outerScopes = [
  '/',
  '/providers/Microsoft.Management/managementGroups/root',
  `/subscriptions/${foreignSubscription}`,
] as Scope[];
const roles = [testGuid(5, 1), testGuid(5, 2)];
const principals: [Guid, PrincipalType][] = [
  [testGuid(3, 1), 'User'],
  [testGuid(3, 2), 'Group'],
  [adminAgents, 'ForeignGroup'],
];

/** Few principals, roles and scopes, so that declared and found access meet often. */
const access = (scopes: Scope[]) =>
  fc
    .record({
      scope: fc.constantFrom(...scopes),
      role: fc.constantFrom(...roles),
      principal: fc.constantFrom(...principals),
      condition: fc.option(fc.constantFrom("@Request[x] StringEquals 'a'", "@Request[x] StringEquals 'b'"), {
        nil: undefined,
      }),
    })
    .map(({ scope, role, principal: [principalId, principalType], condition }) => ({
      tenantId,
      scope,
      role,
      principalId,
      principalType,
      ...(condition !== undefined && { condition, conditionVersion: '2.0' }),
    }));

export type Naming = 'ours' | 'previous' | 'other' | 'foreign' | 'adopted';

function nameFor(assignment: Omit<RoleAssignment, 'name'>, naming: Naming, index: number): Guid {
  const key = keyOf(assignment as RoleAssignment);
  if (naming === 'ours') return assignmentName(owner, key);
  if (naming === 'previous') return assignmentName(previousOwner, key);
  if (naming === 'other') return assignmentName(otherOwner, key);
  return testGuid(8, index);
}

interface Found {
  readonly assignment: ExistingRoleAssignment;
  readonly naming: Naming;
}

const found: fc.Arbitrary<Found[]> = fc
  .uniqueArray(
    fc.record({
      assignment: access([...managedScopes, ...outerScopes]),
      naming: fc.constantFrom<Naming>('ours', 'ours', 'previous', 'other', 'foreign', 'foreign', 'adopted'),
    }),
    { maxLength: 10, selector: ({ assignment }) => keyOf(assignment as RoleAssignment) },
  )
  .map((entries) =>
    entries.map(({ assignment, naming }, index) => {
      const named = { ...assignment, name: nameFor(assignment, naming, index) };
      return { naming, assignment: { ...named, id: assignmentId(named), createdOn: '2026-01-01T00:00:00Z' } };
    }),
  );

const grants: fc.Arbitrary<DesiredGrant[]> = fc
  .uniqueArray(fc.record({ assignment: access(managedScopes), ended: fc.boolean() }), {
    maxLength: 8,
    selector: ({ assignment }) => keyOf(assignment as RoleAssignment),
  })
  .map((entries) =>
    entries.map(({ assignment, ended }, index) => ({
      address: `azurerm_role_assignment.grant-${index}`,
      constructPath: `contoso/grant-${index}`,
      assignment: { ...assignment, name: nameFor(assignment, 'ours', index) },
      ended,
      ...(ended && { until: '2026-05-31' as CalendarDate }),
    })),
  );

const ignore: fc.Arbitrary<IgnoreRule[]> = fc.array(
  fc.record(
    {
      because: fc.constantFrom('policy', 'other team'),
      origin: fc.constantFrom<Origin>(...origins),
      principalId: fc.constantFrom(...principals.map(([id]) => id)),
      scope: fc.constantFrom(...managedScopes),
    },
    { requiredKeys: ['because'] },
  ),
  { maxLength: 2 },
);

const accept: fc.Arbitrary<AcceptRule[]> = fc.array(
  fc.record({
    scope: fc.constantFrom(...managedScopes),
    principalId: fc.constantFrom(...principals.map(([id]) => id)),
    role: fc.constantFrom(...roles),
    by: fc.constant('anna'),
    because: fc.constant('audit'),
    until: fc.constantFrom('2026-05-31', '2026-06-01', '2026-12-31') as fc.Arbitrary<CalendarDate>,
  }),
  { maxLength: 2 },
);

/** What could be found out about each principal: that there is none, all, id and type only, or nothing. */
const directory: fc.Arbitrary<ActualState['principals']> = fc
  .tuple(
    ...principals
      .filter(([, type]) => type !== 'ForeignGroup')
      .map(([id, type]) =>
        fc
          .constantFrom<PrincipalKnowledge | undefined>(
            'missing',
            { id, type, displayName: 'somebody' },
            { id, type, displayName: id, isLimited: true },
            undefined,
          )
          .map((knowledge) => [id, knowledge] as const),
      ),
  )
  .map((entries) => new Map(entries.flatMap(([id, knowledge]) => (knowledge ? [[id, knowledge]] : []))));

/** A declaration and a world that agree in parts, with everything that decides what becomes of the rest. */
export const planInput: fc.Arbitrary<PlanInput> = fc
  .record({
    found,
    grants,
    ignore,
    accept,
    ownership: fc.constantFrom<DesiredState['ownership']>('owned-only', 'full'),
    unread: fc.subarray([...subscriptionIds], { maxLength: 1 }),
    known: directory,
    movedPath: fc.boolean(),
    deletedByHand: fc.boolean(),
  })
  .map(({ found, grants, ignore, accept, ownership, unread, known, movedPath, deletedByHand }) => {
    const lock = lockOf(found, grants, movedPath);
    const left = deletedByHand ? found.filter(({ naming }) => naming !== 'adopted') : found;
    return {
      desired: desiredState({ grants: namedAsSynthesized(grants, lock), ignore, accept, ownership }),
      actual: actualState(
        left.map(({ assignment }) => assignment),
        unread,
        known,
      ),
      lock,
      cloud: 'emulator',
      asOf,
      configurationDigest: 'digest',
    };
  });

/** Synth gives a grant the name that was adopted at its path, as far as it can tell before principals are looked up. */
function namedAsSynthesized(grants: readonly DesiredGrant[], { adopted }: Lock): DesiredGrant[] {
  return grants.map((grant) => {
    const { tenantId, scope, role } = grant.assignment;
    const entry = adopted.find(({ constructPath }) => constructPath === grant.constructPath);
    if (!entry?.naturalKey.startsWith(`${tenantId}|${scope}|${role}|`.toLowerCase())) return grant;
    return { ...grant, assignment: { ...grant.assignment, name: entry.name } };
  });
}

export function desiredState(parts: Partial<DesiredState> = {}): DesiredState {
  return {
    customer: 'contoso',
    tenantId,
    partner: {
      tenantId: testGuid(1, 2),
      owner,
      previousOwners: [previousOwner],
      otherOwners: [otherOwner],
      adminAgents,
    },
    ownership: 'owned-only',
    reads: 'aobo',
    writes: 'aobo',
    subscriptions: subscriptionIds.map((subscriptionId, index) => ({
      alias: `sub-${index}`,
      subscriptionId,
    })),
    managementGroups: [],
    grants: [],
    ignore: [],
    accept: [],
    exceptions: [],
    roleDefinitions: [],
    pimAssignments: { eligible: [], active: [] },
    registrations: { definitions: [], assignments: [] },
    principalNames: new Map(),
    ...parts,
  };
}

/** Azure lists under a subscription what is at, above and below it. */
export function actualState(
  assignments: readonly ExistingRoleAssignment[],
  unread: readonly Guid[] = [],
  principals: ActualState['principals'] = new Map(),
): ActualState {
  return {
    subscriptions: subscriptionIds.map((subscriptionId) =>
      unread.includes(subscriptionId)
        ? {
            status: 'unread',
            subscriptionId,
            diagnostic: diagnostic('scope_unread', { detail: 'no access' }),
          }
        : {
            status: 'read',
            activations: [],
            subscriptionId,
            assignments: assignments.filter(
              ({ scope }) => !scope.startsWith('/subscriptions/') || scope.includes(subscriptionId),
            ),
          },
    ),
    managementGroups: [],
    principals,
    roleNames: new Map([[testGuid(5, 2), 'Custom role']]),
  };
}

function lockOf(found: readonly Found[], grants: readonly DesiredGrant[], movedPath: boolean): Lock {
  const adopted = found
    .filter(({ naming }) => naming === 'adopted')
    .map(({ assignment }, index) => {
      const { scope, role } = assignment;
      const grant =
        grants.find((entry) => keyOf(entry.assignment) === keyOf(assignment)) ??
        grants.find((entry) => entry.assignment.scope === scope && entry.assignment.role === role) ??
        grants[index];
      return {
        constructPath: movedPath || !grant ? `contoso/elsewhere-${index}` : grant.constructPath,
        id: assignment.id,
        name: assignment.name,
        naturalKey: keyOf(assignment),
      };
    });
  return { customer: 'contoso', cloud: 'emulator', scopes: [], adopted, made: [] };
}
