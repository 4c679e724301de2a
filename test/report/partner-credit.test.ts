import type { Delegation } from '../../src/model';
import { accessReport, driftReport, renderAccess, renderDrift } from '../../src/report';

import { situation, existing, grant, at, production, type Situation } from '../plan/example';
import { planChanges } from '../../src/plan';
import { adminAgents } from '../plan/arbitraries';
import { contributor, owner, reader, roleId } from '../checks/situation';
import { context, guid } from './report-fixtures';

const agents = { to: adminAgents, as: 'ForeignGroup' } as const;
const plan = (given: Situation) => planChanges(situation(given));
const creditIn = (given: Situation) =>
  driftReport(plan(given), context).partnerEarnedCredit.find(
    ({ subscriptionId }) => subscriptionId === production,
  );

describe('partner earned credit in drift', () => {
  it.each([
    ['an eligible role', { role: owner }, 'eligible'],
    ['a role that only reads', { role: reader }, 'not-eligible'],
    ['a role that Microsoft does not list', { role: roleId('Key Vault Administrator') }, 'unknown'],
    ['an eligible role on a part', { role: contributor, scope: at('/resourceGroups/lab') }, 'unknown'],
    ['an eligible role under a condition', { role: owner, condition: 'x' }, 'unknown'],
  ])('%s of AdminAgents', (_, access, eligibility) => {
    expect(creditIn({ found: [existing({ ...agents, ...access }, 1)] })).toMatchObject({
      eligibility,
      lost: false,
    });
  });

  it("goes by the object ids of the partner's groups", () => {
    const found = [existing({ ...agents, to: guid('77'), role: owner }, 1)];
    expect(creditIn({ found })?.eligibility).toBe('not-eligible');
  });

  it('is lost already where the declaration keeps it and Azure does not, and is said so', () => {
    const grants = [grant('agents', { ...agents, role: owner })];
    expect(creditIn({ grants, found: [existing({ ...agents, role: reader }, 1)] })).toMatchObject({
      eligibility: 'not-eligible',
      lost: true,
    });
    const other = [existing({ ...agents, role: contributor }, 1)];
    expect(creditIn({ grants, found: other })).toMatchObject({ eligibility: 'eligible', lost: false });
    const text = renderDrift(plan({ grants }), context);
    expect(text).toContain('Partner earned credit lost already');
    expect(text).not.toContain('earned credit: earned');
  });
});

describe('partner earned credit in access', () => {
  const credit = (role: typeof owner, delegations?: readonly Delegation[]) => {
    const assignments = [existing({ ...agents, role }, 1)];
    const access = {
      title: 'contoso',
      principals: new Map(),
      roleNames: new Map(),
      managementGroups: [],
      partnerGroups: [adminAgents],
      subscriptions: [
        {
          reading: {
            status: 'read',
            subscriptionId: production,
            assignments,
            ...(delegations && { delegations }),
          },
        },
      ],
    } as const;
    const [value] = accessReport(access, context).subscriptions;
    return [
      value?.partnerEarnedCredit,
      /Partner earned credit: (.*)\./.exec(renderAccess(access, context))?.[1],
    ];
  };

  it('is shown of each subscription, and unknown where Azure Lighthouse could not be read', () => {
    expect(credit(owner)).toEqual(['eligible', 'eligible']);
    expect(credit(reader, [])).toEqual(['not-eligible', 'not eligible']);
    expect(credit(reader)).toEqual(['unknown', 'unknown']);
  });
});
