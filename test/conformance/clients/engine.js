/*
 * `tilldela --engine terraform`, and `cdktf deploy`, with the example fleet: Terraform or OpenTofu with the real azurerm and
 * azuread, and our provider. Whatever one engine has applied must be nothing to do for the other.
 */
const assert = require('node:assert/strict');
const { cpSync, mkdirSync, readFileSync, symlinkSync } = require('node:fs');
const path = require('node:path');
const { URL } = require('node:url');
const { exampleWorld } = require('../../../dist/emulator');
const { command, makeProject, repository } = require('../project');
const { fileIn, findProgram, versionOf } = require('../stage');
const { clientSecret, ids } = require('../world');
const { scenarios } = require('./engine-scenarios');

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
  const terraform = async (place, command, ...rest) => {
    const args = [command, ...(command === 'state' ? [] : ['-no-color', '-input=false']), ...rest];
    return (await run(tool, args, terraformEnvironment(azure), place)).output;
  };
  const log = path.join(folder, '.tilldela', 'emulator', 'requests.jsonl');
  const requests = () =>
    readFileSync(log, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  await play({ tilldela, cdktf, terraform, folder, requests });
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

function cdktfEnvironment(azure, folder) {
  return {
    CI: '1',
    FORCE_COLOR: '0',
    CDKTF_HOME: path.join(folder, 'home'),
    CDKTF_DISABLE_PLUGIN_CACHE_ENV: '1',
    ...loginEnvironment(azure),
  };
}

/** For configurations that name neither tenant nor subscription. */
function terraformEnvironment(azure) {
  return {
    ...loginEnvironment(azure),
    TF_IN_AUTOMATION: '1',
    ARM_TENANT_ID: ids.tenant_id,
    ARM_SUBSCRIPTION_ID: ids.subscription_id,
  };
}

function loginEnvironment({ emulator, caFile }) {
  return {
    CHECKPOINT_DISABLE: '1',
    SSL_CERT_FILE: caFile,
    ARM_METADATA_HOSTNAME: new URL(emulator.origin).host,
    ARM_CLIENT_ID: ids.client_id,
    ARM_CLIENT_SECRET: clientSecret,
  };
}

module.exports = { engineClients };
