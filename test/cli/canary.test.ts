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
  const files = [...filesIn(project.folder), ...filesIn(begun.folder)].filter(
    (file) => !keptSecrets.includes(path.basename(file)),
  );
  expect(files.map((file) => path.basename(file))).toEqual(
    expect.arrayContaining([
      'contoso.emulator.jsonl',
      'contoso.emulator.lock.json',
      'plan.json',
      'requests.jsonl',
      'wingtip.ts',
      'cdktf.json',
    ]),
  );
  const texts = [
    ...ran.map(({ stdout, stderr }, index) => ({ where: `output ${index}`, text: `${stdout}${stderr}` })),
    ...files.map((file) => ({
      where: path.relative(project.folder, file),
      text: readFileSync(file, 'utf8'),
    })),
  ];
  const secrets = [...Object.values(canaries), project.read('ci-token').slice(0, 40), 'emulator-only-secret'];
  const secretsIn = ({ where, text }: { where: string; text: string }) => [
    ...secrets.filter((secret) => text.includes(secret)).map((secret) => `${where}: ${secret}`),
    ...(/\beyJ[\w-]{8,}\.[\w-]+\./.test(text) ? [`${where}: a token`] : []),
  ];
  expect(secretsIn({ where: 'ci-token', text: project.read('ci-token') })).toHaveLength(2); // it would be found
  expect(texts.some(({ text }) => text.includes('Apply complete: 2 added'))).toBe(true);
  expect(texts.flatMap(secretsIn)).toEqual([]);
});

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const whole = path.join(folder, entry.name);
    if (entry.isSymbolicLink() || entry.name === 'node_modules') return [];
    return entry.isDirectory() ? filesIn(whole) : [whole];
  });
}
