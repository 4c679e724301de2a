/* A project with an Azure of its own, and the two engines that can be run in it. */
const { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { URL } = require('node:url');
const { command, makeProject } = require('../project');
const { application, partner } = require('./world');

/** Where Terraform and OpenTofu take `hashicorp/…` to be. */
const registries = ['registry.terraform.io', 'registry.opentofu.org'];

/** What is meant here, and a person would be asked about. */
const allowed = ['removal_budget', 'run_removal_budget'].flatMap((code) => ['--allow', code]);

const partnerFile = `import { definePartner } from 'tilldela';

export const msp = definePartner({
  tenant: '${partner.id}',
  owner: 'e0e0e0e0-0007-4000-8000-000000000001',
  adminAgents: '${partner.groups[0].id}',
  helpdeskAgents: '${partner.groups[1].id}',
});
`;

/** @param tool Terraform's or OpenTofu's file  @param providers binaries by name and version */
async function openTwin(stage, name, world, { tool, providers }) {
  const folder = path.join(stage.folder, name);
  const write = (file, text) => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  };
  write('stacks/partner.ts', partnerFile);
  makeProject(folder);
  const { emulator, caFile } = await stage.openAzure(path.join(folder, '.tilldela', 'emulator'), world);
  const environment = terraformEnvironment(folder, emulator.origin, caFile);
  offerProviders(environment.HOME, providers);
  const run = (file, args, place = folder) => stage.run(file, args, environment, place);
  const stackFolder = (customer) => path.join(folder, 'cdktf.out', 'stacks', customer);
  const read = (file) => JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
  return {
    emulator,
    declare(files) {
      for (const [customer, text] of Object.entries(files)) write(`stacks/customers/${customer}.ts`, text);
    },
    tilldela: (args) => run(process.execPath, [command, ...args]),
    /** The plan as JSON; what it is saved in can be applied. */
    async tilldelaPlan(file) {
      await run(process.execPath, [command, 'plan', '--out', file, ...allowed]);
      return read(file);
    },
    tilldelaApply: (file) => run(process.execPath, [command, 'apply', '--plan', file, ...allowed]),
    terraform: (customer, [first, ...rest]) =>
      run(
        tool,
        [first, '-no-color', ...(first === 'show' ? [] : ['-input=false']), ...rest],
        stackFolder(customer),
      ),
    configuration: (customer) => read(`cdktf.out/stacks/${customer}/cdk.tf.json`),
    /** Import blocks beside the stack of the customer; of none, no file. */
    importing(customer, blocks) {
      const file = path.join(stackFolder(customer), 'import.tf.json');
      if (blocks.length === 0) return rmSync(file, { force: true });
      return writeFileSync(file, JSON.stringify({ import: blocks }, null, 2));
    },
  };
}

function terraformEnvironment(folder, origin, caFile) {
  return {
    HOME: path.join(folder, 'home'),
    TF_IN_AUTOMATION: '1',
    CHECKPOINT_DISABLE: '1',
    SSL_CERT_FILE: caFile,
    ARM_METADATA_HOSTNAME: new URL(origin).host,
    ARM_CLIENT_ID: application.appId,
    ARM_CLIENT_SECRET: application.clientSecrets[0],
  };
}

/** In the folder of the user's own plugins, where `init` looks without being told. */
function offerProviders(home, providers) {
  const system = `${process.platform}_${process.arch === 'x64' ? 'amd64' : process.arch}`;
  for (const registry of registries) {
    for (const { name, version, file } of providers) {
      const offered = ['.terraform.d', 'plugins', registry, 'hashicorp', name, version, system];
      mkdirSync(path.join(home, ...offered), { recursive: true });
      symlinkSync(file, path.join(home, ...offered, `terraform-provider-${name}_v${version}`));
    }
  }
}

module.exports = { openTwin };
