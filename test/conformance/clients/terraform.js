/*
 * Terraform and OpenTofu with the azurerm and azuread providers. A scenario is a folder of terraform/{provider}/: its
 * files are applied in the order of their names, each in place of the one before. After each, a plan must be empty;
 * after the last, destroy must leave nothing.
 */
const { copyFileSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { URL } = require('node:url');
const { ScenarioFailure, fileIn, findProgram, versionOf } = require('../stage');
const { ids, clientSecret, pipelineToken } = require('../world');

const fixtures = path.join(__dirname, '..', 'terraform');

const tools = [
  { name: 'terraform', variable: 'TILLDELA_TERRAFORM' },
  { name: 'tofu', variable: 'TILLDELA_TOFU' },
];
const providers = [
  { name: 'azurerm', label: 'azurerm-4', variable: 'TILLDELA_AZURERM_4' },
  { name: 'azurerm', label: 'azurerm-5', variable: 'TILLDELA_AZURERM_5' },
  { name: 'azuread', label: 'azuread', variable: 'TILLDELA_AZUREAD' },
];

/** Every tool with every provider. */
function terraformClients() {
  return tools.flatMap((tool) => providers.map((provider) => clientOf(tool, provider)));
}

function clientOf(tool, provider) {
  const toolFile = findProgram(tool.variable, tool.name);
  const providerFile = fileIn(provider.variable);
  const missing = [
    !toolFile && `${tool.name} is not on the PATH and not in ${tool.variable}`,
    !providerFile && `${provider.variable} names no provider binary`,
  ].filter(Boolean);
  const version = toolFile && versionOf(toolFile);
  return {
    name: `${version ? `${tool.name}-${version}` : tool.name}/${provider.label}`,
    missing: missing.join('; ') || undefined,
    scenarios: readdirSync(path.join(fixtures, provider.name), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => ({
        name,
        play: (stage) => playSteps(stage, toolFile, { ...provider, file: providerFile }, name),
      })),
  };
}

async function playSteps(stage, tool, provider, scenario) {
  const folder = path.join(fixtures, provider.name, scenario);
  const run = prepare(stage, tool, provider);
  let terraform;
  for (const step of readdirSync(folder).sort()) {
    const text = readFileSync(path.join(folder, step), 'utf8');
    writeFileSync(path.join(stage.folder, 'main.tf'), text);
    const login = loginBy(expectationIn(text, 'Signs in by'), stage.folder);
    terraform = (args) => run(args, login);
    const refusal = expectationIn(text, 'Expected error');
    const changes = expectationIn(text, `Expected of ${provider.label}`, 'Expected');
    await (refusal ? expectRefusal(terraform, step, refusal) : expectChanges(terraform, step, changes));
  }
  const { output } = await terraform(['destroy', '-auto-approve']);
  const left = stage.leftovers();
  if (left.length > 0) throw new ScenarioFailure(`destroy left ${left.join(', ')}`, output);
}

async function expectChanges(terraform, step, expected) {
  const { output } = await terraform(['apply', '-auto-approve']);
  const changes = /^Apply complete! Resources: (.*)\.$/m.exec(output)?.[1];
  if (changes !== expected) {
    throw new ScenarioFailure(`${step}: "${changes}" instead of "${expected}"`, output);
  }
  await terraform(['plan', '-detailed-exitcode']).catch((error) => {
    throw new ScenarioFailure(`${step}: the plan after the apply is not empty`, error.output);
  });
}

async function expectRefusal(terraform, step, text) {
  const { output } = await terraform(['apply', '-auto-approve']).then(
    () => Promise.reject(new ScenarioFailure(`${step}: applied, though Azure refuses it`, '')),
    (error) => error,
  );
  if (!output.includes(text)) throw new ScenarioFailure(`${step}: refused without "${text}"`, output);
}

/** The text of the first of these comments that a step has. */
function expectationIn(text, ...words) {
  const found = words.map((word) => new RegExp(`^# ${word}: (.*)$`, 'm').exec(text)?.[1]);
  return found.find((expectation) => expectation !== undefined);
}

/** Development overrides make `init` and a version superfluous; a mirror would need a made-up version and a lock file. */
function prepare(stage, tool, provider) {
  const plugins = path.join(stage.folder, 'plugins');
  mkdirSync(plugins);
  symlinkSync(provider.file, path.join(plugins, `terraform-provider-${provider.name}`));
  const settings = path.join(stage.folder, 'terraform.rc');
  writeFileSync(
    settings,
    `provider_installation {\n  dev_overrides {\n    "hashicorp/${provider.name}" = "${plugins}"\n  }\n  direct {}\n}\n`,
  );
  copyFileSync(path.join(fixtures, provider.name, 'provider.tf'), path.join(stage.folder, 'provider.tf'));
  writeFileSync(path.join(stage.folder, 'ids.tf.json'), JSON.stringify({ locals: ids }));
  const environment = {
    TF_CLI_CONFIG_FILE: settings,
    TF_IN_AUTOMATION: '1',
    CHECKPOINT_DISABLE: '1',
    SSL_CERT_FILE: stage.caFile,
    ARM_METADATA_HOSTNAME: new URL(stage.origin).host,
    ARM_TENANT_ID: ids.tenant_id,
    ARM_SUBSCRIPTION_ID: ids.subscription_id,
    ARM_CLIENT_ID: ids.client_id,
  };
  return ([command, ...rest], login) =>
    stage.run(tool, [command, '-no-color', '-input=false', ...rest], { ...environment, ...login });
}

/** The variables of a login: a secret, unless the step names one of those for the token of a pipeline. */
function loginBy(variable, folder) {
  if (!variable) return { ARM_CLIENT_SECRET: clientSecret };
  const token = pipelineToken();
  const file = path.join(folder, 'token');
  writeFileSync(file, token);
  const values = { ARM_OIDC_TOKEN: token, ARM_OIDC_TOKEN_FILE_PATH: file };
  return { ARM_USE_OIDC: 'true', ARM_USE_CLI: 'false', [variable]: values[variable] };
}

module.exports = { terraformClients };
