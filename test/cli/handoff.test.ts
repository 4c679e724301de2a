import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { diagnosticsIn, flat } from './diagnostics';
import { startEmulator, type Emulator } from './emulator';
import { partnerFile, subscriptions, tenants } from './example';
import { emptyProject, removeProjects, type Project } from './project';

afterAll(removeProjects);

const assignments = 'providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01';
const subscription = `/subscriptions/${subscriptions.fabrikam}`;

/** Written over Lighthouse, which can give nobody anything. Its texts try to get out of every quotation. */
const file = `import { CustomerStack, group, lighthouse, user, type App } from 'tilldela';
import { msp } from '../partner';

export default (app: App) => {
  const stack = new CustomerStack(app, 'fabrikam', {
    partner: msp,
    tenant: '${tenants.fabrikam}',
    subscriptions: { main: '${subscriptions.fabrikam}' },
    reads: lighthouse(),
    writes: lighthouse(),
  });
  const { main } = stack.subscriptions;
  main.grant('agents', { to: msp.helpdeskAgents, role: 'Reader', because: 'token=@secret.txt' });
  main.grant('kim', {
    to: user('kim@fabrikam.com'),
    role: 'Contributor',
    because: "it's [parameters('x')] $(touch pwned) \`touch pwned\`; touch pwned | \\u2019; touch pwned \\u2018",
  });
  const erp = main.resourceGroup('rg-erp');
  erp.grant('finance', { to: group('Finance IT'), role: 'Reader', because: '@secret.txt' });
};
`;

/** Stands in for the Azure CLI: writes down what the shell made of its arguments. */
const fakeAz = `#!/usr/bin/env node
require('node:fs').appendFileSync(process.env.CALLS, JSON.stringify(process.argv.slice(2)) + '\\n');
`;

async function planned(project: Project, more = ''): Promise<Emulator> {
  project.write('stacks/customers/fabrikam.ts', file.replace(/};\n$/, `${more}\n};\n`));
  return startEmulator(project);
}

/** Runs the script with a real shell. */
function callsOf(project: Project, script: string): string[][] {
  project.write('bin/az', fakeAz);
  chmodSync(project.path('bin/az'), 0o755);
  const calls = project.path('calls.jsonl');
  const environment = { PATH: `${project.path('bin')}:${process.env['PATH']}`, CALLS: calls };
  const ran = spawnSync('sh', [script], { cwd: project.folder, env: environment, encoding: 'utf8' });
  expect(ran).toMatchObject({ status: 0, stderr: '' });
  return readFileSync(calls, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as string[]);
}

/** What the Azure CLI sends for the call. It reads a file where a value of its own begins with `@`. */
async function carryOut(emulator: Emulator, call: string[]): Promise<void> {
  expect(call.filter((text) => /^(@|[^=]*=@)/.test(text))).toEqual([]);
  const { path, body } = call[0] === 'rest' ? restRequest(call) : createRequest(call);
  expect((await emulator.call('PUT', path, tenants.fabrikam, body)).status).toBe(201);
}

function restRequest(call: string[]): { path: string; body: object } {
  const after = (option: string) => call[call.indexOf(option) + 1] ?? '';
  return { path: after('--url'), body: JSON.parse(after('--body')) as object };
}

function createRequest(call: string[]): { path: string; body: object } {
  expect(call.slice(0, 3)).toEqual(['role', 'assignment', 'create']);
  const given = new Map(
    call.flatMap((text): [string, string][] => {
      const [, option, value] = /^--([\w-]+)=([^]*)$/.exec(text) ?? [];
      return option && value ? [[option, value]] : [];
    }),
  );
  const at = `${given.get('scope')}/providers/Microsoft.Authorization`;
  return {
    path: `${at}/roleAssignments/${given.get('name')}?api-version=2022-04-01`,
    body: {
      properties: {
        roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${given.get('role')}`,
        principalId: given.get('assignee-object-id'),
        principalType: given.get('assignee-principal-type'),
        description: given.get('description'),
      },
    },
  };
}

/** Of the assignment that the call makes. */
function nameIn(call: string[]): string | undefined {
  return /(?:^--name=|\/roleAssignments\/)([0-9a-f-]{36})/m.exec(call.join('\n'))?.[1];
}

test('what Lighthouse cannot give is handed off, never tried, and gone from the plan when the customer has done it', async () => {
  const project = emptyProject({ 'stacks/partner.ts': partnerFile });
  const emulator = await planned(project);

  const plan = await project.run('plan', 'fabrikam', '--out', 'plan.json', '--detailed-exitcode');
  expect(plan.code).toBe(2);
  expect(flat(plan.stdout)).toContain(
    flat('(handed off: Over Azure Lighthouse roles are given only to managed'),
  );
  expect(plan.stdout).toContain('3 of these are handed off');
  const written = JSON.parse(project.read('plan.json')) as {
    tilldela: { customers: { changes: { handOff?: string }[] }[] };
  };
  expect(written.tilldela.customers[0]?.changes.map(({ handOff }) => handOff)).toEqual([
    'lighthouse_principal',
    'lighthouse_principal',
    'lighthouse_principal',
  ]);

  const applied = await project.run('apply', '--plan', 'plan.json');
  expect(applied.code).toBe(0);
  expect(diagnosticsIn(applied.stderr).map(({ code }) => code)).toEqual(['handed_off']);
  const log = project.read('.tilldela/emulator/requests.jsonl');
  expect(log).not.toMatch(/"method":"PUT"/);

  expect(await project.run('handoff', 'fabrikam', '--out', 'pack')).toMatchObject({ code: 0 });
  const calls = callsOf(project, 'pack/fabrikam.sh');
  expect(calls).toHaveLength(3);
  for (const call of calls) await carryOut(emulator, call);
  expect(project.has('pwned')).toBe(false);
  const { body } = await emulator.call('GET', `${subscription}/${assignments}`, tenants.fabrikam);
  expect(body.value.map(({ properties }: { properties: object }) => properties)).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ description: '@secret.txt' }),
      expect.objectContaining({ description: 'token=@secret.txt' }),
    ]),
  );

  const after = await project.run('plan', 'fabrikam', '--detailed-exitcode');
  expect(after).toMatchObject({ code: 0, stderr: '' });
  expect((await project.run('handoff', 'fabrikam')).stderr).toContain('nothing is handed off');
  await emulator.stop();
});

test('the three ways of a pack say the same, and no text gets out of its place', async () => {
  const project = emptyProject({ 'stacks/partner.ts': partnerFile });
  const emulator = await planned(project);
  expect((await project.run('handoff', 'fabrikam', '--out', 'pack')).code).toBe(0);
  await emulator.stop();

  const names = callsOf(project, 'pack/fabrikam.sh').map(nameIn);
  const powerShell = project.read('pack/fabrikam.ps1');
  expect([...powerShell.matchAll(/roleAssignments\/([0-9a-f-]{36})\?/g)].map(([, name]) => name)).toEqual(
    names,
  );
  // Within quotes, what PowerShell takes for a quote stands doubled; JSON writes the typographic ones out.
  for (const line of powerShell.split('\n').filter((text) => text.startsWith('Invoke'))) {
    const [, payload = ''] = /-Payload '((?:[^'\u2018\u2019]|'')*)' \| /u.exec(line) ?? [];
    expect(() => JSON.parse(payload.replaceAll("''", "'")) as unknown).not.toThrow();
    expect(line).toMatch(/ \| ForEach-Object \{ if \(\$_\.StatusCode -ge 400\) \{ throw \$_\.Content \} \}$/);
  }
  const template = JSON.parse(
    project.read(`pack/fabrikam.${subscriptions.fabrikam}.template.json`),
  ) as Template;
  expect(template.resources.map(({ type }) => type)).toEqual([
    'Microsoft.Authorization/roleAssignments',
    'Microsoft.Resources/deployments',
    'Microsoft.Authorization/roleAssignments',
  ]);
  // Published at these addresses, and at no others.
  const schemas = [template, ...template.resources.flatMap(({ properties }) => properties.template ?? [])];
  expect(schemas.map((each) => each.$schema)).toEqual([
    'https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#',
    'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
  ]);
  const inTemplate = template.resources.map(
    (each) => each.properties.template?.resources[0]?.name ?? each.name,
  );
  expect(inTemplate.toSorted()).toEqual(names.toSorted());
  expect(template.resources.flatMap(({ dependsOn = [] }) => dependsOn)).toEqual([]);

  const page = project.read('pack/fabrikam.md');
  expect(page).toContain('kim@fabrikam.com'.replace('@', '\\@'));
  const table = page.split('\n').filter((line) => line.startsWith('| create'));
  expect(table.map((line) => line.split(/(?<!\\)\|/).length)).toEqual([7, 7, 7]);
});

test('a template makes a role before it is assigned, and an offer before it is taken', async () => {
  const project = emptyProject({ 'stacks/partner.ts': partnerFile });
  const emulator = await planned(
    project,
    `
  const scope = stack.subscriptions.main.resourceGroup('rg-erp');
  const operator = stack.customRole('operator', { roleName: 'Operator', scope, actions: ['*/read'], because: 'x' });
  main.grant('operators', { to: group('Finance IT'), role: 'Reader' });
  scope.grant('operators', { to: group('Finance IT'), role: operator });
  main.delegate('help', { offerName: 'Help', authorizations: [{ to: msp.adminAgents, role: 'Reader' }] });`,
  );
  expect((await project.run('handoff', 'fabrikam', '--out', 'pack')).code).toBe(0);
  await emulator.stop();
  const template = JSON.parse(
    project.read(`pack/fabrikam.${subscriptions.fabrikam}.template.json`),
  ) as Template;
  const made = template.resources.map(({ type, properties, dependsOn }) => ({
    type: (properties.template?.resources[0]?.type ?? type).split('/')[1],
    after: dependsOn?.map((id) => id.split('/').at(-2)),
  }));
  const after = ['registrationDefinitions', 'deployments'];
  expect(made.slice(0, 3)).toEqual([
    { type: 'registrationDefinitions' },
    { type: 'roleDefinitions' },
    { type: 'registrationAssignments', after },
  ]);
  expect(made.slice(3)).toEqual(Array(5).fill({ type: 'roleAssignments', after }));
  const [, role, taken] = template.resources;
  expect(taken?.dependsOn?.[1]).toBe(
    `${subscription}/resourceGroups/rg-erp/providers/Microsoft.Resources/deployments/${role?.name}`,
  );
});

interface Template {
  readonly $schema: string;
  readonly resources: readonly {
    readonly type: string;
    readonly name: string;
    readonly dependsOn?: readonly string[];
    readonly properties: { readonly template?: Template };
  }[];
}
