/*
 * Plays scenarios with real clients against the emulator: `npm run conformance`. README.md says how to get the clients.
 *   --client WORD --scenario WORD   only those whose name has the word in it
 *   --seed N                        the fleet of the scenario parity, instead of those of three seeds
 *   --jobs N                        how many at a time, 2 by default
 *   --json                          the results as JSON instead of lines
 * Exits with 1 when a scenario failed, with 2 when it was asked for something that there is not.
 */
const { parseArgs } = require('node:util');
const pLimit = require('p-limit');
const { onStage } = require('./stage');
const { azClient } = require('./clients/az');
const { backendClient } = require('./clients/backend');
const { engineClients } = require('./clients/engine');
const { opaClient } = require('./clients/opa');
const { parityClients } = require('./clients/parity');
const { terraformClients } = require('./clients/terraform');

const howToGet = 'see "Real clients" in test/conformance/README.md';
const shownRequests = 15;
const shownLines = 40;
const asked = readOptions();

async function main() {
  const chosen = [
    ...terraformClients(),
    ...parityClients(asked.seed),
    ...engineClients(),
    backendClient(),
    azClient(),
    opaClient(),
  ]
    .filter(({ name }) => name.includes(asked.client))
    .flatMap((client) => client.scenarios.map((scenario) => ({ client, scenario })))
    .filter(({ scenario }) => scenario.name.includes(asked.scenario));
  if (chosen.length === 0) refuse('No client and scenario have these names.');
  const widths = {
    client: Math.max(...chosen.map(({ client }) => client.name.length)),
    scenario: Math.max(...chosen.map(({ scenario }) => scenario.name.length)),
  };
  const limit = pLimit(asked.jobs);
  const results = await Promise.all(
    chosen.map(({ client, scenario }) =>
      limit(async () => {
        const result = await resultOf(client, scenario);
        if (!asked.json) print(result, widths);
        return result;
      }),
    ),
  );
  const count = (outcome) => results.filter((result) => result.outcome === outcome).length;
  if (asked.json) console.log(JSON.stringify(results, null, 2));
  else console.log(`\n${count('pass')} passed, ${count('FAIL')} failed, ${count('skipped')} skipped`);
  process.exit(count('FAIL') > 0 ? 1 : 0);
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        client: { type: 'string', default: '' },
        scenario: { type: 'string', default: '' },
        seed: { type: 'string' },
        jobs: { type: 'string', default: '2' },
        json: { type: 'boolean', default: false },
      },
    });
    if (!/^[1-9]\d?$/.test(values.jobs)) throw new Error('--jobs takes a number from 1 to 99.');
    if (!/^\d{1,9}$/.test(values.seed ?? '1')) throw new Error('--seed takes a whole number.');
    return { ...values, jobs: Number(values.jobs), seed: values.seed && Number(values.seed) };
  } catch (error) {
    return refuse(error.message);
  }
}

function refuse(message) {
  console.error(message);
  process.exit(2);
}

async function resultOf(client, scenario) {
  const result = { client: client.name, scenario: scenario.name };
  if (client.missing) {
    return { ...result, outcome: 'skipped', seconds: 0, reason: `${client.missing}; ${howToGet}` };
  }
  const start = Date.now();
  const { failure, requests } = await onStage(scenario);
  const seconds = Math.round((Date.now() - start) / 1000);
  if (!failure) return { ...result, outcome: 'pass', seconds, reason: '' };
  return {
    ...result,
    outcome: 'FAIL',
    seconds,
    reason: failure.message,
    output: tail(failure.output ?? failure.stack, shownLines),
    requests: requests.slice(-shownRequests).map((it) => `${it.status} ${it.method} ${it.target}`),
  };
}

function print({ client, scenario, outcome, seconds, reason, output, requests }, widths) {
  const columns = [
    client.padEnd(widths.client),
    scenario.padEnd(widths.scenario),
    outcome.padEnd(7),
    `${seconds} s`.padStart(5),
    reason,
  ];
  console.log(columns.join('  ').trimEnd());
  if (outcome !== 'FAIL') return;
  console.log(indented(`The client's output ended with:\n${indented(output)}`));
  console.log(indented(`Its last requests:\n${indented(requests.join('\n'))}`));
}

function tail(text, lines) {
  return text.trimEnd().split('\n').slice(-lines).join('\n');
}

function indented(text) {
  return text.replaceAll(/^(?=.)/gm, '  ');
}

void main();
