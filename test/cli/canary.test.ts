import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { openBootstrapStage, type BootstrapStage } from './bootstrap-stage';
import { tenants } from './example';
import { Project, removeProjects, type Ran } from './project';

let stage: BootstrapStage;
beforeAll(async () => (stage = await openBootstrapStage()));
afterAll(async () => {
  await stage.close();
  removeProjects();
});

/** Where Azure's tools look for secrets. Each has a text that stands nowhere else. */
const canaries = Object.fromEntries(
  [
    'AZURE_CLIENT_SECRET',
    'ARM_CLIENT_SECRET',
    'AZURE_PASSWORD',
    'ARM_OIDC_TOKEN',
    'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
  ].map((name) => [name, `canary-${name.toLowerCase()}-8c1f`]),
);

/** Where the emulator keeps its own keys, and the token that the CI hands over: they are meant to hold secrets. */
const keptSecrets = ['control-key', 'ci-token', 'world.json'];

test('no secret, token or assertion is in any output, file or log after a full run', async () => {
  const { project } = stage;
  const ran: Ran[] = [];
  const asPerson = async (...args: string[]) => ran.push(await stage.asPerson(args, canaries));
  const asCi = async (...args: string[]) => ran.push(await stage.asCi(...args));
  await asPerson('bootstrap', 'contoso', '--auto-approve', '--subject', 'repo:northwind/other');
  await asPerson('plan', 'contoso', '--out', 'plan.json');
  await asCi('apply', 'contoso', '--auto-approve');
  await asCi('plan', 'contoso', '--json');
  await asPerson('drift', 'contoso', '--json');
  const examined = await stage.asPerson(['doctor', 'contoso'], canaries);
  await asPerson('handoff', 'contoso', '--out', 'pack');
  const debugging = { ...canaries, TILLDELA_DEBUG: '1' };
  const adopted = await stage.asPerson(['adopt', 'wingtip', '--tenant', tenants.wingtip], debugging);
  const begun = new Project();
  const made = await begun.runWith(debugging, 'init');
  ran.push(examined, adopted, made);
  expect([examined, adopted, made]).toMatchObject([{ code: 0 }, { code: 0 }, { code: 0 }]);
  ran.push(
    await project.runWith(
      {
        ...canaries,
        TILLDELA_EMULATOR_CLIENT_ID: 'unknown',
        TILLDELA_EMULATOR_TOKEN_FILE: project.path('ci-token'),
      },
      'plan',
      'contoso',
    ),
  );
  const { names, texts } = written(ran, project, begun);
  expect(names).toEqual(
    expect.arrayContaining([
      'contoso.emulator.jsonl',
      'contoso.emulator.lock.json',
      'plan.json',
      'requests.jsonl',
      'wingtip.ts',
      'cdktf.json',
    ]),
  );
  const secretsIn = finder(project);
  expect(secretsIn({ where: 'ci-token', text: project.read('ci-token') })).toHaveLength(2); // it would be found
  expect(texts.some(({ text }) => text.includes('Apply complete: 2 added'))).toBe(true);
  expect(texts.flatMap(secretsIn)).toEqual([]);
});

test('nor after everything that is done about a customer, its relationship and its guests', async () => {
  const { project } = stage;
  const roles = "relationship: { roles: { 'Cloud engineers': ['Directory Readers'] } },";
  project.edit('stacks/partner.ts', 'adminAgents:', `${roles}\n  adminAgents:`);
  const lines: readonly (readonly [string, number])[] = [
    ['customers --details', 0],
    ['customers add tailspin.com', 0],
    ['relationship request woodgrove.com --auto-approve', 2],
    ['relationship watch woodgrove.com --timeout 0.001', 1],
    ['relationship status tailspin --json', 2],
    ['relationship apply tailspin --auto-approve', 0],
    ['relationship extend tailspin --auto-approve', 0],
    ['access tailspin --json', 0],
    ['roles refresh tailspin', 0],
    ['partner-access reinstate tailspin --json', 1],
    ['partner-access revoke tailspin --auto-approve --allow own_access,partner_credit_lost', 0],
    ['offboard tailspin --apply --auto-approve', 1],
    ['relationship terminate tailspin --auto-approve', 0],
    ['invite wingtip --auto-approve', 1],
  ];
  const ran: Ran[] = [];
  for (const [line] of lines) {
    if (line.startsWith('invite')) declareGuest();
    ran.push(await stage.asPerson(line.split(' '), canaries));
  }
  expect(ran.map(({ code }, index) => [lines[index]?.[0], code])).toEqual(lines);
  expect(written(ran, project).texts.flatMap(finder(project))).toEqual([]);

  function declareGuest(): void {
    const file = 'stacks/customers/wingtip.ts';
    project.edit(file, 'CustomerStack, type App', 'CustomerStack, guest, type App');
    const to = "guest('audit@auditors.example')";
    const grant = `  games.grant('audit', { to: ${to}, role: 'Reader', because: 'audit 2026' });`;
    project.edit(file, '} = wingtip.subscriptions;\n', `} = wingtip.subscriptions;\n${grant}\n`);
  }
}, 300_000);

interface Text {
  readonly where: string;
  readonly text: string;
}

/** All outputs, and all files of the projects that are not meant to hold secrets. */
function written(ran: readonly Ran[], ...projects: readonly Project[]) {
  const files = projects
    .flatMap(({ folder }) => filesIn(folder))
    .filter((file) => !keptSecrets.includes(path.basename(file)));
  const texts: Text[] = [
    ...ran.map(({ stdout, stderr }, index) => ({ where: `output ${index}`, text: `${stdout}${stderr}` })),
    ...files.map((file) => ({ where: file, text: readFileSync(file, 'utf8') })),
  ];
  return { names: files.map((file) => path.basename(file)), texts };
}

function finder(project: Project) {
  const secrets = [...Object.values(canaries), project.read('ci-token').slice(0, 40), 'emulator-only-secret'];
  return ({ where, text }: Text): string[] => [
    ...secrets.filter((secret) => text.includes(secret)).map((secret) => `${where}: ${secret}`),
    ...(/\beyJ[\w-]{8,}\.[\w-]+\./.test(text) ? [`${where}: a token`] : []),
  ];
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const whole = path.join(folder, entry.name);
    if (entry.isSymbolicLink() || entry.name === 'node_modules') return [];
    return entry.isDirectory() ? filesIn(whole) : [whole];
  });
}
