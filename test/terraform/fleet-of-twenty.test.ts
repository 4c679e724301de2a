import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEmulator } from '../cli/emulator';
import { emptyProject, finished, removeProjects, type Project } from '../cli/project';
import { id } from '../emulator/emulator-client';
import { contosoFile, partnerFile, withTool } from './fleet';

jest.setTimeout(400_000);
afterAll(removeProjects);

const numbers = Array.from({ length: 20 }, (_, index) => index + 1);
const nameOf = (number: number) => `customer${String(number).padStart(2, '0')}`;
const [refused, disturbed] = [3, 7];

withTool(
  'of twenty stacks one fails and one is ended from outside; the other eighteen are applied',
  async () => {
    const project = fleet();
    expect(
      await project.run(
        'emulator',
        'seed',
        '--customers',
        '20',
        '--subscriptions',
        '1',
        '--assignments',
        '1',
      ),
    ).toMatchObject({ code: 0 });
    const writesTo = (number: number) => ({ method: 'PUT', path: `/subscriptions/${id('0002', number)}/**` });
    const faults = [
      { ...writesTo(refused), action: { kind: 'status', status: 409, code: 'RoleAssignmentLimitExceeded' } },
      { ...writesTo(disturbed), action: { kind: 'delay', milliseconds: 8_000 } },
    ];
    project.write('.tilldela/emulator/faults.jsonl', faults.map((fault) => JSON.stringify(fault)).join('\n'));
    const emulator = await startEmulator(project);
    const applying = finished(
      project.start(['apply', '--all', '--engine', 'terraform', '--auto-approve', '--jobs', '6']),
    );
    process.kill(await applyOf(nameOf(disturbed), project), 'SIGTERM');
    const applied = await applying;

    expect(applied).toMatchObject({ code: 1 });
    const summary = applied.stdout.slice(applied.stdout.lastIndexOf('\n\n')).trim().split('\n');
    expect(summary).toEqual([
      expect.stringContaining(`${nameOf(refused)}: failed, Terraform failed for a customer`),
      expect.stringContaining(`${nameOf(disturbed)}: failed, Terraform was asked to stop`),
      'Customers: 18 applied, 2 failed.',
    ]);
    const inits = numbers.map((number) => project.read(`.tilldela/terraform/${nameOf(number)}/init.out`));
    expect(inits.filter((text) => text.includes('from the shared cache directory'))).toHaveLength(19);
    const states = readdirSync(project.path('terraform.tfstate.d'));
    expect(states.filter((name) => name.includes('lock'))).toEqual([]);
    const left = await project.run('plan', '--summary');
    const toAdd = [...left.stdout.matchAll(/^(customer\d+) +([1-9]\d*) /gm)].map(([, name]) => name);
    expect([nameOf(refused), nameOf(disturbed)]).toEqual(expect.arrayContaining(toAdd));
    await emulator.stop();
  },
);

function fleet(): Project {
  const grant = "production.grant('helpdesk', { to: msp.helpdeskAgents, role: 'Backup Reader' });";
  const files = numbers.map((number) => [
    `stacks/customers/${nameOf(number)}.ts`,
    contosoFile(grant)
      .replace("'contoso'", `'${nameOf(number)}'`)
      .replace(id('0001', 1), id('0001', number))
      .replace(id('0002', 1), id('0002', number)),
  ]);
  return emptyProject({ 'stacks/partner.ts': partnerFile, ...Object.fromEntries(files) });
}

/** The process that applies the customer's plan, as soon as it waits for Azure. */
async function applyOf(customer: string, project: Project): Promise<number> {
  for (;;) {
    const processes = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n');
    const plan = project.path(`.tilldela/terraform/${customer}/1.tfplan`);
    const applying = processes.find((line) => line.includes(' apply ') && line.includes(plan));
    const log = project.path(`.tilldela/terraform/${customer}/apply.out`);
    if (
      applying &&
      existsSync(log) &&
      project.read(`.tilldela/terraform/${customer}/apply.out`).includes('Creating...')
    )
      return Number(applying.trim().split(' ')[0]);
    await sleep(50);
  }
}
