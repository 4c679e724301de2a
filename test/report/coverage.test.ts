import type { Delegation, Guid } from '../../src/model';
import type { Plan } from '../../src/plan';
import {
  accessReport,
  coverageOf,
  coverageWords,
  driftReport,
  renderAccess,
  renderDrift,
  totalCoverage,
} from '../../src/report';
import {
  assignment,
  context,
  create,
  existing,
  guid,
  keep,
  lab,
  people,
  plan,
  production,
  remove,
  roles,
  scope,
  unmanaged,
} from './report-fixtures';

const managementGroup = scope('/providers/Microsoft.Management/managementGroups/contoso-root');

describe('a redundant grant', () => {
  const redundant = (...parts: Parameters<typeof plan>) =>
    driftReport(plan(...parts), context).redundant.map(({ address, by }) => [
      address,
      by.address ?? by.assignment.scope,
    ]);
  const reader = keep('contoso/rg-lab/reader', existing('01', roles.reader, people.dana, lab));
  const address = reader.address;

  it('is one whose principal has a role that permits all of it, here or above', () => {
    const wide = keep('contoso/sandbox/all', existing('02', roles.owner, people.dana, sandboxOf(lab)));
    expect(redundant({ changes: [reader, wide] })).toEqual([[address, wide.address]]);
  });

  it('is one that is inherited by its subscription', () => {
    const above = {
      ...unmanaged(existing('02', roles.reader, people.dana, managementGroup), 'inherited', {
        standing: 'outside',
      }),
      reaches: [guid('5b')],
    };
    expect(redundant({ changes: [reader], unmanaged: [above] })).toEqual([[address, managementGroup]]);
    expect(redundant({ changes: [reader], unmanaged: [{ ...above, reaches: [guid('5a')] }] })).toEqual([]);
  });

  it.each([
    ['another principal has it', existing('02', roles.owner, people.lee, sandboxOf(lab))],
    ['the other is in another subscription', existing('02', roles.owner, people.dana, production)],
    [
      'the other is bound to a condition',
      existing('02', roles.owner, people.dana, sandboxOf(lab), { condition: 'x', conditionVersion: '2.0' }),
    ],
    ['nobody knows what the other role permits', existing('02', guid('77'), people.dana, sandboxOf(lab))],
  ])('is none where %s', (_when, other) => {
    expect(redundant({ changes: [reader, keep('contoso/other', other)] })).toEqual([]);
  });

  it('is none for access that nobody declared: it may go', () => {
    const byHand = unmanaged(existing('02', roles.owner, people.dana, sandboxOf(lab)));
    expect(redundant({ changes: [reader], unmanaged: [byHand] })).toEqual([]);
  });

  it('is told by what custom roles permit, where that was read', () => {
    const custom = keep('contoso/custom', existing('02', roles.custom, people.dana, sandboxOf(lab)));
    const { facts } = plan();
    const permitsAll = { actions: ['*'], notActions: [], dataActions: [], notDataActions: [] };
    expect(
      redundant({
        changes: [reader, custom],
        facts: { ...facts, customRoles: { [roles.custom]: [permitsAll] } },
      }),
    ).toEqual([[address, custom.address]]);
  });
});

describe('an unmanaged assignment', () => {
  it('says which declared grant gives all of it', () => {
    const grant = create(
      'contoso/sandbox/all',
      assignment('a1', roles.contributor, people.kim, sandboxOf(lab)),
    );
    const given = plan({
      changes: [grant],
      unmanaged: [unmanaged(existing('b1', roles.reader, people.kim, lab))],
    });
    expect(driftReport(given, context).unmanaged).toMatchObject([{ shadowedBy: grant.address }]);
    expect(renderDrift(given, context).replace(/\s+/g, ' ')).toContain(
      `shadowed ${grant.address} gives all of it already`,
    );
  });
});

describe('access that was held back', () => {
  it('counts as drift, with the reason, and says that it is ours', () => {
    const access = unmanaged(
      existing('b1', roles.reader, people.kim),
      'direct',
      {
        standing: 'held-back',
        because: 'contoso/archive/x may take its place, and its scope could not be read.',
      },
      true,
    );
    const given = plan({ unmanaged: [access] });
    expect(driftReport(given, context)).toMatchObject({ driftCount: 1, coverage: { unmanaged: 1 } });
    const text = renderDrift(given, context).replace(/\s+/g, ' ');
    expect(text).toContain('Held back: to be removed, and left for now (1)');
    expect(text).toContain('ours, no longer declared');
    expect(text).toContain('its scope could not be read');
  });
});

describe('coverage', () => {
  it('is the declared part of what Azure has, in whole percent, for a customer and for a fleet', () => {
    const one = plan({
      changes: [
        keep('contoso/a', existing('01', roles.reader, people.dana)),
        keep('contoso/b', existing('02', roles.reader, people.lee)),
        create('contoso/c', assignment('03', roles.reader, people.kim)),
        remove(existing('04', roles.reader, people.policy)),
      ],
      unmanaged: [unmanaged(existing('05', roles.owner, people.kim), 'inherited', { standing: 'outside' })],
    });
    const coverage = coverageOf(one);
    expect(coverageWords(coverage)).toBe('66 % (managed 2, unmanaged 1, missing 1)');
    expect(totalCoverage([coverage, coverageOf(plan()), coverage])).toEqual({
      managed: 4,
      unmanaged: 2,
      missing: 2,
      percent: 66,
    });
  });

  it('counts what is active under Privileged Identity Management, and not what is only eligible', () => {
    const held = existing('01', roles.reader, people.dana);
    const underPim = (kind: 'active' | 'eligible'): Plan['changes'][number] => ({
      ...{ type: `azurerm_pim_${kind}_role_assignment`, address: `azurerm_pim_${kind}_role_assignment.x` },
      ...{ action: 'no-op', before: held, dependsOn: [] },
    });
    const coverage = coverageOf(plan({ changes: [underPim('active'), underPim('eligible')] }));
    expect(coverage).toEqual({ managed: 1, unmanaged: 0, missing: 0, percent: 100 });
  });

  it('has no percentage where there is nothing', () => {
    expect(coverageWords(coverageOf(plan()))).toBe('nothing in Azure (managed 0, unmanaged 0, missing 0)');
  });
});

describe('a delegation', () => {
  const delegation: Delegation = {
    id: `${production}/providers/Microsoft.ManagedServices/registrationAssignments/${guid('99')}`,
    scope: production,
    offer: 'Managed by Northwind\u001b[31m',
    managingTenant: guid('98'),
    managingTenantName: 'Northwind',
    authorizations: [
      { principalId: guid('97'), displayName: 'Tier 1', role: roles.reader as Guid, isEligible: false },
      { principalId: guid('97'), role: roles.contributor as Guid, isEligible: true },
    ],
  };
  const reading = {
    title: 'contoso',
    principals: new Map(),
    roleNames: new Map(),
    managementGroups: [],
    subscriptions: [
      {
        alias: 'production',
        reading: {
          status: 'read' as const,
          subscriptionId: guid('5a'),
          assignments: [],
          delegations: [delegation],
        },
      },
    ],
  };

  it('is shown by access and by drift as what it is: no assignment, and no drift', () => {
    const texts = [renderAccess(reading, context), renderDrift(plan({ delegations: [delegation] }), context)];
    for (const text of texts) {
      const words = text.replace(/\s+/g, ' ');
      expect(words).toContain('Delegated through Azure Lighthouse: 1 delegation, no role assignments');
      expect(words).toContain(
        `production to "Northwind" (tenant ${guid('98')}) by the offer "Managed by Northwind`,
      );
      expect(words).toContain(`Reader for Tier 1 ${guid('97')}`);
      expect(words).toContain(`Contributor for ${guid('97')}, to be activated`);
      expect(text).not.toContain('\u001b[31m');
    }
    expect(driftReport(plan({ delegations: [delegation] }), context)).toMatchObject({
      driftCount: 0,
      delegations: [{ managingTenant: { name: 'Northwind' }, authorizations: { length: 2 } }],
    });
  });

  it('is null in JSON where nobody could read it, never an empty list', () => {
    const [read] = reading.subscriptions;
    const { status, subscriptionId, assignments } = read!.reading;
    const unknown = {
      ...reading,
      subscriptions: [{ ...read, reading: { status, subscriptionId, assignments } }],
    };
    expect(accessReport(unknown, context).subscriptions).toMatchObject([{ delegations: null }]);
    expect(accessReport(reading, context).subscriptions).toMatchObject([{ delegations: { length: 1 } }]);
  });
});

/** The subscription of a resource group. */
function sandboxOf(group: typeof lab): typeof lab {
  return scope(group.split('/resourceGroups/')[0] ?? '');
}
