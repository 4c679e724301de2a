import { ci, openBootstrapStage, type BootstrapStage } from './bootstrap-stage';
import { addFaults, clientOf } from '../emulator/emulator-client';
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
  const noSecondFactor = { TILLDELA_EMULATOR_MFA: 'no' };

  test('a person without a second factor is told who consents and how, and nothing is made', async () => {
    const { code, stdout } = await stage.asPerson(bootstrap, noSecondFactor);
    expect(plain(stdout)).toContain('hand-off Consent');
    expect(stdout).toContain(`/${tenants.contoso}/adminconsent?client_id=${ci.clientId}`);
    expect(stdout).toContain('/applicationconsents');
    expect(plain(stdout)).toContain('waits Right to assign roles');
    expect(code).toBe(2);
  });

  test('without a terminal and --auto-approve nothing is approved', async () => {
    const { code, stdout, stderr } = await stage.asPerson(['bootstrap', 'contoso']);
    expect([code, codesIn(stderr)]).toEqual([1, ['usage']]);
    expect(plain(stdout)).toContain('to do Consent');
  });

  test('a consent that Partner Center refuses is handed off with what it said', async () => {
    const path = '/v1/customers/*/applicationconsents';
    await addFaults(clientOf(stage.emulator), { path, nth: 1, action: { kind: 'status', status: 403 } });
    const { code, stdout, stderr } = await stage.asPerson(bootstrap);
    expect(plain(stdout)).toMatch(/to do Consent .* hand-off Consent .* refused\. It was answered 403/);
    expect([code, stderr]).toEqual([2, '']);
  });

  test('what the directory does not tell, or not yet, is waited for, and no right is given before', async () => {
    const emulator = clientOf(stage.emulator);
    const asked = '/v1.0/servicePrincipals*';
    await addFaults(emulator, { path: asked, action: { kind: 'status', status: 403 }, nth: 1, count: 2 });
    const unread = await stage.asPerson(bootstrap);
    expect([unread.code, new Set(codesIn(unread.stderr))]).toEqual([1, new Set(['azure_error'])]);
    expect(plain(unread.stdout)).toContain('waits Consent');
    // Partner Center says that somebody has consented; the tenant does not show the application yet.
    const path = '/v1/customers/*/applicationconsents';
    await addFaults(emulator, { path, nth: 1, action: { kind: 'status', status: 409 } });
    const early = await stage.asPerson(bootstrap);
    expect([early.code, early.stderr]).toEqual([2, '']);
    expect(plain(early.stdout)).toMatch(
      /to do Consent .* waits Consent It was given\. The tenant does not show the application yet: run this again soon/,
    );
    expect(plain(early.stdout)).toContain('waits Right to assign roles');
  });

  test('a person over AOBO consents, and gives the application the right to assign the roles of the file', async () => {
    const { code, stdout, stderr } = await stage.asPerson(bootstrap);
    expect(stderr).toBe('');
    expect(plain(stdout)).toMatch(/to do Consent .* done Consent .* done Trust in the CI/);
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

  test('a subject that is asked about is not called trusted by who cannot look', async () => {
    const { code, stdout } = await stage.asCi('bootstrap', 'contoso', '--subject', 'repo:northwind/other');
    expect(plain(stdout)).toMatch(/hand-off Trust in the CI What the application trusts could not be read/);
    expect(plain(stdout)).not.toContain('done Trust in the CI');
    expect(code).toBe(2);
  });

  test('a subject is trusted if it is named: only then its jobs sign in as the application', async () => {
    const staging = 'repo:northwind/access:environment:staging';
    const untrusted = await stage.asJob(staging, 'bootstrap', 'contoso');
    expect(untrusted.code).toBe(1);
    expect(untrusted.stderr).toContain('AADSTS700213');
    const added = await stage.asPerson([...bootstrap, '--subject', staging]);
    expect(plain(added.stdout)).toMatch(/to do Trust in the CI .* done Trust in the CI/);
    expect([added.code, added.stderr]).toEqual([0, '']);
    const { code, stdout } = await stage.asJob(staging, 'bootstrap', 'contoso');
    expect(plain(stdout)).toContain('done Check The application signed in');
    expect(code).toBe(0);
    const again = await stage.asPerson([...bootstrap, '--subject', staging]);
    expect([again.code, plain(again.stderr)]).toEqual([0, expect.stringContaining('Nothing to do.')]);
  });

  test('a trust that is refused is handed off with what was said', async () => {
    const subject = ['--subject', 'repo:northwind/other'];
    const path = '/v1.0/applications*/federatedIdentityCredentials';
    const action = { kind: 'status', status: 403 };
    await addFaults(clientOf(stage.emulator), { method: 'POST', path, nth: 1, action });
    const { code, stdout } = await stage.asPerson([...bootstrap, ...subject]);
    expect(plain(stdout)).toMatch(/hand-off Trust in the CI .* refused\. It was answered 403/);
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
    const refused = await stage.asPerson(bootstrap, noSecondFactor);
    expect([refused.code, codesIn(refused.stderr)]).toEqual([2, ['handed_off']]);
    expect(plain(refused.stdout)).toContain(
      'Azure takes changes only from people who signed in with a second factor.',
    );
    const widened = await stage.asPerson(bootstrap);
    expect(widened.stdout).toContain('Apply complete: 0 added, 1 changed');
    const again = await stage.asCi('apply', 'contoso', '--auto-approve');
    expect(again.stdout).toContain('Apply complete: 1 added');
    expect((await stage.asCi('plan', 'contoso', '--detailed-exitcode')).code).toBe(0);
  });

  test('of several applications in the file it is about the automation', async () => {
    stage.project.edit(
      'stacks/customers/contoso.ts',
      "  production.grant('readers'",
      "  production.grant('other', { to: application('e0e0e0e0-0006-4000-8000-000000000001'), role: 'Reader' });\n  production.grant('readers'",
    );
    const { stdout } = await stage.asCi('bootstrap', 'contoso');
    expect(plain(stdout)).toContain(`done Consent The application ${ci.clientId} is known`);
  });
});
