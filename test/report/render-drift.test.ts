import { driftCount, renderDrift } from '../../src/report';
import {
  context,
  existing,
  fullPlan,
  keep,
  lab,
  people,
  plan,
  remove,
  roles,
  scope,
  guid,
  unmanaged,
  unread,
} from './report-fixtures';

const wide = { ...context, width: 300 };

describe('renderDrift', () => {
  test('a plan with one of everything', () => {
    expect(renderDrift(fullPlan(), context)).toMatchInlineSnapshot(`
      "contoso (emulator, no real Azure), tenant e0e0e0e0-0000-4000-8000-00000000007e,
        as of 2026-09-14T06:00:00Z, changes go over aobo

      Missing: declared, and not in Azure (2)

        + Contributor for "dana@contoso.com" (User) on production
          address    azurerm_role_assignment.production_web-shop
          principal  e0e0e0e0-0000-4000-8000-0000000000d1
          id         /subscriptions/e0e0e0e0-0000-4000-8000-00000000005a/providers/
                     Microsoft.Authorization/roleAssignments/
                     e0e0e0e0-0000-4000-8000-0000000000a1
          because    "runs the shop"
          to do      \`tilldela apply contoso\` makes it; or remove the grant at
                     stacks/customers/contoso.ts:12.

        + Shop Operator (custom) for e0e0e0e0-0000-4000-8000-0000000000d9 (Group) on
          sandbox/rg-lab
          address    azurerm_role_assignment.sandbox_rg-lab_lab
          id         /subscriptions/e0e0e0e0-0000-4000-8000-00000000005b/
                     resourceGroups/rg-lab/providers/Microsoft.Authorization/
                     roleAssignments/e0e0e0e0-0000-4000-8000-0000000000a2
          to do      \`tilldela apply contoso\` makes it; or remove the grant at
                     stacks/customers/contoso.ts:12.

      Changed: not as declared (2)

        ~ Reader for "dana@contoso.com" (User) on production
          address    azurerm_role_assignment.production_logs
          principal  e0e0e0e0-0000-4000-8000-0000000000d1
          id         /subscriptions/e0e0e0e0-0000-4000-8000-00000000005a/providers/
                     Microsoft.Authorization/roleAssignments/
                     e0e0e0e0-0000-4000-8000-0000000000a5
          in Azure   no condition
          declared   "(@Resource[Microsoft.Storage/storageAccounts/blobServices/
                     containers:name] StringEquals 'logs')"
          since      2026-03-02 by lee@contoso.com
          to do      \`tilldela apply contoso\` puts it right; or declare the condition
                     that Azure has at stacks/customers/contoso.ts:12.

      +/- Contributor for "dana@contoso.com" (User) on production
          address    azurerm_role_assignment.production_shop
          principal  e0e0e0e0-0000-4000-8000-0000000000d1
          id         /subscriptions/e0e0e0e0-0000-4000-8000-00000000005a/providers/
                     Microsoft.Authorization/roleAssignments/
                     e0e0e0e0-0000-4000-8000-0000000000a6
          declared   Reader for "dana@contoso.com" (User) on production
          since      2026-03-02 by lee@contoso.com
          to do      \`tilldela apply contoso\` puts it right; or declare the access
                     that was adopted at stacks/customers/contoso.ts:12.

      No longer declared: ours, and still in Azure (1)

        - Contributor for "lee@contoso.com" (User) on production
          principal  e0e0e0e0-0000-4000-8000-0000000000d2
          id         /subscriptions/e0e0e0e0-0000-4000-8000-00000000005a/providers/
                     Microsoft.Authorization/roleAssignments/
                     e0e0e0e0-0000-4000-8000-0000000000a8
          since      2026-03-02 by lee@contoso.com
          to do      \`tilldela apply contoso\` removes it; or declare it again:
                     production.grant('…', { to: user('lee@contoso.com'),
                       role: 'Contributor' });

      Unmanaged: in Azure, and nobody declared it (2)

        ? Owner for "kim@contoso.com" (User) on production
          principal  e0e0e0e0-0000-4000-8000-0000000000d3
          id         /subscriptions/e0e0e0e0-0000-4000-8000-00000000005a/providers/
                     Microsoft.Authorization/roleAssignments/
                     e0e0e0e0-0000-4000-8000-0000000000b1
          origin     assigned directly, outside the declaration
          since      2026-03-02 by lee@contoso.com
          to do      Remove it in Azure, accept it until a day in \`accept\`, or declare
                     it:
                     production.grant('…', { to: user('kim@contoso.com'),
                       role: 'Owner', because: '…' });

        ? Reader for e0e0e0e0-0000-4000-8000-0000000000d8 (User) on sandbox/rg-lab
          id         /subscriptions/e0e0e0e0-0000-4000-8000-00000000005b/
                     resourceGroups/rg-lab/providers/Microsoft.Authorization/
                     roleAssignments/e0e0e0e0-0000-4000-8000-0000000000b2
          origin     assigned directly, outside the declaration
          since      2026-03-02 by e0e0e0e0-0000-4000-8000-0000000000d7
          to do      Remove it in Azure, accept it until a day in \`accept\`, or declare
                     it:
                     sandbox.resourceGroup('rg-lab').grant('…',
                       { to: user('e0e0e0e0-0000-4000-8000-0000000000d8'),
                       role: 'Reader' });

      Redundant: declared, and given by other access as well (2, not counted)
          Reader for "dana@contoso.com" (User) on production
            (azurerm_role_assignment.production_logs)
            is also given by Contributor for "dana@contoso.com" (User) on production
              (azurerm_role_assignment.production_web-shop)
          Reader for "dana@contoso.com" (User) on production
            (azurerm_role_assignment.production_shop)
            is also given by Contributor for "dana@contoso.com" (User) on production
              (azurerm_role_assignment.production_web-shop)

      Drift: 7 differences.
      Not everything could be compared: see the errors below.
      Coverage: 57 % (managed 4, unmanaged 3, missing 2).
      Partner earned credit: production unknown, sandbox unknown.
      Not counted: 1 accepted, 1 ignored, 1 inherited.

      Unread: 1 subscription could not be read, so nothing is known or planned there
          archive /subscriptions/e0e0e0e0-0000-4000-8000-00000000005c

      ╷
      │ Warning: An exception is due for review (exception_review_due)
      │   at contoso/production/managed/backup (stacks/customers/contoso.ts:20)
      │
      │ The exception "runs its own backups, CHG-4711" was to be reviewed by
      │ 2026-09-01, and nobody has done so.
      │
      │ Set a later day, or remove the exception:
      │
      │   tilldela plan contoso
      ╵
      ╷
      │ Error: A scope could not be read (scope_unread)
      │   at contoso/archive
      │
      │ Azure answered 403 AuthorizationFailed.
      ╵"
    `);
  });

  test('no drift', () => {
    const changes = [keep('contoso/production/owner', existing('a4', roles.owner, people.lee), true)];
    expect(renderDrift(plan({ changes }), context)).toMatchInlineSnapshot(`
      "contoso (emulator, no real Azure), tenant e0e0e0e0-0000-4000-8000-00000000007e,
        as of 2026-09-14T06:00:00Z, changes go over aobo

      No drift: Azure is as contoso declares.
      Coverage: 100 % (managed 1, unmanaged 0, missing 0).
      Partner earned credit: production unknown, sandbox unknown."
    `);
  });

  test('what could not be read is never "no drift"', () => {
    const text = renderDrift(plan({ unread: [unread] }), context);
    expect(text).toContain('No drift found.\nNot everything could be compared: see the errors below.\n');
    expect(text).not.toContain('No drift:');
  });

  test('advice for a role that can give access asks for a reason, for others it does not', () => {
    const found = [existing('b1', roles.owner, people.kim), existing('b2', roles.reader, people.kim)];
    const changes = [keep('contoso/production/owner', existing('a4', roles.owner, people.lee))];
    const text = renderDrift(plan({ changes, unmanaged: found.map((one) => unmanaged(one)) }), wide);
    expect(text).toContain(
      "production.grant('…', { to: user('kim@contoso.com'), role: 'Owner', because: '…' });",
    );
    expect(text).toContain("production.grant('…', { to: user('kim@contoso.com'), role: 'Reader' });");
  });

  test('advice names groups and service principals by object id, and knows resource groups', () => {
    const found = existing('b1', roles.reader, people.policy, lab, { principalType: 'Group' });
    const text = renderDrift(plan({ unmanaged: [unmanaged(found)] }), wide);
    expect(text).toContain(
      `sandbox.resourceGroup('rg-lab').grant('…', { to: group('${people.policy}'), role: 'Reader' });`,
    );
  });

  test('a name in Azure cannot end a string of the advised TypeScript', () => {
    const names = { [people.kim]: "kim'); steal('@contoso.com", [roles.custom]: "x', because: 'y\\" };
    const found = existing('b1', roles.custom, people.kim);
    const text = renderDrift(plan({ unmanaged: [unmanaged(found)], names }), wide);
    expect(text).toContain(`to: user('${people.kim}')`);
    expect(text).toContain(String.raw`role: 'x\', because: \'y\\'`);
  });

  test.each([
    ['orphan', 'Remove it in Azure: nobody can use it any more.'],
    ['policy-identity', "{ origin: 'policy-identity', because: '…' },"],
    ['other-foreign-principal', 'another partner has this access'],
  ] as const)('advice for origin %s', (origin, advice) => {
    const found = unmanaged(existing('b1', roles.reader, people.kim), origin);
    const text = renderDrift(plan({ unmanaged: [found] }), wide);
    expect(text).toContain(advice);
    expect(text).not.toContain('.grant(');
  });

  test('access on a resource is declared by its id', () => {
    const resource = scope(
      `/subscriptions/${guid('5a')}/resourceGroups/rg/providers/Microsoft.Web/sites/shop`,
    );
    const text = renderDrift(
      plan({ unmanaged: [unmanaged(existing('b1', roles.reader, people.kim, resource))] }),
      wide,
    );
    expect(text).toContain(`production.resource('${resource}').grant('…',`);
  });

  test('access on a management group is declared where it has an alias', () => {
    const group = scope('/providers/Microsoft.Management/managementGroups/mg-platform');
    const text = renderDrift(
      plan({
        managementGroups: [{ alias: 'platform', managementGroup: 'MG-platform' }],
        unmanaged: [unmanaged(existing('b1', roles.reader, people.kim, group))],
      }),
      wide,
    );
    expect(text).toContain('platform (management group)');
    expect(text).toContain("platform.grant('…',");
  });

  test('what full ownership removes is unmanaged, not "no longer declared"', () => {
    const change = remove(existing('b1', roles.owner, people.kim));
    const removal = { ...change, reason: 'undeclared-under-full-ownership' } as typeof change;
    const text = renderDrift(plan({ changes: [removal] }), context);
    expect(text).toContain('Unmanaged: in Azure, and nobody declared it (1)');
    expect(text).not.toContain('No longer declared');
    expect(text).toContain('`tilldela apply contoso` removes it');
  });

  test('a grant that has ended says so', () => {
    const change = remove(existing('b1', roles.owner, people.kim));
    const source = { file: 'stacks/customers/contoso.ts', line: 7 };
    const ended = { ...change, reason: 'grant-ended', source } as typeof change;
    const text = renderDrift(plan({ changes: [ended] }), wide);
    expect(text).toContain('the last day of the grant is over');
    expect(text).toContain('or give the grant a later day at stacks/customers/contoso.ts:7.');
  });
});

describe('driftCount', () => {
  test('counts each difference once, and nothing that is adopted, outside, ignored, accepted or unread', () => {
    expect(driftCount(fullPlan())).toBe(7);
    expect(driftCount(plan({ unread: [unread] }))).toBe(0);
    expect(
      driftCount(plan({ changes: [keep('c/p/o', existing('a4', roles.owner, people.lee), true)] })),
    ).toBe(0);
  });
});
