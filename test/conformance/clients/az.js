/* The Azure CLI: signed in as the runner's service principal to a cloud that it was told about as a person would. */
const assert = require('node:assert/strict');
const path = require('node:path');
const { findProgram, versionOf } = require('../stage');
const { ids, clientSecret } = require('../world');
const { handOff } = require('./az-hand-off');

function azClient() {
  const file = findProgram('TILLDELA_AZ', 'az');
  return {
    name: file ? `az-${versionOf(file)}` : 'az',
    missing: file ? undefined : 'az is not on the PATH and not in TILLDELA_AZ',
    scenarios: Object.entries(scenarios).map(([name, play]) => ({
      name,
      play: async (stage) => {
        const signIn = (tenant) => signedIn(stage, file, tenant);
        return play(await signIn(ids.tenant_id), { ...stage, signIn });
      },
    })),
  };
}

/** @returns a function that runs a command, its words as arguments, and gives what it answers, parsed */
async function signedIn(stage, file, tenant) {
  const environment = {
    PATH: `${path.dirname(path.resolve(file))}${path.delimiter}${process.env.PATH}`,
    AZURE_CONFIG_DIR: path.join(stage.folder, `az-${tenant}`),
    REQUESTS_CA_BUNDLE: stage.caFile,
    // Without this az asks Microsoft whether the emulator's host may sign anybody in.
    AZURE_CORE_INSTANCE_DISCOVERY: 'false',
    AZURE_CORE_COLLECT_TELEMETRY: 'false',
    AZURE_CORE_ONLY_SHOW_ERRORS: 'true',
  };
  const az = async (...words) => {
    const { answer } = await stage.run(file, [...words, '--output', 'json'], environment);
    return answer.trim() === '' ? undefined : JSON.parse(answer);
  };
  await az('cloud', 'register', '--name', 'Emulator', '--endpoint-resource-manager', stage.origin);
  await az('cloud', 'set', '--name', 'Emulator');
  const secret = ['--username', ids.client_id, '--password', clientSecret];
  await az('login', '--service-principal', ...secret, '--tenant', tenant);
  /** Runs a script that calls az. */
  az.script = (script) => stage.run('sh', [script], environment);
  return az;
}

const scenarios = {
  async account(az) {
    const accounts = await az('account', 'list');
    assert.deepEqual(
      accounts.map(({ name, isDefault }) => [name, isDefault]),
      [
        ['Contoso production', true],
        ['Contoso sandbox', false],
      ],
    );
    assert.equal((await az('account', 'show')).user.type, 'servicePrincipal');
    const groups = await az('account', 'management-group', 'list');
    assert.ok(groups.some(({ name }) => name === 'contoso-production'));
    const shown = await az('account', 'management-group', 'show', '--name', 'contoso-production', '--expand');
    assert.deepEqual(
      shown.children.map(({ name }) => name),
      [ids.subscription_id],
    );
    const resourceGroups = await az('group', 'list');
    assert.deepEqual(resourceGroups.map(({ name }) => name).sort(), ['rg-data', 'rg-web']);
    const token = await az('account', 'get-access-token', '--resource-type', 'ms-graph');
    assert.equal(token.tokenType, 'Bearer');
  },

  async 'role-assignment'(az) {
    const assignment = ['role', 'assignment'];
    const reader = ['--assignee', 'dana@contoso.com', '--role', 'Reader', '--scope', ids.subscription];
    const made = await az(...assignment, 'create', ...reader);
    assert.equal(made.principalType, 'User');
    const again = await az(...assignment, 'create', ...reader);
    assert.equal(again.id, made.id, 'az finds the assignment that is in the way');

    const backup = ['--assignee', ids.backup_team_id, '--role', 'Monitoring Reader'];
    const described = ['--scope', ids.resource_group, '--description', 'Watches the backups'];
    const watching = await az(...assignment, 'create', ...backup, ...described);
    assert.equal(watching.principalType, 'Group');
    const changed = JSON.stringify({ ...watching, description: 'Watches the restores' });
    const updated = await az(...assignment, 'update', '--role-assignment', changed);
    assert.equal(updated.description, 'Watches the restores');

    const lee = ['--assignee-object-id', ids.lee_id, '--assignee-principal-type', 'User'];
    const root = await az(...assignment, 'create', ...lee, '--role', ids.reader, '--scope', '/');
    assert.equal(root.scope, '/');

    const all = await az(...assignment, 'list', '--all');
    assert.ok(
      all.some(({ principalName, roleDefinitionName }) => {
        return principalName === 'AdminAgents' && roleDefinitionName === 'Owner';
      }),
    );
    const dana = ['--assignee', 'dana@contoso.com', '--scope', ids.subscription];
    const inherited = ['--include-groups', '--include-inherited'];
    const held = await az(...assignment, 'list', ...dana, ...inherited);
    assert.deepEqual(held.map(({ principalName }) => principalName).sort(), ['Lab team', 'dana@contoso.com']);
    const there = await az(...assignment, 'list', '--resource-group', 'rg-web', '--role', 'Reader');
    assert.deepEqual(
      there.map(({ name }) => name),
      [ids.imported_at_resource_group],
    );

    await az(...assignment, 'delete', ...reader);
    await az(...assignment, 'delete', '--ids', root.id, updated.id);
    const left = await az(...assignment, 'list', '--all');
    assert.deepEqual(
      left.filter(({ id }) => [made.id, root.id, updated.id].includes(id)),
      [],
    );
  },

  // Microsoft's own advice for a partner whose access was removed: learn.microsoft.com/partner-center/customers/revoke-reinstate-csp
  async 'admin-agents'(az) {
    const isOfAdminAgents = ({ principalId }) => principalId === ids.admin_agents_id;
    const owner = ['--role', 'Owner', '--scope', ids.subscription];
    const find = async () => (await az('role', 'assignment', 'list', '--all')).filter(isOfAdminAgents);
    const [born] = await find();
    await az('role', 'assignment', 'delete', '--ids', born.id);
    assert.deepEqual(await find(), []);
    const foreign = [
      '--assignee-object-id',
      ids.admin_agents_id,
      '--assignee-principal-type',
      'ForeignGroup',
    ];
    await az('role', 'assignment', 'create', ...foreign, ...owner);
    const [restored] = await find();
    assert.deepEqual(
      [restored.principalType, restored.principalName, restored.roleDefinitionName],
      ['ForeignGroup', 'AdminAgents', 'Owner'],
    );
  },

  async 'role-definition'(az) {
    const definition = ['role', 'definition'];
    const [reader] = await az(...definition, 'list', '--name', 'Reader');
    assert.equal(reader.name, ids.reader);
    assert.deepEqual(await az(...definition, 'list', '--name', 'No such role'), []);
    const role = {
      Name: 'Contoso machine operator',
      Description: 'Starts and stops machines',
      Actions: ['Microsoft.Compute/virtualMachines/*/action'],
      AssignableScopes: [ids.subscription],
    };
    const made = await az(...definition, 'create', '--role-definition', JSON.stringify(role));
    assert.equal(made.roleType, 'CustomRole');
    const changed = { ...role, Description: 'Starts, stops and restarts machines' };
    const updated = await az(...definition, 'update', '--role-definition', JSON.stringify(changed));
    assert.equal(updated.name, made.name);
    const [listed] = await az(...definition, 'list', '--custom-role-only');
    assert.equal(listed.description, changed.Description);
    await az(...definition, 'delete', '--name', role.Name);
    assert.deepEqual(await az(...definition, 'list', '--custom-role-only'), []);
  },

  async directory(az) {
    const user = await az('ad', 'user', 'show', '--id', 'dana@contoso.com');
    assert.equal(user.id, ids.dana_id);
    const [group] = await az('ad', 'group', 'list', '--display-name', 'Lab team');
    assert.equal(group.id, ids.lab_team_id);
    const members = await az('ad', 'group', 'member', 'list', '--group', 'Lab team');
    assert.deepEqual(members.map(({ displayName }) => displayName).sort(), ['Dana', 'Lee']);
    const check = await az(
      'ad',
      'group',
      'member',
      'check',
      '--group',
      'Lab team',
      '--member-id',
      ids.dana_id,
    );
    assert.deepEqual(check, { value: true });
    const groups = await az('ad', 'user', 'get-member-groups', '--id', 'dana@contoso.com');
    assert.deepEqual(
      groups.map(({ id }) => id),
      [ids.lab_team_id],
    );
    const servicePrincipal = await az('ad', 'sp', 'show', '--id', ids.client_id);
    assert.equal(servicePrincipal.id, ids.automation_id);
  },

  async rest(az, stage) {
    const subscription = await az('rest', '--url', `${ids.subscription}?api-version=2022-12-01`);
    assert.equal(subscription.displayName, 'Contoso production');
    const groups = await az('rest', '--url', `${stage.origin}/v1.0/groups?$select=displayName`);
    assert.deepEqual(groups.value.map(({ displayName }) => displayName).sort(), ['Backup team', 'Lab team']);
    const resourceGraph = '/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01';
    const query = JSON.stringify({
      query: "authorizationresources | where type =~ 'microsoft.authorization/roleassignments' | take 1",
    });
    const answer = await az('rest', '--method', 'post', '--url', resourceGraph, '--body', query);
    assert.equal(answer.count, 1);
  },

  async managedservices(az) {
    const definition = 'e0e0e0e0-0009-4000-8000-000001000001';
    const assignment = 'e0e0e0e0-0009-4000-8000-000001000002';
    const offer = await az(
      ...['managedservices', 'definition', 'create', '--name', 'Managed by the partner'],
      ...['--definition-id', definition, '--tenant-id', ids.partner_tenant_id],
      ...['--principal-id', ids.cloud_engineers_id, '--role-definition-id', ids.reader],
    );
    assert.equal(offer.properties.managedByTenantName, 'Northwind Cloud');
    const assign = ['managedservices', 'assignment'];
    await az(...assign, 'create', '--definition', offer.id, '--assignment-id', assignment);
    const [listed] = await az(...assign, 'list', '--include-definition', 'true');
    assert.equal(listed.properties.registrationDefinition.id, offer.id);
    const accounts = await az('account', 'list', '--refresh');
    assert.deepEqual(accounts[0].managedByTenants, [{ tenantId: ids.partner_tenant_id }]);
    await az(...assign, 'delete', '--assignment', assignment, '--yes');
    await az('managedservices', 'definition', 'delete', '--definition', definition, '--yes');
    assert.deepEqual(await az('managedservices', 'definition', 'list'), []);
  },

  async lighthouse(az, { signIn }) {
    const definition = ['--name', 'Read by the partner', '--tenant-id', ids.partner_tenant_id];
    const reader = ['--principal-id', ids.partner_automation_id, '--role-definition-id', ids.reader];
    const offer = await az('managedservices', 'definition', 'create', ...definition, ...reader);
    await az('managedservices', 'assignment', 'create', '--definition', offer.id);

    const partner = await signIn(ids.partner_tenant_id);
    const [account] = await partner('account', 'list');
    assert.deepEqual(
      [account.name, account.homeTenantId, account.tenantId],
      ['Contoso production', ids.tenant_id, ids.partner_tenant_id],
    );
    const lee = ['--assignee-object-id', ids.lee_id, '--assignee-principal-type', 'User'];
    const grant = [...lee, '--role', 'Reader', '--scope', ids.subscription];
    await assert.rejects(partner('role', 'assignment', 'create', ...grant), ({ output }) =>
      output.includes('AuthorizationFailed'),
    );
  },

  'hand-off': handOff,
};

module.exports = { azClient };
