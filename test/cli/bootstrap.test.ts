import { ci, openBootstrapStage, type BootstrapStage } from './bootstrap-stage';
import { codesIn } from './diagnostics';
import { roleIds, subscriptions, tenants, users } from './example';
import { removeProjects } from './project';

let stage: BootstrapStage;
beforeAll(async () => (stage = await openBootstrapStage()));
afterAll(async () => {
  await stage.close();
  removeProjects();
});

const plain = (text: string) => text.replace(/\s+/g, ' ');
const contributor = 'b24988ac-6180-42a0-ab88-20f7382dd24c';
const bootstrap = ['bootstrap', 'contoso', '--auto-approve'];
const production = `/subscriptions/${subscriptions.production}`;
const assignmentAt = (scope: string, name: string) =>
  `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}?api-version=2022-04-01`;

/** One story: each test goes on from where the one before it left the tenant. */
describe('bootstrap', () => {
  test('without consent it says who gives it and how, and makes nothing', async () => {
    const { code, stdout } = await stage.asPerson(bootstrap);
    expect(plain(stdout)).toContain('hand-off Consent');
    expect(stdout).toContain(`/${tenants.contoso}/adminconsent?client_id=${ci.clientId}`);
    expect(stdout).toContain('/applicationconsents');
    expect(plain(stdout)).toContain('waits Right to assign roles');
    expect(code).toBe(2);
    expect((await stage.consent(tenants.contoso)).status).toBe(201);
  });

  test('a person without a second factor is told so, and nothing is made', async () => {
    const { code, stdout, stderr } = await stage.asPerson(bootstrap, { TILLDELA_EMULATOR_MFA: 'no' });
    expect(codesIn(stderr)).toContain('handed_off');
    expect(plain(stdout)).toContain(
      'Azure takes changes only from people who signed in with a second factor.',
    );
    expect(plain(stdout)).toContain('hand-off Right to assign roles in production');
    expect(code).toBe(2);
  });

  test('without a terminal and --auto-approve nothing is approved', async () => {
    const { code, stderr } = await stage.asPerson(['bootstrap', 'contoso']);
    expect([code, codesIn(stderr)]).toEqual([1, ['usage']]);
  });

  test('a person over AOBO gives the application the right to assign the roles of the file', async () => {
    const { code, stdout, stderr } = await stage.asPerson(bootstrap);
    expect(stderr).toBe('');
    expect(plain(stdout)).toContain('done Trust in the CI');
    expect(plain(stdout)).toContain('to do Right to assign roles in production');
    expect(plain(stdout)).toContain("A person's job: Owner.");
    expect(stdout).toContain('Apply complete: 2 added');
    expect(code).toBe(0);
  });

  test('a second run has nothing to do', async () => {
    const { code, stdout, stderr } = await stage.asPerson(bootstrap);
    expect(plain(stderr)).toContain('Nothing to do.');
    expect(stdout).not.toContain('to do');
    expect(code).toBe(0);
  });

  test('the application itself sees that all works', async () => {
    const { code, stdout } = await stage.asCi('bootstrap', 'contoso');
    expect(plain(stdout)).toContain('done Check The application signed in');
    expect(code).toBe(0);
  });

  test('a token that the application does not trust for the subject that is asked is a hand-off', async () => {
    const { code, stdout } = await stage.asPerson([...bootstrap, '--subject', 'repo:northwind/other']);
    expect(plain(stdout)).toContain('hand-off Trust in the CI');
    expect(stdout).toContain(`az ad app federated-credential create --id ${ci.clientId}`);
    expect(code).toBe(2);
  });

  test('the application applies a plan unattended, and the next plan is empty', async () => {
    const applied = await stage.asCi('apply', 'contoso', '--auto-approve');
    expect(applied.stdout).toContain('Apply complete: 2 added');
    expect([applied.code, applied.stderr]).toEqual([0, '']);
    expect((await stage.asCi('plan', 'contoso', '--detailed-exitcode')).code).toBe(0);
  });

  test.each([
    ['Owner', roleIds.owner, production],
    ['a role that is granted in another subscription only', contributor, production],
    ['the own role', 'f58310d9-a9f6-439a-9e8d-f62e7b41a168', production],
  ])('the application cannot assign %s', async (_, role, scope) => {
    const properties = {
      roleDefinitionId: `${scope}/providers/Microsoft.Authorization/roleDefinitions/${role}`,
      principalId: users.dana,
      principalType: 'User',
    };
    const path = assignmentAt(scope, 'aaaaaaaa-0000-4000-8000-000000000001');
    expect(await stage.callAsCi('PUT', path, { properties })).toMatchObject({
      status: 403,
      body: { error: { code: 'AuthorizationFailed' } },
    });
  });

  test('the application cannot take away an Owner', async () => {
    const path = `${production}/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01`;
    const { body } = await stage.callAsCi('GET', path);
    const owner = body.value.find(({ properties }: { properties: { roleDefinitionId: string } }) =>
      properties.roleDefinitionId.endsWith(roleIds.owner),
    );
    expect((await stage.callAsCi('DELETE', `${owner.id}?api-version=2022-04-01`)).status).toBe(403);
  });

  test("a role that the file did not grant before is a person's job first, the rest goes on", async () => {
    stage.project.edit(
      'stacks/customers/contoso.ts',
      "  production.grant('readers'",
      "  production.grant('backup', { to: group('Backup team'), role: 'Backup Operator' });\n  production.grant('readers'",
    );
    const { code, stdout, stderr } = await stage.asCi('apply', 'contoso', '--auto-approve');
    expect(codesIn(stderr)).toEqual(['handed_off']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('handed off')]);
    const widened = await stage.asPerson(bootstrap);
    expect(widened.stdout).toContain('Apply complete: 0 added, 1 changed');
    const again = await stage.asCi('apply', 'contoso', '--auto-approve');
    expect(again.stdout).toContain('Apply complete: 1 added');
    expect((await stage.asCi('plan', 'contoso', '--detailed-exitcode')).code).toBe(0);
  });
});
