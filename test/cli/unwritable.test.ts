import { mkdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { codesIn, flat } from './diagnostics';
import { startEmulator } from './emulator';
import { customerFile, partnerFile, roleIds, subscriptions, tenants, users } from './example';
import { emptyProject, finished, removeProjects, type Project } from './project';

afterAll(removeProjects);

const grantOf = (person: string) => `main.grant('g', { to: user('${person}'), role: 'Backup Reader' });`;

/** Two customers with a grant each. A folder where a file is to be written is a disk that refuses it. */
function twoCustomers(): Project {
  const file = (name: 'contoso' | 'fabrikam', subscription: string, person: string) =>
    customerFile(name, {
      tenant: tenants[name],
      subscriptions: { main: subscription },
      body: grantOf(person),
    });
  return emptyProject({
    'stacks/partner.ts': partnerFile,
    'stacks/customers/contoso.ts': file('contoso', subscriptions.production, users.dana),
    'stacks/customers/fabrikam.ts': file('fabrikam', subscriptions.fabrikam, users.noor),
  });
}

const apply = ['apply', '--all', '--auto-approve', '--json'];
const draft = 'stacks/customers/contoso.emulator.lock.json.draft';

const customersIn = (stdout: string): string[] =>
  (JSON.parse(stdout) as { customers: { customer: string }[] }).customers.map(({ customer }) => customer);

test.concurrent.each([
  ['lock file', draft, 'lock_not_written'],
  ['journal', '.tilldela/journal/contoso.emulator.jsonl', 'state_not_written'],
])(
  'a %s that cannot be written stops its customer before anything is changed, and no other',
  async (_what, place, code) => {
    const project = twoCustomers();
    mkdirSync(project.path(place), { recursive: true });
    const ran = await project.run(...apply);
    expect([ran.code, codesIn(ran.stderr)]).toEqual([1, [code]]);
    expect(customersIn(ran.stdout)).toEqual(['fabrikam']);

    project.remove(place);
    const again = await project.run(...apply);
    expect([again.code, customersIn(again.stdout)]).toEqual([0, ['contoso', 'fabrikam']]);
    expect(again.stdout).toMatch(/"added": 1,[^]*"added": 0,/); // contoso's grant was not made before
  },
);

test.concurrent(
  'a lock file that cannot be written after the changes takes nothing from what is said of them',
  async () => {
    const project = twoCustomers();
    const emulator = await startEmulator(project);
    const scope = `/subscriptions/${subscriptions.production}/providers/Microsoft.Authorization`;
    const byHand = `${scope}/roleAssignments/b2b2b2b2-2222-4222-8222-222222222222?api-version=2022-04-01`;
    const roleDefinitionId = `${scope}/roleDefinitions/${roleIds.reader}`;
    const properties = { roleDefinitionId, principalId: users.lee, principalType: 'User' };
    expect((await emulator.call('PUT', byHand, tenants.contoso, { properties })).status).toBe(201);
    await emulator.stop();
    const adopted = grantOf(users.lee).replace('Backup Reader', 'Reader').replace(`'g'`, `'adopted'`);
    project.edit('stacks/customers/contoso.ts', grantOf(users.dana), `${grantOf(users.dana)}${adopted}`);
    expect((await project.run(...apply)).code).toBe(0);

    project.edit('stacks/customers/contoso.ts', adopted, '');
    const slow = { method: 'DELETE', action: { kind: 'delay', milliseconds: 2000 } };
    project.write('.tilldela/emulator/faults.jsonl', JSON.stringify(slow));
    const child = project.start(['apply', 'contoso', '--auto-approve']);
    const end = finished(child);
    const journal = project.path('.tilldela/journal/contoso.emulator.jsonl');
    while (!readFileSync(journal, 'utf8').includes('"action":"delete"') && child.exitCode === null)
      await sleep(5);
    mkdirSync(project.path(draft));
    const ran = await end;
    expect([ran.code, codesIn(ran.stderr)]).toEqual([1, ['lock_not_written']]);
    expect(flat(ran.stderr)).toContain(flat('What was applied, listed below, is in Azure.'));
    expect(ran.stdout).toMatch(/- {3}destroyed {6}azurerm_role_assignment/);
    expect(ran.stdout).toContain('1 destroyed');
  },
);
