import { inTenant } from '../../src/channels';
import {
  CustomerStack,
  diagnosticsOf,
  group,
  onlyAssign,
  onlyRoles,
  type AssignmentLimits,
  type GrantProps,
} from '../../src/constructs';
import { id, msp, newApp, newStack, removeTemporaryFolders, synthesized, tenant } from './support';

afterAll(removeTemporaryFolders);

const team = group(id('a'));
const administrator = {
  to: team,
  role: 'Role Based Access Control Administrator',
  because: 'gives access to the applications',
} as const;

/** The block of the one assignment in a stack that grants this. */
function blockOf(props: GrantProps) {
  const stack = newStack();
  stack.subscriptions.main.grant('it', props);
  const { resource } = synthesized(stack);
  return resource.azurerm_role_assignment?.main_it ?? resource.tilldela_role_assignment?.main_it;
}

/** The diagnostics of a stack that grants this. */
function diagnosticsFor(props: object) {
  const stack = newStack();
  stack.subscriptions.main.grant('it', { to: team, role: 'Reader', ...props });
  return diagnosticsOf(stack);
}

describe('a condition', () => {
  const text =
    "@Resource[Microsoft.Storage/storageAccounts/blobServices/containers:name] StringEquals 'logs'";

  it.each([team, msp.adminAgents])('stands in the assignment with version 2.0 (pain 21)', (to) => {
    expect(blockOf({ to, role: 'Reader', condition: text })).toMatchObject({
      condition: text,
      condition_version: '2.0',
    });
  });

  it('is written with the line ends of Unix and without blanks around it', () => {
    const written = `\r\n  (${text})\r\n OR\r (${text}) \n`;
    expect(blockOf({ to: team, role: 'Reader', condition: written }).condition).toBe(
      `(${text})\n OR\n (${text})`,
    );
  });

  it('is not evaluated by Terraform', () => {
    const condition = '@Resource[x:name] StringEquals \'${file("x")} %{if true}\'';
    expect(blockOf({ to: team, role: 'Reader', condition }).condition).toBe(
      '@Resource[x:name] StringEquals \'$${file("x")} %%{if true}\'',
    );
  });

  it.each<[string, object, string]>([
    ['is empty', { condition: ' \n' }, 'The condition is empty.'],
    [
      'has version 1.0',
      { condition: text, conditionVersion: '1.0' },
      'has version "1.0"; Azure takes only 2.0',
    ],
    ['has a version and no text', { conditionVersion: '2.0' }, 'and no `condition`'],
    ['is longer than Azure takes', { condition: `'${'x'.repeat(8192)}'` }, 'has 8194 bytes'],
    [
      'lacks a bracket',
      { condition: `(${text})\nAND\n((${text})` },
      'In line 3 of the condition, ( has no counterpart',
    ],
    ['lacks a quote', { condition: text.slice(0, -1) }, "In line 1 of the condition, ' has no counterpart"],
    ['limits nothing', { condition: onlyAssign({}) }, 'It limits neither'],
    [
      'lets its holder give any access',
      { condition: onlyRoles('Reader', 'Owner') },
      'Owner can itself give any access',
    ],
  ])('that %s is reported', (_, props, detail) => {
    expect(diagnosticsFor(props)).toMatchObject([
      {
        code: 'malformed_condition',
        constructPath: 'contoso/main/it',
        source: { file: 'test/constructs/grant-lifecycle.test.ts' },
        detail: expect.stringContaining(detail),
      },
    ]);
  });

  it('with a placeholder of the Terraform CDK is reported', () => {
    expect(diagnosticsFor({ condition: `@Resource[x] StringEquals '\${TfToken[1]}'` })).toMatchObject([
      { code: 'token_in_text' },
    ]);
  });

  it('may hold brackets in quotes, also behind an escaped quote', () => {
    expect(
      diagnosticsFor({ condition: "@Resource[x] StringEquals 'a\\'(' OR @Resource[x] StringEquals ')'" }),
    ).toEqual([]);
  });
});

describe('a limit to roles', () => {
  const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
  const backupOperator = '00c29273-979b-4161-815c-10b084fb9324';

  it('is the text that Azure documents, for giving and for taking away', () => {
    const { condition } = blockOf({ ...administrator, condition: onlyRoles('Reader', 'Backup Operator') });
    expect(condition).toBe(`(
 (
  !(ActionMatches{'Microsoft.Authorization/roleAssignments/write'})
 )
 OR
 (
  @Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {${backupOperator}, ${reader}}
 )
)
AND
(
 (
  !(ActionMatches{'Microsoft.Authorization/roleAssignments/delete'})
 )
 OR
 (
  @Resource[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {${backupOperator}, ${reader}}
 )
)`);
  });

  it('may also limit to whom they are given', () => {
    const limits: AssignmentLimits = { roles: ['Reader'], to: ['ServicePrincipal', 'Group'] };
    const { condition } = blockOf({ ...administrator, condition: onlyAssign(limits) });
    for (const source of ['Request', 'Resource']) {
      expect(condition).toContain(`GuidEquals {${reader}}
  AND
  @${source}[Microsoft.Authorization/roleAssignments:PrincipalType] ForAnyOfAnyValues:StringEqualsIgnoreCase {'Group', 'ServicePrincipal'}`);
    }
  });

  it('is the same in whatever order the roles are named', () => {
    expect(
      blockOf({ ...administrator, condition: onlyRoles('Backup Operator', 'Reader', 'Reader') }),
    ).toEqual(blockOf({ ...administrator, condition: onlyRoles('Reader', 'Backup Operator') }));
  });

  it('that names an unknown role is told the nearest', () => {
    const condition = onlyRoles('Raeder' as 'Reader');
    expect(diagnosticsFor({ condition })).toMatchObject([
      { code: 'unknown_role', hint: expect.stringContaining('"Reader"') },
    ]);
  });
});

describe('a grant that depends on another', () => {
  it('is written with depends_on', () => {
    const stack = newStack();
    const first = stack.subscriptions.lab.grant('first', { to: team, role: 'Reader' });
    const partner = stack.subscriptions.lab.grant('partner', { to: msp.adminAgents, role: 'Reader' });
    stack.subscriptions.main.grant('second', { to: team, role: 'Reader', dependsOn: [first, partner] });
    expect(synthesized(stack).resource.azurerm_role_assignment.main_second.depends_on).toEqual([
      'azurerm_role_assignment.lab_first',
      'tilldela_role_assignment.lab_partner',
    ]);
  });

  it('cannot depend on a grant of another customer, nor on what is no grant', () => {
    const app = newApp();
    const stack = newStack({}, app);
    const other = new CustomerStack(app, 'fabrikam', {
      partner: msp,
      tenant,
      subscriptions: { main: id('9') },
      reads: inTenant(),
      writes: inTenant(),
    });
    const foreign = other.subscriptions.main.grant('theirs', { to: team, role: 'Reader' });
    const dependsOn = [foreign, 'main_it'] as GrantProps['dependsOn'];
    stack.subscriptions.main.grant('it', { to: team, role: 'Reader', ...(dependsOn && { dependsOn }) });
    expect(diagnosticsOf(stack)).toMatchObject([
      { code: 'foreign_dependency', detail: expect.stringContaining('fabrikam/main/theirs') },
      { code: 'foreign_dependency', detail: expect.stringContaining('"main_it"') },
    ]);
  });

  it('says nothing of a grant that is itself declared wrongly', () => {
    const stack = newStack();
    const wrong = stack.subscriptions.main.grant('wrong', { to: team, role: 'Raeder' as 'Reader' });
    stack.subscriptions.lab.grant('it', { to: team, role: 'Reader', dependsOn: [wrong] });
    expect(diagnosticsOf(stack)).toMatchObject([{ code: 'unknown_role' }]);
  });
});

describe('a grant says how it is treated later', () => {
  it('by preventing its removal and by leaving its condition alone', () => {
    expect(
      blockOf({ ...administrator, preventDestroy: true, ignoreChanges: ['condition'] }).lifecycle,
    ).toEqual({
      create_before_destroy: true,
      ignore_changes: ['description', 'condition', 'condition_version'],
      prevent_destroy: true,
    });
  });

  it('and is made first where it takes the place of another, unless azurerm may replace it under one name', () => {
    const conditional = { ...administrator, condition: onlyAssign({ roles: ['Reader'] }) };
    expect(blockOf(conditional).lifecycle).toEqual({ ignore_changes: ['description'] });
    for (const other of [administrator, { ...conditional, to: msp.adminAgents }])
      expect(blockOf(other).lifecycle).toMatchObject({ create_before_destroy: true });
  });

  it('and cannot both end and be kept', () => {
    expect(diagnosticsFor({ preventDestroy: true, until: '2027-03-31' })).toMatchObject([
      { code: 'contradicting_lifecycle' },
    ]);
  });

  it('and cannot ignore who has the access', () => {
    expect(diagnosticsFor({ ignoreChanges: ['principalId'] })).toMatchObject([
      { code: 'unknown_setting', hint: 'It may be condition.' },
    ]);
  });
});
