/*
 * What a partner cannot do over Azure Lighthouse, done by the customer's administrator with the lines of the hand-off pack.
 * Each round declares something else; after each, the plan must be empty.
 */
const assert = require('node:assert/strict');
const { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { command, makeProject, repository, shareEmulator } = require('../project');
const { ids } = require('../world');

const head = `import { CustomerStack, group, inTenant, lighthouse, onlyRoles, user, type App } from 'tilldela';
import { msp } from '../partner';

export default (app: App) => {
  const stack = new CustomerStack(app, 'contoso', {
    partner: msp,
    tenant: '${ids.tenant_id}',
    subscriptions: { production: '${ids.subscription_id}' },
    managementGroups: { landing: 'contoso-production' },
    reads: inTenant(),
    writes: lighthouse(),
  });
  const { production } = stack.subscriptions;
  const { landing } = stack.managementGroups;
  const web = production.resourceGroup('rg-web');
`;

/** Texts in which a shell or az could see something of its own: az reads a file where a value is `@file`. */
const becauses = [
  String.raw`it's [x] $(touch pwned) \u2019 "50 %" åäö`,
  '@secret.txt',
  'secret=@secret.txt',
  '-urgent',
];
const [quoted, file, assignedFile, option] = becauses.map((text) => `because: ${JSON.stringify(text)}`);

const nextYear = new Date().getUTCFullYear() + 1;

const rounds = {
  made: `
  const operator = stack.customRole('operator', {
    roleName: 'Web operator', scope: production, actions: ['Microsoft.Web/sites/restart/action'], because: 'on call',
  });
  landing.grant('readers', { to: group('Lab team'), role: 'Monitoring Reader' });
  production.grant('dana', { to: user('dana@contoso.com'), role: 'Reader', ${quoted} });
  production.grant('operators', { to: group('Backup team'), role: operator, ${file} });
  production.grant('agents', { to: msp.helpdeskAgents, role: 'Reader', ${assignedFile} });
  production.grant('lee', { to: user('lee@contoso.com'), role: 'Role Based Access Control Administrator', condition: onlyRoles('Reader'), because: 'delegates' });
  production.eligible('standby', { to: user('lee@contoso.com'), role: 'Contributor', because: 'on call', until: '${nextYear}-01-31' });
  production.delegate('help', { offerName: 'Helpdesk', authorizations: [{ to: msp.helpdeskAgents, role: 'Reader' }] });
  web.grant('lee', { to: user('lee@contoso.com'), role: 'Website Contributor', ${option} });
  web.resource('Microsoft.Storage/storageAccounts', 'contosoweb').grant('dana', { to: user('dana@contoso.com'), role: 'Reader' });
`,
  changed: `
  const operator = stack.customRole('operator', {
    roleName: 'Web operator', scope: production, actions: ['Microsoft.Web/sites/*/action'], because: 'on call',
  });
  production.grant('operators', { to: group('Backup team'), role: operator });
  production.grant('agents', { to: msp.helpdeskAgents, role: 'Reader' });
  production.grant('lee', { to: user('lee@contoso.com'), role: 'Role Based Access Control Administrator', condition: onlyRoles('Reader', 'Contributor'), because: 'delegates' });
  production.eligible('standby', { to: user('lee@contoso.com'), role: 'Contributor', because: 'on call', revoked: true });
  production.delegate('help', { offerName: 'Helpdesk and more', authorizations: [{ to: msp.helpdeskAgents, role: 'Reader' }] });
`,
  removed: `
  production.grant('agents', { to: msp.helpdeskAgents, role: 'Reader' });
`,
};

async function handOff(az, stage) {
  await delegate(az);
  writeFileSync(path.join(stage.folder, 'secret.txt'), 'read from a file');
  const tilldela = startProject(stage);
  for (const [round, body] of Object.entries(rounds)) {
    writeFileSync(path.join(stage.folder, 'stacks', 'customers', 'contoso.ts'), `${head}${body}};\n`);
    await tilldela('handoff', 'contoso', '--out', round);
    await az.script(path.join(round, 'contoso.sh'));
    await tilldela('plan', 'contoso', '--detailed-exitcode');
    if (round === 'made') await check(az, stage.folder, round);
  }
  assert.equal(existsSync(path.join(stage.folder, 'pwned')), false, 'no text was run as a command');
}

/** Without a delegation there is no token for Azure Lighthouse. */
async function delegate(az) {
  const definition = ['--name', 'Read by the partner', '--tenant-id', ids.partner_tenant_id];
  const reader = ['--principal-id', ids.partner_automation_id, '--role-definition-id', ids.reader];
  const offer = await az('managedservices', 'definition', 'create', ...definition, ...reader);
  await az('managedservices', 'assignment', 'create', '--definition', offer.id);
}

function startProject(stage) {
  const { folder, run } = stage;
  makeProject(folder);
  shareEmulator(stage);
  const customers = path.join(folder, 'stacks', 'customers');
  mkdirSync(customers, { recursive: true });
  copyFileSync(path.join(repository, 'stacks', 'partner.ts'), path.join(customers, '..', 'partner.ts'));
  return (...words) => run(process.execPath, [command, ...words]);
}

/** The lines under "Check" of the page find everything, and what a person wrote arrived as it was written. */
async function check(az, folder, round) {
  const page = readFileSync(path.join(folder, round, 'contoso.md'), 'utf8');
  const [, lines] = /^## Check$[\s\S]*?^```sh$([\s\S]*?)^```$/m.exec(page) ?? [];
  assert.match(lines, /az rest/);
  writeFileSync(path.join(folder, 'check.sh'), `set -e\n${lines}`);
  await az.script('check.sh');
  const assignments = await az('role', 'assignment', 'list', '--all');
  const descriptions = assignments.map(({ description }) => description);
  assert.deepEqual(
    becauses.filter((text) => !descriptions.includes(text)),
    [],
  );
}

module.exports = { handOff };
