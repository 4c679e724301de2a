import { diagnostic } from '../../src/diagnostics';
import { renderPlan, renderPlanSummary } from '../../src/report';
import {
  assignment,
  context,
  create,
  existing,
  fullPlan,
  guid,
  keep,
  lab,
  names,
  people,
  plan,
  remove,
  replace,
  roles,
  unmanaged,
  unread,
  update,
} from './report-fixtures';

describe('renderPlan', () => {
  test('a plan with one of everything', () => {
    expect(renderPlan(fullPlan(), context)).toMatchInlineSnapshot(`
      "contoso (emulator, no real Azure), tenant e0e0e0e0-0000-4000-8000-00000000007e,
        as of 2026-09-14T06:00:00Z, changes go over aobo

        # contoso: azurerm_role_assignment.production_logs will be updated in place
          principal = "dana@contoso.com" (User) e0e0e0e0-0000-4000-8000-0000000000d1
          role      = "Reader"
          scope     = production (subscription) e0e0e0e0-0000-4000-8000-00000000005a
          name      = e0e0e0e0-0000-4000-8000-0000000000a5
        ~ condition = (none)
                   -> "(@Resource[Microsoft.Storage/storageAccounts/blobServices/
                      containers:name] StringEquals 'logs')" (version 2.0)

        # contoso: azurerm_role_assignment.production_partner exists under another
        # name and will be adopted (nothing is written to Azure)
        # (because: "AOBO, earns credit")
          principal = (ForeignGroup) e0e0e0e0-0000-4000-8000-0000000000d5
          role      = "Owner"
          scope     = production (subscription) e0e0e0e0-0000-4000-8000-00000000005a
          name      = e0e0e0e0-0000-4000-8000-0000000000a3

        # contoso: azurerm_role_assignment.production_shop must be replaced
        # (it was adopted and its declaration now gives other access)
          principal = "dana@contoso.com" (User) e0e0e0e0-0000-4000-8000-0000000000d1
      +/- role      = "Contributor" -> "Reader"
          scope     = production (subscription) e0e0e0e0-0000-4000-8000-00000000005a
      +/- name      = e0e0e0e0-0000-4000-8000-0000000000a6
                   -> e0e0e0e0-0000-4000-8000-0000000000a7

        # contoso: azurerm_role_assignment.production_web-shop will be created
        # (because: "runs the shop")
        + principal = "dana@contoso.com" (User) e0e0e0e0-0000-4000-8000-0000000000d1
        + role      = "Contributor"
        + scope     = production (subscription) e0e0e0e0-0000-4000-8000-00000000005a
        + name      = e0e0e0e0-0000-4000-8000-0000000000a1

        # contoso: azurerm_role_assignment.sandbox_rg-lab_lab will be created
        + principal = (Group) e0e0e0e0-0000-4000-8000-0000000000d9
        + role      = Shop Operator (custom) e0e0e0e0-0000-4000-8000-0000000000c1
        + scope     = sandbox/rg-lab (resource group)
                      e0e0e0e0-0000-4000-8000-00000000005b
        + name      = e0e0e0e0-0000-4000-8000-0000000000a2

        # contoso:
        # azurerm_role_assignment.undeclared["e0e0e0e0-0000-4000-8000-0000000000a8"]
        # will be destroyed
        # (no longer declared)
        # (after: azurerm_role_assignment.production_web-shop)
        - principal = "lee@contoso.com" (User) e0e0e0e0-0000-4000-8000-0000000000d2
        - role      = "Contributor"
        - scope     = production (subscription) e0e0e0e0-0000-4000-8000-00000000005a
        - name      = e0e0e0e0-0000-4000-8000-0000000000a8

      Plan: 3 to add, 1 to change, 2 to destroy, 1 to adopt.
      1 assignment is as declared.
      The plan is incomplete: see the errors below.

      Unmanaged access: 5 assignments that nobody declared, 2 of them drift

          role         principal                             scope          since
        Drift: assigned directly, outside the declaration
          Owner        kim@contoso.com (User)                production     2026-03-02
                       given by lee@contoso.com
          Reader       e0e0e0e0-0000-4000-8000-0000000000d8  sandbox/       2026-03-02
                       (User)                                rg-lab
                       given by
                       e0e0e0e0-0000-4000-8000-0000000000d7

        Accepted by anna until 2026-12-31: assigned directly, outside the declaration
        (because: "audit 2026")
          Reader       kim@contoso.com (User)                production     2026-03-02
                       given by lee@contoso.com

        Ignored: managed identities of Azure Policy (because: "Azure Policy owns
        these")
          Contributor  pol-deploy-diagnostics                production     2026-03-02
                       (ServicePrincipal)
                       given by lee@contoso.com

        Outside: inherited from above the subscription
          Owner        lee@contoso.com (User)                contoso-root   2026-03-02
                                                             (management
                                                             group)
                       given by lee@contoso.com

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

  test('nothing to do is said, and what is as declared is counted', () => {
    const unchanged = keep('contoso/production/owner', existing('a4', roles.owner, people.lee));
    expect(renderPlan(plan({ changes: [unchanged] }), context)).toMatchInlineSnapshot(`
      "contoso (emulator, no real Azure), tenant e0e0e0e0-0000-4000-8000-00000000007e,
        as of 2026-09-14T06:00:00Z, changes go over aobo

      No changes. Azure has what contoso declares.
      1 assignment is as declared."
    `);
  });

  test('nothing to do in what could be read is not "No changes."', () => {
    const text = renderPlan(plan({ unread: [unread] }), context);
    expect(text).not.toContain('No changes.');
    expect(text).toContain('No changes are planned.\nThe plan is incomplete: see the errors below.\n');
    expect(text).toContain('Error: A scope could not be read (scope_unread)');
  });

  test('a plan with errors is never "No changes."', () => {
    const diagnostics = [diagnostic('name_taken', { detail: 'The name is taken.' })];
    expect(renderPlan(plan({ diagnostics }), context)).not.toContain('No changes.');
    const warnings = [diagnostic('role_names_unread', { detail: 'It keeps its name.' })];
    expect(renderPlan(plan({ diagnostics: warnings }), context)).toContain('No changes.');
  });

  test('a replacement counts as one to add and one to destroy', () => {
    const change = replace(
      'contoso/production/shop',
      existing('a6', roles.contributor, people.dana),
      assignment('a7', roles.reader, people.dana),
    );
    expect(renderPlan(plan({ changes: [change] }), context)).toContain(
      'Plan: 1 to add, 0 to change, 1 to destroy, 0 to adopt.',
    );
  });

  test('an update of an assignment under another name counts as a change and as an adoption', () => {
    const change = update('contoso/production/logs', existing('a5', roles.reader, people.dana), 'x', true);
    const text = renderPlan(plan({ changes: [change] }), { ...context, width: 200 });
    expect(text).toContain('exists under another name and will be adopted and updated in place');
    expect(text).toContain('Plan: 0 to add, 1 to change, 0 to destroy, 1 to adopt.');
  });

  test('a condition that differs only in white space is still marked as changing', () => {
    const before = existing('a5', roles.reader, people.dana, undefined, {
      condition: 'a  b',
      conditionVersion: '2.0',
    });
    const text = renderPlan(plan({ changes: [update('contoso/production/logs', before, 'a\nb')] }), context);
    expect(text).toContain('  ~ condition = "a b" (version 2.0) # only white space differs');
  });

  test('two principals with one name are told apart by their ids', () => {
    const twins = { [people.dana]: 'Dana', [people.kim]: 'dana ' };
    const found = [unmanaged(existing('b1', roles.owner, people.kim))];
    const twin = renderPlan(plan({ unmanaged: found, names: twins }), { ...context, width: 200 });
    expect(twin).toContain(`dana ${people.kim} (User)`);
    const alone = renderPlan(plan({ unmanaged: found, names: { [people.kim]: 'dana' } }), context);
    expect(alone).not.toContain(people.kim);
  });

  test('a custom role cannot pass for a built-in one', () => {
    const change = create('contoso/production/x', assignment('a1', roles.custom, people.dana));
    const text = renderPlan(plan({ changes: [change], names: { [roles.custom]: 'Owner' } }), context);
    expect(text).toContain(`  + role      = Owner (custom) ${roles.custom}`);
  });

  test('a subscription without grants has its alias from the names of the plan', () => {
    const found = [unmanaged(existing('b1', roles.owner, people.kim))];
    const text = renderPlan(
      plan({ unmanaged: found, names: { ...names, [guid('5a')]: 'production' } }),
      context,
    );
    expect(text).toMatch(/kim@contoso.com \(User\) +production +2026-03-02/);
  });

  test('ids of scopes, roles and principals stand in where there is no name', () => {
    const found = [unmanaged(existing('b2', roles.custom, people.kim, lab))];
    const text = renderPlan(plan({ unmanaged: found, names: {}, subscriptions: [] }), {
      ...context,
      width: 200,
    });
    expect(text).toContain(roles.custom);
    expect(text).toContain(people.kim);
    expect(text).toContain('e0e0e0e0-0000-4000-8000-00000000005b/rg-lab');
  });

  test('a removal names each change it waits for', () => {
    const change = remove(existing('a8', roles.owner, people.lee), { dependsOn: ['type.b', 'type.a'] });
    expect(renderPlan(plan({ changes: [change] }), context)).toContain(
      '  # (after: type.a)\n  # (after: type.b)\n',
    );
  });

  test('a removal that makes room says before which grants, and nothing where it leaves no gap', () => {
    const text = (makesRoomBefore: string[]) =>
      renderPlan(
        plan({ changes: [remove(existing('a8', roles.owner, people.lee), { makesRoomBefore })] }),
        context,
      );
    expect(text(['type.b', 'type.a'])).toContain(
      "  # (removed before the grants, to make room at Azure's limit)\n  # (before: type.a)\n  # (before: type.b)\n",
    );
    expect(text([])).not.toContain('make room');
  });
});

describe('renderPlanSummary', () => {
  test('one line per customer, and the totals', () => {
    const plans = [
      fullPlan(),
      plan({ customer: 'adatum' }),
      plan({ customer: 'a-customer-with-a-long-name' }),
    ];
    expect(renderPlanSummary(plans, context)).toMatchInlineSnapshot(`
      "customer                     add  change  destroy  adopt  drift  unread  errors
      a-customer-with-a-long-name    0       0        0      0      0       0       0
      adatum                         0       0        0      0      0       0       0
      contoso                        3       1        2      1      2       1       0

      Plan for 3 customers: 3 to add, 1 to change, 2 to destroy, 1 to adopt.
      2 unmanaged assignments count as drift.
      1 plan is incomplete, and so are the totals."
    `);
    expect(renderPlanSummary(plans.toReversed(), context)).toBe(renderPlanSummary(plans, context));
  });

  test('no customers', () => {
    expect(renderPlanSummary([], context)).toMatchInlineSnapshot(
      `"Plan for 0 customers: 0 to add, 0 to change, 0 to destroy, 0 to adopt."`,
    );
  });
});
