import { startEmulator, type Emulator } from '../cli/emulator';
import { removeProjects, type Project } from '../cli/project';
import { id } from '../emulator/emulator-client';
import { contosoFile, contosoProject, withTool } from './fleet';

afterAll(removeProjects);

const reader = "production.grant('helpdesk', { to: msp.helpdeskAgents, role: 'Reader' });";
const tenant = id('0001', 1);
const assignments = `/subscriptions/${id('0002', 1)}/providers/Microsoft.Authorization/roleAssignments`;
const version = 'api-version=2022-04-01';

let project: Project;
let emulator: Emulator;
beforeAll(async () => {
  project = contosoProject(reader);
  emulator = await startEmulator(project);
});
afterAll(() => emulator.stop());

const plan = (...rest: string[]) => project.run('plan', 'contoso', '--engine', 'terraform', ...rest);
const apply = (file: string, ...rest: string[]) =>
  project.run('apply', '--plan', file, '--engine', 'terraform', ...rest);

/** Names of the helpdesk's assignments. */
async function ofHelpdesk(): Promise<string[]> {
  const { body } = await emulator.call('GET', `${assignments}?${version}`, tenant);
  return body.value
    .filter(
      ({ properties }: { properties: { principalId: string } }) =>
        properties.principalId === id('0004', 0, 2),
    )
    .map(({ name }: { name: string }) => name);
}

describe("a saved plan of Terraform's", () => {
  withTool('has the form of its plan JSON, each stack a module, and is carried out', async () => {
    const saved = await plan('--json', '--out', 'plan.json');
    expect(saved).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('tilldela apply --engine terraform'),
    });
    expect(saved.stdout).toBe(project.read('plan.json'));
    expect(JSON.parse(saved.stdout)).toMatchObject({
      complete: true,
      resource_changes: [
        {
          address: 'module.contoso.tilldela_role_assignment.production_helpdesk',
          module_address: 'module.contoso',
          provider_name: 'tilldela.internal/tilldela/tilldela',
          change: { actions: ['create'], after: { principal_id: id('0004', 0, 2) } },
        },
      ],
      tilldela: { engine: 'terraform', customers: [{ customer: 'contoso' }] },
    });
    const applied = await apply('plan.json', '--json');
    expect(applied).toMatchObject({ code: 0 });
    expect(JSON.parse(applied.stdout)).toMatchObject({
      customers: [{ customer: 'contoso', complete: true, outcome: 'applied', diagnostics: [] }],
    });
    expect(await ofHelpdesk()).toHaveLength(1);
  });

  withTool('is refused where it would not do the same any more', async () => {
    const [name] = await ofHelpdesk();
    const stale = await apply('plan.json');
    expect(stale).toMatchObject({ code: 1, stderr: expect.stringContaining('plan_stale') });
    expect(stale.stderr).toContain('create tilldela_role_assignment.production_helpdesk');
    project.write('stacks/customers/contoso.ts', contosoFile(reader.replace('Reader', 'Backup Reader')));
    const other = await apply('plan.json');
    expect(other).toMatchObject({ code: 1, stderr: expect.stringContaining('plan_other_configuration') });
    expect(await ofHelpdesk()).toEqual([name]);
  });

  withTool('is none of the embedded engine, nor the other way round', async () => {
    project.write('stacks/customers/contoso.ts', contosoFile(reader));
    const other = await project.run('apply', '--plan', 'plan.json');
    expect(other).toMatchObject({ code: 1, stderr: expect.stringContaining('made with --engine terraform') });
    expect(await project.run('plan', 'contoso', '--out', 'embedded.json')).toMatchObject({ code: 0 });
    const refused = await apply('embedded.json');
    expect(refused).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('made by the embedded engine'),
    });
  });
});
