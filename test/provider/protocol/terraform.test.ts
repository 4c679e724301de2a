import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEmulator } from '../../cli/emulator';
import {
  emptyProject,
  finished,
  removeProjects,
  repository,
  type Project,
  type Ran,
} from '../../cli/project';
import { id, roleAt, roles } from '../../emulator/emulator-client';

jest.setTimeout(120_000);
afterAll(removeProjects);

/** The real tools, named by these variables or found on the PATH. */
const tools = [
  ['terraform', find('TILLDELA_TERRAFORM', 'terraform')],
  ['tofu', find('TILLDELA_TOFU', 'tofu')],
] as const;
for (const [name, program] of tools) {
  if (!program) process.stderr.write(`Skipped: the provider under ${name}, which is not on the PATH.\n`);
}

function find(variable: string, name: string): string | undefined {
  const named = process.env[variable];
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  return [...(named ? [named] : []), ...folders.map((folder) => path.join(folder, name))].find(existsSync);
}

const scope = `/subscriptions/${id('0002', 1)}`;
const tenant = id('0001', 1);

const main = `terraform {
  required_providers {
    tilldela = {
      source = "tilldela.internal/tilldela/tilldela"
    }
  }
}

provider "tilldela" {}

resource "tilldela_role_assignment" "helpdesk" {
  scope              = "${scope}"
  role_definition_id = "${roleAt(scope, roles.reader)}"
  principal_id       = "${id('0004', 0, 2)}"
  principal_type     = "ForeignGroup"
  description        = "Helpdesk looks"
}

data "tilldela_access" "readers" {
  roles      = ["Reader"]
  depends_on = [tilldela_role_assignment.helpdesk]
}

data "tilldela_customer" "contoso" {
  domain = "contoso.onmicrosoft.com"
}

output "readers" {
  value = data.tilldela_access.readers.principal_ids
}

output "tenant" {
  value = data.tilldela_customer.contoso.tenant_id
}
`;

/** Contoso's assignment of the partner's AdminAgents, which Azure made with the subscription. */
const born = `${scope}/providers/Microsoft.Authorization/roleAssignments/${id('0008', 1, 1)}`;
const adopted = `
import {
  to = tilldela_role_assignment.partner
  id = "${born}"
}

resource "tilldela_role_assignment" "partner" {
  name               = "${id('0008', 1, 1)}"
  scope              = "${scope}"
  role_definition_id = "${roles.owner}"
  principal_id       = "${id('0004', 0, 1)}"
  principal_type     = "ForeignGroup"
}
`;

describe.each(tools)('under %s', (_name, program) => {
  (program ? test : test.skip)('a foreign group has its role from init to destroy', async () => {
    const project = emptyProject({ 'main.tf': main });
    const emulator = await startEmulator(project);
    const run = toolIn(project, program ?? '', emulator.environment);

    expect(await project.run('provider', 'install', 'plugins')).toMatchObject({ code: 0 });
    expect(await run('init')).toMatchObject({ code: 0 });
    const locked = project.read('.terraform.lock.hcl');
    expect(locked).toMatch(/tilldela\.internal[\s\S]*"h1:/);
    // One checksum for all machines.
    const others = ['darwin_arm64', 'linux_arm64', 'linux_amd64'].map((each) => `-platform=${each}`);
    expect(await run('providers', 'lock', '-fs-mirror=plugins', ...others)).toMatchObject({ code: 0 });
    expect(project.read('.terraform.lock.hcl')).toBe(locked);
    expect(await run('validate')).toMatchObject({ code: 0 });
    expect(await run('plan', '-detailed-exitcode')).toMatchObject({ code: 2 });
    expect((await run('apply', '-auto-approve')).stdout).toContain('1 added, 0 changed, 0 destroyed');
    expect(await run('plan', '-detailed-exitcode')).toMatchObject({ code: 0 });
    expect((await run('output', '-json')).stdout).toContain(id('0004', 0, 2));

    // In place, and what exists is adopted without a change to it.
    project.edit('main.tf', 'Helpdesk looks', 'Helpdesk reads');
    project.write('adopted.tf', adopted);
    const changed = await run('apply', '-auto-approve');
    expect(changed.stdout).toContain('1 imported, 0 added, 1 changed, 0 destroyed');

    const listed = await emulator.call('GET', `${assignments}?api-version=2022-04-01`, tenant);
    const { name, properties } = listed.body.value.find(
      (each: { properties: { principalId: string } }) => each.properties.principalId === id('0004', 0, 2),
    );
    expect(properties).toMatchObject({ principalType: 'ForeignGroup', description: 'Helpdesk reads' });

    // Somebody changes it by hand: shown, and changed back.
    const body = { properties: { ...properties, description: 'by hand' } };
    await emulator.call('PUT', `${assignments}/${name}?api-version=2022-04-01`, tenant, body);
    const drift = await run('plan', '-detailed-exitcode');
    expect(drift.code).toBe(2);
    expect(drift.stdout).toMatch(/description += "by hand" -> "Helpdesk reads"/);

    // Another role is another assignment.
    project.edit('main.tf', roles.reader, roles.contributor);
    expect((await run('plan')).stdout).toMatch(/role_definition_id += .*# forces replacement/);

    // What Terraform did not make stays when Terraform forgets it.
    expect(await run('state', 'rm', 'tilldela_role_assignment.partner')).toMatchObject({ code: 0 });
    project.remove('adopted.tf');
    expect((await run('destroy', '-auto-approve')).stdout).toContain('1 destroyed');
    const left = await emulator.call('GET', `${born}?api-version=2022-04-01`, tenant);
    expect(left.status).toBe(200);
    await emulator.stop();
  });

  (program ? test : test.skip)(
    'Ctrl-C lets end what Azure was asked for; other limits of time ask nothing of it',
    async () => {
      const project = emptyProject({ 'main.tf': main });
      const emulator = await startEmulator(project);
      const run = toolIn(project, program ?? '', emulator.environment);
      await project.run('provider', 'install', 'plugins');
      expect(await run('init')).toMatchObject({ code: 0 });
      const slowly = (milliseconds: number) =>
        emulator.control('faults', { method: 'PUT', nth: 1, action: { kind: 'delay', milliseconds } });

      // Ctrl-C reaches the tool and the provider while Azure is at work.
      await slowly(2_000);
      const applying = run.inGroup('apply', '-auto-approve');
      for (let fired = 0; fired === 0; await sleep(50))
        [{ fired }] = (await emulator.control('faults')).body as [{ fired: number }];
      applying.interrupt();
      const interrupted = await applying.ended;
      expect(interrupted.code).toBe(1);
      expect(interrupted.stdout).toContain('Creation complete');
      expect((await run('state', 'list')).stdout).toContain('tilldela_role_assignment.helpdesk\n');
      expect(
        await run('plan', '-detailed-exitcode', '-target=tilldela_role_assignment.helpdesk'),
      ).toMatchObject({ code: 0 });

      // Other limits of time are a change to the state alone.
      project.edit('main.tf', '"Helpdesk looks"', '"Helpdesk looks"\n  timeouts {\n    create = "2m"\n  }');
      expect((await run('apply', '-auto-approve')).stdout).toContain('0 added, 1 changed, 0 destroyed');
      expect(project.read('.tilldela/emulator/requests.jsonl').match(/"method":"PUT"/g)).toHaveLength(1);
      await emulator.stop();
    },
  );

  (program ? test : test.skip)('the example of the README is valid', async () => {
    const readme = readFileSync(path.join(repository, 'src/provider/protocol/README.md'), 'utf8');
    const project = emptyProject({ 'main.tf': /```hcl\n([^]*?)```/.exec(readme)?.[1] ?? '' });
    expect(await project.run('provider', 'install', 'plugins')).toMatchObject({ code: 0 });
    const run = toolIn(project, program ?? '', {});
    expect(await run('init')).toMatchObject({ code: 0 });
    expect(await run('validate')).toMatchObject({ code: 0, stdout: expect.stringContaining('Success') });
    project.edit('main.tf', '"public"', '"emulator"');
    expect((await run('validate')).stderr).toContain('"emulator" is no cloud.');
  });

  (program ? test : test.skip)('a synthesized stack is ready for init', async () => {
    const project = emptyProject({ 'stacks/partner.ts': partner, 'stacks/customers/contoso.ts': contoso });
    const emulator = await startEmulator(project);
    expect(await project.run('synth')).toMatchObject({ code: 0 });
    const stack = 'cdktf.out/stacks/contoso';
    // Only our provider: the others come from a registry.
    const configuration = JSON.parse(project.read(`${stack}/cdk.tf.json`));
    project.write(`${stack}/cdk.tf.json`, JSON.stringify(ownPart(configuration)));
    const run = toolIn(project, program ?? '', emulator.environment, stack);
    project.write('terraform.rc', '');
    expect(await run('init')).toMatchObject({ code: 0 });
    const planned = await run('plan', '-detailed-exitcode');
    expect(planned).toMatchObject({ code: 2 });
    expect(planned.stdout).toContain('tilldela_role_assignment.production_helpdesk');
    await emulator.stop();
  });
});

const assignments = `${scope}/providers/Microsoft.Authorization/roleAssignments`;

const partner = `import { definePartner } from 'tilldela';
export const msp = definePartner({
  tenant: '${id('0001', 0)}', owner: '${id('0009', 0)}', adminAgents: '${id('0004', 0, 1)}', helpdeskAgents: '${id('0004', 0, 2)}',
});
`;
const contoso = `import { CustomerStack, inTenant, type App } from 'tilldela';
import { msp } from '../partner';
export default (app: App) => {
  const { production } = new CustomerStack(app, 'contoso', {
    partner: msp, tenant: '${tenant}', subscriptions: { production: '${id('0002', 1)}' }, reads: inTenant(), writes: inTenant(),
  }).subscriptions;
  production.grant('helpdesk', { to: msp.helpdeskAgents, role: 'Reader' });
};
`;

function ownPart(configuration: {
  terraform: { required_providers: Record<string, unknown> };
  provider: Record<string, unknown>;
  resource: Record<string, unknown>;
}) {
  const { terraform, provider, resource } = configuration;
  return {
    terraform: { required_providers: { tilldela: terraform.required_providers['tilldela'] } },
    provider: { tilldela: provider['tilldela'] },
    resource: { tilldela_role_assignment: resource['tilldela_role_assignment'] },
  };
}

/** Runs the tool in the project, with a CLI configuration of its own. */
function toolIn(
  project: Project,
  program: string,
  environment: Readonly<Record<string, string>>,
  folder = '.',
) {
  project.write(
    'terraform.rc',
    `provider_installation {
  filesystem_mirror {
    path = "${project.path('plugins')}"
  }
}
`,
  );
  const start = (command: string, options: readonly string[], how?: { readonly detached: true }) => {
    const takesInput = ['init', 'plan', 'apply', 'destroy'].includes(command);
    const fixed = ['-no-color', ...(takesInput ? ['-input=false'] : [])];
    const args = ['state', 'providers'].includes(command)
      ? [command, ...options]
      : [command, ...fixed, ...options];
    const variables = {
      ...environment,
      TF_CLI_CONFIG_FILE: project.path('terraform.rc'),
      TF_IN_AUTOMATION: '1',
      CHECKPOINT_DISABLE: '1',
    };
    return project.startProgramIn(folder, program, args, variables, how);
  };
  const run = (command: string, ...options: string[]): Promise<Ran> => finished(start(command, options));
  /** As a shell runs it: a signal of the terminal reaches the tool and what it started. */
  const inGroup = (command: string, ...options: string[]) => {
    const child = start(command, options, { detached: true });
    return { ended: finished(child), interrupt: () => process.kill(-(child.pid ?? 0), 'SIGINT') };
  };
  return Object.assign(run, { inGroup });
}
