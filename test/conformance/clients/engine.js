/*
 * `tilldela --engine terraform`, and `cdktf deploy`, with the example fleet: Terraform or OpenTofu with the real azurerm and
 * azuread, and our provider. Whatever one engine has applied must be nothing to do for the other.
 */
const assert = require('node:assert/strict');
const { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { URL } = require('node:url');
const { exampleWorld } = require('../../../dist/emulator');
const { command, makeProject, repository } = require('../project');
const { fileIn, findProgram, versionOf } = require('../stage');
const { clientSecret, ids } = require('../world');

const tools = [
  { name: 'terraform', variable: 'TILLDELA_TERRAFORM' },
  { name: 'tofu', variable: 'TILLDELA_TOFU' },
];
const releases = [
  { label: 'azurerm-4', version: '4.99.0', variable: 'TILLDELA_AZURERM_4' },
  { label: 'azurerm-5', version: '5.99.0', variable: 'TILLDELA_AZURERM_5' },
];
/** Where each tool takes `hashicorp/…` to be. */
const registries = ['registry.terraform.io', 'registry.opentofu.org'];
const customers = 5;

function engineClients() {
  return tools.flatMap((tool) => releases.map((release) => clientOf(tool, release)));
}

function clientOf(tool, release) {
  const toolFile = findProgram(tool.variable, tool.name);
  const azurerm = fileIn(release.variable);
  const azuread = fileIn('TILLDELA_AZUREAD');
  const missing = [
    !toolFile && `${tool.name} is not on the PATH and not in ${tool.variable}`,
    !azurerm && `${release.variable} names no provider binary`,
    !azuread && 'TILLDELA_AZUREAD names no provider binary',
  ].filter(Boolean);
  const version = toolFile && versionOf(toolFile);
  const providers = [
    { name: 'azurerm', version: release.version, file: azurerm },
    { name: 'azuread', version: '3.99.0', file: azuread },
  ];
  return {
    name: `engine/${version ? `${tool.name}-${version}` : tool.name}/${release.label}`,
    missing: missing.join('; ') || undefined,
    scenarios: Object.entries(scenarios).map(([name, play]) => ({
      name,
      opensAzure: true,
      play: (stage) => onExample(stage, { tool: toolFile, providers }, play),
    })),
  };
}

const scenarios = {
  async 'terraform-then-embedded'({ tilldela }) {
    await tilldela('adopt', '--all');
    const applied = await tilldela('apply', '--all', '--engine', 'terraform', '--auto-approve');
    assert.match(applied, new RegExp(`Customers: ${customers} applied\\.`));
    await expectNothingLeft(tilldela);
  },

  /** The new assignment is there before the former goes. */
  async 'another-role'({ tilldela, folder }) {
    const grantOf = (role) =>
      `  sandbox.grant('look', { to: user('dana@contoso.com'), role: '${role}', because: 'looks' });\n`;
    declare(folder, grantOf('Reader'));
    await tilldela('adopt', 'contoso');
    await tilldela('apply', 'contoso', '--engine', 'terraform', '--auto-approve');
    const before = writesIn(folder).length;
    redeclare(folder, grantOf('Reader'), grantOf('Backup Reader'));
    const applied = await tilldela('apply', 'contoso', '--engine', 'terraform', '--auto-approve');
    assert.doesNotMatch(applied, /terraform_gap/);
    assert.deepEqual(writesIn(folder).slice(before), ['PUT 201', 'DELETE 200']);
  },

  /** Everything but what has ended is imported: of each kind there is something. */
  async 'embedded-then-terraform'({ tilldela, folder }) {
    declare(folder, everyKind);
    await tilldela('apply', '--all', '--auto-approve');
    const planned = await tilldela('plan', '--engine', 'terraform', '--detailed-exitcode');
    assert.doesNotMatch(planned, /to (add|change|remove)/);
    await tilldela('apply', '--all', '--engine', 'terraform');
    await expectNothingLeft(tilldela);
  },

  /** What was there before is imported by tilldela once; from then on the CDK's own command does. */
  async 'cdktf-deploy'({ tilldela, cdktf, folder }) {
    await tilldela('apply', '--all', '--auto-approve');
    await tilldela('apply', '--all', '--engine', 'terraform');
    declare(folder, "  sandbox.grant('look', { to: user('dana@contoso.com'), role: 'Reader' });\n");
    const app = ['--app', `"${process.execPath}" "${command}" synth`];
    await cdktf('diff', 'contoso', ...app, '--skip-provider-lock');
    const deployed = await cdktf('deploy', 'contoso', ...app, '--auto-approve', '--skip-provider-lock');
    assert.match(deployed, /1 added, 0 changed, 0 destroyed/);
    await expectNothingLeft(tilldela);
  },
};

/** What is no grant of a built-in role. */
const everyKind = `
  const operator = contoso.customRole('operator', {
    roleName: 'Contoso operator',
    scope: production,
    actions: ['Microsoft.Compute/virtualMachines/restart/action'],
    because: 'the night shift restarts machines',
  });
  production.grant('night-shift', { to: user('dana@contoso.com'), role: operator, until: '2099-12-31' });
  sandbox.delegate('helpdesk', {
    offerName: 'Looked after',
    authorizations: [{ to: msp.helpdeskAgents, name: 'Helpdesk', role: 'Reader' }],
  });
  const soon = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  sandbox.eligible('on-call', { to: group('Lab team'), role: 'Backup Reader', until: soon, because: 'on call' });
  sandbox.active('stand-in', { to: group('Lab team'), role: 'Monitoring Reader', until: soon, because: 'stands in' });
`;

/** Adds to what Contoso declares. */
function declare(folder, text) {
  redeclare(folder, /\};\s*$/, `${text}};\n`);
}

function redeclare(folder, former, text) {
  const file = path.join(folder, 'stacks', 'customers', 'contoso.ts');
  writeFileSync(file, readFileSync(file, 'utf8').replace(former, text));
}

/** What was written to Azure until now, in its order. */
function writesIn(folder) {
  const log = readFileSync(path.join(folder, '.tilldela', 'emulator', 'requests.jsonl'), 'utf8');
  return log
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
    .filter(({ method }) => ['PUT', 'DELETE'].includes(method))
    .map(({ method, status }) => `${method} ${status}`);
}

async function expectNothingLeft(tilldela) {
  const planned = await tilldela('plan', '--engine', 'terraform', '--detailed-exitcode');
  assert.equal(planned.match(/: no changes$/gm)?.length, customers);
  await tilldela('plan', '--detailed-exitcode'); // exits with 2 where there is anything
}

/** The example fleet in the stage's folder, with an emulator of its own world and the providers where both tools look. */
async function onExample({ folder, run, openAzure }, { tool, providers }, play) {
  makeProject(folder);
  const filter = (source) => !source.endsWith('.lock.json');
  cpSync(path.join(repository, 'stacks'), path.join(folder, 'stacks'), { recursive: true, filter });
  for (const provider of providers) offer(path.join(folder, 'home', '.terraform.d', 'plugins'), provider);
  const azure = await openAzure(path.join(folder, '.tilldela', 'emulator'), exampleWorld);
  const environment = { TERRAFORM_BINARY_NAME: tool };
  const tilldela = async (...args) => (await run(process.execPath, [command, ...args], environment)).output;
  const cdktf = async (...args) =>
    (await run(cdktfFile(), args, { ...environment, ...cdktfEnvironment(azure, folder) })).output;
  await play({ tilldela, cdktf, folder });
}

function offer(mirror, { name, version, file }) {
  const platform = `${process.platform}_${process.arch === 'x64' ? 'amd64' : process.arch}`;
  for (const registry of registries) {
    const place = path.join(mirror, registry, 'hashicorp', name, version, platform);
    mkdirSync(place, { recursive: true });
    symlinkSync(file, path.join(place, `terraform-provider-${name}_v${version}`));
  }
}

function cdktfFile() {
  return (
    findProgram('TILLDELA_CDKTF', 'cdktf') ??
    assert.fail('cdktf is not on the PATH and not in TILLDELA_CDKTF')
  );
}

function cdktfEnvironment({ emulator, caFile }, folder) {
  return {
    CI: '1',
    FORCE_COLOR: '0',
    CHECKPOINT_DISABLE: '1',
    CDKTF_HOME: path.join(folder, 'home'),
    CDKTF_DISABLE_PLUGIN_CACHE_ENV: '1',
    SSL_CERT_FILE: caFile,
    ARM_METADATA_HOSTNAME: new URL(emulator.origin).host,
    ARM_CLIENT_ID: ids.client_id,
    ARM_CLIENT_SECRET: clientSecret,
  };
}

module.exports = { engineClients };
