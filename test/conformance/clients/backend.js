/*
 * State in Azure: `tilldela --engine terraform` with Terraform's azurerm backend, which locks a state by a lease on its blob.
 * Everything signs in by the token of a pipeline. One of two customers' Terraform is killed in the middle of its apply. Not
 * with OpenTofu, whose backend knows no `metadata_host` and signs in at Microsoft's own clouds only.
 */
const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const { existsSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');
const { URL } = require('node:url');
const { openBlobStorage } = require('../blob-storage');
const { command, makeProject, repository } = require('../project');
const { fileIn, findProgram, versionOf, ScenarioFailure } = require('../stage');
const { ids, pipelineToken, world } = require('../world');

const customers = { contoso: ids.subscription_id, lab: path.basename(ids.other_subscription) };
const container = 'tfstate';

function backendClient() {
  const terraform = findProgram('TILLDELA_TERRAFORM', 'terraform');
  const azurite = fileIn('TILLDELA_AZURITE');
  const missing = [
    !terraform && 'terraform is not on the PATH and not in TILLDELA_TERRAFORM',
    !azurite && 'TILLDELA_AZURITE names no azurite-blob',
  ].filter(Boolean);
  return {
    name: `backend/${terraform ? `terraform-${versionOf(terraform)}` : 'terraform'}/azurite`,
    missing: missing.join('; ') || undefined,
    scenarios: [
      {
        name: 'killed-with-state-in-azure',
        opensAzure: true,
        play: (stage) => onBlobs(stage, { tool: terraform, azurite }, killed),
      },
    ],
  };
}

async function killed({ tilldela, terraform, folder, applyOf, written }) {
  const applying = tilldela('apply', '--all', '--engine', 'terraform', '--auto-approve').then(
    ({ output }) => assert.fail(`the apply that was killed succeeded: ${output}`),
    (error) => error,
  );
  process.kill(await Promise.race([applyOf('contoso'), applying.then(endedTooSoon)]), 'SIGKILL');
  const { output } = await applying;
  assert.match(output, /^contoso: failed, Terraform was killed/m, output);
  assert.match(output, /Customers: 1 applied, 1 failed\./);
  const line = /^│ terraform (-chdir=\S+) force-unlock (\S+)$/m.exec(output);
  assert.ok(line, `no line that releases the lock: ${output}`);

  await written(); // what was under way when it was killed
  const refused = await tilldela('plan', 'contoso', '--engine', 'terraform').catch((error) => error);
  assert.match(refused.output, /terraform_locked/);
  await terraform(folder, line[1], 'force-unlock', '-force', line[2]);
  await tilldela('apply', '--all', '--engine', 'terraform', '--auto-approve');
  const planned = await tilldela('plan', '--engine', 'terraform', '--detailed-exitcode');
  assert.equal(planned.output.match(/: no changes$/gm)?.length, Object.keys(customers).length);
  await tilldela('plan', '--detailed-exitcode');
  assert.ok(!existsSync(path.join(folder, 'terraform.tfstate.d')), 'state was kept in a file');
}

function endedTooSoon({ output }) {
  throw new ScenarioFailure('the apply ended before it could be killed', output);
}

async function onBlobs({ folder, run, openAzure }, { tool, azurite }, play) {
  makeProject(folder);
  mkdirSync(path.join(folder, 'stacks', 'customers'), { recursive: true });
  const partner = path.join('stacks', 'partner.ts');
  writeFileSync(path.join(folder, partner), readFileSync(path.join(repository, partner)));
  for (const [name, subscription] of Object.entries(customers))
    writeFileSync(path.join(folder, 'stacks', 'customers', `${name}.ts`), customerFile(name, subscription));
  const azure = path.join(folder, '.tilldela', 'emulator');
  mkdirSync(azure, { recursive: true });
  // Long enough to be met in the middle of it, once.
  const slow = {
    method: 'PUT',
    path: `${ids.subscription}/**`,
    nth: 1,
    action: { kind: 'delay', milliseconds: 5_000 },
  };
  writeFileSync(path.join(azure, 'faults.jsonl'), `${JSON.stringify(slow)}\n`);
  const { emulator, caFile } = await openAzure(azure, world);
  const blobs = await openBlobStorage(azurite, path.join(folder, 'blobs'));
  try {
    await blobs.makeContainer(container);
    const tokenFile = path.join(folder, 'token');
    writeFileSync(tokenFile, pipelineToken());
    const environment = {
      ...blobs.environment,
      TERRAFORM_BINARY_NAME: tool,
      TILLDELA_EMULATOR_CLIENT_ID: ids.client_id,
      TILLDELA_EMULATOR_TOKEN_FILE: tokenFile,
    };
    const own = { ...blobs.environment, ...terraformEnvironment(emulator.origin, caFile, tokenFile) };
    await play({
      folder,
      tilldela: (...args) => run(process.execPath, [command, ...args], environment),
      terraform: (place, ...args) => run(tool, args, own, place),
      written: () => written(azure),
      applyOf: (customer) => applyOf(path.join(folder, '.tilldela', 'terraform', customer)),
    });
  } finally {
    blobs.close();
  }
}

/** Only our provider is needed: azurerm comes from a registry. */
function customerFile(name, subscription) {
  return `import { azurermBackend, CustomerStack, inTenant, type App } from 'tilldela';
import { msp } from '../partner';
export default (app: App) => {
  const stack = new CustomerStack(app, '${name}', {
    partner: msp, tenant: '${ids.tenant_id}', subscriptions: { main: '${subscription}' }, reads: inTenant(), writes: inTenant(),
    backend: azurermBackend({
      resourceGroup: 'rg-state', storageAccount: 'tilldelastate', container: '${container}',
      subscriptionId: '${ids.subscription_id}', tenantId: '${ids.tenant_id}',
    }),
  });
  stack.addOverride('provider.azurerm', undefined);
  stack.addOverride('terraform.required_providers.azurerm', undefined);
  stack.subscriptions.main.grant('helpdesk', { to: msp.helpdeskAgents, role: 'Reader' });
};
`;
}

function terraformEnvironment(origin, caFile, tokenFile) {
  return {
    CHECKPOINT_DISABLE: '1',
    SSL_CERT_FILE: caFile,
    ARM_METADATA_HOSTNAME: new URL(origin).host,
    ARM_CLIENT_ID: ids.client_id,
    ARM_USE_OIDC: 'true',
    ARM_OIDC_TOKEN_FILE_PATH: tokenFile,
  };
}

/** The process that applies the plan in the folder, as soon as it waits for Azure. */
async function applyOf(workFolder) {
  const log = path.join(workFolder, 'apply.out');
  for (let tries = 0; tries < 600; tries++) {
    const processes = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n');
    const applying = processes.find((it) => it.includes(' apply ') && it.includes(`${workFolder}/1.tfplan`));
    if (applying && existsSync(log) && readFileSync(log, 'utf8').includes('Creating...'))
      return Number(applying.trim().split(' ')[0]);
    await sleep(50);
  }
  throw new ScenarioFailure('no apply was met in the middle', '');
}

/** Until Azure has answered to contoso's assignment, or as long as its provider may outlive Terraform. */
async function written(azure) {
  const log = path.join(azure, 'requests.jsonl');
  const isThere = (line) => line.includes('"PUT"') && line.includes(ids.subscription);
  for (let tries = 0; tries < 200; tries++) {
    if (readFileSync(log, 'utf8').split('\n').some(isThere)) return;
    await sleep(50);
  }
}

module.exports = { backendClient };
