import type { ExistingRoleAssignment, Guid, KnownPrincipals, PrincipalKnowledge } from '../../src/model';
import { renderAccess, type AccessReading } from '../../src/report';
import { context, existing, guid, lab, people, production, roles, scope, unread } from './report-fixtures';

const root = scope('/providers/Microsoft.Management/managementGroups/contoso-root');
const known = (id: Guid, more: object): [Guid, PrincipalKnowledge] => [
  id,
  { id, type: 'User', displayName: 'x', ...more },
];
const principals: KnownPrincipals = new Map([
  known(people.dana, { displayName: 'Dana', userPrincipalName: 'dana@contoso.com' }),
  known(people.kim, { userPrincipalName: 'kim_partner.example#EXT#@contoso.onmicrosoft.com', isGuest: true }),
  known(people.policy, {
    displayName: 'web-1',
    identityOf: '/subscriptions/x/providers/Microsoft.Web/sites/web-1',
  }),
  [people.lee, 'missing'],
]);

function reading(assignments: readonly ExistingRoleAssignment[]): AccessReading {
  return {
    title: 'Access in contoso',
    principals,
    roleNames: new Map([[roles.custom, 'Shop Operator']]),
    managementGroups: [],
    subscriptions: [
      {
        alias: 'production',
        displayName: 'Contoso Production',
        reading: { status: 'read', subscriptionId: guid('5a'), assignments },
      },
      {
        alias: 'archive',
        reading: { status: 'unread', subscriptionId: guid('5c'), diagnostic: unread.diagnostic },
      },
    ],
  };
}

const assignments = [
  existing('01', roles.reader, people.dana, lab),
  existing('02', roles.reader, people.dana),
  existing('03', roles.custom, people.policy, production, { principalType: 'ServicePrincipal' }),
  existing('04', roles.contributor, people.lee),
  existing('05', roles.owner, people.agents, production, { principalType: 'ForeignGroup' }),
  existing('06', roles.owner, people.kim, production, { createdOn: '' }),
  existing('07', roles.reader, people.dana, root),
  existing('08', roles.userAccessAdministrator, people.dana, scope('/')),
];

describe('renderAccess', () => {
  test('widest scopes and most powerful roles first; guests, other tenants and the gone are marked', () => {
    expect(renderAccess(reading(assignments), context)).toMatchInlineSnapshot(`
      "Access in contoso (emulator, no real Azure)

      archive e0e0e0e0-0000-4000-8000-00000000005c
      ╷
      │ Error: A scope could not be read (scope_unread)
      │   at contoso/archive
      │
      │ Azure answered 403 AuthorizationFailed.
      ╵

      production "Contoso Production" e0e0e0e0-0000-4000-8000-00000000005a
         principal                             role           scope         since
       Inherited from above the subscription
         dana@contoso.com (User)               User Access    / (root)      2026-03-02
                                               Administrator
         dana@contoso.com (User)               Reader         contoso-root  2026-03-02
                                                              (management
                                                              group)
       Direct
         e0e0e0e0-0000-4000-8000-0000000000d5  Owner          subscription  2026-03-02
         (Group, foreign)
         kim_partner.example#EXT#              Owner          subscription  unknown
         @contoso.onmicrosoft.com (User,
         guest)
         e0e0e0e0-0000-4000-8000-0000000000d2  Contributor    subscription  2026-03-02
         (User, gone)
         web-1 (ServicePrincipal, identity of  Shop Operator  subscription  2026-03-02
         web-1)                                (custom)
         dana@contoso.com (User)               Reader         subscription  2026-03-02
         dana@contoso.com (User)               Reader         rg-lab        2026-03-02
       8 assignments: 6 direct, 2 inherited."
    `);
  });

  test('the order of what was read does not matter', () => {
    expect(renderAccess(reading(assignments.toReversed()), context)).toBe(
      renderAccess(reading(assignments), context),
    );
  });

  test('a principal that could not be looked up is not said to be gone', () => {
    const access = { ...reading([existing('04', roles.owner, people.lee)]), principals: new Map() };
    expect(renderAccess(access, context)).toContain(`${people.lee} (User)`.slice(0, 36));
    expect(renderAccess(access, context)).not.toContain('gone');
    expect(renderAccess(reading([existing('04', roles.owner, people.lee)]), context)).toContain('gone');
  });

  test('a foreign group is never said to be gone: the directory of the customer does not know it', () => {
    const foreign = existing('05', roles.owner, people.lee, production, { principalType: 'ForeignGroup' });
    expect(renderAccess(reading([foreign]), context)).not.toContain('gone');
  });

  test('a foreign group is shown with its object id, whatever it is called', () => {
    const foreign = existing('05', roles.owner, people.agents, production, { principalType: 'ForeignGroup' });
    const access = reading([foreign]);
    const named: KnownPrincipals = new Map([
      ...access.principals,
      [people.agents, { id: people.agents, type: 'ForeignGroup', displayName: 'AdminAgents' }],
    ]);
    const text = renderAccess({ ...access, principals: named }, context);
    expect(text).toMatch(new RegExp(`AdminAgents[^]*${people.agents} `));
  });

  test('a management group stands before the subscriptions, with what is at it and above it', () => {
    const above = existing('08', roles.owner, people.kim, scope('/'));
    const at = existing('07', roles.reader, people.dana, root);
    const group = { status: 'read', managementGroup: 'contoso-root', assignments: [at, above] } as const;
    const access = reading([at]);
    const text = renderAccess(
      {
        ...access,
        managementGroups: [{ alias: 'everything', reading: group }],
        subscriptions: access.subscriptions.slice(0, 1),
      },
      context,
    );
    expect(text).toMatchInlineSnapshot(`
      "Access in contoso (emulator, no real Azure)

      everything (management group) contoso-root
         principal                                role    scope             since
       Inherited from above the management group
         kim_partner.example#EXT#                 Owner   / (root)          2026-03-02
         @contoso.onmicrosoft.com (User, guest)
       Direct
         dana@contoso.com (User)                  Reader  management group  2026-03-02
       2 assignments: 1 direct, 1 inherited.

      production "Contoso Production" e0e0e0e0-0000-4000-8000-00000000005a
         principal                role    scope                          since
       Inherited from above the subscription
         dana@contoso.com (User)  Reader  everything (management group)  2026-03-02
       1 assignment: 0 direct, 1 inherited."
    `);
  });

  test('a subscription without assignments, and no subscription at all', () => {
    expect(renderAccess(reading([]), context)).toContain('  No role assignments.');
    expect(renderAccess({ ...reading([]), subscriptions: [] }, context)).toContain(
      'No subscription was found.',
    );
  });
});
