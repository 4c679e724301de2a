/*
 * A fleet from a seed: its Azure, and what its files declare at three times. First only access that is there under other
 * names; then more of every kind; then some of it changed, gone or at its end. Which, where, to whom: by the seed.
 */
const { Choices } = require('./choices');
const { randomFrom } = require('./random');
const { idsOf, owner, partner, worldOf } = require('./world');

const customersOfFleet = 2;

/** @returns the world, and for each time the files of the customers by name */
function fleetFrom(seed) {
  const random = randomFrom(seed);
  const customers = Array.from({ length: customersOfFleet }, (_, index) => customerFrom(random, index + 1));
  const times = ['adopted', 'made', 'changed'].map((time) => ({
    name: time,
    files: Object.fromEntries(customers.map(({ name, declared }) => [name, declared[time]])),
  }));
  return { world: worldOf(customers), names: customers.map(({ name }) => name), times };
}

function customerFrom(random, number) {
  const name = `customer${number}`;
  const ids = idsOf(number);
  const choices = new Choices(random, name, { places: placesOf(name, ids), people: peopleOf(name, ids) });
  const found = [choices.found(), choices.found(), choices.found()];
  const adopted = found.slice(0, 2).map(({ grant }) => grant); // the third is nobody's business
  const made = [
    ...Array.from({ length: 4 + random.below(4) }, () => choices.grant()),
    ...[choices.foreign(), choices.ending(), choices.conditional(), ...choices.custom()],
    ...[choices.scheduled('eligible'), choices.delegation()],
    ...(random.chance(0.5) ? [choices.scheduled('active')] : []),
  ];
  const all = [...adopted, ...made];
  const file = (lines) => fileOf(name, ids, lines);
  return {
    name,
    number,
    found: [bornWith(ids), ...found],
    declared: {
      adopted: file(adopted.map(({ line }) => line)),
      made: file(all.map(({ line }) => line)),
      changed: file([...all.map(({ later }) => later()), choices.grant().line].filter(Boolean)),
    },
  };
}

/** What Azure made with the subscription: the partner's AdminAgents as Owner. */
function bornWith({ subscriptions }) {
  const [{ id: principal }] = partner.groups;
  return { scope: `/subscriptions/${subscriptions[0]}`, role: owner, principal, type: 'ForeignGroup' };
}

function fileOf(name, { tenant, subscriptions: [one, two] }, lines) {
  return `import { CustomerStack, group, inTenant, onlyAssign, servicePrincipal, user, type App } from 'tilldela';
import { msp } from '../partner';

export default (app: App) => {
  const stack = new CustomerStack(app, '${name}', {
    partner: msp,
    tenant: '${tenant}',
    subscriptions: { one: '${one}', two: '${two}' },
    managementGroups: { all: 'mg-${name}' },
    reads: inTenant(),
    writes: inTenant(),
  });
  const { one, two } = stack.subscriptions;
  const { all } = stack.managementGroups;
  one.grant('partner', { to: msp.adminAgents, role: 'Owner', because: 'AOBO' });
${lines.map((line) => `  ${line}`).join('\n')}
};
`;
}

function placesOf(name, ids) {
  const [one, two] = ids.subscriptions.map((id) => `/subscriptions/${id}`);
  return [
    { code: 'one', scope: one },
    { code: 'two', scope: two },
    { code: "one.resourceGroup('rg-web')", scope: `${one}/resourceGroups/rg-web` },
    {
      code: "two.resourceGroup('rg-data').resource('Microsoft.Storage/storageAccounts', 'stdata')",
      scope: `${two}/resourceGroups/rg-data/providers/Microsoft.Storage/storageAccounts/stdata`,
    },
    { code: 'all', scope: `/providers/Microsoft.Management/managementGroups/mg-${name}` },
  ];
}

function peopleOf(name, { users, groups, worker }) {
  const person = (index) => `user('person${index + 1}@${name}.com')`;
  return [
    ...users.map((id, index) => ({ code: person(index), id, type: 'User' })),
    ...groups.map((id, index) => ({ code: `group('Team ${index + 1}')`, id, type: 'Group' })),
    { code: `servicePrincipal('${worker}')`, id: worker, type: 'ServicePrincipal' },
  ];
}

module.exports = { fleetFrom };
