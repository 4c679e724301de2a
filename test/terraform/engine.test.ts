import { startEmulator, type Emulator } from '../cli/emulator';
import { removeProjects, type Project, type Ran } from '../cli/project';
import { id } from '../emulator/emulator-client';
import { contosoFile, contosoProject, withTool } from './fleet';

afterAll(removeProjects);

const reader = "production.grant('helpdesk', { to: msp.helpdeskAgents, role: 'Reader' });";
const tenant = id('0001', 1);
const assignments = `/subscriptions/${id('0002', 1)}/providers/Microsoft.Authorization/roleAssignments`;

let project: Project;
let emulator: Emulator;
beforeAll(async () => {
  project = contosoProject(reader);
  emulator = await startEmulator(project);
});
afterAll(() => emulator.stop());

const declare = (grants: string) => project.write('stacks/customers/contoso.ts', contosoFile(grants));
const terraform = (command: string, ...rest: string[]): Promise<Ran> =>
  project.run(command, ...rest, '--engine', 'terraform');
const plan = () => terraform('plan', '--detailed-exitcode');
const apply = (...rest: string[]) => terraform('apply', 'contoso', '--auto-approve', ...rest);

/** Roles that the helpdesk's group has, by the last part of the role's id. */
async function rolesOfHelpdesk(): Promise<string[]> {
  const { body } = await emulator.call('GET', `${assignments}?api-version=2022-04-01`, tenant);
  return body.value
    .filter(
      ({ properties }: { properties: { principalId: string } }) =>
        properties.principalId === id('0004', 0, 2),
    )
    .map(({ properties }: { properties: { roleDefinitionId: string } }) =>
      properties.roleDefinitionId.split('/').at(-1),
    );
}

describe('--engine terraform', () => {
  withTool('applies what it planned; then neither engine has anything left to do', async () => {
    const planned = await plan();
    expect(planned).toMatchObject({ code: 2, stdout: expect.stringContaining('contoso: 1 to add') });
    expect(await rolesOfHelpdesk()).toEqual([]);
    expect(await apply()).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Customers: 1 applied.'),
    });
    expect(await plan()).toMatchObject({ code: 0, stdout: 'contoso: no changes\n' });
    expect(await project.run('plan', '--detailed-exitcode')).toMatchObject({ code: 0 });
  });

  withTool('imports what the other engine made, and that alone is no change', async () => {
    project.remove('terraform.tfstate.d');
    expect(await plan()).toMatchObject({ code: 0, stdout: 'contoso: 1 to import\n' });
    expect(await apply()).toMatchObject({ code: 0 });
    expect(await plan()).toMatchObject({ code: 0, stdout: 'contoso: no changes\n' });
  });

  withTool('follows a grant that got another name', async () => {
    declare(reader.replace('helpdesk', 'desk'));
    expect(await plan()).toMatchObject({ code: 0, stdout: 'contoso: 1 to move in the state\n' });
    expect(await apply()).toMatchObject({ code: 0 });
    expect(await rolesOfHelpdesk()).toHaveLength(1);
  });

  withTool('is held up by the guards like the other', async () => {
    declare("production.grant('desk', { to: msp.helpdeskAgents, role: 'Contributor' });");
    const refused = await apply();
    expect(refused).toMatchObject({ code: 3, stderr: expect.stringContaining('access_broadened') });
    expect(await rolesOfHelpdesk()).toEqual(['acdd72a7-3385-48ef-bd42-f606fba81ae7']);
  });

  withTool('asks, and changes nothing where nobody can answer', async () => {
    declare(`${reader} production.grant('backup', { to: msp.helpdeskAgents, role: 'Backup Reader' });`);
    const asked = await terraform('apply', 'contoso');
    expect(asked).toMatchObject({ code: 1, stderr: expect.stringContaining('no terminal to ask') });
    expect(await rolesOfHelpdesk()).toHaveLength(1);
  });

  withTool('carries through what is no access, and says that no guard judged it', async () => {
    declare(`${reader} contoso.addOverride('resource.terraform_data.note', { input: 'kept beside it' });`);
    const refused = await project.run('plan', 'contoso');
    expect(refused).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('It plans no terraform_data.'),
    });
    expect(await project.run('synth')).toMatchObject({ code: 0 });
    const applied = await apply();
    expect(applied).toMatchObject({ code: 0, stderr: expect.stringContaining('terraform_unjudged') });
    expect(applied.stderr).toContain('terraform_data.note');
    expect(await plan()).toMatchObject({ code: 0, stdout: 'contoso: no changes\n' });
    expect(await rolesOfHelpdesk()).toEqual(['acdd72a7-3385-48ef-bd42-f606fba81ae7']);
  });
});
