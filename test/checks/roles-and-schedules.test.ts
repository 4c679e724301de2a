import {
  constructName,
  pimAssignmentId,
  type CalendarDate,
  type DesiredGrant,
  type Guid,
  type PimAssignment,
  type RoleDefinition,
} from '../../src/model';
import { planChanges, type Plan } from '../../src/plan';
import { owner as partner, tenantId, testGuid } from '../plan/arbitraries';
import { at, dana, existing, grant, lee, situation, type Situation } from '../plan/example';
import { codesOf, contributor, owner, reader } from './situation';

/** A custom role that is declared in the same plan as the grant of it, and that Azure does not have yet. */
function planWithRole(actions: readonly string[], parts: Partial<DesiredGrant> = {}): Plan {
  const definition: RoleDefinition = {
    tenantId,
    scope: at(),
    name: constructName(partner, { tenantId, scope: at(), constructId: 'operator' }),
    roleName: 'Operator',
    permissions: [{ actions, notActions: [], dataActions: [], notDataActions: [] }],
    assignableScopes: [at()],
  };
  const role = {
    address: 'azurerm_role_definition.operator',
    constructPath: 'contoso/operator',
    definition,
  };
  const input = situation({
    desired: { roleDefinitions: [role] },
    grants: [grant('dana', { role: definition.name }, parts)],
  });
  const subscriptions = input.actual.subscriptions.map((each) => ({ ...each, roleDefinitions: [] }));
  const plan = planChanges({ ...input, actual: { ...input.actual, subscriptions } });
  expect(plan.changes.map(({ action }) => action)).toEqual(['create', 'create']);
  return plan;
}

const assigning = 'Microsoft.Authorization/roleAssignments/write';

describe('a custom role that the same plan makes', () => {
  it.each([
    ['can assign roles', [assigning], {}, ['privileged_user']],
    ['can do everything', ['*'], {}, ['privileged_user']],
    [
      'can assign roles, until a day',
      [assigning],
      { until: '2027-05-31' as CalendarDate },
      ['privileged_user'],
    ],
    ['can assign roles, with a reason', [assigning], { because: 'CHG-1' }, []],
    ['can only read', ['*/read'], {}, []],
  ] as const)('is judged by what it permits: one that %s', (_, actions, parts, codes) => {
    expect(codesOf(planWithRole(actions, parts))).toEqual(codes);
  });
});

interface Active {
  readonly role: Guid;
  readonly to?: Guid;
  readonly standing?: 'declared' | 'revoked';
  readonly until?: CalendarDate;
}

/** What is declared active, all of it being in Azure, and shown there as role assignments. */
function planWithActive(active: readonly Active[], rest: Situation & { readonly runner?: Guid } = {}): Plan {
  const { runner, found = [], ...others } = rest;
  const assignments = active.map(({ role, to = dana }): PimAssignment => {
    const principal = { principalId: to, principalType: 'User' } as const;
    return { tenantId, scope: at(), role, ...principal, endsAt: '2027-06-01T00:00:00Z' };
  });
  const declared = active.map(({ standing = 'declared', until }, index) => ({
    address: `azurerm_pim_active_role_assignment.a-${index}`,
    constructPath: `contoso/a-${index}`,
    assignment: assignments[index] as PimAssignment,
    because: 'on call',
    standing,
    ...(until && { until }),
  }));
  const shown = active.map(({ role, to = dana }, index) => existing({ role, to }, index + 1));
  const input = situation({
    ...others,
    desired: { ...others.desired, pimAssignments: { eligible: [], active: declared } },
    found: [...shown, ...found],
  });
  const known = new Map(
    assignments.map((each) => [pimAssignmentId(each), { ...each, id: pimAssignmentId(each) }]),
  );
  const plan = planChanges({
    ...input,
    actual: { ...input.actual, pimAssignments: { eligible: new Map(), active: known } },
  });
  const principals = runner ? [runner] : [];
  return {
    ...plan,
    facts: { ...plan.facts, runner: { objectId: runner ?? testGuid(3, 8), principals, groupsKnown: true } },
  };
}

describe('an active assignment', () => {
  it('is access like any other: the last Owner cannot be taken back', () => {
    expect(codesOf(planWithActive([{ role: owner, standing: 'revoked' }]))).toEqual(['last_owner']);
    const lees = { role: owner, to: lee };
    expect(codesOf(planWithActive([{ role: owner, standing: 'revoked' }, lees]))).toEqual([]);
  });

  it('is access like any other: who applies cannot take back their own', () => {
    const taken = [
      { role: owner, standing: 'revoked' },
      { role: owner, to: lee },
    ] as const;
    expect(codesOf(planWithActive(taken, { runner: dana }))).toEqual(['own_access']);
    expect(codesOf(planWithActive(taken, { runner: lee }))).toEqual([]);
  });

  it('counts for no budget where it is taken back by name, nor as a declaration that came out empty', () => {
    const roles = [reader, contributor, ...[1, 2, 3, 4, 5, 6].map((each) => testGuid(5, each))];
    const taken = roles.map((role) => ({ role, standing: 'revoked' }) as const);
    expect(codesOf(planWithActive(taken))).toEqual([]);
  });

  it('is spoken of when it is about to end', () => {
    const soon = '2026-06-10' as CalendarDate;
    expect(codesOf(planWithActive([{ role: reader, until: soon }]))).toEqual(['grant_expiring']);
  });
});
