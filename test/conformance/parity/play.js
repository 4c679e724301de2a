/*
 * Both engines carry out the same declarations, each in an Azure of its own: they plan the same, Azure is the same after,
 * and neither has anything left to do in what the other made.
 */
const { ScenarioFailure } = require('../stage');
const { listsOf } = require('./azure-lists');
const { changesIn } = require('./changes');
const { fleetFrom } = require('./fleet');
const { openTwin } = require('./twin');
const { application, idsOf } = require('./world');

async function playParity(stage, seed, programs) {
  const { world, names, times } = fleetFrom(seed);
  const [terraformed, embedded] = [
    await openTwin(stage, 'terraform', world, programs),
    await openTwin(stage, 'embedded', world, programs),
  ];
  const [adopted, ...later] = times;
  for (const twin of [terraformed, embedded]) await adoptBy(twin, adopted.files);
  for (const name of names) {
    await importPlan(terraformed, name);
    await terraformed.terraform(name, ['apply', 'import.tfplan']);
  }
  for (const { name: time, files } of later) {
    for (const twin of [terraformed, embedded]) twin.declare(files);
    await embedded
      .tilldelaPlan(`${time}.json`)
      .then((plan) => applyBoth(plan, { terraformed, embedded, names, time }));
    await compareAzure(terraformed, embedded, names, time);
    await expectNothing(terraformed, `${time}: left to the embedded engine`);
    await expectOnlyImports(embedded, names, `${time}: left to Terraform`);
  }
}

/** The lock file then says which names they have. Azure is not written to. */
async function adoptBy(twin, files) {
  twin.declare(files);
  const { resource_changes: changes } = await twin.tilldelaPlan('adopted.json');
  const others = changes.filter(({ change }) => change.actions.join() !== 'no-op');
  if (others.length > 0)
    throw new ScenarioFailure('adopting would change something', JSON.stringify(others, null, 2));
  await twin.tilldelaApply('adopted.json');
}

async function applyBoth(plan, { terraformed, embedded, names, time }) {
  await terraformed.tilldela(['synth']);
  for (const name of names) {
    terraformed.importing(name, []);
    const own = await planOf(terraformed, name, time);
    expectEqual(changesIn(own), changesIn(plan, name), `${time}: the changes of ${name}`);
  }
  await embedded.tilldelaApply(`${time}.json`);
  for (const name of names) await terraformed.terraform(name, ['apply', `${time}.tfplan`]);
}

async function planOf(twin, name, file) {
  await twin.terraform(name, ['init']);
  await twin.terraform(name, ['plan', `-out=${file}.tfplan`]);
  return JSON.parse((await twin.terraform(name, ['show', '-json', `${file}.tfplan`])).answer);
}

async function compareAzure(terraformed, embedded, names, time) {
  for (const [index, name] of names.entries()) {
    const { tenant, subscriptions } = idsOf(index + 1);
    const groups = [`/providers/Microsoft.Management/managementGroups/mg-${name}`];
    const scopes = [...subscriptions.map((id) => `/subscriptions/${id}`), ...groups];
    const login = { clientId: application.appId, clientSecret: application.clientSecrets[0] };
    const [left, right] = await Promise.all(
      [terraformed, embedded].map(({ emulator }) => listsOf(emulator, { tenant, scopes }, login)),
    );
    expectEqual(left, right, `${time}: what Azure lists for ${name}`);
  }
}

async function expectNothing(twin, what) {
  const plan = await twin.tilldelaPlan('left.json');
  expectEqual([], changesIn(plan), what);
}

/** Terraform without a state, which imports everything that is as declared. */
async function expectOnlyImports(twin, names, what) {
  for (const name of names) {
    const plan = await importPlan(twin, name);
    expectEqual(changesIn(plan), [], `${what}, of ${name}`);
  }
}

async function importPlan(twin, name) {
  const { resource_changes: changes } = await twin.tilldelaPlan('there.json');
  await twin.tilldela(['synth']);
  const configuration = twin.configuration(name);
  const there = changes.filter((it) => it.module_address === `module.${name}` && it.change.before);
  twin.importing(
    name,
    there.map((it) => importBlock(it, configuration)),
  );
  return planOf(twin, name, 'import');
}

function importBlock({ type, name, change: { before } }, { resource }) {
  const { id, scope, role_definition_id: role, principal_id: principal } = before;
  const ids = {
    azurerm_role_definition: `${id}|${scope}`,
    azurerm_pim_eligible_role_assignment: `${scope}|${role}|${principal}`,
    azurerm_pim_active_role_assignment: `${scope}|${role}|${principal}`,
  };
  const index = resource[type][name].count === undefined ? '' : '[0]';
  return { to: `${type}.${name}${index}`, id: ids[type] ?? id };
}

function expectEqual(terraforms, ours, what) {
  const only = (these, those, mark) =>
    these.filter((line) => !those.includes(line)).map((line) => `${mark} ${line}`);
  const differences = [...only(terraforms, ours, 'Terraform:'), ...only(ours, terraforms, 'embedded: ')];
  if (differences.length > 0) throw new ScenarioFailure(`${what} differ`, differences.join('\n'));
}

module.exports = { playParity };
