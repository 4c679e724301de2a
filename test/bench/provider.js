// The provider under Terraform: how long until it can be asked, beside node that does nothing; and plans of so many of our
// resources beside as many terraform_data, which Terraform has built in and which ask nobody. In alternating rounds, so
// that the ratios mean something on any machine. The emulator runs in a process of its own.
const { fork, spawn, spawnSync } = require('node:child_process');
const { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { performance } = require('node:perf_hooks');
const { URL } = require('node:url');
const { generate } = require('selfsigned');

const handshakes = 15;
const plans = 3;
const resources = 1000;
const main = path.resolve(__dirname, '../../dist/provider/protocol/main.js');
const guid = (kind, number) => `e0e0e0e0-${kind}-4000-8000-${String(number).padStart(12, '0')}`;
const numbers = Array.from({ length: resources }, (_, index) => index);
const tenant = guid('0001', 1_000_001);
const scope = `/subscriptions/${guid('0002', 1_000_001)}`;
const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
const role = `${scope}/providers/Microsoft.Authorization/roleDefinitions/${reader}`;
const provider = 'tilldela.internal/tilldela/tilldela';

async function bench() {
  const folder = mkdtempSync(path.join(tmpdir(), 'tilldela-bench-'));
  try {
    await start();
    await plan(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function start() {
  const { cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    curve: 'P-521',
    algorithm: 'sha512',
  });
  const asTerraform = {
    PATH: process.env.PATH,
    TF_PLUGIN_MAGIC_COOKIE: 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2',
    PLUGIN_PROTOCOL_VERSIONS: '5,6',
    PLUGIN_CLIENT_CERT: cert,
  };
  const [bare, ours] = await inTurns(handshakes, [
    () => untilOutput([process.execPath, '-e', 'console.log(1)'], { PATH: process.env.PATH }),
    () => untilOutput([process.execPath, main], asTerraform),
  ]);
  printRow('start', 'bare node', 'tilldela', 'ratio');
  printRow('to the handshake', `${bare.toFixed(0)} ms`, `${ours.toFixed(0)} ms`, (ours / bare).toFixed(1));
}

/** Until the process has said its first line. */
function untilOutput([program, ...args], env) {
  const began = performance.now();
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    const ended = new Promise((end) => child.once('close', end));
    child.stdout.once('data', () => {
      const milliseconds = performance.now() - began;
      child.kill('SIGTERM');
      void ended.then(() => resolve(milliseconds));
    });
    child.once('error', reject);
  });
}

async function plan(folder) {
  if (spawnSync('terraform', ['version']).error) {
    return console.log('plans: not measured, since terraform is not on the PATH');
  }
  const emulator = await startEmulator(path.join(folder, 'azure'));
  const environment = {
    PATH: process.env.PATH,
    HOME: folder,
    CHECKPOINT_DISABLE: '1',
    SSL_CERT_FILE: path.join(folder, 'azure', 'ca.pem'),
    ARM_METADATA_HOSTNAME: new URL(emulator.origin).host,
    ARM_TENANT_ID: tenant,
    ARM_CLIENT_ID: 'e0e0e0e0-0006-4000-8000-000000000001',
    ARM_CLIENT_SECRET: 'emulator-only-secret',
  };
  const create = [
    makeConfiguration(path.join(folder, 'data'), environment, dataResource),
    makeConfiguration(path.join(folder, 'ours'), environment, ourResource),
  ];
  const refresh = create.map((made) => withState(made, environment));
  const measured = (folders, expected) =>
    inTurns(
      plans,
      folders.map((place) => () => planIn(place, environment, expected)),
    );
  printRow(`\nplan of ${resources}`, 'terraform_data', 'tilldela', 'ratio');
  for (const [name, times] of [
    ['to create', await measured(create, 2)],
    ['after a refresh', await measured(refresh, 0)],
  ]) {
    const [data, ours] = times.map((milliseconds) => milliseconds / 1000);
    printRow(name, `${data.toFixed(2)} s`, `${ours.toFixed(2)} s`, (ours / data).toFixed(1));
  }
  emulator.child.disconnect();
}

/** The median of each, in milliseconds, taken in turns after one round that fills caches. */
async function inTurns(rounds, measures) {
  const times = measures.map(() => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [index, measure] of measures.entries()) {
      const time = await measure();
      if (round > 0) times[index].push(time);
    }
  }
  return times.map((each) => each.sort((left, right) => left - right)[Math.floor(rounds / 2)]);
}

/** What both declare: as many of one resource, with the same values. */
const values = {
  scope,
  role_definition_id: role,
  principal_type: 'User',
  name: '${format("e0e0e0e0-0008-4000-8000-%012d", count.index)}',
  principal_id: '${format("e0e0e0e0-0003-4000-8000-%012d", count.index)}',
};
const dataResource = { resource: { terraform_data: { each: { count: resources, input: values } } } };
const ourResource = {
  terraform: { required_providers: { tilldela: { source: provider } } },
  resource: { tilldela_role_assignment: { each: { count: resources, ...values } } },
};

function makeConfiguration(folder, environment, content) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'main.tf.json'), JSON.stringify(content));
  if (content === ourResource) {
    const { pointToThisPackage, writeProviderPackage } = require('../../dist/cli/provider-package');
    pointToThisPackage(writeProviderPackage(path.join(folder, 'terraform.d', 'plugins')));
  }
  terraform(['init'], folder, environment);
  return folder;
}

/** The same with a state in which all is made. Azure's write quota would make an apply of ours take minutes. */
function withState(folder, environment) {
  const copy = `${folder}-made`;
  cpSync(folder, copy, { recursive: true });
  if (!folder.endsWith('ours')) {
    terraform(['apply', '-auto-approve'], copy, environment);
    return copy;
  }
  const instances = numbers.map((number) => ({
    index_key: number,
    schema_version: 0,
    attributes: {
      id: `${scope}/providers/Microsoft.Authorization/roleAssignments/${guid('0008', number)}`,
      scope,
      role_definition_id: role,
      principal_type: 'User',
      name: guid('0008', number),
      principal_id: guid('0003', number),
    },
  }));
  const managed = { mode: 'managed', type: 'tilldela_role_assignment', name: 'each' };
  const state = {
    version: 4,
    serial: 1,
    lineage: guid('0000', 1),
    resources: [{ ...managed, provider: `provider["${provider}"]`, instances }],
  };
  writeFileSync(path.join(copy, 'terraform.tfstate'), JSON.stringify(state));
  return copy;
}

function planIn(folder, environment, expected) {
  const began = performance.now();
  terraform(['plan', '-detailed-exitcode', '-lock=false'], folder, environment, expected);
  return performance.now() - began;
}

function terraform([command, ...args], cwd, env, expected = 0) {
  const options = { cwd, env, encoding: 'utf8', maxBuffer: 2 ** 28 };
  const { status, stdout, stderr } = spawnSync(
    'terraform',
    [command, '-no-color', '-input=false', ...args],
    options,
  );
  if (status !== expected)
    throw new Error(`terraform ${command} exited with ${status}:\n${stdout.slice(-2000)}${stderr}`);
}

function startEmulator(folder) {
  const child = fork(require.resolve('./provider'), [folder]);
  return new Promise((resolve, reject) => {
    child.once('message', ({ origin }) => resolve({ child, origin }));
    child.once('exit', (code) => reject(new Error(`The emulator ended with ${code}.`)));
  });
}

/** In a process of its own: Contoso of the example with as many assignments more. */
async function serve(folder) {
  process.on('disconnect', () => process.exit());
  const { exampleWorld, startEmulator: open } = require('../../dist/emulator');
  const [partner, contoso, ...others] = exampleWorld.tenants;
  const made = numbers.map((number) => ({
    name: guid('0008', number),
    scope,
    roleDefinitionId: reader,
    principalId: guid('0003', number),
    principalType: 'User',
  }));
  const roleAssignments = [...contoso.roleAssignments, ...made];
  const tenants = [partner, { ...contoso, roleAssignments }, ...others];
  const { origin } = await open({ folder, world: { ...exampleWorld, tenants } });
  process.send({ origin });
}

function printRow(name, one, other, ratio) {
  console.log([name.padEnd(20), one.padStart(14), other.padStart(14), ratio.padStart(8)].join('  '));
}

if (process.send) void serve(process.argv[2]);
else void bench();
