/* What the two engines, the CDK's own command and plain HCL do with the example fleet, one after another. */
const assert = require('node:assert/strict');
const { mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { command } = require('../project');
const { ids } = require('../world');

const customers = 5;

const plainHead = `terraform {
  required_providers {
    tilldela = { source = "tilldela.internal/tilldela/tilldela" }
  }
}
provider "azurerm" {
  features {}
  resource_provider_registrations = "none"
}
`;
const plainArguments = `
  scope              = "${ids.resource_group}"
  role_definition_id = "${ids.subscription}/providers/Microsoft.Authorization/roleDefinitions/${ids.contributor}"
  principal_id       = "${ids.lab_team_id}"
  principal_type     = "Group"
  description        = "The lab"
  condition          = "(!(ActionMatches{'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read'}))"
  condition_version  = "2.0"
`;

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

  /** A grant that got another name in its file is the same access. */
  async renamed({ tilldela, folder }) {
    await tilldela('adopt', '--all');
    await tilldela('apply', 'contoso', '--engine', 'terraform', '--auto-approve');
    const file = path.join(folder, 'stacks', 'customers', 'contoso.ts');
    const before = readFileSync(file, 'utf8');
    writeFileSync(file, before.replaceAll("grant('web-shop'", "grant('shop'"));
    assert.match(
      await tilldela('plan', 'contoso', '--engine', 'terraform'),
      /^contoso: 2 to move in the state$/m,
    );
    await tilldela('apply', 'contoso', '--engine', 'terraform');
    await tilldela('plan', 'contoso', '--engine', 'terraform', '--detailed-exitcode');
    await tilldela('plan', 'contoso', '--detailed-exitcode');
  },

  /** With plain HCL: what azurerm made is taken over by our provider, and Azure is not written to. */
  async 'moved-from-azurerm'({ tilldela, terraform, folder, requests }) {
    await tilldela('provider', 'install');
    const place = path.join(folder, 'plain');
    mkdirSync(place);
    const declare = (text) => writeFileSync(path.join(place, 'main.tf'), text);
    declare(`${plainHead}resource "azurerm_role_assignment" "lab" {${plainArguments}}\n`);
    await terraform(place, 'init');
    await terraform(place, 'apply', '-auto-approve');
    const writes = () => requests().filter(({ method }) => method === 'PUT' || method === 'DELETE').length;
    const before = writes();
    declare(
      `${plainHead}resource "tilldela_role_assignment" "lab" {${plainArguments}}
moved {
  from = azurerm_role_assignment.lab
  to   = tilldela_role_assignment.lab
}\n`,
    );
    const moved = await terraform(place, 'apply', '-auto-approve');
    assert.match(moved, /0 added, 0 changed, 0 destroyed/);
    await terraform(place, 'plan', '-detailed-exitcode');
    assert.match(await terraform(place, 'state', 'list'), /^tilldela_role_assignment\.lab$/m);
    assert.equal(writes(), before);
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

module.exports = { scenarios };
