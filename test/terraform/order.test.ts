import { startEmulator, type Emulator } from '../cli/emulator';
import { removeProjects, type Project, type Ran } from '../cli/project';
import { id } from '../emulator/emulator-client';
import { contosoFile, contosoProject, withTool } from './fleet';

afterAll(removeProjects);

const grant = (name: string, role: string) =>
  `production.grant('${name}', { to: msp.helpdeskAgents, role: '${role}', because: 'asked for' });`;
const partner = "production.grant('partner', { to: msp.adminAgents, role: 'Owner', because: 'AOBO' });";
const faultsFile = '.tilldela/emulator/faults.jsonl';

let project: Project;
let emulator: Emulator;
const restart = async (...faults: object[]) => {
  await emulator.stop();
  project.write(faultsFile, faults.map((fault) => JSON.stringify(fault)).join('\n'));
  emulator = await startEmulator(project);
};
beforeAll(async () => {
  project = contosoProject(grant('one', 'Backup Reader'));
  emulator = await startEmulator(project);
});
afterAll(() => emulator.stop());

const terraform = (command: string, ...rest: string[]): Promise<Ran> =>
  project.run(command, 'contoso', ...rest, '--engine', 'terraform');

/** The writes since the emulator was started, in their order. */
async function writes(): Promise<string[]> {
  const { stdout } = await project.run('emulator', 'log');
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { method: string; status: number })
    .filter(({ method }) => ['PUT', 'DELETE'].includes(method))
    .map(({ method, status }) => `${method} ${status}`);
}

describe('a plan that grants and removes', () => {
  withTool('removes nothing while a grant fails', async () => {
    expect(await terraform('apply', '--auto-approve')).toMatchObject({ code: 0 });
    await restart({ method: 'PUT', action: { kind: 'status', status: 403, code: 'AuthorizationFailed' } });
    project.write('stacks/customers/contoso.ts', contosoFile(grant('two', 'Monitoring Reader')));
    const applied = await terraform('apply', '--auto-approve');
    expect(applied).toMatchObject({ code: 1, stderr: expect.stringContaining('AuthorizationFailed') });
    expect(new Set(await writes())).toEqual(new Set(['PUT 403']));
  });

  withTool('is carried out in two parts, the grants first', async () => {
    await restart();
    const applied = await terraform('apply', '--auto-approve');
    expect(applied.stdout).toContain('contoso: 1 to add, 1 to remove');
    expect(applied).toMatchObject({ code: 0 });
    expect(await writes()).toEqual(['PUT 201', 'DELETE 200']);
    expect(await terraform('plan', '--detailed-exitcode')).toMatchObject({ code: 0 });
  });

  withTool('gives another role before it takes the former', async () => {
    project.write('stacks/customers/contoso.ts', contosoFile(grant('two', 'Security Reader')));
    await restart({ method: 'PUT', action: { kind: 'status', status: 403, code: 'AuthorizationFailed' } });
    expect(await terraform('apply', '--auto-approve')).toMatchObject({ code: 1 });
    await restart();
    const applied = await terraform('apply', '--auto-approve');
    expect(applied).toMatchObject({ code: 0, stderr: expect.not.stringContaining('terraform_gap') });
    expect(await writes()).toEqual(['PUT 201', 'DELETE 200']);
  });
});

describe('a grant that exists under another name', () => {
  withTool('is refused, and imported once it is adopted', async () => {
    project.write(
      'stacks/customers/contoso.ts',
      contosoFile(`${grant('two', 'Security Reader')} ${partner}`),
    );
    const refused = await terraform('apply', '--auto-approve');
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('terraform_adopt_first') });
    expect(refused.stderr).toContain(id('0008', 1, 1));
    expect(refused.stderr).toContain('tilldela adopt contoso');

    expect(await project.run('adopt', 'contoso')).toMatchObject({ code: 0 });
    expect(await terraform('plan', '--detailed-exitcode')).toMatchObject({
      code: 0,
      stdout: 'contoso: 1 to import\n',
    });
    expect(await terraform('apply', '--auto-approve')).toMatchObject({ code: 0 });
    expect(await terraform('plan')).toMatchObject({ stdout: 'contoso: no changes\n' });
  });
});

describe('a grant that ends', () => {
  const ending = `production.grant('ending', { to: msp.helpdeskAgents, role: 'Backup Reader', until: 'DAY' });`;
  const stays = `${grant('two', 'Security Reader')} ${partner}`;

  withTool('is imported at its index, and no more once it has ended', async () => {
    project.write(
      'stacks/customers/contoso.ts',
      contosoFile(`${stays} ${ending.replace('DAY', '2999-12-31')}`),
    );
    expect(await project.run('apply', 'contoso', '--auto-approve')).toMatchObject({ code: 0 });
    project.remove('terraform.tfstate.d');
    expect(await terraform('plan')).toMatchObject({ code: 0, stdout: 'contoso: 3 to import\n' });

    project.write(
      'stacks/customers/contoso.ts',
      contosoFile(`${stays} ${ending.replace('DAY', '2020-12-31')}`),
    );
    const ended = await terraform('plan', '--detailed-exitcode');
    expect(ended).toMatchObject({ code: 0, stdout: 'contoso: 2 to import\n' });
    expect(ended.stderr).toContain('terraform_blind');
  });
});
