import { pimAssignmentId, type Guid, type KnownPrincipals, type PrincipalKnowledge } from '../../src/model';
import { planChanges, type Plan } from '../../src/plan';
import { adminAgents, asOf, desiredState, tenantId, testGuid } from './arbitraries';
import { at, dana, existing, grant, inWords, production, roles, situation } from './example';

/** One digit beside dana. */
const mistyped = testGuid(3, 10_001);
const ops = testGuid(6, 777);
const directory: KnownPrincipals = new Map<Guid, PrincipalKnowledge>([
  [dana, { id: dana, type: 'User', displayName: 'Dana', userPrincipalName: 'dana@contoso.com' }],
  [ops, { id: ops, type: 'Group', displayName: 'Ops' }],
  [mistyped, 'missing'],
]);

const errorsOf = (plan: Plan) => plan.diagnostics.filter(({ severity }) => severity === 'error');
const shownOf = (plan: Plan) => [...plan.changes.map(inWords), ...plan.diagnostics.map(({ code }) => code)];
const planOf = (given: Parameters<typeof situation>[0]) =>
  planChanges(situation({ principals: directory, ...given }));

describe('a new grant by object id', () => {
  const source = { file: 'stacks/customers/contoso.ts', line: 7 };

  it('of somebody who is not in the directory is an error that says where, and who may be meant', () => {
    const plan = planOf({ grants: [grant('shop', { to: mistyped }, { source })] });
    expect(plan.changes).toEqual([]);
    expect(errorsOf(plan)).toEqual([
      expect.objectContaining({
        code: 'principal_not_found',
        customer: 'contoso',
        constructPath: 'contoso/shop',
        source,
        detail: expect.stringContaining(`Did you mean ${dana}, the user dana@contoso.com?`),
        hint: expect.stringContaining('plan again'),
      }),
    ]);
  });

  it.each([
    ['nobody is near', new Map([...directory, [dana, 'missing']])],
    [
      'two are equally near',
      new Map([
        ...directory,
        [testGuid(3, 10_002), { id: testGuid(3, 10_002), type: 'User', displayName: 'x' }],
      ]),
    ],
  ] as [string, KnownPrincipals][])('suggests nobody where %s', (_why, principals) => {
    const [error] = errorsOf(planOf({ grants: [grant('shop', { to: mistyped })], principals }));
    expect(error?.code).toBe('principal_not_found');
    expect(error?.detail).not.toContain('Did you mean');
  });

  it('holds removals back: what goes may be the access that was meant', () => {
    const plan = planOf({ grants: [grant('shop', { to: mistyped })], found: [existing({})] });
    expect(plan.changes).toEqual([]);
    expect(plan.unmanaged).toEqual([expect.objectContaining({ standing: 'held-back', isOurs: true })]);
  });

  it('is an error where the object is of another type than declared', () => {
    const plan = planOf({ grants: [grant('shop', { to: ops, as: 'ServicePrincipal' })] });
    expect(plan.changes).toEqual([]);
    expect(errorsOf(plan)).toEqual([
      expect.objectContaining({
        code: 'principal_type_differs',
        constructPath: 'contoso/shop',
        detail: expect.stringContaining('is declared as a service principal, and is a group'),
      }),
    ]);
  });

  it('is an error under Privileged Identity Management, too', () => {
    const assignment = {
      ...{ tenantId, scope: at(), role: roles.reader },
      ...{ principalId: mistyped, principalType: 'User' as const },
    };
    const declared = {
      ...{ address: 'azurerm_pim_eligible_role_assignment.x', constructPath: 'contoso/x' },
      ...{ assignment, standing: 'declared' as const },
    };
    const input = situation({ principals: directory });
    const plan = planChanges({
      ...input,
      desired: desiredState({ pimAssignments: { eligible: [declared], active: [] } }),
      actual: {
        ...input.actual,
        pimAssignments: {
          eligible: new Map([[pimAssignmentId(assignment), 'missing']]),
          active: new Map(),
        },
      },
      asOf,
    });
    expect(shownOf(plan)).toEqual(['principal_not_found']);
  });

  it("is not looked for in the directory where it is of the partner's tenant", () => {
    const principals: KnownPrincipals = new Map([[adminAgents, 'missing']]);
    const grants = [grant('msp', { to: adminAgents, as: 'ForeignGroup' })];
    expect(shownOf(planOf({ grants, principals }))).toEqual(['create msp: not-in-azure']);
  });

  it("says so where a group of the partner is declared as one of the customer's", () => {
    const principals: KnownPrincipals = new Map([[adminAgents, 'missing']]);
    const [error] = errorsOf(
      planOf({ grants: [grant('msp', { to: adminAgents, as: 'Group' })], principals }),
    );
    expect(error?.detail).toContain("It is a group of the partner's own tenant.");
    expect(error?.hint).toContain('partner.adminAgents');
  });

  it('is planned, with a warning that it was not checked, where the directory could not be read', () => {
    const plan = planOf({ grants: [grant('shop', { to: mistyped })], principals: new Map() });
    expect(shownOf(plan)).toEqual(['create shop: not-in-azure', 'principals_unchecked']);
    expect(plan.diagnostics[0]?.detail).toContain(`contoso/shop: ${mistyped}`);
  });

  it('needs no check where the principal was found by its name', () => {
    const desired = { principalNames: new Map([[mistyped, 'anna@contoso.com']]) };
    const plan = planOf({ grants: [grant('shop', { to: mistyped })], desired, principals: new Map() });
    expect(plan.diagnostics).toEqual([]);
  });

  it('is not judged at a scope that could not be read', () => {
    const plan = planOf({ grants: [grant('shop', { to: mistyped })], unread: [production] });
    expect(shownOf(plan)).toEqual([]);
  });
});

describe('a grant whose access stands', () => {
  it('is left alone when its principal was deleted, with a warning', () => {
    const grants = [grant('shop', { to: mistyped })];
    const plan = planOf({ grants, found: [existing({ to: mistyped })] });
    expect(shownOf(plan)).toEqual(['no-op shop', 'principal_gone']);
    expect(errorsOf(plan)).toEqual([]);
  });

  it('says nothing where the directory has it, or could not be read', () => {
    const grants = [grant('shop')];
    const found = [existing({})];
    expect(shownOf(planOf({ grants, found }))).toEqual(['no-op shop']);
    expect(shownOf(planOf({ grants, found, principals: new Map() }))).toEqual(['no-op shop']);
  });
});
