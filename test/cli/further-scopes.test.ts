import { codesIn, diagnosticsIn } from './diagnostics';
import { startEmulator } from './emulator';
import { partnerFile, subscriptions, tenants } from './example';
import { emptyProject, removeProjects, type Project } from './project';

afterAll(removeProjects);

/** The tenant's root management group, whose name is the tenant's id: the pipeline has access there. */
const root = `/providers/Microsoft.Management/managementGroups/${tenants.contoso}`;
const group = `/subscriptions/${subscriptions.production}/resourceGroups/rg-web`;

const contoso = `import { CustomerStack, group, inTenant, onlyRoles, user, type App } from 'tilldela';
import { msp } from '../partner';
export default (app: App) => {
  const contoso = new CustomerStack(app, 'contoso', {
    partner: msp,
    tenant: '${tenants.contoso}',
    subscriptions: { production: '${subscriptions.production}' },
    managementGroups: { everything: '${tenants.contoso}' },
    reads: inTenant(),
    writes: inTenant(),
  });
  const { everything } = contoso.managementGroups;
  const { production } = contoso.subscriptions;
  const readers = everything.grant('readers', { to: group('Lab team'), role: 'Reader' });
  const web = production.resourceGroup('rg-web');
  web
    .resource('Microsoft.Storage/storageAccounts', 'stlogs')
    .grant('logs', { to: user('dana@contoso.com'), role: 'Storage Blob Data Reader', dependsOn: [readers] });
  web.grant('delegate', {
    to: user('lee@contoso.com'),
    role: 'Role Based Access Control Administrator',
    because: 'gives readers access',
    condition: onlyRoles('Reader', 'Monitoring Reader'),
    preventDestroy: true,
  });
};
`;

function project(): Project {
  return emptyProject({ 'stacks/partner.ts': partnerFile, 'stacks/customers/contoso.ts': contoso });
}

test.concurrent(
  'access at a management group and at a resource is declared, planned, applied, and then as declared',
  async () => {
    const fleet = project();
    const emulator = await startEmulator(fleet);
    const planned = await fleet.run('plan', '--detailed-exitcode');
    expect([planned.code, planned.stderr]).toEqual([2, '']);
    expect(planned.stdout).toContain('scope     = everything (management group)');
    expect(planned.stdout).toContain('(after: azurerm_role_assignment.everything_readers)');
    expect(planned.stdout).toContain('Plan: 3 to add, 0 to change, 0 to destroy, 0 to adopt.');

    const applied = await fleet.run('apply', 'contoso', '--auto-approve');
    expect([applied.code, applied.stdout]).toEqual([0, expect.stringContaining('3 added')]);
    const access = await fleet.run('access', 'contoso');
    expect(access.stdout).toMatch(
      /^everything \(management group\)[^]*^ +Lab team \(Group\) +Reader +management group /m,
    );
    const again = await fleet.run('plan', '--detailed-exitcode');
    expect([again.code, again.stdout]).toEqual([
      0,
      expect.stringContaining('3 assignments are as declared.'),
    ]);

    const path = `${group}/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01`;
    const { value } = (await emulator.call('GET', path, tenants.contoso)).body;
    const scopes = value.map(({ properties }: { properties: { scope: string } }) => properties.scope);
    expect(scopes).toEqual(
      expect.arrayContaining([root, `${group}/providers/Microsoft.Storage/storageAccounts/stlogs`]),
    );
    const delegate = value.find(
      ({ properties }: { properties: { condition?: string } }) => properties.condition,
    );
    expect(delegate.properties).toMatchObject({ conditionVersion: '2.0' });

    // Another condition is a change in place; another role would be another assignment, which is prevented.
    fleet.edit(
      'stacks/customers/contoso.ts',
      "onlyRoles('Reader', 'Monitoring Reader')",
      "onlyRoles('Reader')",
    );
    const changed = await fleet.run('apply', 'contoso', '--auto-approve');
    expect([changed.code, changed.stdout]).toEqual([0, expect.stringContaining('1 changed')]);
    fleet.edit(
      'stacks/customers/contoso.ts',
      "role: 'Role Based Access Control Administrator'",
      "role: 'Owner'",
    );
    const prevented = await fleet.run('plan', '--detailed-exitcode');
    expect([prevented.code, diagnosticsIn(prevented.stdout + prevented.stderr)]).toMatchObject([
      1,
      [{ code: 'removal_prevented', place: expect.stringContaining('stacks/customers/contoso.ts:') }],
    ]);
    expect((await fleet.run('apply', 'contoso', '--auto-approve')).code).toBe(1);
    await emulator.stop();
  },
);

test.concurrent(
  'a management group that is gone from the file has vanished, until it is forgotten',
  async () => {
    const fleet = project();
    const emulator = await startEmulator(fleet);
    expect((await fleet.run('apply', 'contoso', '--auto-approve')).code).toBe(0);
    fleet.edit(
      'stacks/customers/contoso.ts',
      `    managementGroups: { everything: '${tenants.contoso}' },\n`,
      '',
    );
    fleet.edit(
      'stacks/customers/contoso.ts',
      "  const readers = everything.grant('readers', { to: group('Lab team'), role: 'Reader' });\n",
      '',
    );
    fleet.edit('stacks/customers/contoso.ts', '  const { everything } = contoso.managementGroups;\n', '');
    fleet.edit('stacks/customers/contoso.ts', ', dependsOn: [readers]', '');
    const planned = await fleet.run('plan');
    expect([planned.code, diagnosticsIn(planned.stdout + planned.stderr)]).toMatchObject([
      1,
      [{ code: 'scope_vanished', place: 'at contoso/everything' }],
    ]);
    const forgotten = await fleet.run('forget', 'contoso/everything');
    expect(forgotten.stdout).toBe(`Forgotten: contoso/everything (${root})\n`);
    expect((await fleet.run('plan', '--detailed-exitcode')).code).toBe(0);
    await emulator.stop();
  },
);

test.concurrent(
  'a management group that cannot be read is unread, and what is below is planned',
  async () => {
    const fleet = project();
    fleet.edit(
      'stacks/customers/contoso.ts',
      `everything: '${tenants.contoso}'`,
      "everything: 'no-such-group'",
    );
    const planned = await fleet.run('plan', '--detailed-exitcode');
    expect(planned.code).toBe(1);
    expect(codesIn(planned.stdout + planned.stderr)).toEqual(['scope_unread']);
    expect(planned.stdout).toContain('production_rg-web_delegate');
    expect(planned.stdout).not.toContain('# contoso: azurerm_role_assignment.everything_readers');
  },
);

const withRole = (actions: string) =>
  contoso.replace(
    '  const readers =',
    `  const auditor = contoso.customRole('auditor', {
    roleName: 'Contoso auditor',
    scope: everything,
    because: 'audit 2026',
    actions: ${actions},
  });
  everything.grant('audit', { to: user('lee@contoso.com'), role: auditor });
  const readers =`,
  );

test.concurrent(
  'a custom role of a management group is made, changed in place, and goes after its grants',
  async () => {
    const fleet = project();
    const step = async (text: string, done: string): Promise<void> => {
      fleet.write('stacks/customers/contoso.ts', text);
      const applied = await fleet.run('apply', 'contoso', '--auto-approve');
      expect([applied.code, applied.stderr, applied.stdout]).toEqual([0, '', expect.stringContaining(done)]);
      expect((await fleet.run('plan', '--detailed-exitcode')).code).toBe(0);
    };
    await step(withRole("['*/read']"), '5 added');
    await step(withRole("['*/read', 'Microsoft.Support/*']"), '0 added, 1 changed');
    await step(contoso, '2 destroyed');
  },
);

test.concurrent('a role that the same plan makes is guarded by what it permits', async () => {
  const fleet = project();
  const planned = async (actions: string): Promise<string[]> => {
    fleet.write('stacks/customers/contoso.ts', withRole(actions));
    return codesIn((await fleet.run('plan')).stderr);
  };
  expect(await planned("['Microsoft.Authorization/roleAssignments/*']")).toEqual(['reason_missing']);
  expect(await planned("['*'], notActions: ['Microsoft.Authorization/*/write']")).toEqual([
    'privileged_user',
  ]);
});
