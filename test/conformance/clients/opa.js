/* Open Policy Agent: reads a plan file of ours as Terraform's, with the policy that stands in the README. */
const assert = require('node:assert/strict');
const { cpSync, readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { command, makeProject, repository } = require('../project');
const { findProgram, versionOf } = require('../stage');

function opaClient() {
  const file = findProgram('TILLDELA_OPA', 'opa');
  return {
    name: file ? `opa-${versionOf(file)}` : 'opa',
    missing: file ? undefined : 'opa is not on the PATH and not in TILLDELA_OPA',
    scenarios: [{ name: 'plan-file', play: (stage) => judgePlanFile(stage, file) }],
  };
}

async function judgePlanFile({ folder, run }, opa) {
  writeFileSync(path.join(folder, 'access.rego'), policyOfReadme());
  makeProject(folder);
  cpSync(path.join(repository, 'stacks'), path.join(folder, 'stacks'), { recursive: true });
  await run(process.execPath, [command, 'plan', '--out', 'plan.json']);
  const judge = async (file, query) => {
    const asked = ['eval', '--data', 'access.rego', '--input', file, query];
    const { result = [] } = JSON.parse((await run(opa, asked)).answer);
    return result.flatMap(({ expressions: [{ value }] }) => value);
  };

  const plan = JSON.parse(readFileSync(path.join(folder, 'plan.json'), 'utf8'));
  const owners = plan.resource_changes.filter(
    ({ change: { actions, after } }) =>
      actions.includes('create') &&
      after.principal_type === 'User' &&
      /8e3af657/.test(after.role_definition_id),
  );
  assert.ok(owners.length > 0, 'the example makes a user Owner');
  const said = await judge('plan.json', 'data.access.deny');
  assert.deepEqual(
    said.map((message) => message.split(' ')[0]),
    owners.map(({ address }) => address).sort(),
  );

  writeFileSync(path.join(folder, 'quiet.json'), JSON.stringify({ ...plan, resource_changes: [] }));
  assert.deepEqual(await judge('quiet.json', 'data.access.deny'), []);
}

function policyOfReadme() {
  const [, policy] =
    /```rego\n([\s\S]*?)```/.exec(readFileSync(path.join(repository, 'README.md'), 'utf8')) ?? [];
  assert.ok(policy, 'the README has a policy');
  return policy;
}

module.exports = { opaClient };
