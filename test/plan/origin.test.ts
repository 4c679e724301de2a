import { keyOf, type ActualState, type PrincipalKnowledge, type SubscriptionReading } from '../../src/model';
import { planChanges } from '../../src/plan';
import { at, dana, existing, lee, production, roles, sandbox, situation } from './example';
import { testGuid } from './arbitraries';

type Read = Extract<SubscriptionReading, { status: 'read' }>;

/** What a plan says of undeclared assignments where the reading of production is `parts`. */
function originsOf(found: Read['assignments'], parts: Partial<Read>, known?: PrincipalKnowledge): string[] {
  const input = situation({ found });
  const [first, ...others] = input.actual.subscriptions;
  const { status, subscriptionId, assignments } = first as Read;
  const principals: ActualState['principals'] = known
    ? new Map([...input.actual.principals, [testGuid(3, 5), known]])
    : input.actual.principals;
  const actual = {
    ...input.actual,
    principals,
    subscriptions: [{ status, subscriptionId, assignments, ...parts }, ...others],
  };
  return planChanges({ ...input, actual }).unmanaged.map(({ origin }) => origin);
}

const byHand = existing({}, 1);

describe('the origin of undeclared access', () => {
  it('is an activation where the user took up the role for a while', () => {
    const other = existing({ role: roles.owner }, 2);
    expect(originsOf([byHand, other], { activations: [keyOf(byHand)] })).toEqual(['pim-activated', 'direct']);
  });

  it('is not known to be by hand where activations could not be read', () => {
    expect(originsOf([byHand], {})).toEqual(['unknown']);
  });

  it('is known all the same in the other subscriptions, and of what no user holds', () => {
    const elsewhere = existing({ to: lee, scope: at('', sandbox) }, 2);
    const application = existing({ to: testGuid(3, 5), as: 'ServicePrincipal' }, 3);
    const known = { id: testGuid(3, 5), type: 'ServicePrincipal', displayName: 'app' } as const;
    expect(originsOf([elsewhere, application], {}, known)).toEqual(['direct', 'direct']);
  });

  it('is a managed application where its identity belongs to one', () => {
    const found = existing({ to: testGuid(3, 5), as: 'ServicePrincipal' }, 1);
    const identityOf = `${at()}/resourceGroups/rg/providers/Microsoft.Solutions/Applications/shop`;
    const known = { id: testGuid(3, 5), type: 'ServicePrincipal', displayName: 'shop', identityOf } as const;
    expect(originsOf([found], { activations: [] }, known)).toEqual(['managed-app-identity']);
  });

  it('is an orphan rather than an activation: its principal is gone (pain 28)', () => {
    const found = existing({ to: testGuid(3, 5) }, 1);
    expect(originsOf([found], { activations: [keyOf(found)] }, 'missing')).toEqual(['orphan']);
  });
});

it('delegations stand in the plan, and inherited access says which subscriptions it reaches', () => {
  const delegation = {
    id: `${at()}/providers/Microsoft.ManagedServices/registrationAssignments/${testGuid(9, 1)}`,
    scope: at(),
    offer: 'operation',
    managingTenant: testGuid(1, 9),
    authorizations: [{ principalId: dana, role: roles.reader, isEligible: false }],
  };
  const above = existing(
    { scope: '/providers/Microsoft.Management/managementGroups/top' as ReturnType<typeof at> },
    1,
  );
  const input = situation({ found: [above] });
  const [first, second] = input.actual.subscriptions as [Read, Read];
  const subscriptions = [
    { ...first, delegations: [delegation] },
    { ...second, assignments: [] },
  ];
  const plan = planChanges({ ...input, actual: { ...input.actual, subscriptions } });
  expect(plan.delegations).toEqual([delegation]);
  expect(plan.unmanaged).toMatchObject([{ origin: 'inherited', reaches: [production] }]);
});
